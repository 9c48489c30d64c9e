"""Spreads against QuantLib's row, closed forms, and Duffie and Lando's table."""

from datetime import date, timedelta

import numpy as np
import pytest

from detente.markets.credit import Grid, hazard, legs, monthly, spread
from detente.markets.duffie_lando import Margin, clear_survival, fit, noisy_survival
from detente.markets.model import Survival
from detente.markets.spreads import spread_curve


def _semiannual() -> list[date]:
    """Schedule of the QuantLib row: from 2005-06-09, weekends roll on (no holiday falls there)."""
    plain = [date(2005 + i // 2, 6 if i % 2 == 0 else 12, 9) for i in range(21)]
    rolled = [d + timedelta(days=max(0, 7 - d.weekday()) % 7 * (d.weekday() > 4)) for d in plain]
    assert all(d.weekday() < 5 for d in rolled)
    return rolled


def test_quantlib_row_cds_npv_and_fair_spread() -> None:
    """Oracle "QuantLib test: CDS, 2006-06-09": NPV 295.0153398, fair spread .007517539."""
    today = date(2006, 6, 9)
    dates = [d for d in _semiannual() if d >= today]
    days = np.array([(d - today).days for d in dates], dtype=np.float64)
    length = np.diff(days)
    half = length // 2  # a default falls on a whole day
    grid = Grid(days / 360, (days[:-1] + half) / 360, half / 360, length / 360)
    survival = np.exp(-0.01234 * days / 360)
    protection, annuity = legs(grid, survival, 0.06, 0.4)
    assert 10_000 * (0.012 * annuity - protection) == pytest.approx(295.0153398, abs=1e-7)
    # The row's own NPV implies .0075174738; its two figures agree only to the 1e-7 it allows.
    assert protection / annuity == pytest.approx(0.007517539, abs=1e-7)


def test_flat_hazard_pays_hazard_times_loss() -> None:
    survival = np.exp(-0.10 * np.arange(61) / 12)
    for months in (12, 24, 60):
        fair = spread(survival, 0.0, 0.4, months)
        assert fair == pytest.approx(600, rel=2e-4)


def test_batch_equals_one_by_one_and_stub_quarter_is_paid() -> None:
    curves = np.exp(-np.outer([0.02, 0.3, 1.0], np.arange(15) / 12))
    batch = spread(curves, 0.0, 0.2, 14)
    assert batch.shape == (3,)
    assert batch == pytest.approx([float(spread(c, 0.0, 0.2, 14)) for c in curves], rel=1e-14)
    assert batch == pytest.approx(np.array([0.02, 0.3, 1.0]) * 0.8e4, rel=2e-3)


def test_certain_survival_costs_nothing() -> None:
    assert spread(np.ones(13), 0.03, 0.4, 12) == 0


def test_monthly_keeps_given_points_and_a_flat_hazard_between() -> None:
    points = np.array([0.0, 6.0, 24.0])
    curve = monthly(points, np.array([1.0, 0.8, 0.5]))
    assert curve[[0, 6, 24]] == pytest.approx([1.0, 0.8, 0.5], rel=1e-14)
    assert np.ptp(hazard(curve)[:6]) < 1e-14
    assert np.ptp(hazard(curve)[6:]) < 1e-14


@pytest.mark.parametrize(
    ("noise", "expected"),
    [
        (0.02, [30.5, 387.2, 572.2, 539.0, 392.4]),
        (0.05, [360.3, 618.6, 670.9, 554.1, 392.9]),
        (0.10, [622.0, 722.4, 703.0, 548.9, 384.9]),
        (0.25, [721.1, 752.9, 707.7, 541.9, 378.8]),
    ],
)
def test_duffie_lando_table(noise: float, expected: list[float]) -> None:
    """Oracle "Duffie-Lando, V0 86.3, barrier 78": yields of zero-recovery zeros, in bp."""
    years = np.array([0.25, 1, 2, 5, 10])
    margin = Margin(np.log(86.3 / 78), 0.01, 0.05)
    yields = -1e4 * np.log(noisy_survival(margin, noise, years)) / years
    assert yields == pytest.approx(expected, abs=0.05)


def test_vanishing_noise_gives_the_clear_view() -> None:
    margin, years = Margin(2.0, 0.3, 1.0), np.array([0.5, 1.0, 5.0])
    # Given the lag's drift the report alone decides where the margin is.
    noisy = noisy_survival(margin, 1e-4, years)
    assert noisy == pytest.approx(clear_survival(margin, years), abs=1e-6)


@pytest.mark.parametrize("broken", [0.0, 0.2])
def test_fit_finds_its_own_curve(broken: float) -> None:
    years = np.arange(3, 61, 5) / 12
    truth = Margin(1.4, -0.2, 1.0)
    found = fit(years, (1 - broken) * noisy_survival(truth, 2.0, years), 2.0)
    assert found.missed < 1e-6
    assert (found.margin.distance, found.margin.drift) == pytest.approx((1.4, -0.2), abs=0.01)
    assert found.broken == pytest.approx(broken, abs=0.005)


def _survival(yearly: float) -> Survival:
    months = np.arange(61.0)
    mean = np.exp(-yearly * months / 12)
    return Survival("p", months, mean, mean**1.5, mean**0.5)


def test_spread_is_taken_apart_and_signed_by_maturity() -> None:
    curve = spread_curve(_survival(0.10), 0.02, 0.0)
    assert curve.months == (12, 24, 60)
    assert curve.expected == pytest.approx([1000] * 3, rel=5e-3)
    assert curve.best == pytest.approx([500] * 3, rel=5e-3)
    assert np.add(curve.expected, curve.ambiguity) == pytest.approx(curve.worst)
    # A margin that was safe when last seen: noise widens, most at the front.
    assert curve.noise[0] > curve.noise[1] > curve.noise[2] > 0


def test_short_survival_leaves_long_maturities_out() -> None:
    months = np.array([0.0, 6.0, 24.0])
    mean = np.array([1.0, 0.9, 0.8])
    curve = spread_curve(Survival("p", months, mean, mean**2, mean**0.5), 0.0, 0.0)
    assert curve.months == (12, 24)


def test_noise_is_left_out_and_said_so_where_its_model_does_not_fit() -> None:
    months = np.arange(61.0)
    mean = np.where(months > 30, 0.3, 1.0)  # a cliff, which no diffusion has
    curve = spread_curve(Survival("p", months, mean, mean, mean), 0.0, 0.0)
    assert curve.noise == ()
    assert "noise left out" in curve.source


def test_noise_is_told_where_its_model_comes_within_five_hundredths_and_nowhere_else() -> None:
    """A cliff in mid-term, which no margin makes: the higher it is, the further off the model."""
    months = np.arange(61.0)
    told = {}
    for cliff in (0.108, 0.111, 0.114, 0.117):
        alive = 1 - 0.001 * months - np.where(months < 30, 0.0, cliff)
        found = spread_curve(Survival("p", months, alive, alive, alive), 0.02, 0.4)
        assert found.noise_fit is not None
        told[found.noise_fit] = bool(found.noise)
        assert ("noise left out" in found.source) != bool(found.noise)
    assert [noise for _, noise in sorted(told.items())] == [True, True, False, False]
    fits = sorted(told)
    assert 0.049 < fits[1] < 0.05 < fits[2] < 0.051
