"""Writes down what a schedule of openings must meet, as rows that are linear in it.

While all comply and the same triggers are acted upon, every value is affine in the openings: flows
and kept relief are, and the rest is discounting. So each demand is measured, not derived: once with
nothing open, once for each increment alone; a mixture then tests that it is indeed affine.

A measure that several modules open stands as open as its widest opening, and a widest opening is
not affine: so those valves are no question of the program, and stay as they are written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.world import World
from detente.design.limits import Increments, held_open, limits
from detente.design.model import Affine, Bound, Floats, Kind, Program, Row
from detente.incentives import Game, make_game
from detente.incentives.comply_path import ComplyPath
from detente.incentives.model import Bools
from detente.incentives.payoffs import Payoffs, payoffs
from detente.incentives.verdict import present
from detente.machine.clocks import notice_months
from detente.machine.model import Machine
from detente.machine.widest import shared

Key = tuple[Kind, str, str, int]  # kind, party, name, month
Enforcers = Mapping[tuple[int, int], tuple[int, ...]]  # (month, cause) -> parties


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything about one schedule that is affine in it."""

    keys: tuple[Key, ...]
    demands: Floats
    relief: Floats  # (1,) to the target
    value: Floats  # (parties,)
    windfall: Floats  # (breaches of the target x months,)


def write_program(  # noqa: PLR0913, PLR0917  # the whole question, asked once
    machine: Machine,
    world: World,
    sampler: Sampler,
    pulled: Bools,
    margin: float,
    forbear: bool = False,
    bounds: Sequence[Bound] = (),
    increments: Increments | None = None,
) -> Program:
    """The program of a package at the mode; every slack and will has to reach `margin`.

    `pulled` (N+1, C) says which causes are to be acted upon; with `forbear`, and no others.
    `increments` may be other than those at the starts of the package's own phases.
    """
    steps = own_increments(machine) if increments is None else increments
    paid = payoffs(machine, world, sampler)
    enforcers = _enforcers(make_game(machine, world, sampler, paid), pulled, forbear)

    def measure(y: Floats) -> _Reading:
        trial = replace(machine, openings=opened(machine, steps, y))
        return _measure(trial, world, sampler, pulled, enforcers)

    base = measure(np.zeros(len(steps)))
    units = [measure(y) for y in np.eye(len(steps))]
    demands, relief, value, windfall = (
        _affine(getattr(base, name), [getattr(unit, name) for unit in units])
        for name in ("demands", "relief", "value", "windfall")
    )
    mixture = np.linspace(0.1, 0.9, len(steps)) / max(len(steps), 1)
    miss = float(np.abs(demands.at(mixture) - measure(mixture).demands).max(initial=0.0))
    rows = [
        Row(kind, party, name, month, float(b) - (0.0 if kind == "acceptance" else margin), g)
        for (kind, party, name, month), b, g in zip(
            base.keys, demands.constant, demands.gradient, strict=True
        )
    ]
    rows += limits(machine, world, steps, bounds, gated=increments is not None)
    return Program(steps, relief.gradient[0], value, windfall, tuple(rows), miss)


def own_increments(machine: Machine) -> Increments:
    """Every valve that may move, at the start of every phase of its module."""
    fixed = {v for valves in shared(machine) for v in valves}
    return tuple(
        (v, start)
        for v, valve in enumerate(machine.valves)
        if v not in fixed
        for start in sorted({s.start for s in machine.spans if s.module == valve.module})
        if start <= machine.horizon
    )


def opened(machine: Machine, increments: Increments, y: Floats) -> Floats:
    """(months + 1, valves) openings of a schedule of increments."""
    openings = held_open(machine)
    for (valve, start), step in zip(increments, y, strict=True):
        openings[start:, valve] += step
    return openings


def _affine(base: Floats, units: Sequence[Floats]) -> Affine:
    gradients = np.array([unit - base for unit in units]).reshape(len(units), len(base)).T
    return Affine(base, gradients)


def _measure(
    trial: Machine, world: World, sampler: Sampler, pulled: Bools, enforcers: Enforcers
) -> _Reading:
    """Every demand's left side under one schedule, and what it gives to whom."""
    paid = payoffs(trial, world, sampler)
    game = make_game(trial, world, sampler, paid)
    path = ComplyPath(game, pulled)
    pairs = list(_demands(trial, game, path, enforcers))
    target = trial.parties.index(world.target)
    return _Reading(
        keys=tuple(key for key, _ in pairs),
        demands=np.array([value for _, value in pairs]),
        relief=present(paid.relief, paid.beta)[0, [target]],
        value=np.array(path.value[0]),
        windfall=_windfalls(trial, paid, game, target),
    )


def _windfalls(machine: Machine, paid: Payoffs, game: Game, target: int) -> Floats:
    """What the target would keep by each breach in each month, as `incentives.verdict` has it."""
    kept = (paid.released + paid.outlasting)[0, :, target]
    flow, factor = paid.full[0, :, target], paid.beta[0, target]
    months, found = np.arange(game.months), [np.zeros(0)]
    for b in np.flatnonzero(game.owner == target):
        trigger = machine.exposures[b].trigger
        clause = None if trigger is None else machine.package.triggers[trigger]
        snaps = clause is not None and not clause.does.returns
        notice = max(notice_months(clause), 1.0) if clause is not None and snaps else 1.0
        found.append(factor**months * (kept + notice * flow + game.effect[0, b, target]))
    return np.concatenate(found)


def _demands(
    machine: Machine, game: Game, path: ComplyPath, enforcers: Enforcers
) -> Iterator[tuple[Key, float]]:
    """Slack against every breach, the will to enforce, and acceptance at signature."""
    chances = [path.chance(b) for b in range(len(game.breaches))]
    for n in range(game.months):
        going_on = path.value[min(n + 1, game.months - 1)]
        comply = path.onward(n, path.calm, going_on)
        for b, (party, breach) in enumerate(game.breaches):
            gained = comply - path.onward(n, chances[b], going_on) - game.effect[0, b]
            yield ("slack", party, breach, n), float(gained[game.owner[b]])
    for (n, c), deciders in enforcers.items():
        after = game.breaches[c][1] if c < len(game.breaches) else "a false alarm"
        name = f"{game.triggers[game.trigger[c]]} after {after}"
        for i in deciders:
            if path.pulled[n, c]:
                yield ("enforcement", game.parties[i], name, n), path.will(n, c, i)
            else:
                yield ("forbearance", game.parties[i], name, n), -path.will(n, c, i)
    for party in machine.package.signatories:
        i = game.parties.index(party)
        yield ("acceptance", party, "signature", 0), float(path.value[0, i])


def _enforcers(game: Game, pulled: Bools, forbear: bool) -> Enforcers:
    """Whose will it takes for what is acted upon now: all, or the most willing where fewer do.

    With `forbear` also whose unwillingness keeps the rest from being acted upon, so that every
    answer of the deciders is held as the package has it. That is a restriction, never a
    relaxation: a package that holds meets it, and a schedule that meets it survives the game.
    """
    path, ayes, needed = ComplyPath(game, pulled), game.needed, {}
    for c, trigger in enumerate(game.trigger):
        count, seats = int(ayes[trigger]), np.flatnonzero(game.deciders[trigger]).tolist()
        if trigger < 0 or count == 0:
            continue
        for n in range(game.months):
            will = {i: path.will(n, c, i) for i in seats}
            willing = sorted(will, key=will.__getitem__, reverse=True)
            if pulled[n, c]:
                needed[n, c] = tuple(willing[:count])
            elif forbear:
                needed[n, c] = tuple(willing[count - 1 :])
    return needed
