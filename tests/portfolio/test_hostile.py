"""Hostile numbers put to the rooms of scenarios, markets and portfolio: an error, or an answer.

Every function gets nan, infinities, negatives, zeros, too much, and arrays of none and of one. What
it raises is a DetenteError, and what it answers is finite.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import isda_model as isda
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.markets import (
    Range,
    bootstrap,
    credit,
    duffie_lando,
    energy,
    sensitivities,
    supply_risk,
)
from detente.markets.bargaining_power import access_values
from detente.portfolio import entropy_pooling, history, limits, mean_cvar
from detente.portfolio.model import Belief
from detente.portfolio.own_odds import own_odds
from detente.scenarios import chain, ladder
from detente.scenarios.from_ladder import pooling
from tools.markets import event_study, kalman

ODD = (0.0, -0.0, 1.0, -1.0, 0.5, -5.0, 3.0, 1e-12, 1e-300, 1e9, 1e300)
NO_NUMBER = (float("nan"), float("inf"), float("-inf"))
ANY = st.sampled_from((*ODD, *NO_NUMBER)) | st.floats(-2, 2)
FEW = st.lists(ANY, max_size=4).map(lambda values: np.array(values, dtype=np.float64))
TODAY = date(2025, 9, 19)  # the day before a roll
WINDOW = st.integers(-1, 3)
DAY = st.integers(-40, 4000).map(lambda days: TODAY + timedelta(days=days))


def _array(draw: st.DrawFn, shape: tuple[int, ...]) -> Any:
    size = int(np.prod(shape))
    return np.array(draw(st.lists(ANY, min_size=size, max_size=size))).reshape(shape)


def _curve(draw: st.DrawFn) -> energy.Curve:
    numbers: list[Any] = [draw(ANY | st.floats(0.01, 1)) for _ in range(7)]
    return energy.Curve(*numbers)


def _margin(draw: st.DrawFn) -> duffie_lando.Margin:
    return duffie_lando.Margin(*(draw(ANY | st.floats(0.01, 3)) for _ in range(4)))


def _upfront(draw: st.DrawFn) -> Any:
    months = draw(st.lists(st.integers(-2, 30), max_size=3))
    deposits = [(month, draw(ANY)) for month in months]
    curve = isda.rates(TODAY, deposits, [(2, draw(ANY | st.floats(0, 0.1)))])
    return isda.upfront(curve, draw(DAY), draw(ANY), draw(ANY), draw(ANY))


def _prices(draw: st.DrawFn) -> dict[date, float]:
    count = draw(st.sampled_from([0, 1, 2, 8, 140]))
    base = draw(ANY)
    odd = draw(ANY)
    found = {TODAY + timedelta(days=k): base * (1 + k % 7 / 50) for k in range(count)}
    return found | ({TODAY + timedelta(days=5): odd} if count else {})


def _bootstrap(draw: st.DrawFn) -> Any:
    ends = np.array(draw(st.lists(st.integers(-1, 30), max_size=3)), dtype=np.int64)
    spreads = np.atleast_2d(np.array([draw(ANY) for _ in ends]))
    return bootstrap.bootstrap(
        credit.quarterly(draw(st.integers(-1, 24))), ends, spreads, draw(ANY), draw(ANY)
    )


def _kalman(draw: st.DrawFn) -> Any:
    maturities = draw(st.integers(0, 2))
    prices = _array(draw, (draw(st.integers(0, 3)), maturities))
    dynamics = kalman.Dynamics(_curve(draw), draw(ANY), _array(draw, (maturities,)))
    return kalman.kalman(dynamics, prices, np.arange(1.0, maturities + 1) / 12, draw(ANY))


def _best(draw: st.DrawFn) -> Any:
    draws, assets = draw(st.integers(0, 4)), draw(st.sampled_from([1, 2, 31]))
    now = np.full(assets, 1 / assets)
    bound = limits.Limits(
        now, now - draw(ANY), now + draw(ANY), np.full(assets, draw(ANY)), draw(ANY), draw(ANY)
    )
    returns, means = np.full((draws, assets), draw(ANY)), np.full((1, assets), draw(ANY))
    return mean_cvar.best_weights(returns, _array(draw, (draws,)), means, bound)


def _history(draw: st.DrawFn) -> history.History:
    rows = draw(st.integers(0, 4))
    days = tuple(TODAY + timedelta(days=7 * k) for k in range(rows))
    return history.History("r.csv", ("a",), days, _array(draw, (rows, 1)), 52)


def _pooled(draw: st.DrawFn) -> Any:
    draws = draw(st.integers(0, 3))
    views = entropy_pooling.Views(_array(draw, (1, draws)), _array(draw, (1,)))
    return entropy_pooling.entropy_pooling(_array(draw, (draws,)), views)


def _odds(draw: st.DrawFn) -> Any:
    beliefs = {"a": Belief(0.1, 0.4, 0.6), "b": Belief(0.5, 0.6, 0.9)}
    given = draw(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), ANY), max_size=3))
    found = own_odds(beliefs, [f"{name}={value}" for name, value in given])
    return [(b.low, b.mean, b.high) for b in found.values()]


def _rung(draw: st.DrawFn) -> ladder.Rung:
    return ladder.Rung(draw(DAY), draw(ANY))


ASKED: dict[str, Callable[[Any], Any]] = {
    "range": lambda draw: Range(draw(ANY), draw(ANY), draw(ANY)).draws(
        np.random.default_rng(1), draw(st.integers(-1, 3))
    ),
    "bootstrap": _bootstrap,
    "spread": lambda draw: credit.spread(draw(FEW), draw(ANY), draw(ANY), draw(st.integers(-2, 4))),
    "hazard": lambda draw: credit.hazard(draw(FEW)),
    "monthly": lambda draw: credit.monthly(np.array([0.0, 1.0, 4.0]), draw(FEW)),
    "clear": lambda draw: duffie_lando.clear_survival(_margin(draw), draw(FEW)),
    "noisy": lambda draw: duffie_lando.noisy_survival(_margin(draw), draw(ANY), draw(FEW)),
    "upfront": _upfront,
    "futures": lambda draw: energy.futures(_curve(draw), draw(ANY), draw(FEW)),
    "half-life": lambda draw: _curve(draw).half_life_months,
    "slope": lambda draw: energy.slope(_curve(draw), draw(ANY)),
    "shifted": lambda draw: energy.shifted(_curve(draw), draw(ANY), draw(ANY)).deviation * 0,
    "supply": lambda draw: energy.supply_effect(np.array([draw(ANY)]), np.array([draw(ANY)])),
    "abnormal": lambda draw: event_study.abnormal(
        _prices(draw), draw(DAY), draw(st.integers(-1, 3))
    ),
    "slope-on": lambda draw: event_study.slope_on(_prices(draw), _prices(draw)),
    "kalman": _kalman,
    "shrink": lambda draw: sensitivities.shrink(draw(FEW), draw(FEW)),
    "survivors": lambda draw: sensitivities.survivors(draw(FEW), draw(ANY)),
    "holm": lambda draw: sensitivities.holm(draw(FEW)),
    "access": lambda draw: access_values(draw(FEW), draw(FEW)),
    "concentration": lambda draw: supply_risk.concentration({"a": draw(ANY), "b": draw(ANY)}),
    "import-risk": lambda draw: supply_risk.import_risk(
        {"a": draw(ANY), "b": draw(ANY)}, "b", {"a": draw(ANY)}
    ),
    "best-weights": _best,
    "pooling": _pooled,
    "growth": lambda draw: history.bootstrap(
        _history(draw), draw(st.integers(-1, 3)), draw(st.integers(-1, 3)), np.random.default_rng(1)
    ),
    "worst": lambda draw: history.worst_window(_history(draw), ["a"], draw(FEW), 2)[2],
    "own-odds": _odds,
    "turns": lambda draw: chain.turns(_array(draw, (1, 2)), _array(draw, (1,))),
    "learn": lambda draw: chain.learn(_array(draw, (1, 2)), _array(draw, (2,))),
    "odds": lambda draw: chain.odds_times(_array(draw, (1,)), _array(draw, (1,))),
    "isotonic": lambda draw: ladder.isotonic(draw(FEW)),
    "ladder": lambda draw: pooling(
        ladder.ladder(TODAY, [_rung(draw) for _ in range(draw(st.integers(0, 3)))]),
        np.array([0.1]),
        np.array([0.5]),
    ),
}


def _finite(found: Any) -> bool:
    if found is None or isinstance(found, date | str):
        return True
    if is_dataclass(found):
        return all(_finite(getattr(found, field.name)) for field in fields(found))
    if isinstance(found, list | tuple):
        return all(map(_finite, found))
    return bool(np.isfinite(np.asarray(found, dtype=np.float64)).all())


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_an_error_or_an_answer(name: str, data: st.DataObject) -> None:
    try:
        found = ASKED[name](data.draw)
    except DetenteError:
        return
    assert _finite(found), found


@pytest.mark.parametrize("field", ["sigma_short", "sigma_long", "kappa"])
def test_states_are_not_looked_for_behind_a_curve_that_no_market_has(field: str) -> None:
    beyond: dict[str, Any] = {field: 1e300}
    curve = replace(kalman.OIL_1990_95_HISTORY.curve, **beyond)
    dynamics = replace(kalman.OIL_1990_95_HISTORY, curve=curve, errors=np.zeros(2))
    with pytest.raises(DetenteError, match="beyond 100"):
        kalman.kalman(dynamics, np.ones((3, 2)), np.array([0.1, 1.0]), 1 / 52)


@pytest.mark.parametrize("prior", [[0.0, 1.0], [0.5, 0.5]])
def test_views_whose_squares_no_number_holds_are_refused(prior: list[float]) -> None:
    views = entropy_pooling.Views(np.array([[0.0, 1e300]]), np.array([0.0]))
    with np.errstate(all="ignore"), pytest.raises(DetenteError, match="views"):
        entropy_pooling.entropy_pooling(np.array(prior), views)
