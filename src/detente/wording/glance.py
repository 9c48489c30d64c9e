"""The packages at a glance: one line each, for the page and for the terminal."""

from dataclasses import dataclass

from detente.findings.model import Brief, Interval, Package
from detente.wording.names import party_words, plain
from detente.wording.numbers import money_range, percent, percent_range, upper_first
from detente.wording.words import alive_at


@dataclass(frozen=True, slots=True)
class Glance:
    """One package in one line."""

    title: str
    holds: str
    breaks: str
    alive: str
    kept: str
    relief: str
    windfall: str


def glances(brief: Brief) -> list[Glance]:
    """One line for every package."""
    return [_glance(brief, name, package) for name, package in brief.packages.items()]


def _glance(brief: Brief, name: str, package: Package) -> Glance:
    alive, binding = alive_at(package, 24), package.holds.first_binding
    month = min(24, len(package.survival.intact) - 1)
    breaks = "nobody at the mode" if package.holds.often else "nobody"
    if binding is not None:
        who = party_words(binding.party, brief.case.parties)
        breaks = f"{who}, month {binding.month}, {plain(binding.breach)}"
    chance = package.holds.probability
    return Glance(
        title=upper_first(plain(name)),
        holds=_without_unit(percent_range(chance.mean, chance.low, chance.high)),
        breaks=breaks,
        alive=_without_unit(percent_range(alive.mean, alive.low, alive.high)),
        kept=_without_unit(percent(package.survival.intact[month])),
        relief=amount(package, "relief_pv", brief.case.target, package.relief_pv),
        windfall=amount(package, "windfall", brief.case.target, package.windfall),
    )


def _without_unit(words: str) -> str:
    """The unit stands in the head of the column."""
    return words.replace("\u00a0%", "")


def amount(package: Package, kind: str, party: str, at_mode: float | None) -> str:
    """An amount of a package to a party, with its interval where there is one."""
    known = package.intervals.get(kind, {}).get(party)
    return money_range(known or Interval(at_mode, at_mode, None, None))
