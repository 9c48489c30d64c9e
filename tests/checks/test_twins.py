"""The calendar, which most conditions read, against the whole product: the same verdict and month.

Every package of `little_packages`, those of good/ and bad/ that are about it, shipped packages cut
to a few months, and random ones. The product knows acts performed late, pauses and closings too;
where openings only widen, that must make no difference.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import JUDGED, condition_of, opened
from little_packages import (
    ATTACK,
    LITTLE,
    OIL,
    PASS,
    RAIDS,
    RESERVES,
    changed,
    little,
    spelled,
    starter,
)
from read_product import Product, lines

from detente.case import Case, open_case
from detente.checks.escrow import escrows
from detente.checks.exposure import answers_to, worth_of
from detente.checks.kept import most_kept
from detente.checks.late import ceiling, most_kept_late
from detente.checks.order import given_first, lasting_valves
from detente.checks.red_line import crossing, crossing_late
from detente.checks.tags import lifting
from detente.checks.unreachable import unreachable
from detente.checks.whole import narrows, played, widened
from detente.law import Law, load_law
from detente.machine import Machine, compile_package
from detente.machine.cut import cut
from detente.machine.layout import Layout
from detente.machine.logic import (
    all_of,
    any_of,
    compare,
    name,
    none_of,
    number,
    product,
    total,
)
from detente.machine.rules import SETTLED
from detente.machine.search import Explored

LAW = load_law()
SHIPPED = [
    "alaska-2025 blanket 12",
    "alaska-2025 modular 6",
    "barbados-2023 escrow 9",
    "barbados-2023 licence-44 9",
    "dayton-1995 resolution-1022 9",
    "episodes/korea-2007 initial-actions 12",
    "episodes/libya-us-2004 step-by-step 12",
    "episodes/venezuela-44 licence-44 9",
    "plan-28-2025 plan-28 9",
]
ABOUT = ("red-line", "irreversible-first", "exposure", "deadlock", "unreachable")
FOLDERS = {
    f"{path.parent.name}/{path.name}": path for path in JUDGED if condition_of(path) in ABOUT
}
Pair = tuple[Machine, Case]


@pytest.fixture(params=[*LITTLE, *SHIPPED, *FOLDERS], scope="module")
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    machine, case = asked(request.param, tmp_path_factory)
    return tagged(machine), case


def tagged(machine: Machine) -> Machine:
    """The same with every act tagged by its name too, so that made lines can wait for it."""
    acts = tuple(
        act.model_copy(update={"tags": (*act.tags, act.name)}) for act in machine.package.milestones
    )
    return replace(machine, package=machine.package.model_copy(update={"milestones": acts}))


def asked(name: str, folders: pytest.TempPathFactory) -> Pair:
    if name in LITTLE:
        return little(LITTLE[name]), starter()
    if name in FOLDERS:
        case = opened(FOLDERS[name], folders.mktemp("judged"))
        return cut(case, compile_package(case, "first"), 16), case
    name_, package, months = name.split()
    case = open_case(name_)
    return cut(case, compile_package(case, package), int(months)), case


def same_lines(machine: Machine, case: Case) -> int:
    """Fails unless calendar and product agree on every line; how many are crossed."""
    whole, crossed = Product(machine, case), 0
    for line in lines(machine, case):
        if narrows(machine, line.measures) or escrowed(machine) & set(line.measures):
            continue  # the product does not follow what a third party still holds
        openings = total(whole.opening(measure) for measure in line.measures)
        mean = product(openings, number(1 / len(line.measures)))
        over = whole.found.of(mean) > line.at_most + 1e-9
        acts = lifting(machine, line)
        done = [whole.found.of(whole.met(act)) != 0 for act in acts]
        lifted = np.all(done, axis=0) if done else np.zeros(len(over), dtype=np.bool_)
        there = whole.nearest(over & ~lifted)
        found = crossing(machine, case, line)
        assert (found is None) == (there is None), line
        if found and there:
            assert len(found[0]) == there[0], line
            assert found[1].month in there[1], line
            crossed += 1
    return crossed


def escrowed(machine: Machine) -> set[str]:
    """Measures of which a third party holds a part until an act."""
    held = {module.name for module in machine.package.modules if module.escrow}
    return {valve.measure for valve in machine.valves if valve.module in held}


def test_red_lines(pair: Pair) -> None:
    assert same_lines(*pair) > 0 or escrowed(pair[0])


def test_what_is_given_for_nothing(pair: Pair) -> None:
    machine, case = pair
    whole = Product(machine, case)
    lasting = lasting_valves(machine, case, LAW)
    shares = whole.shares(case)
    owed = [m.name for m in machine.package.milestones if m.party == case.world.target]
    given_ = [compare(whole.opening(v.measure, shares), ">", 0) for v in lasting]
    term = all_of([any_of(given_), none_of(map(whole.met, owed))])
    there, found = whole.nearest(whole.found.of(term) != 0), given_first(machine, case, lasting)
    assert (found is None) == (there is None)
    if found and there:
        assert len(found.story) == there[0]
        assert found.state.month in there[1]


def same_keeping(machine: Machine, case: Case) -> float:
    """Fails unless calendar and product agree on what a breach keeps; how much that is."""
    worth = worth_of(machine, case)
    answers = [
        a
        for a in answers_to(machine, case, LAW, machine.exposures)
        if worth[a.exposure.party] and a.pause != float("inf")
    ]
    if not answers:
        return 0.0
    held = escrows(machine, case)
    calendar = most_kept(machine, worth, answers, held).total
    late = most_kept_late(machine, case, worth, answers).total
    assert late >= calendar - 1e-9
    assert late <= ceiling(machine, worth, answers, held) + 1e-9
    if not narrows(machine, [valve.measure for valve in machine.valves]):
        assert late == pytest.approx(calendar, abs=1e-9)
    return calendar


def test_what_a_breach_keeps(pair: Pair) -> None:
    assert same_keeping(*pair) >= 0


def test_what_can_come_into_play(pair: Pair, law: Law) -> None:
    """`unreachable` reads clauses; the product is played, and sees which phases ever begin."""
    machine, case = pair
    of = played(machine, case)
    found, layout = of.explored(most=200_000), of.layout
    idle = set()
    for module in machine.package.modules:
        for index, phase in enumerate(module.phases, 1):
            stands = compare(name(layout.of_phase[module.name]), "=", index)
            if not found.of(all_of([name(SETTLED), stands])).any():
                idle.add(f'phase "{module.name}.{phase.name}"')
    commands = {command.answer.label: command for command in found.commands}
    for at, trigger in enumerate(machine.package.triggers):
        mine = [e for e in machine.exposures if e.trigger == at]
        guards = [commands[layout.of_breach[f"{e.party} {e.breach}"]].guard for e in mine]
        shuts = trigger.response == "snap" or ever_open(layout, found, trigger.modules)
        if not (shuts and found.of(any_of(guards)).any()):
            idle.add(f'trigger "{trigger.name}"')
    named = {line.partition(": ")[0] for line in unreachable(machine, case, law).trace}
    assert {one for one in named if one.startswith(("phase", "trigger"))} == idle


def ever_open(layout: Layout, found: Explored, modules: tuple[str, ...]) -> bool:
    """Whether some of the modules, or of all, ever lets anything through."""
    return any(
        found.of(compare(name(layout.of_phase[module.name]), "=", index)).any()
        for module in layout.package.modules
        if module.name in modules or not modules
        for index, phase in enumerate(module.phases, 1)
        if any(phase.open.values())
    )


STEPS = st.sampled_from([0.0, 0.2, 0.5, 1.0])
AFTER = st.sampled_from([[], ["pass"], ["census"]])


@st.composite
def packages(draw: st.DrawFn) -> dict:
    """Two modules of up to three phases, two acts, a pause: some narrow, some only widen."""
    modules = []
    for clause, measure in ((OIL, "oil-embargo"), (RESERVES, "reserve-freeze")):
        phases = [
            {"name": f"p{n}", "months": draw(st.integers(1, 2)), "after": draw(AFTER),
             "open": {measure: draw(STEPS)}}
            for n in range(draw(st.integers(1, 3)))
        ]  # fmt: skip
        modules.append(changed(clause, phases=[*phases[:-1], {**phases[-1], "months": 0}]))
    acts = [changed(PASS, due=draw(st.integers(0, 3))), {**PASS, "name": "census", "party": "AL"}]
    attack = changed(ATTACK, false_alarm=0.0)
    return spelled(modules=modules, milestones=acts, triggers=[attack, RAIDS], horizon_months=6)


@settings(max_examples=60, deadline=None)
@given(packages())
def test_any_package(spelling: dict) -> None:
    machine, case = tagged(little(spelling)), starter()
    same_lines(machine, case)
    same_keeping(machine, case)


@settings(max_examples=20, deadline=None)
@given(packages())
def test_where_a_phase_narrows_the_product_sees_no_less(spelling: dict) -> None:
    """A line that the calendar finds crossed is crossed; the other way round it may miss one."""
    machine, case = tagged(little(spelling)), starter()
    for line in lines(machine, case):
        if crossing(machine, case, line):
            assert crossing_late(machine, case, line)
        if not crossing(widened(machine), case, line):
            assert crossing_late(machine, case, line) is None
