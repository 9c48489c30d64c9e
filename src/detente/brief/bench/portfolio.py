"""An allocation of many assets and a pooling of many draws, beside skfolio and fortitudo.tech."""

from collections.abc import Callable, Iterator
from time import perf_counter

from detente.brief.bench.peers import asked
from detente.brief.bench.row import Row
from detente.brief.from_claims import Tell
from detente.portfolio.bench import ASSETS, DRAWS, POOLED, market, pool
from detente.portfolio.entropy_pooling import entropy_pooling
from detente.portfolio.mean_cvar import best_weights

TIMES_FASTER = 10


def rows(tell: Tell) -> Iterator[Row]:
    """Seconds of each, the better of two runs."""
    tell(f"mean-CVaR of {ASSETS} assets in {DRAWS:,} draws")
    returns, p, limits = market()
    ours = _timed(lambda: best_weights(returns, p, (p @ returns)[None], limits))
    other = asked("skfolio")
    theirs = other["seconds"] if other else None
    kept = TIMES_FASTER * ours <= theirs if theirs else None
    owed = f"{TIMES_FASTER} times as fast as skfolio"
    yield Row(f"mean-CVaR, {ASSETS} assets", ours, "s", "skfolio", theirs, owed, kept)
    tell(f"entropy pooling of {POOLED:,} draws")
    prior, views = pool()
    ours, other = _timed(lambda: entropy_pooling(prior, views)), asked("fortitudo")
    theirs = other["seconds"] if other else None
    kept = ours <= theirs if theirs else None
    told = ("fortitudo.tech", theirs, "no slower", kept)
    yield Row(f"entropy pooling, {POOLED:,} draws", ours, "s", *told)


def _timed(step: Callable[[], object]) -> float:
    times = []
    for _ in range(2):
        begun = perf_counter()
        step()
        times.append(perf_counter() - begun)
    return min(times)
