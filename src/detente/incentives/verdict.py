"""From the played game to what a person asks: does it hold, what breaks first, what does it pay."""

from typing import Literal

import numpy as np

from detente.case.draws import Sampler
from detente.case.world import World
from detente.incentives.draws import at_mode, courses_of, played_at_mode
from detente.incentives.exact import exactly_holds
from detente.incentives.model import Binding, Floats, Game, Hold, Ints, Played
from detente.incentives.payoffs import Payoffs, path_value
from detente.incentives.profiles import obliged
from detente.machine.clocks import notice_months
from detente.machine.model import Machine

NEAR = 1e-6


def judge(
    machine: Machine, world: World, sampler: Sampler, paid: Payoffs, game: Game, played: Played
) -> Hold:
    """The verdict of a package from the game as played."""
    who = np.array(obliged(game), dtype=np.int64)
    slack = np.take(played.slack, who, axis=2)
    holds = np.asarray((slack >= 0).all(axis=(1, 2)))
    mode, now = at_mode(game), played_at_mode(played)
    if len(who) and abs(slack[0].min()) < NEAR:
        holds[0] = exactly_holds(mode)
    windfall, when = _windfall(machine, paid, game)
    plays = (played, *played.reduced)
    return Hold(
        game=mode,
        played=now,
        courses=(courses_of(game, played),),
        first_binding=None if holds[0] else first_binding(machine, mode, now),
        holds=holds,
        settled=np.all([play.settled for play in plays], axis=0),
        obliged=who,
        slack=slack,
        value=played.value[:, 0].copy(),
        relief=present(paid.relief, paid.beta),
        kept=paid.outlasting[0].copy(),
        windfall=windfall,
        windfall_month=when,
        reward=_reward(machine, world, sampler, paid, played),
        warnings=(),
    )


def present(flow: Floats, beta: Floats) -> Floats:
    """(K, I) present value of a flow (K, N+1, I) whose last month goes on for ever."""
    months = np.arange(flow.shape[1])
    factors = beta[:, None, :] ** months[None, :, None]
    factors[:, -1] /= 1 - beta
    return np.asarray((flow * factors).sum(axis=1))


def first_binding(machine: Machine, game: Game, played: Played) -> Binding:
    """The first month and party for which complying does not pay, at the mode."""
    slack = played.slack[0]
    least = np.nanmin(slack)
    failing = np.argwhere(slack < 0 if least < 0 else slack == least)  # a zero only in floats
    month = int(failing[0, 0])
    party = min((int(i) for n, i in failing if n == month), key=lambda i: slack[month, i])
    breach = int(played.worst[0, month, party])
    name, kind = game.breaches[breach]
    reason, why = _why(machine, game, played, breach, month)
    words = f"{name}, month {month}, {kind}: {why}"
    return Binding(name, month, float(slack[month, party]), kind, reason, why, words)


def _why(
    machine: Machine, game: Game, played: Played, breach: int, month: int
) -> tuple[Literal["uncovered", "unpunished", "too-cheap"], str]:
    """Why a breach pays: uncovered, unpunished, or merely too cheap."""
    trigger = int(game.trigger[breach])
    if trigger < 0:
        return "uncovered", "no trigger covers it"
    clause = machine.package.triggers[trigger]
    if not played.pulled[0, month, breach]:
        who = " and ".join(clause.deciders)
        words = f'trigger "{clause.name}" covers it, but {who} would not find it worth pulling'
        return "unpunished", words
    chance = game.seen[0, breach]
    return "too-cheap", (
        f'trigger "{clause.name}" covers it and would be pulled, '
        f"but it is seen in only {chance:.0%} of months and costs too little"
    )


def _windfall(machine: Machine, paid: Payoffs, game: Game) -> tuple[Floats, Ints]:
    """(K, I) most that is kept by breaching at the best moment, and that moment.

    Counted at signature: stocks released by then, relief that outlasts the snap-back, relief of
    the notice months (one month where nothing covers the breach), and the breach's own gain.
    """
    draws, parties = paid.beta.shape
    kept = paid.released + paid.outlasting
    flows = paid.full
    best = np.full((draws, game.months, parties), -np.inf)
    for b, exposure in enumerate(machine.exposures):
        i = int(game.owner[b])
        clause = None if exposure.trigger is None else machine.package.triggers[exposure.trigger]
        snaps = clause is not None and not clause.does.returns
        notice = max(notice_months(clause), 1.0) if clause is not None and snaps else 1.0
        gain = kept[:, :, i] + notice * flows[:, :, i] + game.effect[:, b, i, None]
        best[:, :, i] = np.maximum(best[:, :, i], gain)
    months = np.arange(game.months)
    value = best * paid.beta[:, None, :] ** months[None, :, None]
    value = np.where(np.isfinite(value), value, np.nan)
    has = np.isfinite(value[:, 0])
    when = np.where(has, np.nan_to_num(value, nan=-np.inf).argmax(axis=1), -1)
    top = np.take_along_axis(value, np.maximum(when, 0)[:, None], axis=1)[:, 0]
    return np.where(has, top, np.nan), when


def _reward(
    machine: Machine, world: World, sampler: Sampler, paid: Payoffs, played: Played
) -> Floats:
    """(K, I) value at signature under the package less value on the pre-war path."""
    reward = np.full(paid.beta.shape, np.nan)
    for party, path in world.pre_war.items():
        i = machine.parties.index(party)
        before = path_value(path, f"pre_war.{party}", paid, machine, sampler)
        reward[:, i] = played.value[:, 0, i] - before[:, i]
    return reward
