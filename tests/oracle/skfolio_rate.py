"""Prints what the allocation of `bench.allocations` costs skfolio, and its answer."""

import json
import sys
from time import process_time

from skfolio import RiskMeasure
from skfolio.optimization import MeanRisk, ObjectiveFunction

from bench.allocations import COST, MANY_ASSETS, TAIL, market

if __name__ == "__main__":
    problem = market(MANY_ASSETS)
    model = MeanRisk(
        objective_function=ObjectiveFunction.MAXIMIZE_UTILITY,
        risk_measure=RiskMeasure.CVAR,
        risk_aversion=1.0,
        cvar_beta=1 - TAIL,
        transaction_costs=COST / 2,
        previous_weights=problem.limits.now,
    )
    begun = process_time()
    model.fit(problem.returns)
    seconds = process_time() - begun
    sys.stdout.write(json.dumps({"seconds": seconds, "weights": model.weights_.tolist()}))
