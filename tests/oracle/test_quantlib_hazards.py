"""Hazards behind quoted spreads: as QuantLib finds them, and much faster.

One grid of premium dates, six tenors, the mid-point engine on both sides. QuantLib is asked for
survival at the ends of the tenors; hazards follow from it.
"""

from time import perf_counter
from typing import Any

import numpy as np
import pytest

from bench.hazard_curves import CURVES, RATE, RECOVERY, TENORS, quotes
from detente.markets.bootstrap import bootstrap
from detente.markets.credit import Grid

ql = pytest.importorskip("QuantLib", reason="QuantLib is not here")
ASKED = 60  # of QuantLib
TIMES_FASTER = 50


@pytest.fixture(scope="module")
def today() -> Any:
    day = ql.Date(20, ql.March, 2024)
    ql.Settings.instance().evaluationDate = day
    return day


def _helpers(day: Any, row: np.ndarray, flat: Any) -> list[Any]:
    schedule = (ql.Quarterly, ql.NullCalendar(), ql.Unadjusted, ql.DateGeneration.Forward)
    return [
        ql.SpreadCdsHelper(
            float(spread), ql.Period(years, ql.Years), 0, schedule[1], schedule[0],
            schedule[2], schedule[3], ql.Actual360(), RECOVERY, flat,
        )
        for spread, years in zip(row, TENORS, strict=True)
    ]  # fmt: skip


def _grid(day: Any) -> tuple[Grid, np.ndarray]:
    ends = [day + ql.Period(3 * k, ql.Months) for k in range(4 * TENORS[-1] + 1)]
    days = np.array([end - day for end in ends], dtype=np.float64)
    length = np.diff(days)
    half = length // 2
    return (
        Grid(days / 365, (days[:-1] + half) / 365, half / 360, length / 360),
        np.array([4 * years for years in TENORS]),
    )


def test_hazards_are_quantlibs_and_come_fifty_times_as_fast(today: Any) -> None:
    """Figure: 20,000 six-tenor curves, equal to 1e-8, at least 50 times QuantLib's rate."""
    flat = ql.YieldTermStructureHandle(ql.FlatForward(today, RATE, ql.Actual365Fixed()))
    grid, ends = _grid(today)
    spreads = quotes(CURVES, 11)
    bootstrap(grid, ends, spreads[:2], RATE, RECOVERY)  # compiled
    begun = perf_counter()
    ours = bootstrap(grid, ends, spreads, RATE, RECOVERY)
    per_curve = (perf_counter() - begun) / CURVES
    knots = grid.edges[np.concatenate([[0], ends])]
    exact = ql.IterativeBootstrap(1e-14)
    theirs, spent = [], 0.0
    for row in spreads[:ASKED]:
        helpers = _helpers(today, row, flat)
        begun = perf_counter()
        curve = ql.PiecewiseFlatHazardRate(today, helpers, ql.Actual365Fixed(), exact)
        alive = np.array([curve.survivalProbability(float(t)) for t in knots])
        spent += perf_counter() - begun  # the making of the helpers is not counted
        theirs.append(-np.diff(np.log(alive)) / np.diff(knots))
    assert ours[:ASKED] == pytest.approx(np.array(theirs), abs=1e-8)
    assert spent / ASKED > TIMES_FASTER * per_curve
