"""What the allocator's two programs cost on this machine, and how exactly they are solved.

The rivals (fortitudo.tech, skfolio, CLARABEL through cvxpy) are timed beside these in
`tests/oracle/test_portfolio_tools.py`: some are not free to be part of the product.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from detente.brief.answers import Answer
from detente.brief.from_claims import Tell
from detente.portfolio.entropy_pooling import RESIDUAL, Views, entropy_pooling
from detente.portfolio.limits import FloatArray, Limits
from detente.portfolio.many_assets import Problem, distance
from detente.portfolio.mean_cvar import best_weights

DRAWS, SEED, REPEATS = 10_000, 7, 3


@dataclass(frozen=True, slots=True)
class Row:
    """One program: its size, the best of some times, and how far it is from exact."""

    program: str
    size: str
    seconds: float
    miss: float
    allowed: float
    measure: str

    @property
    def met(self) -> bool:
        """Whether it is as exact as promised."""
        return self.miss <= self.allowed


def bench_portfolio(tell: Tell) -> Answer:
    """Entropy pooling and mean-CVaR at the sizes of the promise."""
    rows = tuple(_rows(tell))

    def show(console: Console) -> None:
        table = Table("program", "size", "seconds", "exact to", "measured as", box=None)
        for row in rows:
            exact = f"{row.miss:.0e}" if row.met else f"{row.miss:.0e}, NOT {row.allowed:.0e}"
            table.add_row(row.program, row.size, f"{row.seconds:.2f}", exact, row.measure)
        console.print(table)

    return Answer({"rows": [{**asdict(row), "met": row.met} for row in rows]}, show)


def _rows(tell: Tell) -> Iterator[Row]:
    tell("entropy pooling, 100,000 draws of 20 assets, 10 views")
    yield _pooling()
    for size in (20, 200):
        tell(f"mean-CVaR with costs, {DRAWS:,} draws of {size} assets")
        yield _mean_cvar(_problem(size))


def _pooling() -> Row:
    rng = np.random.default_rng(SEED)
    root = np.linalg.cholesky(0.3 + 0.7 * np.eye(20))
    returns = (0.02 * rng.standard_normal((100_000, 20)) @ root.T).T
    mean, spread = returns.mean(axis=1), returns.std(axis=1)
    rows = np.vstack([returns[:5], (returns[5:8] - mean[5:8, None]) ** 2])
    targets = np.concatenate([mean[:5] + 0.15 * spread[:5], 1.2 * spread[5:8] ** 2])
    low = -mean[8:10] - 0.1 * spread[8:10]
    views = Views(rows, targets, -returns[8:10], low)
    seconds, posterior = _timed(lambda: entropy_pooling(np.full(100_000, 1e-5), views))
    over = float(np.maximum(-returns[8:10] @ posterior - low, 0).max())
    miss = max(float(np.abs(rows @ posterior - targets).max()), over)
    size = "100,000 x 20, 10 views"
    return Row("entropy pooling", size, seconds, miss, RESIDUAL, "widest miss of a view")


def _mean_cvar(problem: Problem) -> Row:
    parts = (problem.returns, problem.probability, problem.means, problem.limits)
    seconds, weights = _timed(lambda: best_weights(*parts).weights)
    size = f"{DRAWS:,} x {problem.limits.now.size}"
    miss = distance(problem, weights)
    return Row("mean-CVaR with costs", size, seconds, miss, 1e-6, "distance to a proved bound")


def _problem(size: int) -> Problem:
    rng = np.random.default_rng(SEED)
    factors = rng.standard_normal((DRAWS, 5)) @ rng.standard_normal((5, size))
    noise = rng.standard_t(5, (DRAWS, size))
    drift = 0.0003 + 0.0005 * rng.standard_normal(size)
    returns = 0.01 * (0.5 * factors + noise) + drift
    even, cost = np.full(size, 1 / size), np.full(size, 0.002)
    limits = Limits(even, np.zeros(size), np.ones(size), cost, 0.05, aversion=1.0)
    probability = np.full(DRAWS, 1 / DRAWS)
    return Problem(returns, probability, (probability @ returns)[None], limits)


def _timed(step: Callable[[], FloatArray]) -> tuple[float, FloatArray]:
    times, found = [], np.zeros(0)
    for _ in range(REPEATS):
        begun = perf_counter()
        found = step()
        times.append(perf_counter() - begun)
    return min(times), found
