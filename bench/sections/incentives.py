"""The game's kernel beside its reference and beside QuantEcon, and the memory of many draws."""

from collections.abc import Callable, Iterator
from time import perf_counter

import numpy as np

from bench.incentives_memory import (
    ALONE_DRAWS,
    MANY_DRAWS,
    MOST_MIB,
    OWED,
    alone_game,
    peak_of_many_draws,
)
from bench.peers import run_there
from bench.row import Row
from detente.case import Sampler, open_case
from detente.findings.from_claims import Tell
from detente.incentives import Game, make_game
from detente.incentives.kernel import solve_fast
from detente.incentives.payoffs import payoffs
from detente.incentives.reference import solve
from detente.machine import compile_package

CASE, PACKAGE, SEED = "alaska-2025", "modular", 1
DRAWS = 10_000
REPEATS = 3  # the best of these: the least disturbed by what else the machine does
TIMES_FASTER = 10  # what the kernel owes the reference
_ALONE = """
import json
from dataclasses import asdict
from bench.incentives_memory import against_quantecon

print(json.dumps(asdict(against_quantecon())))
"""


def rows(tell: Tell) -> Iterator[Row]:
    """Seconds of the whole game, twice; of one party alone; MiB of 100,000 draws."""
    yield from _twins(tell)
    tell("one party alone, here and in QuantEcon")
    other = run_there(_ALONE)
    if other is None:
        yield Row("one party alone, by draw", _alone(), "us", "QuantEcon")
    else:
        ours, theirs = 1e6 * other["kernel"], 1e6 * other["other"]
        kept = theirs > OWED * ours
        owed = f"{OWED} times as fast"
        yield Row("one party alone, by draw", ours, "us", "QuantEcon", theirs, owed, kept)
    tell(f"{MANY_DRAWS:,} draws in a process of their own")
    peak = peak_of_many_draws()
    owed = f"under {MOST_MIB} MiB"
    yield Row(f"peak of {MANY_DRAWS:,} draws", peak, "MiB", owed=owed, kept=peak < MOST_MIB)


def _twins(tell: Tell) -> Iterator[Row]:
    """Kernel and reference on the same game, warm."""
    game = _game(DRAWS)
    tell(f"kernel on {DRAWS:,} draws")
    solve_fast(_game(2))
    fast = min(_timed(lambda: solve_fast(game)) for _ in range(REPEATS))
    quick = solve_fast(game)
    tell(f"reference on {DRAWS:,} draws: this takes half a minute")
    begun = perf_counter()
    plain = solve(game)
    slow = perf_counter() - begun
    draws, months, parties = game.flow.shape
    what = f"{draws - 1:,} draws x {months} months x {parties} parties"
    owed = f"{TIMES_FASTER} times as fast"
    kept = slow >= TIMES_FASTER * fast
    yield Row(what, fast, "s", "the reference", slow, owed, kept)
    apart = float(np.abs(quick.value - plain.value).max())
    yield Row("  values differ by at most", apart, "EUR bn")


def _alone() -> float:
    """Microseconds of a draw of the same problem, where nothing is beside it."""
    game = alone_game(open_case(CASE), ALONE_DRAWS)
    solve_fast(game)
    return 1e6 * _timed(lambda: solve_fast(game)) / (1 + ALONE_DRAWS)


def _game(draws: int) -> Game:
    case = open_case(CASE)
    machine, sampler = compile_package(case, PACKAGE), Sampler(case.estimates, draws, SEED)
    return make_game(machine, case.world, sampler, payoffs(machine, case.world, sampler))


def _timed(step: Callable[[], object]) -> float:
    begun = perf_counter()
    step()
    return perf_counter() - begun
