"""Hazards behind quoted spreads: there and back, by theorem, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.markets.bootstrap import bootstrap
from detente.markets.credit import legs, quarterly

MONTHS = (6, 12, 24, 36, 60, 120)
GRID = quarterly(120)
ENDS = np.array(MONTHS)
WIDTH = np.diff(np.array([0, *MONTHS])) / 12


def _spreads(hazards: np.ndarray, rate: float, recovery: float) -> np.ndarray:
    """Fair spreads of every tenor by `credit.legs`, with the long grid cut at each tenor."""
    yearly = np.repeat(hazards, np.diff(np.array([0, *MONTHS])), axis=1)
    alive = np.exp(-np.cumsum(np.insert(yearly / 12, 0, 0, axis=1), axis=1))
    found = []
    for months in MONTHS:
        protection, annuity = legs(quarterly(months), alive[:, : months + 1], rate, recovery)
        found.append(protection / annuity)
    return np.stack(found, axis=1)


@settings(max_examples=40, deadline=None)
@given(
    hazards=st.lists(st.floats(0.0, 2.0), min_size=6, max_size=6),
    rate=st.floats(-0.02, 0.1),
    recovery=st.floats(0.0, 0.9),
)
def test_hazards_come_back_from_the_spreads_they_make(
    hazards: list[float], rate: float, recovery: float
) -> None:
    truth = np.array([hazards])
    spreads = _spreads(truth, rate, recovery)
    found = bootstrap(GRID, ENDS, spreads, rate, recovery)
    again = _spreads(found, rate, recovery)
    assert again == pytest.approx(spreads, rel=1e-9, abs=1e-12)
    alive = np.exp(-np.cumsum(truth * WIDTH, axis=1))
    assert np.exp(-np.cumsum(found * WIDTH, axis=1)) == pytest.approx(alive, abs=1e-9)


def test_a_batch_is_its_curves_one_by_one() -> None:
    rng = np.random.default_rng(2)
    spreads = _spreads(rng.uniform(0.01, 0.5, (50, 6)), 0.03, 0.4)
    batch = bootstrap(GRID, ENDS, spreads, 0.03, 0.4)
    single = [bootstrap(GRID, ENDS, row[None], 0.03, 0.4)[0] for row in spreads]
    assert batch == pytest.approx(np.array(single), abs=0)


def test_a_higher_quote_is_a_higher_hazard() -> None:
    flat = np.full((1, 6), 0.02)
    steeper = flat + np.array([[0, 0, 0, 0, 0, 0.001]])
    low, high = (bootstrap(GRID, ENDS, s, 0.03, 0.4)[0] for s in (flat, steeper))
    assert low[:5] == pytest.approx(high[:5], abs=1e-14)
    assert high[5] > low[5]


def test_a_quote_that_needs_a_negative_hazard_is_refused() -> None:
    spreads = np.full((3, 6), 0.05)
    spreads[1, 3] = 0.01
    with pytest.raises(InputError) as caught:
        bootstrap(GRID, ENDS, spreads, 0.03, 0.4)
    assert str(caught.value) == (
        "spreads: curve 1: 0.01 at tenor 3 needs a negative hazard; "
        "a longer quote cannot fall that far below a shorter one"
    )


@pytest.mark.parametrize(
    ("spreads", "recovery", "message"),
    [
        (np.full((1, 5), 0.01), 0.4, "do not fit tenors"),
        (np.full((1, 6), -0.01), 0.4, "a spread is negative or no number"),
        (np.full((1, 6), np.nan), 0.4, "a spread is negative or no number"),
        (np.full((1, 6), 0.01), 1.0, "recovery is 1; give a share below 1"),
    ],
)
def test_what_is_no_quote_is_refused(spreads: np.ndarray, recovery: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        bootstrap(GRID, ENDS, spreads, 0.03, recovery)


@pytest.mark.parametrize("last", [0.23, 0.4, 2.0])
def test_a_quote_that_no_hazard_meets_is_named(last: float) -> None:
    quotes = np.array([[0.05, 0.16, last]])
    with pytest.raises(InputError, match=rf"curve 0: {last:g} at tenor 2 cannot be met by any"):
        bootstrap(quarterly(120), np.array([12, 60, 72]), quotes, 0.03, 0.4)


def test_a_quote_that_is_only_rounding_is_met() -> None:
    """A hazard next to none makes a spread of which sums near 1 keep no digit."""
    for last in (1e-17, 1.2e-16, 1e-15):
        spreads = np.array([[0.0, 0.0, 0.0, 0.0, 0.0, last]])
        found = bootstrap(GRID, ENDS, spreads, 0.03, 0.4)
        assert found[0, -1] == pytest.approx(0.0, abs=1e-13)
