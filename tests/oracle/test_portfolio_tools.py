"""Entropy pooling and mean-CVaR against the tools that allocators use, equal and no slower.

fortitudo.tech, skfolio and cvxpy with CLARABEL; the first is under the GPL, and only asked here.
"""

import sys
from types import ModuleType

import numpy as np
import pytest

from bench.allocations import missed, pool
from bench.peers import PYTHON
from bench.sections.portfolio import rows
from detente.portfolio.entropy_pooling import RESIDUAL, Views, entropy_pooling

_REASON = "{} is not here: it comes with the dependency group oracle"


def _tool(name: str) -> ModuleType:
    return pytest.importorskip(name, reason=_REASON.format(name))


def test_entropy_pooling_as_fortitudo_tech() -> None:
    """100,000 draws of 20 assets under 10 views: means, variances, and two inequalities."""
    fortitudo = _tool("fortitudo.tech")
    returns, prior, views = pool()
    assert views.at_most is not None
    assert views.at_most_to is not None
    found = entropy_pooling(prior, views)
    expected = fortitudo.entropy_pooling(
        prior[:, None],
        np.vstack([np.ones((1, prior.size)), views.equal]),
        np.concatenate([[1.0], views.equal_to])[:, None],
        views.at_most,
        views.at_most_to[:, None],
    )[:, 0]
    assert missed(found, views) <= RESIDUAL
    # Theirs stops at a gradient of 1e-5 or so; ours is the nearer of the two to the views.
    for power in (1, 2):
        assert returns**power @ found == pytest.approx(returns**power @ expected, abs=1e-7)


def test_moments_of_fortitudo_techs_published_example() -> None:
    """The example of its README: a mean and a volatility view on its own simulated returns."""
    fortitudo = _tool("fortitudo.tech")
    returns = fortitudo.load_pnl().to_numpy()
    draws, mean = len(returns), returns.mean(axis=0)
    prior = np.full(draws, 1 / draws)
    away = (returns[:, 3] - mean[3]) ** 2
    targets = np.array([mean[6] - 0.02, (1.1 * returns[:, 3].std()) ** 2])
    views = Views(np.stack([returns[:, 6], away]), targets)
    found = entropy_pooling(prior, views)
    both = np.vstack([np.ones((1, draws)), views.equal])
    expected = fortitudo.entropy_pooling(
        prior[:, None], both, np.concatenate([[1.0], targets])[:, None]
    )[:, 0]
    assert missed(found, views) <= RESIDUAL
    for power in (1, 2, 3):
        assert found @ returns**power == pytest.approx(expected @ returns**power, abs=2e-7)


def test_the_bench_keeps_what_it_owes_beside_all_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times as fast as skfolio and no slower than the others, at the same objective."""
    for name in ("fortitudo.tech", "skfolio", "cvxpy", "clarabel"):
        _tool(name)
    monkeypatch.setenv(PYTHON, sys.executable)
    found = list(rows(lambda _: None))
    assert [row.what for row in found if row.peer and row.theirs is None] == []
    assert [
        f"{row.what}: {row.ours:g} beside {row.beside}" for row in found if row.kept is False
    ] == []
