"""Many draws take time but no memory: portions give what all at once would."""

from dataclasses import replace

import numpy as np
import pytest
from small_case import PACKAGE, machine_of, small_case

from detente.case import Sampler
from detente.durability import lifetime
from detente.incentives import Hold, hold, portions

DRAWS = 300
LICENCE = (
    PACKAGE,
    "  - {name: election-in-aldea, party: AL, probability: 0.15, on: 2026-05-03}",
    "  - {name: licence, party: AL, probability: 0.3, every_months: 12, modules: [oil]}",
)


def found(fixed: dict[str, float | np.ndarray], monkeypatch: pytest.MonkeyPatch | None) -> Hold:
    case = small_case(LICENCE)
    if monkeypatch is not None:
        monkeypatch.setattr(portions, "AT_ONCE", 100)
        monkeypatch.setattr(portions, "PORTION", 140)
    sampler = replace(Sampler(case.estimates, DRAWS, seed=1), fixed=fixed)
    return hold(machine_of(case), case.world, sampler)


@pytest.mark.parametrize("fixed", [{}, {"E05": 0.2}, {"E01": np.linspace(0.1, 0.9, 1 + DRAWS)}])
def test_portions_are_the_whole(monkeypatch, fixed):
    whole, parts = found(fixed, None), found(fixed, monkeypatch)
    assert (len(whole.courses), len(parts.courses)) == (1, 5)
    for name in ("holds", "settled", "value", "relief", "windfall", "windfall_month", "reward"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    np.testing.assert_allclose(parts.slack, whole.slack, rtol=1e-6, atol=1e-6)
    assert parts.first_binding == whole.first_binding
    assert parts.warnings == whole.warnings
    one, other = lifetime(whole), lifetime(parts)
    np.testing.assert_allclose(other.intact, one.intact, atol=1e-6)
    np.testing.assert_allclose(other.reduced, one.reduced, atol=1e-6)
    assert one.reduced.any()
    assert other.collapsed.keys() == one.collapsed.keys()
    for cause, lost in one.collapsed.items():
        np.testing.assert_allclose(other.collapsed[cause], lost, atol=1e-12)
