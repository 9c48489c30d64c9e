"""A package too large to search: it says how far it got, and is never called good."""

from dataclasses import replace

import pytest

from detente.case import Case, open_case
from detente.case.package import Milestone
from detente.case.starter import new_case
from detente.checks import Check, check
from detente.checks.from_machine import SEARCHED
from detente.law import Law
from detente.machine import compile_package
from detente.machine.schedule import calendar

ACTS = 30  # each may be left undone: more than 2 ** 30 ways
MOST = 3000
WALKED = [name for name in SEARCHED if name != "deadlock"]  # which has nothing to search here


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The starter with an act of Borvia due in each of thirty months, and a bound on exposure."""
    case = open_case(str(new_case("large", tmp_path_factory.mktemp("large"))))
    package = case.packages["first"]
    act = package.milestones[0].model_copy(update={"after": (), "tags": ()})
    more = [act.model_copy(update={"name": f"post-{n}", "due": n}) for n in range(1, ACTS + 1)]
    return _with(case, "milestones", (*package.milestones, *more), bound=100.0)


def _with(case: Case, field: str, value: tuple[Milestone, ...], bound: float) -> Case:
    package = case.packages["first"].model_copy(update={field: value})
    number = case.estimates["E02"].model_copy(
        update={"low": None, "mode": None, "high": None, "value": bound}
    )
    world = case.world.model_copy(
        update={"estimates": {**case.estimates, "exposure-bound": number}}
    )
    return replace(case, world=world, packages={"first": package})


def judged(case: Case, law: Law, most: int) -> dict[str, Check]:
    return {c.name: c for c in check(compile_package(case, "first"), case, law, most)}


def test_it_is_really_too_large(large: Case) -> None:
    """Even at the limit that ships: this is no limit lowered until something breaks."""
    with pytest.raises(OverflowError, match="1,000,000 states in all, and no longer one"):
        for _ in calendar(compile_package(large, "first")):
            pass


def test_what_was_not_searched_is_unknown_and_says_how_far_it_got(large: Case, law: Law) -> None:
    found = judged(large, law, MOST)
    assert [found[name].verdict for name in WALKED] == ["unknown"] * len(WALKED)
    for name in WALKED:
        assert "every story of up to " in found[name].finding
        assert "3,000 states in all" in found[name].finding
        assert found[name].remedy
    assert "whether AL:withdrawal-first is crossed is not known" in found["red-line"].finding
    assert "BO can breach and keep at least EUR " in found["exposure"].finding


def test_further_is_no_less(large: Case, law: Law) -> None:
    """A wider search finds at least as much relief kept, and goes through longer stories."""
    little, more = (judged(large, law, most)["exposure"].finding for most in (50, MOST))
    kept = [float(finding.split("EUR ")[1].split("bn")[0]) for finding in (little, more)]
    steps = [int(finding.split("up to ")[1].split()[0]) for finding in (little, more)]
    assert kept[0] <= kept[1]
    assert steps[0] < steps[1]


def test_what_is_read_and_not_searched_keeps_its_verdict(large: Case, law: Law) -> None:
    few, many = judged(large, law, 10), judged(large, law, MOST)
    assert all(few[name] == many[name] for name in few if name not in SEARCHED)


def test_a_flaw_that_was_found_stays_a_flaw(large: Case, law: Law) -> None:
    """Above the bound already: what was not searched can only add to it."""
    case = _with(large, "milestones", large.packages["first"].milestones, bound=0.1)
    found = judged(case, law, MOST)["exposure"]
    assert found.verdict == "flaw"
    assert "keep at least EUR " in found.finding
