"""How long each condition takes on one package: a figure for the bench."""

from collections.abc import Mapping
from time import perf_counter

from detente.case.model import Case
from detente.checks.from_machine import CONDITIONS
from detente.law import Law
from detente.machine import Machine

TARGET = 100.0  # milliseconds for all conditions of one package, after start-up


def milliseconds(machine: Machine, case: Case, law: Law, repeats: int = 5) -> Mapping[str, float]:
    """Best of some runs, by condition; the first run of all warms up and is not counted."""
    for condition in CONDITIONS.values():
        condition(machine, case, law)
    return {
        name: min(_once(name, machine, case, law) for _ in range(repeats)) for name in CONDITIONS
    }


def _once(name: str, machine: Machine, case: Case, law: Law) -> float:
    begun = perf_counter()
    CONDITIONS[name](machine, case, law)
    return 1000 * (perf_counter() - begun)
