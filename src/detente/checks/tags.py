"""Tags of a package's terms and acts that the checks understand; any other tag is free.

A term tagged `MEASURE-kept` promises that the measure stays as it is, such as `eu-gas-kept`.
What an act is, its tags say; its name is free.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.case.world import RedLine
from detente.machine.model import Machine

# Given away in a term, and no fit price for an economic opening.
BARTERED: Mapping[str, str] = {
    "annexation": "land",
    "border-change": "land",
    "cession": "land",
    "recognition": "land",
    "territory": "land",
    "children": "people",
    "deportees": "people",
    "people": "people",
    "population-transfer": "people",
    "prisoners": "people",
}
# Pairs of promises of which only one can be kept.
OPPOSED: tuple[tuple[str, str], ...] = (
    ("sanctions-kept", "all-sanctions-lifted"),
    ("assets-immobilised", "assets-released"),
    ("recognition", "non-recognition"),
    ("neutrality", "nato-membership"),
    ("no-foreign-troops", "nato-troops"),
    ("no-foreign-troops", "us-troops"),
    ("over-ukraine", "ukraine-at-table"),
)
ALL_LIFTED = "all-sanctions-lifted"  # every sanction of the case ends wholly
STOCKS_KEPT = "assets-immobilised"  # no measure that hands over a stock is opened
RENEWAL_PROMISED = "renewal-promised"  # the party will renew what it issues while phases run


def keeps(tag: str) -> str:
    """The measure that a tag promises to leave as it is; empty if it promises no such thing."""
    return tag.removesuffix("-kept") if tag.endswith("-kept") else ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A term, or an act that others wait for: who does what in which month, and what it is."""

    article: str
    party: str
    text: str
    tags: tuple[str, ...]
    month: int
    act: str = ""  # the milestone's name; empty for a term


def tagged(machine: Machine) -> tuple[Tagged, ...]:
    """Every term and every milestone of the package."""
    package = machine.package
    terms = [Tagged(t.article, t.party, t.text, t.tags, t.month) for t in package.terms]
    due = machine.milestones
    acts = [
        Tagged(m.article, m.party, m.act, m.tags, due[m.name], m.name) for m in package.milestones
    ]
    return (*terms, *acts)


def lifting(machine: Machine, line: RedLine) -> tuple[str, ...]:
    """The milestones that lift a red line, all of them together; none if the package has none."""
    return tuple(m.name for m in machine.package.milestones if line.until in m.tags)


def lifted_in(machine: Machine, line: RedLine) -> int | None:
    """The month in which a red line is lifted while all comply; None: never."""
    return max((machine.milestones[name] for name in lifting(machine, line)), default=None)
