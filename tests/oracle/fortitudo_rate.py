"""Prints how long fortitudo.tech takes for the pooling of `detente.portfolio.bench`."""

import json
import sys
from time import perf_counter

import numpy as np
from fortitudo import tech

from detente.portfolio.bench import pool

if __name__ == "__main__":
    prior, views = pool()
    rows = np.vstack([np.ones((1, prior.size)), views.equal])
    targets = np.concatenate([[1.0], views.equal_to])[:, None]
    times = []
    for _ in range(2):
        begun = perf_counter()
        tech.entropy_pooling(prior[:, None], rows, targets)
        times.append(perf_counter() - begun)
    sys.stdout.write(json.dumps({"seconds": min(times)}))
