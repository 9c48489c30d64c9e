"""All about one package: its timeline, flaws, slack, survival, and what it pays to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

import numpy as np
from scipy.special import betaincinv

from detente.case import Case, Sampler
from detente.case.streams import Stream, stream
from detente.checks import Check, check
from detente.durability import (
    Lifetime,
    ReferenceClass,
    lifetime,
    load_reference,
    pool,
    survival_at,
)
from detente.durability.choose import like
from detente.durability.flips import Flip, flips
from detente.durability.model import by_month
from detente.durability.pooling import pooling
from detente.durability.precedents import precedents
from detente.errors import DetenteError, InputError, Place, Problem
from detente.findings.first_break import first_break
from detente.findings.model import (
    Chance,
    Event,
    HoldResult,
    Holds,
    Interval,
    Outside,
    Package,
    Part,
    Phase,
    Pooled,
    Survival,
)
from detente.incentives import Hold, hold
from detente.incentives.model import Floats
from detente.law import Law
from detente.machine import Machine
from detente.machine.part import parts, without

LEVEL = 0.90
OUTSIDE = "ucdp-all"  # the widest reference class, where a case states no traits
INSIDE_WEIGHT = 0.5  # of the inside view in the pooled curve: judgement
PART_DRAWS = 400  # enough for a table of parts; the same streams as the whole
BRIEF_WALKS = 48  # enough for the order of what matters; the errors stand beside the shares
MOST_FLIPS = 20
MARKS = (6, 12, 24, 60)
Checks = tuple[Check, ...]


def package_result(
    case: Case, law: Law, machine: Machine, sampler: Sampler, held: Hold, life: Lifetime
) -> Package:
    """The public result of one package."""
    return replace(
        quick_result(case, law, machine, check(machine, case, law), held, life),
        parts=tuple(worth_of_parts(case, machine, sampler)),
        flips=what_flips(case, machine, sampler)[:MOST_FLIPS],
    )


def quick_result(
    case: Case, law: Law, machine: Machine, checks: Checks, held: Hold, life: Lifetime
) -> Package:
    """The same without what its parts are worth and what it hangs on, which take longer."""
    package = machine.package
    found = hold_result(case, held, life)
    return Package(
        title=package.title,
        summary=package.summary,
        signed=package.signed,
        horizon=machine.horizon,
        phases=tuple(_phases(machine)),
        events=tuple(_events(machine)),
        checks=checks,
        parts=(),
        flips=(),
        precedents=precedents(machine, case.world, law),
        **{field.name: getattr(found, field.name) for field in fields(found)},
    )


def hold_result(case: Case, held: Hold, life: Lifetime) -> HoldResult:
    """The part of a package's result that `hold` answers."""
    target = held.game.parties.index(case.world.target)
    reward = float(held.reward[0, target])
    drawn = held.slack[1:] if len(held.slack) > 1 else held.slack
    slack_low, slack_high = by_month(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return HoldResult(
        holds=_holds(held),
        slack=_by_party(held, held.slack[0]),
        slack_low=_by_party(held, slack_low),
        slack_high=_by_party(held, slack_high),
        survival=survival_result(life, reference_class(case)),
        relief_pv=float(held.relief[0, target]),
        windfall=float(np.nan_to_num(held.windfall[0, target])),  # no breach is open to it: none
        windfall_month=int(held.windfall_month[0, target]),
        reward=None if np.isnan(reward) else reward,
        intervals=_intervals(held),
        warnings=held.warnings,
    )


def what_flips(
    case: Case, machine: Machine, sampler: Sampler, walks: int = BRIEF_WALKS
) -> tuple[Flip, ...]:
    """Every number in use, by how much hangs on it; of the mode's verdict and of survival."""
    rng = stream(sampler.seed, Stream.FLIPS)
    return flips(case, machine, replace(sampler, draws=0), rng, walks=walks)


def interval(values: Floats) -> Interval:
    """The mode (row 0), and mean and 90 % interval of the draws."""
    if np.isnan(values).any():
        return Interval(None, None, None, None)
    drawn = values[1:] if len(values) > 1 else values
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(values[0]), float(drawn.mean()), float(low), float(high))


def share(hits: int, trials: int) -> Chance:
    """A share of draws with its 90 % interval (Jeffreys)."""
    low, high = betaincinv(hits + 0.5, trials - hits + 0.5, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Chance(hits / trials, float(low) if hits else 0.0, float(high) if hits < trials else 1.0)


def holding(held: Hold) -> Chance:
    """In which share of the draws every slack is at least zero."""
    drawn = held.holds[1:] if len(held.holds) > 1 else held.holds
    return share(int(drawn.sum()), len(drawn))


def _holds(held: Hold) -> Holds:
    return Holds(bool(held.holds[0]), holding(held), held.first_binding, first_break(held))


def _by_party(held: Hold, slack: Floats) -> Mapping[str, tuple[float, ...]]:
    """Slack by month of every party that has an obligation; `slack` is (N+1, M)."""
    order = np.argsort(held.obliged)
    return {held.game.parties[held.obliged[m]]: tuple(map(float, slack[:, m])) for m in order}


def _intervals(held: Hold) -> Mapping[str, Mapping[str, Interval]]:
    columns = {
        "relief_pv": held.relief,
        "windfall": held.windfall,
        "reward": held.reward,
        "value": held.value,
    }
    return {
        name: {
            party: interval(values[:, i])
            for i, party in enumerate(held.game.parties)
            if not np.isnan(values[:, i]).all()
        }
        for name, values in columns.items()
    }


def reference_class(case: Case) -> ReferenceClass:
    """The largest class of history with the traits that the case states."""
    if not case.world.traits:
        return load_reference()[OUTSIDE]
    try:
        return max(like(case.world.traits), key=lambda known: known.n)
    except DetenteError as error:
        problem = Problem(Place("case.yaml"), f"traits: {error.reason}", error.remedy)
        raise InputError([problem]) from None


def survival_result(life: Lifetime, history: ReferenceClass) -> Survival:
    """Curves of a package: inside view by cause, outside view, and both pooled."""
    months = np.arange(life.alive.shape[1])
    alive = life.mean(life.alive)
    (low, high), (low50, high50) = (life.band(life.alive, level) for level in (LEVEL, 0.5))
    outside = _outside(history)
    known = np.minimum(months, float(history.months[-1]))
    pooled = pool(alive, survival_at(history, known), INSIDE_WEIGHT)
    trusts = pooling(tuple(map(float, alive)), history, MARKS)
    return Survival(
        months=tuple(map(int, months)),
        mean=_row(alive),
        low=_row(low),
        high=_row(high),
        low50=_row(low50),
        high50=_row(high50),
        intact=_row(life.mean(life.intact)),
        eroded=_row(life.mean(life.eroded)),
        collapsed=_row(1 - alive),
        by_cause={cause: _row(life.mean(lost)) for cause, lost in life.collapsed.items()},
        outside=outside,
        pooled=Pooled(INSIDE_WEIGHT, _row(np.asarray(pooled)), trusts),
        at={str(mark): float(alive[min(mark, len(alive) - 1)]) for mark in MARKS},
        reduced=_row(life.mean(life.reduced)),
    )


def _row(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in np.clip(values, 0.0, 1.0))


def _outside(history: ReferenceClass) -> Outside:
    return Outside(
        history.id,
        history.description,
        history.n,
        history.failures,
        tuple(map(float, history.months)),
        tuple(map(float, history.survival)),
        tuple(map(float, history.low)),
        tuple(map(float, history.high)),
        history.source,
        history.warning,
    )


def _phases(machine: Machine) -> Iterator[Phase]:
    for span in machine.spans:
        if span.start < span.end:
            day = machine.day(span.start)
            yield Phase(span.module, span.phase, span.article, span.start, span.end, day, span.open)


def _events(machine: Machine) -> Iterator[Event]:
    package = machine.package
    for mile in package.milestones:
        month = machine.milestones[mile.name]
        yield Event("milestone", mile.name, mile.party, mile.article, month, mile.act)
    for guarantee in package.guarantees:
        words = f"{guarantee.guarantor} answers for {guarantee.protects}"
        words += f" against {', '.join(guarantee.breaches)} by {guarantee.against}"
        yield Event("guarantee", guarantee.name, guarantee.guarantor, guarantee.article, 0, words)
    for trigger in package.triggers:
        words = f"{', '.join(trigger.covers)}: {trigger.response}, {trigger.rule}"
        words += f", {trigger.notice_days:g} days' notice" if trigger.does.ends else ""
        yield Event("trigger", trigger.name, trigger.against, trigger.article, 0, words)
    for end in package.ends:
        first = end.every_months or 0
        if end.on:
            first = (end.on.year - machine.signed.year) * 12 + end.on.month - machine.signed.month
        words = f"every {end.every_months} months" if end.every_months else f"on {end.on}"
        if first <= machine.horizon:
            yield Event("end", end.name, end.party, "", first, words)


def worth_of_parts(case: Case, machine: Machine, sampler: Sampler) -> Iterator[Part]:
    """Survival with each part taken out, after the whole package itself."""
    few = Sampler(sampler.estimates, min(sampler.draws, PART_DRAWS), sampler.seed)
    trials = [("whole package", machine)]
    trials += [(part, without(case, machine, part)) for part in parts(machine)]
    for name, trial in trials:
        held = hold(trial, case.world, few, warned=False)
        life = lifetime(held)
        alive, intact = life.mean(life.alive), life.mean(life.intact)
        last = len(alive) - 1
        yield Part(
            name,
            float(alive[min(12, last)]),
            float(alive[min(60, last)]),
            float(intact[min(12, last)]),
            float(intact[min(60, last)]),
            bool(held.holds[0]),
        )
