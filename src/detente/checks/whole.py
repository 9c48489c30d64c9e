"""Asks the whole product what the calendar cannot say, where the product is small enough.

The product knows acts performed late, pauses, modules shut and escrow gone back. Only what bears on
a question is played: `Played` leaves out clauses and moves that cannot matter to it, so that fewer
states are left.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.case.model import Case
from detente.machine import Machine, compile_package
from detente.machine.layout import MET, RELEASED, Layout
from detente.machine.logic import Term, name
from detente.machine.model import Span
from detente.machine.plays import free
from detente.machine.product import rules
from detente.machine.rules import DECIDING, SETTLED, Answer
from detente.machine.search import Explored, TooLargeError, explore

MOST_WHOLE = 50_000  # states: a second or less


def nobody(answer: Answer) -> bool:  # noqa: ARG001
    """No move is left out."""
    return False


@dataclass(frozen=True, slots=True)
class Played:
    """A package with some clauses changed for a question, and some moves that nobody makes."""

    layout: Layout
    never: Callable[[Answer], bool]

    def explored(self, *, until: Term | None = None, most: int = MOST_WHOLE) -> Explored:
        """All states, or those up to the first depth where a term holds; raises TooLargeError."""
        play = free(rules(self.layout.machine, self.layout.case))
        made = tuple(c for c in play.commands if not self.never(c.answer))
        return explore(replace(play, commands=made), until=until, most=most)


def played(
    machine: Machine,
    case: Case,
    clauses: Mapping[str, Any] | None = None,
    never: Callable[[Answer], bool] = nobody,
) -> Played:
    """The package with those clauses in place of its own, and without those moves."""
    package = machine.package.model_copy(update=dict(clauses or {}))
    return Played(
        Layout(compile_package(case, machine.name, package, machine.horizon), case), never
    )


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands open at the beginning of a month once all that was due is settled."""

    number: int  # of the first state in which it is so
    month: int
    spans: tuple[Span, ...]  # phases in force and not paused
    paid_out: frozenset[str]  # modules whose escrow was released
    met: frozenset[str]  # acts that were performed


def situations(of: Played, found: Explored) -> Iterator[Situation]:
    """Every situation of a product once, by the shortest story first."""
    layout, columns = of.layout, found.columns
    modules = layout.package.modules
    phases = [columns[layout.of_phase[m.name]] for m in modules]
    open_ = [found.of(name(layout.of_open[m.name])) for m in modules]
    funds = {m: columns[fund] == RELEASED for m, fund in layout.of_fund.items()}
    acts = {m: columns[act] == MET for m, act in layout.of_act.items()}
    quiet = np.flatnonzero(found.of(name(DECIDING)) & found.of(name(SETTLED)))
    standing = [phase * stands for phase, stands in zip(phases, open_, strict=True)]
    rows = np.stack([*standing, *funds.values(), *acts.values()], axis=1)[quiet]
    for first in np.sort(np.unique(rows, axis=0, return_index=True)[1]):
        number = int(quiet[first])
        yield Situation(
            number,
            int(columns["month"][number]),
            tuple(_spans(of.layout.machine, [int(column[number]) for column in standing])),
            frozenset(module for module, column in funds.items() if column[number]),
            frozenset(act for act, column in acts.items() if column[number]),
        )


def _spans(machine: Machine, phases: Iterable[int]) -> Iterator[Span]:
    """The phase of each module, by how many phases of it have begun; 0 where it is shut."""
    for module, begun in zip(machine.package.modules, phases, strict=True):
        if begun:
            yield [span for span in machine.spans if span.module == module.name][begun - 1]


def how_far(error: TooLargeError) -> str:
    """How far a search that had to stop has got, as part of a sentence."""
    late = "late acts, pauses and closings"
    return (
        f"with {late} the package has more than {error.states:,} states; it was searched wholly "
        f"before month {error.month}, and what comes later is open"
    )


def narrows(machine: Machine, measures: Iterable[str]) -> bool:
    """Whether some phase opens one of the measures less than the phase before it.

    Only then can late acts and pauses bring together what the calendar keeps apart.
    """
    named = set(measures)
    return any(
        after.open.get(measure, 0.0) < opening
        for module in machine.package.modules
        for before, after in zip(module.phases, module.phases[1:], strict=False)
        for measure, opening in before.open.items()
        if measure in named
    )


def widened(machine: Machine) -> Machine:
    """The machine in which nothing narrows: no state of the package has more open than it."""
    widest: dict[str, dict[str, float]] = {}
    spans = []
    for span in machine.spans:
        had = widest.get(span.module, {})
        now = {m: max(span.open.get(m, 0.0), had.get(m, 0.0)) for m in {**had, **span.open}}
        widest[span.module] = now
        spans.append(replace(span, open=now))
    return replace(machine, spans=tuple(spans))
