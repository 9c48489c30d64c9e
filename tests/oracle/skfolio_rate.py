"""Prints how long skfolio takes for the allocation of `detente.portfolio.bench`."""

import json
import sys
from time import perf_counter

from skfolio import RiskMeasure
from skfolio.optimization import MeanRisk, ObjectiveFunction

from detente.portfolio.bench import COST, TAIL, market

if __name__ == "__main__":
    returns, _, limits = market()
    model = MeanRisk(
        objective_function=ObjectiveFunction.MAXIMIZE_UTILITY,
        risk_measure=RiskMeasure.CVAR,
        risk_aversion=1.0,
        cvar_beta=1 - TAIL,
        transaction_costs=COST / 2,
        previous_weights=limits.now,
    )
    begun = perf_counter()
    model.fit(returns)
    sys.stdout.write(json.dumps({"seconds": perf_counter() - begun}))
