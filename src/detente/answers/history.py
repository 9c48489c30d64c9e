"""What became of settlements elsewhere: the outside view, its size, and the reasons to doubt it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from types import MappingProxyType

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case.hints import nearest
from detente.durability.choose import like
from detente.durability.reference import (
    ReferenceClass,
    load_reference,
    load_reversals,
    load_sanctions,
)
from detente.durability.selection import Ratio, Shape, load_ratios, load_shapes
from detente.durability.traits import TRAITS, Traits
from detente.errors import DetenteError

NO_TRAITS: Traits = MappingProxyType({})
_MARKS = (12.0, 24.0, 60.0, 120.0)
_MONTHS = (3.0, 6.0, 12.0, 24.0, 36.0, 60.0, 120.0)
# The factor of a regression that is the same thing as a trait.
_FACTORS = {
    "peacekeepers": "peacekeeping",
    "third-party": "third party",
    "commission": "implementation commission",
    "ceasefire": "ceasefire clause",
    "full": "full agreement",
    "process": "process agreement",
    "treaty": "treaty",
}


def found_classes(name: str, traits: Traits) -> tuple[ReferenceClass, ...]:
    """The classes of a name or of traits; every basic one if neither is given."""
    every = load_reference()
    if name in every and not traits:
        return (every[name],)
    if not name and not traits:
        return tuple(known for known in every.values() if known.basic)
    if name in every:
        raise DetenteError(f'"{name}" is one class already: give it alone, or only traits')
    if name and name not in TRAITS["class"][0]:
        known = [*TRAITS["class"][0], *every]
        raise DetenteError(f'no reference class "{name}"', nearest(name, known))
    return like({"class": name, **traits} if name else traits)


def history_answer(name: str, traits: Traits = NO_TRAITS) -> Answer:
    """Reference classes by name or traits; without either all basic ones, and how relief ended."""
    shown = found_classes(name, traits)
    if not name and not traits:
        return _everything(shown)
    ratios = tuple(_about(shown))

    def show(console: Console) -> None:
        for found in shown:
            _show_class(console, found)
        if ratios:
            _show_ratios(console, ratios)

    data = {
        "classes": [asdict(found) for found in shown],
        "ratios": [{**asdict(ratio), "clear": ratio.clear} for ratio in ratios],
    }
    return Answer(data, show)


def _everything(shown: Sequence[ReferenceClass]) -> Answer:
    reversals, sanctions, shapes = load_reversals(), load_sanctions(), load_shapes()

    def show(console: Console) -> None:
        table = Table("class", "n", "failed", "1 year", "2", "5", "10", box=None)
        for found in shown:
            at = [_at(found, mark) for mark in _MARKS]
            table.add_row(Text(found.id), str(found.n), str(found.failures), *at)
        console.print(table)
        for shape in shapes:
            console.print(Text(_aging(shape), style="dim"))
        for median in sanctions:
            size = f"{median.median_years:g} years ({median.low:g} to {median.high:g})"
            line = f"half of {median.sender} sanctions had ended after {size}, n = {median.n}"
            console.print(Text(line, style="dim"))
        for estimate in reversals.values():
            size = f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"
            counted = f"{estimate.events} of n = {estimate.n}"
            line = f"{estimate.description}: {size} {estimate.unit}, {counted}"
            console.print(Text(line, style="dim"))
        hint = "asked about one class, it tells its assumptions and a selection warning"
        console.print(Text(hint, style="dim"))

    data = {
        "classes": [asdict(found) for found in shown],
        "reversals": [asdict(estimate) for estimate in reversals.values()],
        "sanctions": [asdict(median) for median in sanctions],
        "shapes": [asdict(shape) for shape in shapes],
        "ratios": [asdict(ratio) for ratio in load_ratios()],
    }
    return Answer(data, show)


def _show_class(console: Console, found: ReferenceClass) -> None:
    counts = f"n = {found.n}, failed {found.failures}, in {found.groups} conflicts or targets"
    console.print(Text(f"{found.id}: {found.description}; {counts}", style="bold"))
    table = Table("months", *(f"{month:g}" for month in _MONTHS), box=None)
    table.add_row("standing", *(_at(found, month) for month in _MONTHS))
    console.print(table)
    console.print(Text(f"Source: {found.source}. {found.warning}", style="dim"))


def _about(shown: Sequence[ReferenceClass]) -> Iterator[Ratio]:
    """Every hazard ratio of the traits that were chosen, raw ones before controlled ones."""
    wanted = {
        _FACTORS[key]
        for found in shown
        for trait, value in found.traits.items()
        for key in (trait, value)
        if key in _FACTORS
    }
    relevant = any(found.dataset != "relief" for found in shown)
    for ratio in load_ratios() if relevant else ():
        if ratio.factor in wanted or ratio.factor == "peacekeeping":
            yield ratio


def _show_ratios(console: Console, ratios: Sequence[Ratio]) -> None:
    table = Table("times the risk of failure with", "data", "model", "ratio", "n", box=None)
    for ratio in sorted(ratios, key=lambda one: one.factor):
        table.add_row(
            Text(ratio.factor), ratio.dataset, Text(ratio.model), ratio.words, str(ratio.n)
        )
    console.print(table)


def _aging(shape: Shape) -> str:
    size = f"{shape.shape:.2f} ({shape.low:.2f} to {shape.high:.2f})"
    early = f"{shape.failed_in_first_year:.0%} of failures came in the first year"
    way = "falls with age" if shape.high < 1 else "is not clearly falling or rising"
    return f"{shape.dataset}: the hazard {way}, Weibull shape {size}; {early}"


def _at(found: ReferenceClass, mark: float) -> str:
    """Survival at one of the table's own months, with its 95 % interval."""
    index = found.months.index(mark)
    return f"{found.survival[index]:.2f} ({found.low[index]:.2f}-{found.high[index]:.2f})"
