"""A ladder of prices as a hazard: by hand, by theorem, and what is refused."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.scenarios.ladder import DAYS, Costs, Rung, isotonic, ladder

TODAY = date(2026, 1, 1)
FREE = Costs(fee=0.0, half_spread=0.0, stretch=1.0)
PRICES = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=8)


def _rungs(prices: list[float]) -> list[Rung]:
    return [Rung(TODAY + timedelta(days=30 * (i + 1)), p) for i, p in enumerate(prices)]


def test_a_ladder_without_costs_is_its_own_probabilities() -> None:
    found = ladder(TODAY, _rungs([0.1, 0.3]), FREE)
    months = np.array([30, 60]) / DAYS
    assert found.probability(months) == pytest.approx([0.1, 0.3])
    # Flat hazard between rungs: half of the way has half of the log survival.
    assert found.probability(months[:1] / 2) == pytest.approx([1 - 0.9**0.5])
    beyond = 0.7 * (0.7 / 0.9)
    assert found.probability(np.array([90 / DAYS])) == pytest.approx([1 - beyond])


@given(PRICES)
def test_probabilities_rise_with_the_date_and_lie_in_their_interval(prices: list[float]) -> None:
    found = ladder(TODAY, _rungs(prices))
    assert (np.diff(found.mean) >= 0).all()
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    curve = found.by_month(24)
    assert curve[0] == 0
    assert (np.diff(curve) >= -1e-15).all()
    assert curve[-1] <= 1


@given(PRICES, PRICES)
def test_repair_is_the_nearest_rising_sequence(prices: list[float], other: list[float]) -> None:
    raw = np.array(prices)
    best = isotonic(raw)
    assert (np.diff(best) >= -1e-15).all()
    rival = np.resize(np.sort(np.array(other)), raw.size)
    rival.sort()
    assert ((best - raw) ** 2).sum() <= ((rival - raw) ** 2).sum() + 1e-12
    assert isotonic(best) == pytest.approx(best)


def test_a_rung_against_its_neighbours_is_repaired_and_told() -> None:
    found = ladder(TODAY, _rungs([0.2, 0.1, 0.4]), FREE)
    assert found.mean == pytest.approx([0.15, 0.15, 0.4])
    assert found.notes == (
        "by 2026-01-31 at 0.2 is against its neighbours: taken as 0.15",
        "by 2026-03-02 at 0.1 is against its neighbours: taken as 0.15",
    )


def test_fee_and_spread_make_an_interval_by_hand() -> None:
    found = ladder(TODAY, _rungs([0.3]), Costs(fee=0.02, half_spread=0.01, stretch=1.0))
    assert found.high == pytest.approx([0.31 / (0.31 + 0.69 * 0.98)])
    assert found.low == pytest.approx([1 - 0.71 / (0.71 + 0.29 * 0.98)])


def test_small_chances_are_bought_dear() -> None:
    found = ladder(TODAY, _rungs([0.05, 0.5, 0.95]), Costs(half_spread=0.05, stretch=1.1))
    assert found.mean[0] < 0.05
    assert found.mean[1] == pytest.approx(0.5)
    assert found.mean[2] > 0.95


@pytest.mark.parametrize(
    ("rungs", "message"),
    [
        ([Rung(TODAY + timedelta(days=9), 12.0)], "the price for 2026-01-10 is 12; a price is in"),
        ([Rung(TODAY, 0.2)], "2026-01-01 is not after the day of the quote, 2026-01-01; leave out"),
        (_rungs([0.1]) * 2, "2026-01-31 stands twice; keep one price a date"),
        ([], "has no rung"),
    ],
)
def test_what_is_no_ladder_is_refused(rungs: list[Rung], message: str) -> None:
    with pytest.raises(InputError) as caught:
        ladder(TODAY, rungs)
    assert message in str(caught.value)
    assert str(caught.value).startswith("ladder.csv: ")
