"""Makes the game of a package and plays it: would it hold?"""

from dataclasses import replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.package import Guarantee, Trigger
from detente.case.rules import NAMES
from detente.case.world import World
from detente.incentives.caveats import caveats
from detente.incentives.closing import NO_TRIGGER, Shut, Standing, closings, standings
from detente.incentives.eras import find_eras
from detente.incentives.kernel import solve_fast
from detente.incentives.model import Bools, Floats, Game, Hold, Ints
from detente.incentives.payoffs import Payoffs, by_party, ended, payoffs
from detente.incentives.portions import in_portions, together
from detente.incentives.profiles import refuse_crowds
from detente.incentives.reference import TIE
from detente.incentives.verdict import judge
from detente.machine.clocks import notice_months
from detente.machine.model import DAYS_A_MONTH, Machine


def hold(machine: Machine, world: World, sampler: Sampler, *, warned: bool = True) -> Hold:
    """Slack, values, relief, windfall and reward of a package, in every draw.

    Warnings take as long as all the rest; where nobody reads them, they are left out.
    """
    games = len(closings(machine.package, machine.name))

    def held(some: Sampler) -> Hold:
        paid = payoffs(machine, world, some)
        game = make_game(machine, world, some, paid)
        return judge(machine, world, some, paid, game, solve_fast(game))

    found = together(map(held, in_portions(sampler, games)), 1 + sampler.draws)
    return replace(found, warnings=tuple(caveats(machine, found))) if warned else found


def make_game(machine: Machine, world: World, sampler: Sampler, paid: Payoffs) -> Game:
    """The arrays of the game, and of those it leads to; see `model.Game` for their shapes."""
    refuse_crowds(machine)
    whole, *smaller = (
        _game(machine, world, sampler, paid, now)
        for now in standings(machine.package, machine.name)
    )
    return replace(whole, reduced=tuple(smaller))


def _game(machine: Machine, world: World, sampler: Sampler, whole: Payoffs, now: Standing) -> Game:
    """The game with the modules of `now` shut for good."""
    triggers, package = machine.package.triggers or (NO_TRIGGER,), machine.package
    paid = whole.only(still_open(machine, now.gone)) if now.gone else whole
    answering = [-1 if e.trigger is None else e.trigger for e in machine.exposures]
    trigger = np.array([*answering, *range(len(triggers))], dtype=np.int64)
    issued = _issued(machine, world)
    winding = np.flatnonzero([e.wind_down_days > 0 or bool(e.modules) for e in package.ends])
    return Game(
        parties=machine.parties,
        breaches=tuple((e.party, e.breach) for e in machine.exposures),
        triggers=tuple(t.name for t in triggers),
        ends=tuple(f"{end.party}: {end.name}" for end in package.ends),
        beta=paid.beta,
        flow=paid.flow,
        standing=paid.standing,
        effect=_effects(machine, world, sampler),
        seen=_seen(machine, world, sampler),
        false_alarm=np.stack(
            [sampler.of(t.false_alarm, f"{_name(machine)}.{t.name}.false") for t in triggers],
            axis=1,
        ),
        era=paid.era,
        odds=_odds(machine, sampler) * now.strikes,
        recurring=np.array([e.every_months is not None for e in package.ends], bool),
        lapsed=ended(world.lapsed, "lapsed", paid, issued, machine, sampler),
        snapped=ended(world.snapped, "snapped", paid, issued, machine, sampler),
        called=_called(machine, sampler, len(trigger)),
        clock=np.tile([notice_months(t) for t in triggers], (1 + sampler.draws, 1))[:, trigger],
        rest=_rest(machine, sampler, triggers)[:, trigger],
        shut=_shut(machine, paid, triggers),
        pauses=np.array([t.does.returns for t in triggers]) | now.spent,
        rules=np.array([NAMES.index(t.rule) for t in triggers], dtype=np.int64),
        deciders=np.array([[p in t.deciders for p in machine.parties] for t in triggers]),
        sizes=np.array([e.size for e in machine.exposures], dtype=np.int64),
        owner=np.array([machine.parties.index(e.party) for e in machine.exposures], dtype=np.int64),
        trigger=trigger,
        to_trigger=now.to_trigger,
        to_end=now.to_end,
        winding=winding,
        wound=_wound(machine, paid, winding),
        gone=tuple(module.name for module in package.modules if module.name in now.gone),
    )


def still_open(machine: Machine, gone: Shut) -> Bools:
    """(V,) valves whose module is not among those that are gone."""
    return np.array([valve.module not in gone for valve in machine.valves], dtype=np.bool_)


def _issued(machine: Machine, world: World) -> Floats:
    """(I, V) whether a party issues the measure of a valve."""
    issued = [
        [world.measures[valve.measure].issuer == party for valve in machine.valves]
        for party in machine.parties
    ]
    return np.array(issued, np.float64).reshape(len(machine.parties), len(machine.valves))


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


def _odds(machine: Machine, sampler: Sampler) -> Floats:
    """(K, P, E) chance in a month that the package ends without anybody's breach."""
    eras = find_eras(machine)
    odds = np.zeros((1 + sampler.draws, len(eras.first), len(machine.package.ends)))
    for e, end in enumerate(machine.package.ends):
        chance = sampler.of(end.probability, f"{_name(machine)}.ends.{end.name}")
        if end.every_months is not None:
            # Spread evenly, so that the steady month means the same as those before it.
            odds[:, :, e] = (1 - (1 - chance) ** (1 / end.every_months))[:, None]
        elif end.on is not None and (month := machine.package.month_of(end.on)) < machine.horizon:
            odds[:, eras.first == month, e] = chance[:, None]
    return odds


def _called(machine: Machine, sampler: Sampler, causes: int) -> Floats:
    """(K, P, C, I) one-offs when a guaranteed breach has been answered by a snap-back."""
    eras = find_eras(machine)
    called = np.zeros((1 + sampler.draws, len(eras.first), causes, len(machine.parties)))
    for guarantee in machine.package.guarantees:
        effect = _honoured(machine, sampler, guarantee)
        for c, exposure in enumerate(machine.exposures):
            if exposure.party == guarantee.against and exposure.breach in guarantee.breaches:
                called[:, eras.while_(guarantee), c] += effect[:, None]
    return called


def _honoured(machine: Machine, sampler: Sampler, guarantee: Guarantee) -> Floats:
    """(K, I): a guarantor honours iff that costs it no more than reneging would."""
    name = f"{_name(machine)}.guarantees.{guarantee.name}"
    cost, stake, gives, takes = (
        sampler.total(getattr(guarantee, key), f"{name}.{key}")
        for key in ("cost", "stake", "gives", "takes")
    )
    honours = guarantee.strength * cost <= stake + TIE * np.maximum(1.0, np.abs(stake))
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
        if t.does.returns
        else np.zeros(1 + sampler.draws)
        for t in triggers
    ]
    return np.stack(lengths, axis=1)


def _shut(machine: Machine, paid: Payoffs, triggers: tuple[Trigger, ...]) -> Floats:
    """(K, N+1, T, I) by trigger: flow while a pause shuts its modules, relief that a close leaves.

    What was released stays.
    """
    shut = []
    for trigger in triggers:
        modules = frozenset(trigger.modules or (v.module for v in machine.valves))
        valves = still_open(machine, modules)
        if trigger.does.shuts:
            shut.append(paid.lost(~valves).outlasting)
        else:
            shut.append(paid.only(valves).arriving + paid.still)
    return np.stack(shut, axis=2)


def _wound(machine: Machine, paid: Payoffs, winding: Ints) -> Floats:
    """(K, N+1, W, I) relief that ends leave, to be added to `lapsed` or to the game that follows.

    What is under way may be finished; flows that outlast a shut valve do so from then on.
    """
    wound = np.zeros((*paid.flow.shape[:2], len(winding), len(machine.parties)))
    for w, e in enumerate(winding):
        end = machine.package.ends[e]
        parts = paid.lost(~still_open(machine, frozenset(end.modules))) if end.modules else paid
        left = (paid.beta ** (end.wind_down_days / DAYS_A_MONTH))[:, None]
        meanwhile = (1 - left) / (1 - paid.beta[:, None]) * parts.arriving
        kept = parts.outlasting
        wound[:, :, w] = meanwhile + left * kept - (0 if end.modules else kept)
    return wound
