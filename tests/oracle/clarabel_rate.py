"""Prints what the smaller allocation costs CLARABEL, through cvxpy, and its answer."""

import json
import sys
from time import process_time

import cvxpy

from bench.allocations import COST, DRAWS, FEW_ASSETS, TAIL, market

if __name__ == "__main__":
    problem = market(FEW_ASSETS)
    weights, excess = cvxpy.Variable(FEW_ASSETS), cvxpy.Variable(DRAWS)
    level = cvxpy.Variable()
    risk = level + cvxpy.sum(excess) / (DRAWS * TAIL)
    cost = COST * cvxpy.norm1(weights - problem.limits.now)
    program = cvxpy.Problem(
        cvxpy.Maximize(problem.means[0] @ weights - risk - cost),
        [
            excess >= -problem.returns @ weights - level,
            excess >= 0,
            cvxpy.sum(weights) == 1,
            weights >= 0,
        ],
    )
    times = []
    for _ in range(3):
        begun = process_time()
        program.solve(solver="CLARABEL")
        times.append(process_time() - begun)
    sys.stdout.write(json.dumps({"seconds": min(times), "weights": weights.value.tolist()}))
