"""Filter and smoother against their oracle, a simulated truth, and plain regression."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InputError
from detente.markets.energy import futures
from tools.markets.from_futures import FILE, read_futures
from tools.markets.kalman import OIL_1990_95_HISTORY, Dynamics, fitted, kalman

YEARS = np.array([1, 5, 9, 13, 17]) / 12
WEEK = 1 / 52


def _simulated(dynamics: Dynamics, dates: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Prices at the five maturities, and the states behind them."""
    rng, curve = np.random.default_rng(seed), dynamics.curve
    fading = np.exp(-curve.kappa * WEEK)
    short = curve.sigma_short * np.sqrt((1 - fading**2) / (2 * curve.kappa))
    state, states = np.array([0.1, 3.0]), []
    for _ in range(dates):
        one, other = rng.standard_normal(2)
        other = curve.correlation * one + np.sqrt(1 - curve.correlation**2) * other
        lasting = dynamics.drift * WEEK + curve.sigma_long * np.sqrt(WEEK) * other
        state = np.array([fading * state[0] + short * one, state[1] + lasting])
        states.append(state)
    rows = [
        futures(replace(curve, deviation=float(chi)), float(np.exp(chi + xi)), YEARS)
        for chi, xi in states
    ]
    noise = np.exp(rng.standard_normal((dates, 5)) * dynamics.errors)
    return np.array(rows) * noise, np.array(states)


@pytest.mark.skipif("DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder")
def test_error_sd_of_the_oil_row() -> None:
    """Oracle "Schwartz-Smith 1990-95 oil": Kalman error sd .0423 .0043 .0027 .0000 .0037."""
    history = read_futures(Path(os.environ["DETENTE_DATA"]))
    assert history.prices.shape == (268, 5)
    assert history.years == pytest.approx(YEARS)
    assert history.step == pytest.approx(WEEK)
    states = kalman(OIL_1990_95_HISTORY, history.prices, history.years, history.step)
    assert states.error_sd == pytest.approx([0.0423, 0.0043, 0.0027, 0.0, 0.0037], abs=5e-5)


def test_states_are_found_and_looking_back_finds_them_better() -> None:
    noisy = replace(OIL_1990_95_HISTORY, errors=np.full(5, 0.03))
    prices, truth = _simulated(noisy, 300, 1)
    states = kalman(noisy, prices, YEARS, WEEK)
    ahead = np.sqrt(((states.filtered - truth) ** 2).mean(axis=0))
    back = np.sqrt(((states.smoothed - truth) ** 2).mean(axis=0))
    assert (back < ahead).all()
    told = np.sqrt(states.smoothed_variance[50:-50, [0, 1], [0, 1]].mean(axis=0))
    assert back == pytest.approx(told, rel=0.25)
    assert states.filtered[-1] == pytest.approx(states.smoothed[-1])


def test_with_two_exact_maturities_the_state_is_read_off() -> None:
    exact = replace(OIL_1990_95_HISTORY, errors=np.zeros(5))
    prices, truth = _simulated(exact, 40, 2)
    states = kalman(exact, prices, YEARS, WEEK)
    assert states.filtered == pytest.approx(truth, abs=1e-4)
    assert states.error_sd == pytest.approx(np.zeros(5), abs=1e-4)


def test_a_fit_beats_its_start_and_finds_how_fast_a_shock_fades() -> None:
    truth = replace(OIL_1990_95_HISTORY, errors=np.full(5, 0.005))
    prices, _ = _simulated(truth, 150, 3)
    start = replace(truth, curve=replace(truth.curve, kappa=0.9, sigma_short=0.4))
    found = fitted(start, prices, YEARS, WEEK, rounds=12)
    before, after = (kalman(d, prices, YEARS, WEEK).likelihood for d in (start, found))
    assert after > before + 50
    assert found.curve.kappa == pytest.approx(1.49, abs=0.15)


def test_prices_with_holes_are_refused() -> None:
    prices, _ = _simulated(OIL_1990_95_HISTORY, 5, 4)
    prices[2, 1] = np.nan
    with pytest.raises(InputError, match="a price of date 2 is missing or not above 0; leave"):
        kalman(OIL_1990_95_HISTORY, prices, YEARS, WEEK)
    with pytest.raises(InputError, match="for 5 maturities; give one row a date"):
        kalman(OIL_1990_95_HISTORY, prices[:, :3], YEARS, WEEK)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("1990-01-02,22,21\n1990-01-02,22,21\n", ":3: 1990-01-02 stands twice; keep one"),
        ("1990-01-02,22,\n", ':2: "1990-01-02,22," is no date with a price a maturity'),
    ],
)
def test_a_futures_file_that_is_refused(rows: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "markets").mkdir()
    (tmp_path / FILE).write_text(",F1,F5\n" + rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_futures(tmp_path)
    assert f"{FILE.name}{message}" in str(caught.value)
