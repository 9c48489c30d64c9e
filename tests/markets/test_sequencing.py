"""The same relief in another order: another path, the same end."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_market import BONDS, CASH, MOEX, OIL, _price

from detente.markets import Range
from detente.markets.reaction import arrived, openings
from detente.markets.sequencing import reordered, sequencing

MONTHS = 49


def steps(*months_and_shares):
    opening = np.zeros(MONTHS)
    for month, share in months_and_shares:
        opening[month:] = share
    return opening


SCHEDULE = {
    "energy": {"oil": steps((3, 0.3), (12, 1.0))},
    "banking": {"banks": steps((9, 1.0))},
    "debt": {"bonds": steps((30, 0.5))},
}
SURE = {"settlement-holds": Range(-0.2, -0.2, -0.2)}
OIL_READS = replace(OIL, effects=SURE, sensitivity="", valves={"oil": 0.5, "banks": 0.2})


def test_an_order_only_shifts_whole_modules():
    moved = reordered(SCHEDULE, ("energy", "banking", "debt"), ("banking", "energy", "debt"))
    assert moved["banking"]["banks"] == pytest.approx(steps((3, 1.0)))
    assert moved["energy"]["oil"] == pytest.approx(steps((9, 0.3), (18, 1.0)))
    assert moved["debt"]["bonds"] == pytest.approx(SCHEDULE["debt"]["bonds"])


@given(st.permutations(["energy", "banking", "debt"]))
def test_every_order_ends_with_the_same_relief(order):
    moved = reordered(SCHEDULE, ("energy", "banking", "debt"), order)
    for module, measures in SCHEDULE.items():
        for measure, opening in measures.items():
            assert moved[module][measure][-1] == opening[-1]


def test_what_no_valve_brings_arrives_with_the_news():
    share = arrived(OIL_READS, openings(SCHEDULE), 48)
    assert share[0] == 0
    assert share[1] == pytest.approx(0.3)
    assert share[3] == pytest.approx(0.3 + 0.5 * 0.3)
    assert share[-1] == pytest.approx(1.0)


def test_the_widest_gap_is_the_effect_times_the_share_that_waits():
    """By hand: banking first brings oil's last 70 % of its half six months later, month 12 on."""
    found = sequencing(_price(OIL_READS, CASH), "modular", SCHEDULE)
    assert found is not None
    assert found.order == ("energy", "banking")
    [written, other] = found.paths
    assert written.written
    assert written.gap == 0
    assert other.order == ("banking", "energy")
    gaps = np.abs(np.array(other.mean) - np.array(written.mean))
    assert found.widest == pytest.approx(gaps.max())
    assert other.gap_month == 12
    today = 1 - 0.1 * 0.2  # without a schedule of its own all arrives at once
    assert found.widest == pytest.approx(0.2 * 0.5 * 0.7 / today)


def test_supply_by_valve_is_an_order_too():
    alone = replace(
        OIL_READS,
        effects={},
        valves={},
        supply_by_valve={"oil": Range(0.02, 0.02, 0.02), "banks": Range(0.01, 0.01, 0.01)},
        elasticity=Range(0.25, 0.25, 0.25),
    )
    found = sequencing(_price(alone, CASH), "modular", SCHEDULE)
    assert found is not None
    [written, other] = found.paths
    assert written.mean[-1] == pytest.approx(other.mean[-1]) == pytest.approx(1.03**-4 - 1)
    # Month 3: 30 % of oil's supply as written, all of the banks' in the other order.
    assert written.mean[4] == pytest.approx(1.006**-4 - 1)
    assert other.mean[4] == pytest.approx(1.01**-4 - 1)


def test_where_no_price_reads_two_modules_there_is_no_order():
    alone = replace(OIL_READS, valves={"oil": 0.5})
    assert sequencing(_price(alone, CASH), "modular", SCHEDULE) is None
    assert sequencing(_price(MOEX, BONDS), "modular", SCHEDULE) is None
