"""How long an end is wound down, to the month, and what a guarantee must then outlast."""

from datetime import date
from pathlib import Path

import pytest
from judged import judge

from detente.case import open_case
from detente.case.package import End
from detente.case.quantity import Quantity
from detente.case.starter import new_case
from detente.checks.ends import agreed, wound_down
from detente.law import Law


@pytest.mark.parametrize(
    ("days", "months"),
    [(0, 0), (1, 1), (30, 1), (30.4375, 1), (31, 2), (60, 2), (60.875, 2), (61, 3), (365.25, 12)],
)
def test_a_begun_month_counts_whole(days: float, months: int) -> None:
    end = End(name="e", party="AL", probability=Quantity(value=0.1), on=date(2026, 1, 1))
    assert wound_down(end.model_copy(update={"wind_down_days": days}), 9) == 9 + months


def starter(parent: Path, days: int, ends_month: int) -> Path:
    """The whole relief ends on 1 April 2026, month 12, and is wound down; the brigade leaves."""
    case = new_case("own", parent)
    path = case / "packages/first.yaml"
    text = path.read_text("utf-8")
    old = "  - {name: election-in-aldea, party: AL, probability: 0.15, on: 2026-05-03}"
    new = "  - {name: lapse, party: AL, probability: 0.3, on: 2026-04-01, "
    text = text.replace(old, f"{new}modules: [oil, reserves], wind_down_days: {days}}}")
    text = text.replace("    gives: 4\n", f"    gives: 4\n    ends_month: {ends_month}\n")
    text = text.replace("months: 12, after", "months: 13, after")
    text = text.replace("months: 30, after", "months: 7, after")
    for end in ("open: {oil-embargo: 1}}", "open: {reserve-freeze: 0.5}}"):
        text = text.replace(end, end + "\n      - {name: over, months: 0, open: {}}")
    path.write_text(text.replace("after: [pass-handed-over], open", "open"), encoding="utf-8")
    return case


@pytest.mark.parametrize(
    ("days", "ends_month", "verdict"),
    [
        (0, 12, "flaw"),  # relief stands in month 12 and the brigade is gone
        (0, 13, "good"),
        (0, 14, "flaw"),  # the brigade stays a month longer than any relief
        (30, 13, "flaw"),  # what is wound down runs through month 13
        (30, 14, "good"),
        (30, 15, "flaw"),
        (61, 15, "flaw"),
        (61, 16, "good"),
        (61, 17, "flaw"),
    ],
)
def test_a_guarantee_ends_in_the_month_after_the_winding_down(
    tmp_path: Path, law: Law, days: int, ends_month: int, verdict: str
) -> None:
    case = open_case(str(starter(tmp_path, days, ends_month)))
    found = judge(case, law, "sunset-gap")
    assert found.verdict == verdict, found


@pytest.mark.parametrize(
    ("value", "certain"),
    [
        (Quantity(value=1.0), True),
        (Quantity(value=0.999), False),
        (Quantity(low=0.9, mode=1.0, high=1.0), False),
        (Quantity(value=0.0), False),
    ],
)
def test_a_last_day_is_agreed_only_if_it_is_certain(
    tmp_path: Path, value: Quantity, certain: bool
) -> None:
    case = open_case(str(new_case("own", tmp_path)))
    end = End(name="e", party="AL", probability=value, on=date(2026, 1, 1))
    assert agreed(case, end) is certain
