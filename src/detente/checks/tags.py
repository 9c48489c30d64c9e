"""Tags of a package's terms that the checks understand; any other tag is free.

A term tagged `MEASURE-kept` promises that the measure stays as it is, such as `eu-gas-kept`.
"""

from collections.abc import Mapping

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
