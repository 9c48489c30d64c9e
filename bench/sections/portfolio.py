"""Allocations of many assets and a pooling of many draws, beside the tools that allocators use.

Seconds are those of the processor: a peer runs after us, and a neighbour that comes or goes in the
meantime would otherwise decide. We use one thread, so that ours are also the least to wait.
"""

from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

import numpy as np

from bench.allocations import DRAWS, FEW_ASSETS, MANY_ASSETS, POOLED, market, missed, pool
from bench.peers import asked
from bench.row import Row
from detente.findings.from_claims import Tell
from detente.portfolio.entropy_pooling import RESIDUAL, FloatArray, entropy_pooling
from detente.portfolio.many_assets import distance
from detente.portfolio.mean_cvar import best_weights
from detente.portfolio.problem import Problem

TIMES_FASTER = 10  # than skfolio
SAME = 1e-6  # objectives that count as one
_PEERS = {"skfolio": "skfolio", "clarabel": "CLARABEL", "fortitudo": "fortitudo.tech"}


def rows(tell: Tell) -> Iterator[Row]:
    """Seconds of each, the best of three runs, and how exact the answer is."""
    yield from _mean_cvar(tell, MANY_ASSETS, "skfolio", TIMES_FASTER)
    yield from _mean_cvar(tell, FEW_ASSETS, "clarabel", 1)
    yield from _pooling(tell)


def _mean_cvar(tell: Tell, assets: int, tool: str, times: int) -> Iterator[Row]:
    what = f"mean-CVaR, {DRAWS:,} draws x {assets} assets"
    tell(f"{what}; then in {_PEERS[tool]}, which may take minutes")
    problem = market(assets)
    parts = (problem.returns, problem.probability, problem.means, problem.limits)
    ours, weights = _timed(lambda: best_weights(*parts).weights)
    other = asked(tool)
    yield _seconds(what, ours, tool, other, times)
    yield Row("  worth less than a proved bound by", distance(problem, weights), "")
    if other:
        apart = abs(problem.worth(weights) - problem.worth(_held(other, problem)))
        owed = f"at most {SAME:g}"
        yield Row(f"  worth apart from {_PEERS[tool]} by", apart, "", owed=owed, kept=apart <= SAME)


def _held(other: dict[str, Any], problem: Problem) -> FloatArray:
    """The peer's weights, which must fit the problem before they are compared."""
    weights = np.asarray(other["weights"], dtype=np.float64)
    return np.asarray(np.clip(weights, problem.limits.low, problem.limits.high))


def _pooling(tell: Tell) -> Iterator[Row]:
    _, prior, views = pool()
    what = f"entropy pooling, {POOLED:,} draws, 10 views"
    tell(what)
    ours, posterior = _timed(lambda: entropy_pooling(prior, views))
    other = asked("fortitudo")
    yield _seconds(what, ours, "fortitudo", other, 1)
    miss, owed = missed(posterior, views), f"at most {RESIDUAL:g}"
    theirs = other["missed"] if other else None
    yield Row(
        "  widest miss of a view", miss, "", _PEERS["fortitudo"], theirs, owed, miss <= RESIDUAL
    )


def _seconds(what: str, ours: float, tool: str, other: dict[str, Any] | None, times: int) -> Row:
    theirs = other["seconds"] if other else None
    kept = times * ours <= theirs if theirs else None
    owed = "no slower" if times == 1 else f"{times} times as fast"
    return Row(what, ours, "s of processor", _PEERS[tool], theirs, owed, kept)


def _timed(step: Callable[[], FloatArray]) -> tuple[float, FloatArray]:
    times, found = [], np.zeros(0)
    for _ in range(3):
        begun = process_time()
        found = step()
        times.append(process_time() - begun)
    return min(times), found
