"""Are there two promises of which only one can be kept?"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from detente.case.model import Case
from detente.case.package import Trigger
from detente.checks.model import Check
from detente.checks.tags import ALL_LIFTED, OPPOSED, STOCKS_KEPT, Tagged, keeps, tagged
from detente.checks.telling import agree, article, articles, at, listed
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Span

Clash = tuple[str, list[str], str]  # what clashes, the trace, and how to mend it


def conflict_of_promises(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """All promises of the package can be kept together."""
    clashes = [
        *_openings(machine),
        *_kept_shut(machine, case),
        *_all_lifted(machine, case),
        *_tags(machine),
        *_answers(machine),
    ]
    if not clashes:
        finding = "no two promises of the package exclude one another"
        return Check("conflict-of-promises", "good", finding)
    finding = "cannot both be kept: " + "; ".join(what for what, _, _ in clashes)
    trace = tuple(line for _, story, _ in clashes for line in story)
    remedy = "; ".join(dict.fromkeys(mend for _, _, mend in clashes))
    return Check("conflict-of-promises", "flaw", finding, trace, remedy)


def _openings(machine: Machine) -> Iterator[Clash]:
    """One measure that two phases hold open differently in the same month."""
    told: set[tuple[str, str, str]] = set()
    for one, other in combinations(machine.spans, 2):
        month = max(one.start, other.start)
        if one.module == other.module or month >= min(one.end, other.end):
            continue
        for measure in sorted(set(one.open).intersection(other.open)):
            key = (measure, one.module, other.module)
            if one.open[measure] != other.open[measure] and key not in told:
                told.add(key)
                yield _two_openings(machine, measure, one, other, month)


def _two_openings(machine: Machine, measure: str, one: Span, other: Span, month: int) -> Clash:
    halves = " and ".join(f"{s.open[measure]:.0%} ({article(s.article)})" for s in (one, other))
    phases = listed(f'"{span.module}.{span.phase}"' for span in (one, other))
    story = f"{at(machine, month)}: {phases} are both in force and open {measure} {halves}"
    mend = f'open {measure} in one of the modules "{one.module}" and "{other.module}" only'
    return f"two openings of {measure}", [story], mend


def _kept_shut(machine: Machine, case: Case) -> Iterator[Clash]:
    """A term that a measure stays as it is, beside a module that opens it."""
    for term in tagged(machine):
        kept = {keeps(tag) for tag in term.tags}
        stocks = STOCKS_KEPT in term.tags
        for valve in machine.valves:
            column = machine.openings[:, machine.valves.index(valve)]
            stock = stocks and bool(case.world.measures[valve.measure].once)
            if column.any() and (valve.measure in kept or stock):
                month = int(np.argmax(column > 0))
                where = articles([term.article, valve.article])
                story = [
                    f"{at(machine, term.month)}: {_promise(term)}",
                    f"{at(machine, month)}: {valve.measure} opens to {column[month]:.0%} "
                    f"({article(valve.article)})",
                ]
                mend = f"take {valve.measure} out of {article(valve.article)}, or take out "
                yield (
                    f"{valve.measure} kept and opened ({where})",
                    story,
                    mend + article(term.article),
                )


def _all_lifted(machine: Machine, case: Case) -> Iterator[Clash]:
    """A term that all sanctions end, beside measures that never open wholly."""
    term = next((t for t in tagged(machine) if ALL_LIFTED in t.tags), None)
    if term is None:
        return
    at_last = {valve.measure: 0.0 for valve in machine.valves}
    for column, valve in enumerate(machine.valves):
        at_last[valve.measure] = max(at_last[valve.measure], machine.openings[-1, column])
    measures = case.world.measures
    sanctions = [name for name, measure in measures.items() if measure.kind == "sanction"]
    left = [f"{name} {at_last.get(name, 0):.0%}" for name in sanctions if at_last.get(name, 0) < 1]
    if left:
        story = [
            f"{at(machine, term.month)}: {_promise(term)}",
            f"{at(machine, machine.horizon)}: open stand only {listed(left)}",
        ]
        where, some = article(term.article), agree(left, "one is", "some are")
        mend = f"say in {where} which measures end, or open all of them"
        yield f"all sanctions lifted, though {some} not ({where})", story, mend


def _tags(machine: Machine) -> Iterator[Clash]:
    """Two terms whose tags exclude one another."""
    terms = tagged(machine)
    for one, other in OPPOSED:
        first = next((term for term in terms if one in term.tags), None)
        second = next((term for term in terms if other in term.tags), None)
        if first and second:
            story = [f"{at(machine, term.month)}: {_promise(term)}" for term in (first, second)]
            where = articles([first.article, second.article])
            yield f"{one} and {other} ({where})", story, f"keep one of {where}"


def _answers(machine: Machine) -> Iterator[Clash]:
    """Two triggers that answer the same breach in different ways."""
    for one, other in combinations(machine.package.triggers, 2):
        both = [kind for kind in one.covers if kind in other.covers]
        if one.against == other.against and both and _answer(one) != _answer(other):
            kinds = listed(both)
            story = [
                f"{one.against} commits {kinds}: by {article(t.article)} {_answer(t)}"
                for t in (one, other)
            ]
            names = listed(f'"{t.name}"' for t in (one, other))
            what = f"two answers to {kinds} by {one.against}"
            yield what, story, f"let one of {names} cover {kinds}"


def _answer(trigger: Trigger) -> str:
    modules = f" of {listed(trigger.only)}" if trigger.only else ""
    what, days = f"{trigger.does.noun}{modules}", f"{trigger.notice_days:g} days"
    who = f", {trigger.rule}: {', '.join(trigger.deciders)}" if trigger.deciders else ""
    return f'"{trigger.name}" brings {what} ({days}{who})'


def _promise(term: Tagged) -> str:
    return f"{term.party}: {term.text} ({article(term.article)})"
