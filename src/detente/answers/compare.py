"""Two packages side by side, for a program and for a person."""

from collections.abc import Callable
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer, chosen
from detente.findings.compare import NOTHING, Clause, Comparison, Side, compare
from detente.findings.from_claims import Findings
from detente.findings.model import Interval
from detente.wording.numbers import money_range, percent, percent_range

_MARKS = ("12", "24", "60")
_SHOWN = 6


def compare_answer(findings: Findings, first: str, second: str) -> Answer:
    """Both packages in numbers, then every clause that differs and what it does."""
    for name in (first, second):
        chosen(findings, name)
    found = compare(findings, first, second)

    def show(console: Console) -> None:
        console.print(_columns(found))
        console.print(Text(f"{first} with one clause as in {second}:", style="bold"))
        for clause in found.clauses:
            if clause.words != NOTHING:
                _tell(console, clause)
        idle = [clause.clause for clause in found.clauses if clause.words == NOTHING]
        if idle:
            console.print(Text(f"  no number changes with: {', '.join(idle)}", style="dim"))

    return Answer(asdict(found), show)


def _tell(console: Console, clause: Clause) -> None:
    """A clause, what it does, how it reads, and what had to come with it."""
    console.print(Text(f"  {clause.clause}: {clause.words}"))
    for change in clause.changes[:_SHOWN]:
        console.print(Text(f"      {change}", style="dim"))
    if len(clause.changes) > _SHOWN:
        console.print(Text(f"      and {len(clause.changes) - _SHOWN} more", style="dim"))
    if clause.brought:
        console.print(Text(f"      with {', '.join(clause.brought)}", style="dim"))


def _columns(found: Comparison) -> Table:
    table = Table("", found.first.name, found.second.name, box=None)
    for label, told in _ROWS.items():
        table.add_row(label, *(Text(told(side)) for side in (found.first, found.second)))
    return table


def _at(side: Side, mark: str) -> str:
    return percent(side.found.survival.at[mark])


def _first_to_break(side: Side) -> str:
    first, often = side.found.holds.first_binding, side.found.holds.often
    if first is not None:
        return f"{first.party}, month {first.month}, {first.breach}"
    return f"nobody at the mode; in draws {often.party}, {often.breach}" if often else "nobody"


def _amount(side: Side, kind: str) -> str:
    """What a package brings the target, mean over the draws with its interval."""
    return money_range(
        side.found.intervals[kind].get(side.target, Interval(None, None, None, None))
    )


def _chance(side: Side) -> str:
    found = side.found.holds.probability
    return percent_range(found.mean, found.low, found.high)


def _kept(side: Side) -> str:
    intact = side.found.survival.intact
    return percent(intact[min(24, len(intact) - 1)])


_ROWS: dict[str, Callable[[Side], str]] = {
    "holds, share of draws": _chance,
    "first to break": _first_to_break,
    "flaws": lambda side: ", ".join(side.flaws) or "none",
    **{f"alive at {mark} months": lambda side, m=mark: _at(side, m) for mark in _MARKS},  # type: ignore[misc]
    "kept by all at 24 months": _kept,
    "relief to the target, EUR bn": lambda side: _amount(side, "relief_pv"),
    "windfall, EUR bn": lambda side: _amount(side, "windfall"),
    "reward, EUR bn": lambda side: _amount(side, "reward"),
}
