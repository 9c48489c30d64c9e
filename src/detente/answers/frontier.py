"""Frontiers: packages that no other beats, each of which can be saved and briefed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.design import Ask, conflict_data, saved_as
from detente.answers.model import Answer
from detente.case.hints import nearest
from detente.design.aims import least_relief
from detente.design.bargaining import PayoffFrontier, compromises, payoff_frontier
from detente.design.bounds import check_bounds
from detente.design.conflicts import conflict
from detente.design.from_incentives import task_of
from detente.design.frontier import Frontier, Point, frontiers
from detente.design.model import Floats
from detente.design.program import opened
from detente.design.proof import prove
from detente.design.search import Task, Try, seek
from detente.design.survival import most_survival
from detente.design.written import schedule_edits, sheet_of
from detente.errors import DetenteError
from detente.findings.from_claims import Findings
from detente.wording.design_words import clash_words
from detente.wording.numbers import count_of

DRAWS = 600  # on which schedules are compared: survival moves in steps of one draw


@dataclass(frozen=True, slots=True)
class Fair:
    """One of the four fair points, as it is played."""

    name: str
    payoffs: tuple[float, float]
    openings: Floats


def frontier_answer(findings: Findings, name: str, ask: Ask) -> Answer:
    """Relief against survival, reward against slack, and what two parties can have at best."""
    case, at = findings.case, ask.question.at
    pair = _pair(ask.parties, tuple(case.world.parties))
    machine = findings.machines[name]
    task = task_of(machine, case.world, findings.sampler, ask.question.bounds)
    check_bounds(task)
    findings.tell(f"what would hold? starting from {name}")
    base = seek(task, least_relief)
    if base.verdict != "holds":
        return _nowhere(name, base)
    sampler = replace(findings.sampler, draws=min(findings.sampler.draws, DRAWS))
    accept = _accepting(findings, name)
    findings.tell(f"which schedule survives best? {sampler.draws} draws")
    best = most_survival(task, base, sampler, at).y
    findings.tell("frontiers: relief against survival, reward against slack")
    found = frontiers(task, base, sampler, at, [best], accept)
    fair = tuple(_fair(task, base, pair)) if pair else ()
    listed = [point.openings for line in found for point in line.points]
    listed += [point.openings for point in fair]
    saved = _saved(findings, name, ask, listed)
    data = _data(name, ask, found, fair, saved)

    def show(console: Console) -> None:
        first = 1
        for line in found:
            packages = count_of(len(line.points), "package")
            console.print(Text(f"{name}, {line.name}: {packages}", style="bold"))
            console.print(_table(line.points, first, at))
            first += len(line.points)
        if fair:
            console.print(_fair_table(fair, ask.parties, first))
        if saved:
            console.print(f"saved as {saved}")

    return Answer(data, show)


def _pair(parties: str, known: Sequence[str]) -> tuple[int, int] | None:
    """Two parties by place, from RU,UA."""
    if not parties:
        return None
    names = parties.split(",")
    for name in names:
        if name not in known:
            raise DetenteError(f'no party "{name}"', nearest(name, known), option="parties")
    if len(names) != 2 or names[0] == names[1]:
        remedy = "give two that differ, such as RU,UA"
        raise DetenteError(f'"{parties}" is no pair', remedy, option="parties")
    return known.index(names[0]), known.index(names[1])


def _nowhere(name: str, base: Try) -> Answer:
    clash = conflict(base.program) if base.verdict == "no-room" else None
    words = clash_words(clash) if clash else "A schedule was found, but it does not survive."
    data: dict[str, Any] = {
        "goal": "frontier",
        "package": name,
        "verdict": base.verdict,
        "words": words,
        "conflict": conflict_data(clash),
        "frontiers": [],
    }
    return Answer(data, lambda console: console.print(Text(f"{name}, frontier: {words}")))


def _accepting(findings: Findings, name: str) -> Callable[[Floats], bool]:
    """Whether a schedule, written into the package, brings no flaw that was not there."""
    case, law, sampler = findings.case, findings.law, findings.sampler
    sheet, machine = sheet_of(case, name), findings.machines[name]
    before = prove(case, law, sampler, name)

    def accept(openings: Floats) -> bool:
        package = sheet.package(schedule_edits(machine, openings))
        return package is not None and prove(case, law, sampler, name, package).survives(before)

    return accept


def _fair(task: Task, base: Try, pair: tuple[int, int]) -> Iterator[Fair]:
    """The four fair points of two parties; nothing signed is worth nothing to either."""
    frontier: PayoffFrontier | None = payoff_frontier(base.program, pair)
    if frontier is None:
        return
    for name, where in compromises(frontier.points, np.zeros(2)).items():
        openings = opened(task.machine, base.program.increments, frontier.schedule(where))
        held = task.play(openings)
        if held.holds[0]:
            first, second = (float(held.value[0, i]) for i in pair)
            yield Fair(name, (first, second), openings)


def _saved(findings: Findings, name: str, ask: Ask, listed: Sequence[Floats]) -> str | None:
    if not ask.save:
        return None
    if not 1 <= ask.point <= len(listed):
        reason = f"{ask.point} is none of the packages listed"
        raise DetenteError(reason, f"to save one, give 1 to {len(listed)}", option="point")
    edits = schedule_edits(findings.machines[name], listed[ask.point - 1])
    return saved_as(findings, name, edits, ask.save, survives=True)


def _data(
    name: str,
    ask: Ask,
    found: tuple[Frontier, Frontier],
    fair: tuple[Fair, ...],
    saved: str | None,
) -> dict[str, Any]:
    lines, count = [], 0
    for line in found:
        points = [
            {
                "point": count + k,
                **{key: value for key, value in asdict(p).items() if key != "openings"},
            }
            for k, p in enumerate(line.points, start=1)
        ]
        count += len(points)
        lines.append({"name": line.name, "tried": line.tried, "points": points})
    return {
        "goal": "frontier",
        "package": name,
        "verdict": "holds",
        "at_month": ask.question.at,
        "frontiers": lines,
        "parties": ask.parties.split(",") if ask.parties else [],
        "fair": [
            {"name": point.name, "payoffs": point.payoffs, "point": count + k}
            for k, point in enumerate(fair, start=1)
        ],
        "saved": saved,
    }


def _table(points: Sequence[Point], first: int, at: int) -> Table:
    head = ("relief", f"alive at {at}", "worth to target", "reward", "least slack")
    table = Table("point", *head, box=None)
    for number, point in enumerate(points, start=first):
        reward = "-" if point.reward is None else f"{point.reward:.1f}"
        cells = (f"{point.relief:.1f}", f"{point.survival:.1%}", f"{point.worth:.1f}", reward)
        slack = f"{point.slack:z.3f}" if isfinite(point.slack) else "-"  # nobody is obliged
        table.add_row(str(number), *cells, slack)
    return table


def _fair_table(fair: Sequence[Fair], parties: str, first: int) -> Table:
    table = Table(
        "point", f"between {' and '.join(parties.split(','))}", *parties.split(","), box=None
    )
    for number, point in enumerate(fair, start=first):
        table.add_row(str(number), point.name, *(f"{x:.1f}" for x in point.payoffs))
    return table
