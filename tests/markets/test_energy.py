"""The two-factor curve against its oracle row."""

import numpy as np
import pytest

from detente.markets.energy import OIL_1990_95, futures, shifted, slope, supply_effect


def test_schwartz_smith_row() -> None:
    """Oracle "Schwartz-Smith 1990-95 oil": implied futures at spot 20, half-life 5.582 months."""
    years = np.array([1 / 12, 0.5, 1, 2, 5, 9])
    implied = [19.8709, 19.4220, 19.2136, 19.3241, 20.5437, 22.4334]
    assert futures(OIL_1990_95, 20.0, years) == pytest.approx(implied, abs=5e-5)
    assert OIL_1990_95.half_life_months == pytest.approx(5.582, abs=5e-4)


def test_spot_is_the_curve_at_once() -> None:
    tilted = shifted(OIL_1990_95, 0.2, 1.0)
    assert futures(tilted, 24.0, np.array([0.0])) == pytest.approx([24.0])


def test_a_lasting_fall_scales_the_tilt_and_a_short_lived_one_flattens_it() -> None:
    now = slope(OIL_1990_95, 70.0)
    assert now < 0
    assert slope(shifted(OIL_1990_95, -0.1, 0.0), 63.0) == pytest.approx(0.9 * now)
    assert now < 0.9 * now < slope(shifted(OIL_1990_95, -0.1, 1.0), 63.0)


def test_one_per_cent_more_supply_at_elasticity_a_quarter() -> None:
    effect = supply_effect(np.array([0.01, -0.01, 0.0]), np.array([0.25, 0.25, 0.25]))
    assert effect == pytest.approx([1.01**-4 - 1, 0.99**-4 - 1, 0.0])
