"""What a reader with one minute needs: would it hold, what breaks first, what to change and do.

Every answer is made from the results and leads to the section that has the evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.findings.model import Brief, Package
from detente.wording.figure_titles import hanging
from detente.wording.names import number_words, party_in_text, plain
from detente.wording.numbers import count_of, listed, percent, percent_range, upper_first
from detente.wording.titles import allocation_title, at_month, design_title
from detente.wording.words import best_name, binding_words, why_words

_TWO_YEARS = 24
_NAMED = 3  # flaws
_SHOWN = 2  # packages


@dataclass(frozen=True, slots=True)
class Answer:
    """A question in the order that it is asked, its answer, and the section behind it."""

    question: str
    words: str
    section: str


def minute(brief: Brief) -> tuple[Answer, ...]:
    """The answers; without a package, only what to do."""
    return tuple(_answers(brief))


def _answers(brief: Brief) -> Iterator[Answer]:
    if brief.packages:
        yield Answer("Would it hold?", _holds(brief), "hold")
        yield Answer("What breaks first?", _breaks(brief), "hold")
        yield Answer("What would it take?", _takes(brief), "design")
    yield Answer("What to do?", _do(brief), "allocation")


def _by_chance(brief: Brief) -> list[tuple[str, Package]]:
    """The packages, the one likeliest to hold first."""
    return sorted(brief.packages.items(), key=lambda one: -one[1].holds.probability.mean)


def _holds(brief: Brief) -> str:
    (first, package), *rest = _by_chance(brief)
    chance = package.holds.probability
    often = percent_range(chance.mean, chance.low, chance.high)
    others = [f"{plain(n)} in {percent(p.holds.probability.mean)}" for n, p in rest]
    kept = percent(at_month(package.survival.intact, _TWO_YEARS))
    alive = percent(at_month(package.survival.mean, _TWO_YEARS))
    return (
        f"{upper_first(plain(first))} holds in {often} of the draws"
        f"{', ' + listed(others) if others else ''}. After two years {plain(first)} is alive with "
        f"a chance of {alive} and still kept by all with {kept}."
    )


def _breaks(brief: Brief) -> str:
    shown = _by_chance(brief)
    if len(shown) > _SHOWN:
        likely = brief.scenarios.package
        shown = [shown[0], *((n, p) for n, p in shown[1:] if n == likely)]
    return " ".join(_break(brief, name, package) for name, package in shown)


def _break(brief: Brief, name: str, package: Package) -> str:
    first, often = package.holds.first_binding, package.holds.often
    label = upper_first(plain(name))
    if first is not None:
        return f"{label}: {binding_words(first, brief.case.parties)}; {why_words(first)}."
    if often is None:
        return f"{label}: nobody gains by cheating in any draw."
    who, when = party_in_text(often.party, brief.case.parties), f"around month {often.month}"
    return (
        f"{label}: nobody at the likeliest inputs; where it fails, most often {who} "
        f"({plain(often.breach)}), {'at once' if often.month == 0 else when}"
        f"{'' if often.covered else ', which no trigger covers'}."
    )


def _takes(brief: Brief) -> str:
    name, turning = hanging(brief)
    told = f"{design_title(brief)}."
    if not turning:
        return told
    flip = turning[0]
    words = number_words(flip.words)
    return (
        f"{told} The answer on {plain(name)} hangs most on {words}: it turns {flip.direction} "
        f"{flip.breakeven:.2g}{' ' + flip.unit if flip.unit else ''}, and the chance of that is "
        f"{percent(flip.chance)}."
    )


def _do(brief: Brief) -> str:
    told = f"At the desk: {allocation_title(brief)[:1].lower()}{allocation_title(brief)[1:]}."
    name = best_name(brief.packages)
    flaws = [c.name for c in brief.packages[name].checks if c.verdict == "flaw"] if name else []
    if not flaws:
        return told
    more = f" and {len(flaws) - _NAMED} more" if len(flaws) > _NAMED else ""
    shown = ", ".join(map(plain, flaws[:_NAMED])) if more else listed(map(plain, flaws))
    return f"{told} At the table: mend {count_of(len(flaws), 'flaw')} of {name}: {shown}{more}."
