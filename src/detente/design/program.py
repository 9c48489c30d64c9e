"""Writes down what a schedule of openings must meet, as rows that are linear in it.

While all comply and the same triggers are acted upon, every value is affine in the openings: flows
and kept relief are, and the rest is discounting. So each demand is measured, not derived: once with
nothing open, once for each increment alone; a mixture then tests that it is indeed affine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.world import RedLine, World
from detente.design.model import Floats, Kind, Program, Row
from detente.incentives import Game, make_game
from detente.incentives.comply_path import ComplyPath
from detente.incentives.model import Bools
from detente.incentives.payoffs import payoffs
from detente.incentives.verdict import present
from detente.machine.model import Machine

Key = tuple[Kind, str, str, int]  # kind, party, name, month
Enforcers = Mapping[tuple[int, int], tuple[int, ...]]  # (month, cause) -> parties


def write_program(
    machine: Machine,
    world: World,
    sampler: Sampler,
    pulled: Bools,
    margin: float,
    forbear: bool = False,
) -> Program:
    """The program of a package at the mode; every slack and will has to reach `margin`.

    `pulled` (N+1, C) says which causes are to be acted upon; with `forbear`, and no others.
    """
    increments = tuple(
        (v, start)
        for v, valve in enumerate(machine.valves)
        for start in sorted({s.start for s in machine.spans if s.module == valve.module})
        if start <= machine.horizon
    )
    count = len(increments)
    paid = payoffs(machine, world, sampler)
    enforcers = _enforcers(make_game(machine, world, sampler, paid), pulled, forbear)

    def measure(y: Floats) -> tuple[list[Key], Floats, float]:
        trial = replace(machine, openings=opened(machine, increments, y))
        return _measure(trial, world, sampler, pulled, enforcers)

    keys, base, relief = measure(np.zeros(count))
    units = [measure(y) for y in np.eye(count)]
    gradients = np.array([demands - base for _, demands, _ in units]).reshape(count, -1).T
    mixture = np.linspace(0.1, 0.9, count) / max(count, 1)
    miss = float(np.abs(base + gradients @ mixture - measure(mixture)[1]).max(initial=0.0))
    rows = [
        Row(kind, party, name, month, float(b) - (0.0 if kind == "acceptance" else margin), g)
        for (kind, party, name, month), b, g in zip(keys, base, gradients, strict=True)
    ]
    rows += _caps(machine, increments)
    rows += [row for line in world.red_lines for row in _limits(machine, line, increments)]
    relieved = np.array([unit_relief - relief for _, _, unit_relief in units])
    return Program(increments, relieved, tuple(rows), miss)


def opened(machine: Machine, increments: tuple[tuple[int, int], ...], y: Floats) -> Floats:
    """(months + 1, valves) openings of a schedule of increments."""
    openings = np.zeros((machine.horizon + 1, len(machine.valves)))
    for (valve, start), step in zip(increments, y, strict=True):
        openings[start:, valve] += step
    return openings


def _measure(
    trial: Machine, world: World, sampler: Sampler, pulled: Bools, enforcers: Enforcers
) -> tuple[list[Key], Floats, float]:
    """Every demand's left side under one schedule, and the relief that it gives the target."""
    paid = payoffs(trial, world, sampler)
    game = make_game(trial, world, sampler, paid)
    pairs = list(_demands(trial, game, pulled, enforcers))
    relief = present(paid.relief, paid.beta)[0, trial.parties.index(world.target)]
    return [key for key, _ in pairs], np.array([value for _, value in pairs]), float(relief)


def _demands(
    machine: Machine, game: Game, pulled: Bools, enforcers: Enforcers
) -> Iterator[tuple[Key, float]]:
    """Slack against every breach, the will to enforce, and acceptance at signature."""
    path = ComplyPath(game, pulled)
    for b, (party, breach) in enumerate(game.breaches):
        for n in range(game.months):
            yield ("slack", party, breach, n), path.slack(n, b)
    for (n, c), deciders in enforcers.items():
        after = game.breaches[c][1] if c < len(game.breaches) else "a false alarm"
        name = f"{game.triggers[game.trigger[c]]} after {after}"
        for i in deciders:
            if pulled[n, c]:
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
    path, needed = ComplyPath(game, pulled), {}
    for c, trigger in enumerate(game.trigger):
        rule, seats = int(game.rules[trigger]), np.flatnonzero(game.deciders[trigger]).tolist()
        if trigger < 0 or rule == 0:
            continue
        count = {2: len(seats) // 2 + 1, 3: len(seats)}.get(rule, 1)
        for n in range(game.months):
            will = {i: path.will(n, c, i) for i in seats}
            willing = sorted(will, key=will.__getitem__, reverse=True)
            if pulled[n, c]:
                needed[n, c] = tuple(willing[:count])
            elif forbear:
                needed[n, c] = tuple(willing[count - 1 :])
    return needed


def _caps(machine: Machine, increments: tuple[tuple[int, int], ...]) -> list[Row]:
    """No valve opens further than fully."""
    valve = np.array([v for v, _ in increments])
    return [
        Row("cap", "", machine.valves[v].measure, machine.horizon, 1.0, -1.0 * (valve == v))
        for v in range(len(machine.valves))
    ]


def _limits(
    machine: Machine, line: RedLine, increments: tuple[tuple[int, int], ...]
) -> Iterator[Row]:
    """A red line on openings, at the start of every phase until its milestone."""
    if not line.measures:
        return
    until = machine.milestones.get(line.until or "", machine.horizon + 1)
    weight = np.array([machine.valves[v].measure in line.measures for v, _ in increments], float)
    for month in sorted({start for _, start in increments if start < until}):
        counts = np.array([start <= month for _, start in increments], float)
        gradient = -weight * counts / len(line.measures)
        if gradient.any():
            yield Row("red-line", line.party, line.name, month, line.at_most, gradient)
