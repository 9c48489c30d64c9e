"""Which sections the bench has, and their rows as one answer.

A section is a module of `bench/sections`, named as it is asked for, with `rows(tell)`.
"""

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from importlib import import_module

from rich.console import Console
from rich.table import Table

from bench.row import NOT_HERE, Row
from detente.answers.model import Answer
from detente.findings.from_claims import Tell

Rows = Callable[[Tell], Iterator[Row]]
SECTIONS: Mapping[str, str] = {
    "machine": "the product of a package, beside Storm",
    "checks": "each package judged",
    "incentives": "kernel beside reference and QuantEcon; memory of 100,000 draws",
    "design": "programs, frontiers and choices",
    "markets": "hazard curves, beside QuantLib",
    "portfolio": "allocation and pooling, beside skfolio, CLARABEL and fortitudo.tech",
    "brief": "every room of one brief",
    "web": "the workbench in a real Chromium: a move, the first page, memory",
}
QUICK = ("machine", "checks", "markets")


def figures(tell: Tell, sections: Iterable[str] = QUICK) -> Answer:
    """Ours beside theirs, on this machine in this run: never compare two runs."""
    found: dict[str, list[Row]] = {}
    for section in sections:
        tell(f"{section}: {SECTIONS[section]}")
        found[section] = list(_rows(section)(tell))
    machine = f"{platform.machine()}, Python {platform.python_version()}"

    def show(console: Console) -> None:
        for section, rows in found.items():
            console.print(_table(section, rows))
        left = [section for section in SECTIONS if section not in found]
        console.print(f"{machine}; compare within a run, not two runs")
        if any(row.peer and row.theirs is None for rows in found.values() for row in rows):
            console.print(f"a peer that is {NOT_HERE}: docs/machine.md says how to get it")
        if len(found) > 1 and left:
            console.print(f"one by one: bench {', bench '.join(left)}, bench words")

    return Answer({"machine": machine, "sections": _plain(found)}, show)


def _rows(section: str) -> Rows:
    rows: Rows = import_module(f"bench.sections.{section}").rows
    return rows


def _plain(found: Mapping[str, list[Row]]) -> dict[str, list[dict[str, object]]]:
    return {section: [asdict(row) for row in rows] for section, rows in found.items()}


def _table(section: str, rows: Iterable[Row]) -> Table:
    table = Table(section, box=None, pad_edge=False)
    table.add_column("ours", justify="right")
    for title in ("", "beside it", "owed"):
        table.add_column(title)
    for row in rows:
        table.add_row(row.what, f"{row.ours:,.4g}", row.unit, row.beside, row.verdict)
    return table
