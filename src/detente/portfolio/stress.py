"""What the portfolio loses when something goes badly, as held and as it would be best.

    a future          mean over its effects, swings apart; 5 % and 95 % of the effects' own range
    a future, swings  the 5 % quantile of its draws, swings and all
    worst beliefs     the mean gain at the probabilities, within the intervals, that hurt it most
    the past          the stretch of the horizon's length, of the returns given, that cost most

Each names the asset that takes most of the loss, or brings most of the gain where there is none.
"""

from collections.abc import Iterator

import numpy as np

from detente.portfolio.history import History, worst_window
from detente.portfolio.model import FloatArray, Stress
from detente.portfolio.rotate import Box, Desk, corners


def stresses(
    desk: Desk, box: Box, best: FloatArray, history: History | None, horizon: int
) -> tuple[Stress, ...]:
    """The stress table; gains are shares of the portfolio over the horizon, before costs."""
    rows = [*_futures(desk, best), _worst_beliefs(desk, box, best)]
    if history is not None:
        rows += _past(desk, best, history, horizon)
    return tuple(rows)


def _futures(desk: Desk, best: FloatArray) -> Iterator[Stress]:
    now = desk.limits.now
    for s, scenario in enumerate(desk.scenarios):
        effects = desk.effects[:, s]  # (draws, assets)
        mean = effects.mean(axis=0)
        yield Stress(scenario, "low", *_at(effects, now, best, 0.05), _most(desk, mean * now))
        yield Stress(
            scenario, "mean", float(mean @ now), float(mean @ best), _most(desk, mean * now)
        )
        yield Stress(scenario, "high", *_at(effects, now, best, 0.95), _most(desk, mean * now))
        inside = desk.returns[desk.groups == s]
        worst = _at(inside, now, best, 0.05)
        tail = inside[inside @ now <= worst[0]].mean(axis=0)
        yield Stress(scenario, "with swings, 5 %", *worst, _most(desk, tail * now))


def _at(draws: FloatArray, now: FloatArray, best: FloatArray, share: float) -> tuple[float, float]:
    return float(np.quantile(draws @ now, share)), float(np.quantile(draws @ best, share))


def _worst_beliefs(desk: Desk, box: Box, best: FloatArray) -> Stress:
    means = corners(box) @ desk.effects.mean(axis=0)  # (corners, assets)
    now = desk.limits.now
    worst = means[int((means @ now).argmin())]
    return Stress(
        "worst beliefs",
        "mean",
        float(worst @ now),
        float((means @ best).min()),
        _most(desk, worst * now),
    )


def _past(desk: Desk, best: FloatArray, history: History, horizon: int) -> Iterator[Stress]:
    known = [i for i, asset in enumerate(desk.assets) if asset in history.assets]
    names = [desk.assets[i] for i in known]
    now = desk.limits.now[known]
    since, until, lost = worst_window(history, names, now, horizon)
    between = (np.array(history.days) >= since) & (np.array(history.days) <= until)
    columns = [history.assets.index(name) for name in names]
    growth = np.expm1(np.log1p(history.returns[between][:, columns]).sum(axis=0))
    part = np.zeros(len(desk.assets))
    part[known] = growth * now
    words = f"{since} to {until}"
    yield Stress("the past", words, lost, float(growth @ best[known]), _most(desk, part))


def _most(desk: Desk, parts: FloatArray) -> str:
    """The asset with the greatest part in a loss; in a gain where nothing is lost."""
    at = int(parts.argmin()) if parts.min() < -1e-9 else int(parts.argmax())
    return desk.assets[at] if abs(parts[at]) > 1e-9 else ""
