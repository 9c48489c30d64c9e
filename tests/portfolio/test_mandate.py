"""Limits beside those of single assets: kept by every solver, refused where they cannot be kept."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from threadpoolctl import threadpool_info

from detente.errors import InputError
from detente.portfolio import Holding, Mandate
from detente.portfolio.accept_mandate import wrong_mandate
from detente.portfolio.limits import Distance, Limits, Sum, cvar
from detente.portfolio.mandate import read_mandate
from detente.portfolio.mandate_limits import distances, exposures, sums
from detente.portfolio.many_assets import bound, proved
from detente.portfolio.mean_cvar import best_weights, cut_by_cut
from detente.portfolio.model import Group
from detente.portfolio.one_thread import one_blas_thread
from detente.portfolio.problem import Problem

KINDS = {"shares": "equity", "bank": "equity", "bonds": "rates", "cash": "cash"}
HELD = [
    Holding("shares", 0.3, 0, 1, 10, country="DE"),
    Holding("bank", 0.1, 0, 1, 10, country="UA"),
    Holding("bonds", 0.4, 0, 1, 5, country="DE"),
    Holding("cash", 0.2, 0, 1, 0),
]


def _problem(seed: int, size: int) -> Problem:
    """A program in which shorts are allowed and every kind of limit is near."""
    rng = np.random.default_rng(seed)
    returns = 0.03 * rng.standard_t(5, (400, size)) + 0.02 * rng.standard_normal((400, 1))
    p, now = rng.dirichlet(np.full(400, 5.0)), rng.dirichlet(np.ones(size))
    target = rng.dirichlet(np.ones(size))
    first, half = (np.arange(size) < size // 3).astype(float), np.full(size, 0.5)
    limits = Limits(
        now=now,
        low=np.full(size, -0.1),
        high=np.maximum(now, 0.4),
        cost=np.full(size, 1e-3),
        cvar=1.2 * cvar(-returns @ now, p, 0.05),
        aversion=0.0 if seed % 2 else 0.2,
        sums=(Sum("first", first, float(0.9 * first @ now), float(1.1 * first @ now) + 0.02),),
        distances=(
            Distance("turnover", now, half, 0.25),
            Distance("gross", np.zeros(size), np.ones(size), 1.15),
            Distance("active", target, half, float(half @ np.abs(now - target)) + 0.03),
        ),
    )
    return Problem(returns, p, p @ returns + 0.002 * rng.standard_normal((3, size)), limits)


@pytest.mark.parametrize("seed", range(4))
def test_cuts_and_interior_point_agree_and_keep_every_limit(seed: int) -> None:
    problem = _problem(seed, 18)
    slow = cut_by_cut(problem.returns, problem.probability, problem.means, problem.limits)
    fast = proved(problem)
    assert fast is not None
    assert problem.worth(fast.weights) == pytest.approx(problem.worth(slow.weights), abs=1e-8)
    for found in (slow, fast):
        assert problem.limits.excess(found.weights) <= 1e-8
        assert found.weights.sum() == pytest.approx(1)
    free = replace(problem.limits, sums=(), distances=())
    freed = cut_by_cut(problem.returns, problem.probability, problem.means, free)
    assert problem.worth(freed.weights) > problem.worth(slow.weights) + 1e-5  # they do bind


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_bound_holds_with_every_limit_whatever_the_multipliers(seed: int) -> None:
    problem = _problem(seed % 3, 8)
    slow = cut_by_cut(problem.returns, problem.probability, problem.means, problem.limits)
    rng = np.random.default_rng(seed)
    point = _some_point(problem)
    wild = replace(point, price=point.price * rng.exponential(size=point.price.size))
    assert problem.worth(slow.weights) <= bound(problem, wild) + 1e-9


def _some_point(problem: Problem):
    from detente.portfolio.interior_point import interior_point  # noqa: PLC0415
    from detente.portfolio.tail_program import tail_program  # noqa: PLC0415

    return interior_point(*tail_program(problem))


@pytest.mark.parametrize("seed", range(3))
def test_a_turnover_limit_without_risk_is_a_linear_program(seed: int) -> None:
    """Against scipy's HiGHS, trades written as bought and sold instead."""
    rng = np.random.default_rng(seed)
    n, now = 6, rng.dirichlet(np.ones(6))
    mean, cost = 0.02 * rng.standard_normal(n), np.full(n, 1e-3)
    turnover = (Distance("turnover", now, np.full(n, 0.5), 0.12),)
    limits = Limits(now, np.zeros(n), np.ones(n), cost, distances=turnover)
    found = best_weights(np.zeros((10, n)), np.full(10, 0.1), mean[None], limits)
    answer = linprog(
        np.concatenate([cost - mean, cost + mean]),
        A_ub=np.full((1, 2 * n), 0.5),
        b_ub=[0.12],
        A_eq=[[1] * n + [-1] * n],
        b_eq=[0],
        bounds=[(0, 1)] * n + [(0, held) for held in now],
    )
    assert answer.fun is not None
    assert found.gain - found.cost == pytest.approx(-answer.fun, abs=1e-9)
    assert np.abs(found.weights - now).sum() == pytest.approx(0.24, abs=1e-8)


def test_limits_of_a_mandate_by_hand() -> None:
    mandate = Mandate(
        turnover=0.2,
        gross=1.0,
        net=(0.5, 0.9),
        active_share=0.3,
        groups=(Group("equity", 0, 0.5, kind="equity"), Group("german", 0.6, 10, country="DE")),
    )
    benchmark = np.array([0.4, 0.0, 0.4, 0.2])
    limits = Limits(
        now=np.array([h.weight for h in HELD]),
        low=np.zeros(4),
        high=np.ones(4),
        cost=np.zeros(4),
        sums=sums(mandate, HELD, KINDS),
        distances=distances(mandate, HELD, KINDS, benchmark),
    )
    found = {e.name: e for e in exposures(limits, np.array([0.2, 0.0, 0.4, 0.4]))}
    assert {name: (e.low, e.high) for name, e in found.items()} == {
        "equity": (0, 0.5),
        "german": (0.6, None),
        "net": (0.5, 0.9),
        "turnover": (None, 0.2),
        "gross": (None, 1.0),
        "active share": (None, 0.3),
    }
    now = {name: pytest.approx(e.now) for name, e in found.items()}
    assert now == {
        "equity": 0.4,
        "german": 0.7,
        "net": 0.8,
        "turnover": 0.0,
        "gross": 0.8,
        "active share": 0.1,
    }
    best = {name: pytest.approx(e.best) for name, e in found.items()}
    assert best == {
        "equity": 0.2,
        "german": 0.6,
        "net": 0.6,
        "turnover": 0.2,
        "gross": 0.6,
        "active share": 0.2,
    }


def _said(folder: Path, text: str) -> list[str]:
    path = folder / "mandate.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_mandate(path)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_a_mandate_file(tmp_path: Path) -> None:
    path = tmp_path / "mandate.yaml"
    path.write_text(
        "format: detente/mandate/1\nturnover: 0.1\nnet: {high: 1}\n"
        "groups:\n  shares: {kind: equity, high: 0.3}\n  safe: {assets: [cash], low: 0.2}\n"
    )
    found = read_mandate(path)
    assert (found.turnover, found.gross, found.net, found.risk) == (0.1, None, (-10, 1), 1.0)
    assert [(g.name, g.kind, g.assets, g.low, g.high) for g in found.groups] == [
        ("shares", "equity", (), -10, 0.3),
        ("safe", "", ("cash",), 0.2, 10),
    ]
    assert found.groups[1].place.line == 6


def test_a_mandate_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert _said(tmp_path, "turnover: 0.1\n") == [
        "mandate.yaml:1: is no mandate; begin it with format: detente/mandate/1"
    ]
    text = (
        "format: detente/mandate/1\nturnovr: 0.1\nactive_share: 1.5\ngross: much\n"
        "groups:\n  a: {kind: equity, country: DE}\n  b: {kind: fx, low: 0.5, high: 0.2}\n"
    )
    assert _said(tmp_path, text) == [
        'mandate.yaml:2: unknown key "turnovr"; did you mean "turnover"?',
        "mandate.yaml:3: active_share: must be at most 1, not 1.5; change it, or its unit",
        'mandate.yaml:4: gross: needs a number, not "much"; '
        "write it without quotes or unit, such as 2.5",
        "mandate.yaml:6: groups.a: names no assets, or in two ways; write assets, kind or country",
        "mandate.yaml:7: groups.b: low 0.5 is above high 0.2; turn them",
    ]


def test_a_mandate_that_does_not_fit_the_holdings() -> None:
    mandate = Mandate(
        turnover=0.1,
        gross=0.5,
        net=(0.9, 1.0),
        active_share=0.1,
        groups=(
            Group("equity", 0, 0.3, kind="equity"),
            Group("fx", 0, 0.3, kind="fx"),
            Group("french", 0, 0.3, country="FR"),
            Group("safe", 0, 1, assets=("csh",)),
        ),
    )
    problems = [str(p) for p in wrong_mandate(mandate, ["peace"], HELD, KINDS)]
    assert problems == [
        "mandate: active_share is limited, and there is no benchmark; "
        "add a column benchmark to the holdings",
        'mandate: group "fx": nothing of kind "fx" is held; one of cash, equity, rates',
        'mandate: group "french": nothing of country "FR" is held; one of DE, UA',
        'mandate: group "safe": "csh" is not held; did you mean "cash"?',
        'mandate: "equity" holds 0.4, above 0.3; widen it, or trade first: a hold must be allowed',
        'mandate: "net" holds 0.8, below 0.9; widen it, or trade first: a hold must be allowed',
        "mandate: gross is 0.8 today, above 0.5; widen it, or trade first: a hold must be allowed",
    ]


def test_blas_works_on_one_thread_inside_and_as_before_afterwards() -> None:
    def threads() -> list[int]:
        return [found["num_threads"] for found in threadpool_info() if found["user_api"] == "blas"]

    before = threads()
    with one_blas_thread():
        assert set(threads()) == {1}
    assert threads() == before
