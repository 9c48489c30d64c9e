"""Prints how many six-tenor hazard curves QuantLib finds, and in how many seconds.

The quotes are those of `bench.hazard_curves`; the making of the helpers is not counted.
"""

import json
import sys
from time import perf_counter

import QuantLib as ql  # noqa: N813  # its own name for itself

from bench.hazard_curves import RATE, RECOVERY, TENORS, quotes

ASKED = 200


def helpers(row, flat):
    return [
        ql.SpreadCdsHelper(
            float(spread), ql.Period(years, ql.Years), 0, ql.NullCalendar(), ql.Quarterly,
            ql.Unadjusted, ql.DateGeneration.Forward, ql.Actual360(), RECOVERY, flat,
        )
        for spread, years in zip(row, TENORS, strict=True)
    ]  # fmt: skip


if __name__ == "__main__":
    today = ql.Date(20, ql.March, 2024)
    ql.Settings.instance().evaluationDate = today
    flat = ql.YieldTermStructureHandle(ql.FlatForward(today, RATE, ql.Actual365Fixed()))
    spent = 0.0
    for row in quotes(ASKED, 1):
        made = helpers(row, flat)
        begun = perf_counter()
        curve = ql.PiecewiseFlatHazardRate(today, made, ql.Actual365Fixed())
        curve.survivalProbability(float(TENORS[-1]))
        spent += perf_counter() - begun
    sys.stdout.write(json.dumps({"curves": ASKED, "seconds": spent}))
