"""What goes with failure: hazard ratios alone and with controls, and how the hazard ages.

The same trait is fitted alone, beside the other clauses, and against what made the peace hard to
keep: whoever reads one row is meant to see the others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.durability.cox import CoxFit, HazardRatio, Rows, cox, weibull_shape
from detente.durability.spells import Spell

RATIO_HEADER = (
    *("dataset", "model", "factor", "ratio", "low", "high", "n", "failures", "groups"),
    "concordance",
)
SHAPE_HEADER = ("dataset", "shape", "low", "high", "n", "failures", "failed_in_first_year")
Value = Callable[[Spell], float]


@dataclass(frozen=True, slots=True)
class Model:
    """One regression: the factors that it holds together."""

    dataset: str
    name: str
    factors: Mapping[str, Value]


def _has(trait: str, value: str = "yes") -> Value:
    return lambda spell: float(spell.traits[trait] == value)


def _number(name: str) -> Value:
    return lambda spell: spell.numbers[name]


CLAUSES: Mapping[str, Value] = {
    "full agreement": _has("class", "full"),
    "process agreement": _has("class", "process"),
    "implementation commission": _has("commission"),
    "ceasefire clause": _has("ceasefire"),
    "peacekeeping": _has("peacekeepers"),
    "third party": _has("third-party"),
    "disarmament": _number("ddr"),
    "rebels into the army": _number("intarmy"),
}
KEPT: Mapping[str, Value] = {
    "peacekeeping": _has("peacekeepers"),
    "treaty": _has("class", "treaty"),
}
CONTROLS: Mapping[str, Value] = {
    "victory": _has("class", "victory"),
    **{n: _number(n) for n in ("cost of the war", "income per head", "contraband", "mountains")},
}


def _less(left: str) -> dict[str, Value]:
    """All but one of the controls: how far the choice of controls moves the answer."""
    return {**KEPT, **{name: value for name, value in CONTROLS.items() if name != left}}


ALONE, TOGETHER, CONTROLLED = "alone", "with the other clauses", "with controls"
MODELS = (
    *(Model("ucdp", ALONE, {name: value}) for name, value in CLAUSES.items()),
    Model("ucdp", TOGETHER, CLAUSES),
    *(Model("fortna", ALONE, {name: value}) for name, value in KEPT.items()),
    Model("fortna", "alone, peacekeepers ever sent", {"peacekeeping": _number("ever")}),
    Model("fortna", CONTROLLED, {**KEPT, **CONTROLS}),
    *(Model("fortna", f"{CONTROLLED}, less {left}", _less(left)) for left in CONTROLS),
)


def ratio_rows(spells: Mapping[str, Sequence[Spell]]) -> Iterator[Sequence[object]]:
    """A row for each factor of each model; spells that lack a number are left out of it."""
    for model in MODELS:
        every = spells[model.dataset]
        x = np.array([[value(spell) for value in model.factors.values()] for spell in every])
        usable = np.isfinite(x).all(axis=1)
        used = [spell for spell, use in zip(every, usable, strict=True) if use]
        fit = cox(rows(used), x[usable])
        for factor, ratio in zip(model.factors, fit.ratios, strict=True):
            if factor in KEPT or not model.name.startswith(f"{CONTROLLED}, less"):
                yield _ratio_row(model, factor, ratio, fit, used)


def _ratio_row(
    model: Model, factor: str, ratio: HazardRatio, fit: CoxFit, used: Sequence[Spell]
) -> Sequence[object]:
    figures = (f"{value:.3f}" for value in (ratio.ratio, ratio.low, ratio.high))
    cases, groups = {spell.case for spell in used}, {spell.group for spell in used}
    counts = (len(cases), sum(spell.failed for spell in used), len(groups))
    return (model.dataset, model.name, factor, *figures, *counts, f"{fit.concordance:.3f}")


def shape_rows(spells: Mapping[str, Sequence[Spell]]) -> Iterator[Sequence[object]]:
    """How the hazard ages in each data set: a Weibull shape below 1 falls."""
    for dataset, known in spells.items():
        shape = weibull_shape(rows(known))
        failures = [spell for spell in known if spell.failed]
        early = sum(spell.leave <= 365.25 for spell in failures) / len(failures)
        figures = (f"{value:.3f}" for value in (shape.ratio, shape.low, shape.high))
        cases = len({spell.case for spell in known})
        yield (dataset, *figures, cases, len(failures), f"{early:.3f}")


def rows(spells: Sequence[Spell]) -> Rows:
    """Spells as the arrays of a regression."""
    return Rows(
        enter=np.array([spell.enter for spell in spells], dtype=np.float64),
        leave=np.array([spell.leave for spell in spells], dtype=np.float64),
        failed=np.array([spell.failed for spell in spells], dtype=np.bool_),
        groups=[spell.group for spell in spells],
    )
