"""How fast a product is built and searched on this machine."""

import resource
import sys
from dataclasses import dataclass
from time import perf_counter

from detente.case import Case, open_case
from detente.machine.cut import cut
from detente.machine.from_case import compile_package
from detente.machine.layout import Layout
from detente.machine.logic import compare, name
from detente.machine.plays import by_chance, free
from detente.machine.prism import labels, to_prism
from detente.machine.product import rules
from detente.machine.relief import rewards
from detente.machine.search import explore

CASE, PACKAGE, MONTHS = "alaska-2025", "modular", 15


@dataclass(frozen=True, slots=True)
class Rate:
    """One product, built and searched."""

    states: int
    seconds: float
    peak: float  # MiB, of the process by then

    @property
    def a_second(self) -> float:
        """States a second."""
        return self.states / self.seconds


def product_rate(months: int = MONTHS, *, chance: bool = False) -> Rate:
    """The modular package of the main case over so many months: its states, and their price.

    The free machine, and the shortest story to a state in which the package is over; or, by
    chance, the machine that goes to Storm, with all its moves.
    """
    case = open_case(CASE)
    _built(case, 1, chance=chance)  # the compiler of the table of states is not what is timed
    begun = perf_counter()
    states = _built(case, months, chance=chance)
    seconds = perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Rate(states, seconds, most / (2**20 if sys.platform == "darwin" else 2**10))


def exported(months: int) -> str:
    """The same package over so many months in the PRISM language, for another tool to build."""
    case = open_case(CASE)
    machine = cut(case, compile_package(case, PACKAGE), months)
    layout = Layout(machine, case, watched=True)
    asked = rules(machine, case, watched=True)
    return to_prism(by_chance(asked), rewards(layout), labels(layout, asked))


def _built(case: Case, months: int, *, chance: bool) -> int:
    machine = cut(case, compile_package(case, PACKAGE), months)
    if chance:
        return explore(by_chance(rules(machine, case, watched=True)), edges=True).states
    found = explore(free(rules(machine, case)))
    found.shortest(compare(name("over"), ">", 0))
    return found.states
