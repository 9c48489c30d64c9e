"""The ISDA conventions against Markit's own upfronts."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from isda_model import Rates, rates, upfront

TODAY = date(2009, 5, 21)
# Deposit and swap rates of that day, as in QuantLib's own test of its ISDA engine.
DEPOSITS = (
    (1, 0.003081), (2, 0.005525), (3, 0.007163), (6, 0.012413), (9, 0.014), (12, 0.015488),
)  # fmt: skip
SWAPS = (
    (2, 0.011907), (3, 0.01699), (4, 0.021198), (5, 0.02444), (6, 0.026937), (7, 0.028967),
    (8, 0.030504), (9, 0.031719), (10, 0.03279), (12, 0.034535), (15, 0.036217), (20, 0.036981),
    (25, 0.037246), (30, 0.037605),
)  # fmt: skip
TERMS = tuple(date(year, 6, 20) for year in (2010, 2011, 2012, 2016, 2019))


@pytest.fixture(scope="module")
def curve() -> Rates:
    return rates(TODAY, DEPOSITS, SWAPS)


@pytest.mark.skipif("DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder")
def test_twenty_markit_upfronts(curve: Rates) -> None:
    """Oracle "20 Markit upfronts": term x spread x recovery, coupon 1 %, notional 10 million."""
    path = Path(os.environ["DETENTE_DATA"]) / "markets" / "isda_markit_values.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [float(line) for line in lines[2:] if line]
    found = [
        1e7 * upfront(curve, term, spread, 0.01, recovery)
        for term in TERMS
        for spread in (0.001, 0.1)
        for recovery in (0.2, 0.4)
    ]
    assert found == pytest.approx(expected, rel=1e-6)


def test_the_first_markit_upfront_without_the_data(curve: Rates) -> None:
    found = 1e7 * upfront(curve, TERMS[0], 0.001, 0.01, 0.2)
    assert found == pytest.approx(-97798.29358, rel=1e-6)


def test_deposits_and_swaps_are_repriced(curve: Rates) -> None:
    """The spot date is Monday the 25th; a year's deposit and the next weekend's roll, by hand."""
    spot, year = (curve.discount(np.array([d])) for d in (4.0, 369.0))
    assert spot / year == pytest.approx([1 + 0.015488 * 365 / 360])


def test_a_swap_at_its_own_spread_costs_nothing_and_a_dearer_coupon_less(curve: Rates) -> None:
    assert upfront(curve, TERMS[3], 0.02, 0.02, 0.4) == pytest.approx(0, abs=1e-12)
    costs = [upfront(curve, TERMS[3], 0.02, coupon, 0.4) for coupon in (0.01, 0.03, 0.05)]
    assert costs[0] > 0 > costs[1] > costs[2]
    assert costs[0] - costs[1] == pytest.approx(costs[1] - costs[2])
