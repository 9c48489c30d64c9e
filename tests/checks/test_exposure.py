"""What a breach keeps, against sums done by hand, and the short search against the long one."""

from pathlib import Path

import pytest
from judged import judge

from detente.case import Case, open_case
from detente.case.starter import new_case
from detente.checks.kept import Answer, Worth, most_kept
from detente.law import Law
from detente.machine import State, compile_package
from detente.machine.model import DAYS_A_MONTH


@pytest.fixture
def starter(tmp_path: Path) -> Case:
    return open_case(str(new_case("mine", tmp_path)))


def test_starter_by_hand(starter: Case) -> None:
    """Month 6: all oil flows (E01 .4 at arrival .7), half of the reserves (E02 2) has gone."""
    machine = compile_package(starter, "first")
    flow = 0.4 * 0.7
    worth = {"BO": {"oil-embargo": Worth(flow, 0, 0), "reserve-freeze": Worth(0, 2, 0)}}
    raid = next(e for e in machine.exposures if e.breach == "raid")
    every = frozenset(module.name for module in machine.package.modules)
    kept = most_kept(machine, worth, [Answer(raid, 30 / DAYS_A_MONTH, 0.0, every)])
    assert kept.state == State(6)
    assert kept.total == pytest.approx(flow * 30 / DAYS_A_MONTH + 1.0, abs=1e-12)


def test_a_stock_given_back_and_given_again_counts_twice(starter: Case) -> None:
    """Cash that has left is not there when the valve shuts in a later phase."""
    module = starter.packages["first"].modules[1]
    phase = module.phases[0]
    phases = tuple(
        phase.model_copy(update={"name": name, "months": 2, "open": {"reserve-freeze": share}})
        for name, share in (("half", 0.5), ("none", 0.0), ("again", 0.5))
    )
    modules = (starter.packages["first"].modules[0], module.model_copy(update={"phases": phases}))
    package = starter.packages["first"].model_copy(update={"modules": modules})
    machine = compile_package(starter, "first", package)
    worth = {"BO": {"reserve-freeze": Worth(0, 2, 0)}}
    raid = next(e for e in machine.exposures if e.breach == "raid")
    kept = most_kept(machine, worth, [Answer(raid, 1.0, 0.0, frozenset({"oil", "reserves"}))])
    assert kept.total == pytest.approx(2.0)


def test_withholding_an_act_can_pay_more_than_performing_it(starter: Case, law: Law) -> None:
    """Who stops a schedule that would narrow keeps the wide phase until the other one pays."""
    oil, reserves = starter.packages["first"].modules
    narrow = oil.phases[1].model_copy(update={"open": {"oil-embargo": 0.1}})
    oil = oil.model_copy(update={"phases": (oil.phases[0], narrow)})
    half = reserves.phases[0].model_copy(update={"after": ()})
    wait = half.model_copy(update={"name": "wait", "months": 12, "open": {}})
    reserves = reserves.model_copy(update={"phases": (wait, half)})
    package = starter.packages["first"].model_copy(update={"modules": (oil, reserves)})
    case = Case(**{n: getattr(starter, n) for n in Case.__slots__} | {"packages": {"p": package}})
    found = judge(case, law, "exposure", "p")
    assert found.trace[1] == '2025-10-01, month 6: BO does not perform "pass-handed-over" (Art. 4)'
    assert found.trace[3].startswith("2026-04-01, month 12: BO commits raid")
    assert found.trace[4].endswith("EUR 0.083bn")  # a month's notice at .3, not at .1
