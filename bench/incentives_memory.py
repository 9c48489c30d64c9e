"""Figures of the incentives room: memory of many draws, and speed against another's solver.

Both are of this machine in this run. Memory is the peak of a process of its own that does nothing
else. The other solver is QuantEcon's DiscreteDP, where it is installed, on the same problem: one
party of a shipped package, all triggers automatic, draw by draw.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from bench.single_party import decision_problem
from detente.case import Case, Sampler, open_case
from detente.incentives import Game, make_game
from detente.incentives.kernel import solve_fast
from detente.incentives.payoffs import payoffs
from detente.machine import Machine, compile_package

Done = TypeVar("Done")
CASE, PACKAGE, PARTY = "alaska-2025", "modular", "RU"
MANY_DRAWS, MOST_MIB = 100_000, 500
ALONE_DRAWS, OTHER_DRAWS = 10_000, 200
OWED = 50  # times faster, by draw
_HOLD = f"""
import sys
from bench.incentives_memory import own_peak
from detente.findings.package_result import hold_result
from detente.case import Sampler, open_case
from detente.durability import lifetime
from detente.incentives import hold
from detente.machine import compile_package

case = open_case("{CASE}")
sampler = Sampler(case.estimates, int(sys.argv[1]), 1)
held = hold(compile_package(case, "{PACKAGE}"), case.world, sampler)
hold_result(case, held, lifetime(held))
print(own_peak())
"""


@dataclass(frozen=True, slots=True)
class Alone:
    """The same problem of one party, solved here and by QuantEcon; seconds for a draw, warm."""

    draws: int
    kernel: float
    other: float  # by policy iteration, its fastest here
    other_iterating: float  # by value iteration
    apart: float  # largest difference of any value, EUR bn

    @property
    def ratio(self) -> float:
        """How many times faster the kernel is."""
        return self.other / self.kernel


def peak_of_many_draws(draws: int = MANY_DRAWS) -> float:
    """MiB at most while `hold` answers for so many draws, survival and bands included."""
    command = [sys.executable, "-c", _HOLD, str(draws)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # ours
    return float(done.stdout)


def own_peak() -> float:
    """MiB at most of this process; what it was started from does not count, where that is told."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return float(line.split()[1]) / 2**10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def against_quantecon() -> Alone | None:
    """Time by draw beside QuantEcon's; None where it is not installed."""
    if find_spec("quantecon") is None:
        return None
    solver: Any = import_module("quantecon.markov").DiscreteDP  # an optional library
    game = alone_game(open_case(CASE), ALONE_DRAWS)
    solve_fast(game)
    ours, played = _timed(lambda: solve_fast(game))
    problems = [decision_problem(game, draw) for draw in range(OTHER_DRAWS)]

    def by(method: str) -> tuple[float, list[Any]]:
        solver(*problems[0]).solve(method=method)
        return _timed(lambda: [solver(*problem).solve(method=method) for problem in problems])

    (policy, found), (iterating, _) = by("policy_iteration"), by("value_iteration")
    i = int(game.owner[0])
    values = np.array([one.v[:-1] for one in found])
    apart = float(np.abs(values - played.value[:OTHER_DRAWS, :, i]).max())
    each = (ours / (1 + ALONE_DRAWS), policy / OTHER_DRAWS, iterating / OTHER_DRAWS)
    return Alone(ALONE_DRAWS, *each, apart)


def alone_game(case: Case, draws: int) -> Game:
    """A shipped package in which one party alone can breach and every trigger pulls itself.

    Nothing that the others get changes a choice, and the other solver knows nothing of them: so
    they are left out.
    """
    machine, sampler = _alone(case), Sampler(case.estimates, draws, 1)
    game = make_game(machine, case.world, sampler, payoffs(machine, case.world, sampler))
    i = int(game.owner[0])
    own: dict[str, Any] = {
        name: np.ascontiguousarray(getattr(game, name)[..., i : i + 1])
        for name in (
            *("beta", "flow", "standing", "effect", "lapsed", "snapped", "called", "shut"),
            *("deciders", "wound"),
        )
    }
    return replace(game, parties=(PARTY,), owner=game.owner * 0, **own)


def _alone(case: Case) -> Machine:
    package = case.packages[PACKAGE]
    triggers = tuple(t.model_copy(update={"rule": "automatic"}) for t in package.triggers)
    obligations = tuple(o for o in package.obligations if o.party == PARTY)
    changed = package.model_copy(update={"triggers": triggers, "obligations": obligations})
    return compile_package(case, PACKAGE, changed)


def _timed(step: Callable[[], Done]) -> tuple[float, Done]:
    begun = perf_counter()
    done = step()
    return perf_counter() - begun, done
