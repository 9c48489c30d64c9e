"""Reference classes: for every combination of up to two traits, the share still standing by month.

Only combinations with at least LEAST_CASES cases in at least LEAST_GROUPS groups make a class.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np

from detente.durability.kaplan_meier import grouped_interval, kaplan_meier, read_curve
from detente.durability.spells import Spell
from detente.durability.traits import MONTHS, Traits, class_id, written

HEADER = ("id", "dataset", "traits", "n", "failures", "groups", "survival", "low", "high")
DAYS_A_MONTH = 365.25 / 12
MOST_TRAITS = 2
LEAST_CASES = 10
LEAST_GROUPS = 5


def class_rows(spells: Mapping[str, Sequence[Spell]]) -> Iterator[Sequence[object]]:
    """A row for each class, those with fewer traits first within a data set."""
    for dataset, known in spells.items():
        for traits in _combinations(known):
            members = [spell for spell in known if traits.items() <= spell.traits.items()]
            if _enough(members):
                yield _row(dataset, traits, members)


def _combinations(spells: Sequence[Spell]) -> Iterator[Traits]:
    """Every choice of up to MOST_TRAITS traits that vary within the data, in a fixed order."""
    values = {name: sorted({spell.traits[name] for spell in spells}) for name in spells[0].traits}
    varying = {name: found for name, found in values.items() if len(found) > 1}
    for many in range(MOST_TRAITS + 1):
        for names in combinations(varying, many):
            for chosen in product(*(varying[name] for name in names)):
                yield dict(zip(names, chosen, strict=True))


def _enough(members: Sequence[Spell]) -> bool:
    cases, groups = _counts(members)
    return cases >= LEAST_CASES and groups >= LEAST_GROUPS


def _counts(members: Sequence[Spell]) -> tuple[int, int]:
    return len({spell.case for spell in members}), len({spell.group for spell in members})


def _row(dataset: str, traits: Traits, members: Sequence[Spell]) -> Sequence[object]:
    cases, groups = _counts(members)
    failures = sum(spell.failed for spell in members)
    head = (class_id(dataset, traits), dataset, written(traits), cases, failures, groups)
    return (*head, *(" ".join(f"{value:.4f}" for value in curve) for curve in _curve(members)))


def _curve(members: Sequence[Spell]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Survival at each of MONTHS, and its interval by groups."""
    enter, leave, failed, groups = (
        np.array([getattr(spell, field) for spell in members])
        for field in ("enter", "leave", "failed", "group")
    )
    at = np.array(MONTHS) * DAYS_A_MONTH
    survival, _, _ = read_curve(kaplan_meier(leave, failed, enter), at)
    return survival, *grouped_interval(leave, failed, enter, groups, at)
