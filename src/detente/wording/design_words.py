"""A designed schedule told to a minister's aide: how much, to whom, when, and at what price."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from detente.case import Case, Sampler
from detente.design.conflicts import Conflict, Giving
from detente.design.proposal import STEP, Proposal
from detente.incentives.payoffs import payoffs

_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_UNITS = {
    "least-relief": "EUR bn of relief",
    "most-slack": "EUR bn of slack",
    "least-windfall": "EUR bn of windfall",
    "least-crossing": "of all lines crossed",
}


def story(found: Proposal, case: Case, sampler: Sampler) -> tuple[str, ...]:
    """What there is to say about an answer beside its first sentence, one thought a line."""
    if found.design.verdict == "no-room":
        clash = found.told.conflict
        return (*([clash_words(clash)] if clash else []), *_drops(found))
    if found.design.verdict == "not-survived":
        return (*_failed(found), *_drops(found))
    return (
        *_to_whom(found, case),
        *_when(found, case, sampler),
        *_rewards(found, case),
        *_crossed(found),
        *_dearest(found),
        *_drops(found),
        *_begins(found),
        *_settings(found),
        *_robust(found),
        *_alive(found),
        *_flaws(found),
    )


def clash_words(clash: Conflict) -> str:
    """A conflict as a sentence, with what is enough to end it."""
    demands = [demand_words(giving) for giving in clash.givings]
    if len(demands) == 1:
        first = f"This cannot be met whatever opens: {demands[0]}"
    else:
        count = _COUNTS[len(demands)] if len(demands) < len(_COUNTS) else str(len(demands))
        first = f"These {count} cannot all stand: {'; '.join(demands)}"
    enough = [words for giving in clash.givings if (words := _enough(giving))]
    least = "" if clash.proven else " (a smaller set may exist)"
    return f"{first}{least}. {' '.join(enough) or 'No giving on one of them alone is enough.'}"


def demand_words(giving: Giving) -> str:
    """One demand of a conflict, over all the months that it is asked in."""
    asked = giving.demand
    whole = asked.months[0] != asked.months[1]
    match asked.kind:
        case "slack":
            when = f"in any of months {asked.months[0]} to {asked.months[1]}"
            return f"{asked.party} must not gain from {asked.name}" + (f" {when}" if whole else "")
        case "enforcement":
            return f"{asked.party} must find it worth pulling {asked.name}"
        case "forbearance":
            return f"{asked.party} must go on not finding it worth pulling {asked.name}"
        case "acceptance":
            return f"{asked.party} must gain from signing"
        case "bound":
            return (
                f"there must be {asked.name}"
                if " for " in asked.name
                else f"{asked.name}, as asked"
            )
        case _:
            return f"{asked.party}'s red line {asked.name}"


def _enough(giving: Giving) -> str:
    asked, amount = giving.demand, giving.overall
    name = f"{asked.party}'s {asked.name}" if asked.party else asked.name
    if giving.unit == "":
        if amount is not None:
            return f"Moving {name} by {amount:.2f} of its opening is enough."
        return "" if giving.within is None else f"Moving {name} would end this conflict, not all."
    if amount is not None:
        return f"{amount:.2f} EUR bn given on {name} is enough."
    if giving.within is None:
        return ""
    return f"{giving.within:.2f} EUR bn given on {name} would end this conflict, not all."


def _to_whom(found: Proposal, case: Case) -> Iterator[str]:
    held, parties = found.proof.held, found.proof.machine.parties
    relief = {p: float(held.relief[0, i]) for i, p in enumerate(parties)}
    value = {p: float(held.value[0, i]) for i, p in enumerate(parties)}
    gets = ", ".join(f"{p} {x:+.1f}" for p, x in relief.items() if abs(x) >= 0.05)
    yield f"What the open valves are worth to each, EUR bn: {gets or 'nothing to anybody'}."
    signs = ", ".join(f"{p} {value[p]:+.1f}" for p in found.proof.package.signatories)
    yield f"What signing is worth to each, peace included: {signs}."
    if case.world.target not in found.proof.package.signatories:
        yield f"{case.world.target}, to whom the relief goes, does not sign."


def _when(found: Proposal, case: Case, sampler: Sampler) -> Iterator[str]:
    machine, world = found.proof.machine, case.world
    paid = payoffs(machine, world, replace(sampler, draws=0))
    target = machine.parties.index(world.target)
    flow, beta = paid.relief[0, :, target], paid.beta[0, target]
    worth = flow * beta ** np.arange(len(flow))
    worth[-1] /= 1 - beta
    total = float(worth.sum())
    if total <= 1e-9:
        return
    first = int(np.flatnonzero(np.abs(flow) > 1e-9)[0])
    marks = [n for n in (12, 24, 36, 60) if n < machine.horizon]
    shares = ", ".join(f"{worth[:n].sum() / total:.0%} in the first {n} months" for n in marks)
    yield f"It begins in month {first} ({machine.day(first)}); of its worth {shares}."


def _rewards(found: Proposal, case: Case) -> Iterator[str]:
    held, target = found.proof.held, case.world.target
    i = found.proof.machine.parties.index(target)
    windfall, month = float(held.windfall[0, i]), int(held.windfall_month[0, i])
    if np.isfinite(windfall):
        yield f"By a breach {target} could take and keep {windfall:.1f} at most, in month {month}."
    reward = float(held.reward[0, i])
    if np.isfinite(reward):
        better = "better" if reward > 0 else "worse"
        yield (
            f"Against the path without a war {target} is {abs(reward):.0f} EUR bn {better} off: "
            f"{'the war is rewarded' if reward > 0 else 'the war is not rewarded'}."
        )


def _crossed(found: Proposal) -> Iterator[str]:
    for line in found.design.crossings:
        yield f"It goes over {line.party}:{line.name} by {line.over:.2f} of its opening."


def _dearest(found: Proposal) -> Iterator[str]:
    goal, steps = found.design.goal, found.told.steps
    if not steps:
        return
    line, saves = max(steps.items(), key=lambda one: one[1])
    unit = _UNITS.get(goal, "EUR bn")
    if saves > 5e-4:
        yield f"The dearest red line is {line}: {STEP:.0%} more opening saves {saves:.2f} {unit}."
    else:
        yield "No red line on openings costs anything here: a step on any saves nothing."


def _drops(found: Proposal) -> Iterator[str]:
    unit = _UNITS.get(found.design.goal, "EUR bn of relief")
    for drop in found.told.drops:
        if drop.makes_room:
            yield f"Without {drop.line} there is room; with it there is none."
        elif drop.price is None:
            yield f"{drop.line} is about terms: dropping it changes no opening."
        elif drop.brings is None:
            yield f"Dropping {drop.line} alone makes no room."
        else:
            yield (
                f"Dropping {drop.line} whole brings {drop.brings:.2f} {unit}; "
                f"its price at the margin said {drop.price:.2f}."
            )


def _begins(found: Proposal) -> Iterator[str]:
    if found.told.begins is None:
        return
    starts = {name: month for name, month in found.told.begins.items() if month is not None}
    order = ", ".join(f"{n} (month {starts[n]})" for n in sorted(starts, key=lambda n: starts[n]))
    out = [name for name, month in found.told.begins.items() if month is None]
    yield f"In this order: {order or 'no module at all'}" + (
        f"; left out: {', '.join(out)}." if out else "."
    )
    if found.told.stopped:
        yield f"The time was over: a choice up to {found.told.gap:.1%} better is not ruled out."
    else:
        better = f"{found.told.gap:.1%}"
        yield f"No choice is better by more than {better}; prices are for this one only."


def _settings(found: Proposal) -> Iterator[str]:
    unit = _UNITS.get(found.design.goal, "EUR bn of relief")
    for one in found.told.settings:
        way = f"{one.size:.0%} of the way" if one.size else "left as it stands"
        near = f"{one.tried} points tried; those beside it are {one.apart:.2f} {unit} worse"
        yield f"To {one.words}: {way} ({near})."


def _robust(found: Proposal) -> Iterator[str]:
    robust = found.told.robust
    if robust is None:
        return
    worst = f"the worst {robust.level:.0%} of the draws"
    if robust.reached:
        yield f"In {worst} it keeps the margin on average, as asked."
    else:
        yield f"No schedule of these valves lets {worst} hold on average; this one comes nearest."
    yield (
        f"Least slack in {worst}, on average: {robust.seen.cvar:.2f} EUR bn where it was sought "
        f"({robust.seen.draws} draws), {robust.fresh.cvar:.2f} in {robust.fresh.draws} fresh "
        f"draws; the schedule for the mode has {robust.before.cvar:.2f} there."
    )
    yield (
        f"It holds in {robust.fresh.holds:.0%} of the fresh draws, against "
        f"{robust.before.holds:.0%}; robustness costs {robust.price:.1f} EUR bn of relief."
    )


def _alive(found: Proposal) -> Iterator[str]:
    alive = found.told.alive
    if alive is None:
        return
    yield (
        f"Alive after {alive.month} months in {alive.seen:.1%} of the draws of the search and "
        f"{alive.fresh:.1%} of fresh ones; with least relief, {alive.before:.1%} of those."
    )
    yield (
        f"Best of {alive.tried} schedules tried; none at all can do better than {alive.bound:.1%}, "
        "which is what the ends without a breach leave."
    )


def _flaws(found: Proposal) -> Iterator[str]:
    if found.proof.flaws:
        yield f"Flaws of the package as written that stay: {', '.join(found.proof.flaws)}."


def _failed(found: Proposal) -> Iterator[str]:
    if found.new_flaws:
        yield f"It would bring flaws that are not there now: {', '.join(found.new_flaws)}."
    for party in found.proof.unwilling:
        yield f"{party} would not sign it."
