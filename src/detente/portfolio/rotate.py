"""Rotate only if the gain survives the worst beliefs, the costs and the error of the effects.

Beliefs give each scenario an interval; the probabilities within all the intervals that sum to one
are a polytope, and a gain, linear in them, is worst at one of its corners. The error of the
effects enters the program as a cost a unit traded (caution x standard error): the sum over assets
is never less than the error of the sum, so the verdict errs towards hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.entropy_pooling import group_scaling
from detente.portfolio.limits import Limits, Optimum, cvar
from detente.portfolio.mean_cvar import best_weights
from detente.portfolio.model import Belief, Flip, Move, Verdict

FloatArray = NDArray[np.float64]
_WORTH = 1e-7  # a gain below this share of the portfolio is none
_SHOWN = 1e-6  # a trade below this share of the portfolio is none
_GRID = 8
_BISECTIONS = 12
_NONE_LEFT = 1e-12  # a probability below this is rounding


@dataclass(frozen=True, slots=True)
class Box:
    """Beliefs as arrays over scenarios."""

    low: FloatArray
    mean: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the decision rests on, the beliefs apart."""

    scenarios: tuple[str, ...]
    assets: tuple[str, ...]
    groups: NDArray[np.int64]  # (draws,) the scenario of each draw
    returns: FloatArray  # (draws, assets) at the horizon
    effects: FloatArray  # (effect draws, scenarios, assets)
    limits: Limits
    caution: float
    risk: float  # most CVaR, as a multiple of today's
    most_cvar: float = np.inf


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict at one set of beliefs, with its figures."""

    verdict: Verdict
    optimum: Optimum
    error: float  # caution x standard error of the gain
    gain_mean: float
    cvar_now: float
    probability: FloatArray  # (draws,)


def believed(beliefs: Sequence[Belief]) -> Box:
    """Beliefs of the scenarios in order, means that add to 1 to the last digit, each within its."""
    mean = np.clip([belief.mean for belief in beliefs], 0.0, 1.0)
    mean = mean / mean.sum()
    return Box(
        low=np.clip(np.minimum([belief.low for belief in beliefs], mean), 0.0, 1.0),
        mean=mean,
        high=np.clip(np.maximum([belief.high for belief in beliefs], mean), 0.0, 1.0),
    )


def corners(box: Box) -> FloatArray:
    """The probabilities at which something linear can be worst, shape (corners, scenarios)."""
    size = box.mean.size
    found = []
    for open_one in range(size):
        fixed = [i for i in range(size) if i != open_one]
        ends = np.array(list(product(*((box.low[i], box.high[i]) for i in fixed))))
        corner = np.insert(ends, open_one, 1 - ends.sum(axis=1), axis=1)
        rest = corner[:, open_one]
        inside = (rest >= box.low[open_one] - 1e-12) & (rest <= box.high[open_one] + 1e-12)
        found.append(corner[inside])
    return np.unique(np.round(np.vstack(found), 12), axis=0)


def decide(desk: Desk, box: Box, probability: FloatArray | None = None) -> Decision:
    """Rotate or hold at these beliefs; `probability` (draws,) if the draws are already bent."""
    bent = group_scaling(desk.groups, box.mean) if probability is None else probability
    means = desk.effects.mean(axis=0)  # (scenarios, assets)
    error = _error(desk, box)
    held = desk.limits
    risk_now, limits = _allowed(desk, bent)
    best = best_weights(
        desk.returns, bent, corners(box) @ means, replace(limits, cost=held.cost + error)
    )
    moved = best.weights - held.now
    if best.gain - best.cost <= _WORTH:
        moved = np.zeros_like(moved)
        best = Optimum(held.now, 0.0, 0.0, risk_now, best.rows)
    traded = np.abs(moved)
    return Decision(
        verdict="rotate" if moved.any() else "hold",
        optimum=replace(best, cost=float(held.cost @ traded)),
        error=float(error @ traded),
        gain_mean=float(box.mean @ means @ moved),
        cvar_now=risk_now,
        probability=bent,
    )


def tempting(desk: Desk, box: Box, probability: FloatArray) -> Move | None:
    """The move that the mean beliefs alone would ask for, and what is left of it; None if none."""
    means = desk.effects.mean(axis=0)
    _, limits = _allowed(desk, probability)
    best = best_weights(desk.returns, probability, (box.mean @ means)[None], limits)
    moved = best.weights - desk.limits.now
    if best.gain - best.cost <= _WORTH:
        return None
    traded = np.abs(moved)
    return Move(
        buy=desk.assets[int(np.argmax(moved))],
        sell=desk.assets[int(np.argmin(moved))],
        turnover=float(traded.sum() / 2),
        gain_mean=best.gain,
        gain_worst=float((corners(box) @ means @ moved).min()),
        cost=best.cost,
        error=float(_error(desk, box) @ traded),
    )


def _error(desk: Desk, box: Box) -> FloatArray:
    """Caution x standard error of what each asset gains, shape (assets,)."""
    gains = np.einsum("s,dsa->da", box.mean, desk.effects)
    return np.asarray(desk.caution * gains.std(axis=0))


def _allowed(desk: Desk, bent: FloatArray) -> tuple[float, Limits]:
    """Today's CVaR, and the limits with the most of it that is allowed."""
    held = desk.limits
    against = np.zeros_like(held.now) if held.benchmark is None else held.benchmark
    now = cvar(desk.returns @ (against - held.now), bent, held.tail)
    # At other beliefs today's weights may be above the limit; to stay is allowed all the same.
    most = max(now, min(now + (desk.risk - 1) * abs(now), desk.most_cvar))
    return now, replace(held, cvar=most + 1e-9)


def moved_to(box: Box, scenario: int, probability: float) -> Box:
    """The beliefs with one scenario's mean set, the others in proportion, widths kept."""
    return all_moved_to(box, [scenario], [probability])


def all_moved_to(box: Box, scenarios: Sequence[int], probabilities: Iterable[float]) -> Box:
    """The same for the means of some scenarios at once.

    Where the others have no probability they share what is left alike.
    """
    stated = np.fromiter(probabilities, dtype=np.float64)
    others = np.delete(np.arange(box.mean.size), scenarios)
    weights = box.mean[others]
    rest = float(weights.sum())
    share = weights / rest if rest > _NONE_LEFT else np.full(others.size, 1 / max(others.size, 1))
    mean = np.empty_like(box.mean)
    mean[scenarios], mean[others] = stated, max(0.0, 1 - float(stated.sum())) * share
    return Box(
        low=np.clip(mean - (box.mean - box.low), 0, 1),
        mean=mean,
        high=np.clip(mean + (box.high - box.mean), 0, 1),
    )


def flip(desk: Desk, box: Box, scenario: int, verdict: Verdict) -> Flip:
    """The probability of a scenario nearest to today's at which the verdict turns."""
    now = float(box.mean[scenario])
    name = desk.scenarios[scenario]
    if box.mean.size == 1:
        return Flip(name, None, now, f"{verdict}: no other future is told apart")
    turns = [q for end in (1.0, 0.0) if (q := _turn(desk, box, scenario, verdict, end)) is not None]
    if not turns:
        return Flip(name, None, now, f"{verdict} whatever its probability, from 0 to 1")
    nearest = min(turns, key=lambda q: abs(q - now))
    other = "hold" if verdict == "rotate" else "rotate"
    side = "above" if nearest >= now else "below"
    beyond = nearest + (1e-3 if nearest >= now else -1e-3)
    there = decide(desk, moved_to(box, scenario, float(np.clip(beyond, 0, 1))))
    moved = there.optimum.weights - desk.limits.now
    also = next((q for q in turns if q != nearest), None)
    tail = "" if also is None else f"; and at {also:.2f} the other way"
    why = f"{other} {side} {nearest:.2f}{_trades(desk, moved)}{tail}"
    traded = {a: float(m) for a, m in zip(desk.assets, moved, strict=True) if abs(m) > _SHOWN}
    return Flip(name, nearest, now, why, traded, also)


def _turn(desk: Desk, box: Box, scenario: int, verdict: Verdict, end: float) -> float | None:
    """Where the verdict first turns between today's probability and an end."""
    start = float(box.mean[scenario])
    same = start
    for reached in np.linspace(start, end, _GRID + 1)[1:]:
        if decide(desk, moved_to(box, scenario, float(reached))).verdict != verdict:
            return _bisect(desk, box, scenario, verdict, (same, float(reached)))
        same = float(reached)
    return None


def _bisect(
    desk: Desk, box: Box, scenario: int, verdict: Verdict, bracket: tuple[float, float]
) -> float:
    same, turned = bracket
    for _ in range(_BISECTIONS):
        middle = (same + turned) / 2
        if decide(desk, moved_to(box, scenario, middle)).verdict == verdict:
            same = middle
        else:
            turned = middle
    return turned


def _trades(desk: Desk, moved: FloatArray) -> str:
    """The largest purchase and sale, in words."""
    if not moved.any():
        return ""
    bought, sold = int(np.argmax(moved)), int(np.argmin(moved))
    return f": buy {desk.assets[bought]}, sell {desk.assets[sold]}"
