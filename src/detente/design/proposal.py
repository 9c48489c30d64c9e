"""One question to the design room answered whole: a schedule, its proof, and what each line costs.

An answer is a set of edits to the package's file. It is written, compiled, checked and played as
that file would be before it counts as a solution; what does not survive is marked so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from detente.case.draws import Sampler
from detente.case.editing import Edit
from detente.case.model import Case
from detente.case.world import World
from detente.design.aims import Found, least_relief
from detente.design.bounds import check_bounds
from detente.design.choice import begins, choice_edits, choose
from detente.design.conflicts import Conflict, conflict
from detente.design.from_incentives import AIMS, BETTER, designed, task_of
from detente.design.lines import eased, line_named, priced, without_line
from detente.design.model import Bound, Design, Floats, Goal, Program, Verdict
from detente.design.program import opened
from detente.design.proof import Proof, prove
from detente.design.robust import FRESH_SEED, Robust, robust
from detente.design.search import Task, Try, seek
from detente.design.survival import Survivor, alive_at, most_survival
from detente.design.vary import Setting, Varied, vary
from detente.design.written import schedule_edits, sheet_of
from detente.incentives import Hold
from detente.law import Law
from detente.machine import compile_package

STEP = 0.1  # of a line's opening: what one step on it would buy
SEARCH_DRAWS = 250  # on which schedules are compared; the answer is judged on fresh ones


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and within what."""

    goal: Goal = "least-relief"
    drop: tuple[str, ...] = ()  # red lines given up, PARTY:name
    bounds: tuple[Bound, ...] = ()
    robust: float | None = None  # worst share of draws that is to keep the margin
    at: int = 24  # months, for survival
    choose: bool = False  # which modules, and in which order
    seconds: float = 60.0
    vary: tuple[str, ...] = ()  # numbers set along with the openings, by the name of their move


@dataclass(frozen=True, slots=True)
class Drop:
    """A red line given up whole: what its price promised and what that truly brings."""

    line: str
    price: float | None  # at the margin, for the whole line; None where it has none
    brings: float | None  # in the unit of the goal; None where one of the two has no schedule
    makes_room: bool  # there was none with the line, and there is without


@dataclass(frozen=True, slots=True)
class Alive:
    """The schedule that survives best: in the draws of the search, and in fresh ones."""

    month: int
    seen: float
    fresh: float
    before: float  # the package of least relief, in the same fresh draws
    bound: float  # no schedule can do better, in the draws of the search
    tried: int


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell beside the schedule."""

    conflict: Conflict | None = None
    steps: Mapping[str, float] = field(default_factory=dict)  # line -> what one step on it saves
    drops: tuple[Drop, ...] = ()
    robust: Robust | None = None
    alive: Alive | None = None
    begins: Mapping[str, int | None] | None = None  # month in which each module begins
    settings: tuple[Setting, ...] = ()  # numbers that were set along with the openings
    gap: float = 0.0  # of the program with whole numbers, as a share
    stopped: bool = False  # the time was over before the gap was closed


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer to one question."""

    design: Design
    edits: tuple[Edit, ...]
    before: Proof  # the package as written
    proof: Proof  # the same with the edits
    new_flaws: tuple[str, ...]  # that only the edits brought; with any, it is no solution
    told: Told


def propose(case: Case, law: Law, sampler: Sampler, name: str, question: Question) -> Proposal:
    """The best schedule for a question, put back through checks and game as it would be signed."""
    world = _world_without(case.world, question.drop)
    asked = replace(case, world=world)
    found = _answered(asked, law, sampler, name, question)
    drops = tuple(_dropped(case, sampler, name, question, line) for line in question.drop)
    return replace(found, told=replace(found.told, drops=drops))


def _world_without(world: World, lines: tuple[str, ...]) -> World:
    for name in lines:
        world = without_line(world, line_named(world, name))
    return world


def _answered(case: Case, law: Law, sampler: Sampler, name: str, question: Question) -> Proposal:
    """The answer to a question, drops apart: found, then written, checked and played."""
    check_bounds(task_of(compile_package(case, name), case.world, sampler, question.bounds))
    before, varied = prove(case, law, sampler, name), _varied(case, sampler, name, question)
    machine = compile_package(case, name, varied.package if varied else None)
    task = task_of(machine, case.world, sampler, question.bounds)
    now = None if varied else before.held
    best, told = _improved(task, question, _searched(task, question, now), sampler)
    target = machine.parties.index(case.world.target)
    found = designed(task, question.goal, best, float(before.held.relief[0, target]))
    if question.choose:
        written = choice_edits(machine, case.world, best.openings)
    else:
        written = schedule_edits(machine, best.openings)
    edits = (*(varied.edits if varied else ()), *written)
    package = sheet_of(case, name).package(edits)
    proof = prove(case, law, sampler, name, package)
    crossed = {f"red-line {line.party}:{line.name}" for line in found.crossings}
    new = tuple(flaw for flaw in proof.new_flaws(before) if flaw not in crossed)
    if found.verdict == "holds" and (package is None or not proof.holds or new):
        found = replace(found, verdict="not-survived")
    told = replace(told, settings=varied.settings if varied else ())
    return Proposal(found, edits, before, proof, new, told)


def _varied(case: Case, sampler: Sampler, name: str, question: Question) -> Varied | None:
    if not question.vary:
        return None
    goal = question.goal
    aim, mode = AIMS.get(goal, least_relief), replace(sampler, draws=0)
    cost = partial(_cost, goal)
    return vary(case, mode, name, question.vary, aim, cost, question.bounds)


def _searched(task: Task, question: Question, now: Hold | None) -> Try:
    if question.choose:
        return choose(task, question.seconds)
    aim = AIMS.get(question.goal, least_relief)
    return seek(task, aim, BETTER.get(question.goal), now)


def _improved(task: Task, question: Question, base: Try, sampler: Sampler) -> tuple[Try, Told]:
    """What the question asks beyond the linear program, and what there is to tell about it."""
    told = Told(gap=base.found.gap, stopped=base.found.stopped)
    if question.choose:
        told = replace(told, begins=begins(task.machine, base.openings))
    if base.verdict == "no-room":
        return base, replace(told, conflict=conflict(base.program))
    if base.verdict == "not-survived":
        return base, told
    if question.robust is not None:
        found = robust(task, base, sampler, question.robust)
        return _with(task, base, found.y), replace(told, robust=found)
    if question.goal == "most-survival":
        best = most_survival(task, base, replace(sampler, draws=SEARCH_DRAWS), question.at)
        alive = _alive(task, base, best, sampler, question.at)
        return _with(task, base, best.y), replace(told, alive=alive)
    return base, replace(told, steps=_steps(task, question.goal, base))


def _with(task: Task, base: Try, y: Floats) -> Try:
    """Another schedule in place of one that holds; it has no prices of its own."""
    openings = opened(task.machine, base.program.increments, y)
    held = task.play(openings)
    found = Found(y, np.zeros(len(base.program.rows)))
    verdict: Verdict = "holds" if held.holds[0] else "not-survived"
    return Try(verdict, base.program, found, openings, held)


def _alive(task: Task, base: Try, best: Survivor, sampler: Sampler, at: int) -> Alive:
    fresh = replace(sampler, seed=sampler.seed + FRESH_SEED)
    after, before = (alive_at(task.play(o, fresh), at) for o in (best.openings, base.openings))
    return Alive(at, best.survival, after, before, best.bound, best.tried)


def _steps(task: Task, goal: Goal, base: Try) -> Mapping[str, float]:
    """What a step on each red line saves, in the unit of the goal, by solving anew."""
    aim, saved = AIMS.get(goal, least_relief), {}
    for line in priced(base.program, task.world, base.found.duals):
        moved = aim(eased(base.program, line, STEP))
        if moved is not None:
            cost = _cost(goal, base.program, base.found) - _cost(goal, base.program, moved)
            saved[f"{line.party}:{line.name}"] = max(0.0, cost)
    return saved


def _cost(goal: Goal, program: Program, found: Found) -> float:
    """What a goal wants little of, under a schedule of its program."""
    if goal == "most-slack":
        return -found.tightest
    if goal == "least-windfall":
        return float(program.windfall.at(found.y).max())
    if goal == "least-crossing":
        return sum(line.over for line in found.crossings)
    return float(program.relief @ found.y)


def _dropped(case: Case, sampler: Sampler, name: str, question: Question, line: str) -> Drop:
    """The same question with all lines standing, and with this one alone given up."""
    goal: Goal = question.goal if question.goal in AIMS else "least-relief"
    dropped = line_named(case.world, line)
    worlds = case.world, without_line(case.world, dropped)
    machine, tries = compile_package(case, name), []
    for world in worlds:
        task = task_of(machine, world, sampler, question.bounds)
        tries.append(seek(task, AIMS[goal], BETTER.get(goal)))
    stands = tries[0]
    prices = priced(stands.program, case.world, stands.found.duals)
    price = next((p.price for p in prices if f"{p.party}:{p.name}" == line), None)
    held = [one.verdict == "holds" for one in tries]
    costs = [_cost(goal, one.program, one.found) for one in tries]
    brings = costs[0] - costs[1] if all(held) else None
    return Drop(line, price, brings, makes_room=held == [False, True])
