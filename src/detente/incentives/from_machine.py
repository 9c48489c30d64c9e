"""Makes the game of a package and plays it: would it hold?"""

import numpy as np

from detente.case.draws import Sampler
from detente.case.package import End, Guarantee, Trigger
from detente.case.world import World
from detente.incentives.kernel import solve_fast
from detente.incentives.model import Floats, Game, Hold
from detente.incentives.payoffs import Payoffs, by_party, ended, payoffs
from detente.incentives.profiles import RULES
from detente.incentives.verdict import judge
from detente.machine.explore import notice_months
from detente.machine.model import Machine

NO_TRIGGER = Trigger(name="none", article="0", against="nobody", covers=("none",), rule="automatic")


def hold(machine: Machine, world: World, sampler: Sampler) -> Hold:
    """Slack, values, relief, windfall and reward of a package, in every draw."""
    paid = payoffs(machine, world, sampler)
    game = make_game(machine, world, sampler, paid)
    return judge(machine, world, sampler, paid, game, solve_fast(game))


def make_game(machine: Machine, world: World, sampler: Sampler, paid: Payoffs) -> Game:
    """The arrays of the game; see `model.Game` for their shapes."""
    triggers = machine.package.triggers or (NO_TRIGGER,)
    answering = [-1 if e.trigger is None else e.trigger for e in machine.exposures]
    trigger = np.array([*answering, *range(len(triggers))], dtype=np.int64)
    issued = np.array(
        [
            [world.measures[valve.measure].issuer == party for valve in machine.valves]
            for party in machine.parties
        ],
        dtype=np.float64,
    ).reshape(len(machine.parties), len(machine.valves))
    return Game(
        parties=machine.parties,
        breaches=tuple((e.party, e.breach) for e in machine.exposures),
        triggers=tuple(t.name for t in triggers),
        ends=tuple(f"{end.party}: {end.name}" for end in machine.package.ends),
        beta=paid.beta,
        flow=paid.flow,
        standing=paid.standing,
        effect=_effects(machine, world, sampler),
        seen=_seen(machine, world, sampler),
        false_alarm=np.stack(
            [sampler.of(t.false_alarm, f"{_name(machine)}.{t.name}.false") for t in triggers],
            axis=1,
        ),
        ending=_ending(machine, sampler),
        recurring=np.array([e.every_months is not None for e in machine.package.ends], bool),
        lapsed=ended(world.lapsed, "lapsed", paid, issued, machine, sampler),
        snapped=ended(world.snapped, "snapped", paid, issued, machine, sampler),
        called=_called(machine, sampler, len(trigger)),
        clock=np.tile([notice_months(t) for t in triggers], (1 + sampler.draws, 1))[:, trigger],
        rest=_rest(machine, sampler, triggers)[:, trigger],
        paused=_paused(machine, paid, triggers),
        pauses=np.array([t.response == "pause" for t in triggers]),
        rules=np.array([RULES.index(t.rule) for t in triggers], dtype=np.int64),
        deciders=np.array([[p in t.deciders for p in machine.parties] for t in triggers]),
        sizes=np.array([e.size for e in machine.exposures], dtype=np.int64),
        owner=np.array([machine.parties.index(e.party) for e in machine.exposures], dtype=np.int64),
        trigger=trigger,
    )


def _name(machine: Machine) -> str:
    return f"packages.{machine.name}"


def _effects(machine: Machine, world: World, sampler: Sampler) -> Floats:
    effects = np.zeros((1 + sampler.draws, len(machine.exposures), len(machine.parties)))
    for b, exposure in enumerate(machine.exposures):
        name = f"breaches.{exposure.party}.{exposure.breach}"
        breach = world.breaches[exposure.party][exposure.breach]
        effects[:, b] = -by_party(sampler, breach.harm, machine.parties, f"{name}.harm")
        column = machine.parties.index(exposure.party)
        effects[:, b, column] += sampler.total(breach.gain, f"{name}.gain")
    return effects


def _seen(machine: Machine, world: World, sampler: Sampler) -> Floats:
    """(K, B) detected and attributed; a package may buy its own monitoring."""
    seen = np.zeros((1 + sampler.draws, len(machine.exposures)))
    for b, exposure in enumerate(machine.exposures):
        if exposure.trigger is None:
            continue
        trigger = machine.package.triggers[exposure.trigger]
        breach = world.breaches[exposure.party][exposure.breach]
        name = f"breaches.{exposure.party}.{exposure.breach}"
        if trigger.detected is not None:
            detected = sampler.of(trigger.detected, f"{_name(machine)}.{trigger.name}.detected")
        else:
            detected = sampler.of(breach.detected, f"{name}.detected")
        seen[:, b] = detected * sampler.of(breach.attributed, f"{name}.attributed")
    return seen


def _ending(machine: Machine, sampler: Sampler) -> Floats:
    """(K, N+1, E) chance that the package ends in a month without anybody's breach."""
    months = machine.horizon + 1
    chances = np.zeros((1 + sampler.draws, months, len(machine.package.ends)))
    for e, end in enumerate(machine.package.ends):
        chance = sampler.of(end.probability, f"{_name(machine)}.ends.{end.name}")
        if end.every_months is not None:
            # Spread evenly, so that the steady month means the same as those before it.
            chances[:, :, e] = (1 - (1 - chance) ** (1 / end.every_months))[:, None]
        elif (month := _month_of(machine, end)) < machine.horizon:
            chances[:, month, e] = chance
    return chances


def _month_of(machine: Machine, end: End) -> int:
    on = end.on or machine.signed
    return (on.year - machine.signed.year) * 12 + on.month - machine.signed.month


def _called(machine: Machine, sampler: Sampler, causes: int) -> Floats:
    """(K, C, I) one-offs when a guaranteed breach has been answered by a snap-back."""
    called = np.zeros((1 + sampler.draws, causes, len(machine.parties)))
    for guarantee in machine.package.guarantees:
        effect = _honoured(machine, sampler, guarantee)
        for c, exposure in enumerate(machine.exposures):
            if exposure.party == guarantee.against and exposure.breach in guarantee.breaches:
                called[:, c] += effect
    return called


def _honoured(machine: Machine, sampler: Sampler, guarantee: Guarantee) -> Floats:
    """(K, I): a guarantor honours iff that costs it no more than reneging would."""
    name = f"{_name(machine)}.guarantees.{guarantee.name}"
    cost, stake, gives, takes = (
        sampler.total(getattr(guarantee, key), f"{name}.{key}")
        for key in ("cost", "stake", "gives", "takes")
    )
    honours = guarantee.strength * cost <= stake
    column = machine.parties.index
    effect = np.zeros((1 + sampler.draws, len(machine.parties)))
    kept = np.where(honours, guarantee.strength, 0.0)
    effect[:, column(guarantee.guarantor)] -= np.where(honours, guarantee.strength * cost, stake)
    effect[:, column(guarantee.protects)] += kept * gives
    effect[:, column(guarantee.against)] -= kept * takes
    return effect


def _rest(machine: Machine, sampler: Sampler, triggers: tuple[Trigger, ...]) -> Floats:
    """(K, T) months of the pause that a trigger brings; 0 for a snap."""
    name = f"{_name(machine)}.{{}}.pause_months"
    lengths = [
        sampler.of(t.pause_months, name.format(t.name))
        if t.response == "pause"
        else np.zeros(1 + sampler.draws)
        for t in triggers
    ]
    return np.stack(lengths, axis=1)


def _paused(machine: Machine, paid: Payoffs, triggers: tuple[Trigger, ...]) -> Floats:
    """(K, N+1, T, I) flow while a trigger keeps its modules shut; what was released stays."""
    shut = []
    for trigger in triggers:
        closed = [not trigger.modules or v.module in trigger.modules for v in machine.valves]
        still_open = paid.openings * (1 - np.array(closed, dtype=np.float64))
        flow = still_open @ paid.worth
        shut.append(flow + (paid.peace - paid.duties)[:, None, :])
    return np.stack(shut, axis=2)
