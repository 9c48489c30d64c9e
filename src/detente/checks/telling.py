"""Says what the machine did in the case's words, so that it can be read aloud to a lawyer."""

from collections.abc import Iterable, Mapping, Sequence

from detente.case.draws import Sampler
from detente.case.model import Case
from detente.case.quantity import Quantity
from detente.machine.model import Machine, Move

MOST_NAMED = 4  # more measures than these are counted, not named


def at(machine: Machine, month: int) -> str:
    """`2026-03-01, month 3`."""
    return f"{machine.day(month)}, month {month}"


def tell(machine: Machine, story: Iterable[Move]) -> list[str]:
    """The moves of a story, one dated line a step; months without an event are told as one."""
    lines: list[str] = []
    quiet, kept = False, "all comply"
    last = 0
    for move in (move for move in story if move.kind != "begin"):
        if move.kind == "comply":
            quiet, last = True, move.month + 1
            continue
        if quiet:
            lines.append(f"until {at(machine, move.month)}: {kept}")
        where = f" ({article(move.article)})" if move.article else ""
        on = f"{move.on}, month {move.month}" if move.on else at(machine, move.month)
        lines.append(f"{on}: {_did(move)}{where}")
        quiet, kept = False, "all else is kept"
    if quiet:
        lines.append(f"until {at(machine, last)}: {kept}")
    return lines


_DID: Mapping[str, str] = {
    "withhold": '{0} does not perform "{1}"',
    "perform": '{0} performs "{1}"{2}',
    "breach": "{0} commits {1}{2}",
    "finding": '{0} finds what trigger "{1}" asks for',
    "no-finding": '{0} does not find what trigger "{1}" asks for',
    "pull": "{0} acts on {1}{2}",
    "pull at once": "{0} acts, and {1}",
    "look-away": '{0} leaves trigger "{1}" alone, and no trigger is believed any more',
    "end": "{0}: {1}{2}",
}


def _did(move: Move) -> str:
    """One move in words; what a clock or chance does says so itself."""
    at_once = " at once" if move.kind == "pull" and not move.how else ""
    words = _DID.get(move.kind + at_once, "{1}{2}")
    return words.format(move.actor, move.what, f", {move.how}" if move.how else "")


def article(text: str) -> str:
    """`Article 3`; a case that writes `Art. 3` or `para. 36` keeps its own word."""
    return f"Article {text}" if text[0].isdigit() else text


def articles(texts: Iterable[str]) -> str:
    """`Articles 6, 7 and 9`."""
    names = list(dict.fromkeys(texts))
    numbers = [name.removeprefix("Article ") for name in names]
    if len(names) > 1 and all(number[0].isdigit() for number in numbers):
        return f"Articles {listed(numbers)}"
    return listed(article(name) for name in names)


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a, b and c`, each once."""
    once = list(dict.fromkeys(names))
    return f" {last} ".join(part for part in (", ".join(once[:-1]), *once[-1:]) if part)


def agree(names: Sequence[object], one: str, many: str) -> str:
    """The form of a verb that fits how many do it."""
    return one if len(names) == 1 else many


def several(names: Iterable[str]) -> str:
    """As `listed`; of more than four, the first two and how many more."""
    once = list(dict.fromkeys(names))
    if len(once) <= MOST_NAMED:
        return listed(once)
    return f"{once[0]}, {once[1]} and {len(once) - 2} more"


def opened(openings: Mapping[str, float]) -> str:
    """`us-oil 30% and eu-gas 100%`."""
    return several(f"{measure} {x:.0%}" for measure, x in openings.items() if x > 0)


def mode(case: Case, *amounts: Quantity) -> float:
    """The sum of uncertain numbers, each at its likeliest value."""
    sampler = Sampler(case.estimates, draws=0, seed=0)
    return float(sampler.total(amounts, "mode")[0])


def chance(case: Case, probability: Quantity) -> str:
    """`22% (16% to 24%, checked)`: the likeliest value, its range, how well it is known."""
    base = case.estimates.get(probability.estimate or "", probability)
    low, high = sorted(probability.times * end for end in base.ends)
    if base is probability:
        low, high = probability.ends
    known = probability.evidence or (base.standing if probability.times == 1 else "computed")
    return f"{_percent(mode(case, probability))} ({_percent(low)} to {_percent(high)}, {known})"


def _percent(share: float) -> str:
    return f"{100 * share:.2g}%" if share < 0.995 else "100%"


def euros(amount: float) -> str:
    """`EUR 12.3bn`; under one, two figures that count."""
    return f"EUR {amount:.1f}bn" if abs(amount) >= 1 else f"EUR {amount:.2g}bn"
