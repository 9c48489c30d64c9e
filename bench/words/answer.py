"""How well the reader does on labelled sentences, for a program and for a person."""

import os
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.words import Row
from detente.answers.model import Answer
from detente.findings.from_claims import Tell

CASE = "alaska-2025"


def bench_words(tell: Tell) -> Answer:
    """The rows of the words bench; those of public sets where DETENTE_DATA names their folder."""
    from bench.words import words_rows
    from detente.case import open_case
    from detente.record import read_record

    named = os.environ.get("DETENTE_DATA", "")
    statements = read_record(open_case(CASE)).statements
    rows = tuple(words_rows(Path(named) if named else None, statements, tell))

    def show(console: Console) -> None:
        console.print(_table(rows))
        missed = sum(row.missed_by > 0 for row in rows)
        aims = sum(row.aim is not None for row in rows)
        console.print(
            f"{aims - missed} of {aims} aims met; docs/signals.md says why not the others"
        )

    return Answer({"rows": [{**asdict(row), "missed_by": row.missed_by} for row in rows]}, show)


def _table(rows: tuple[Row, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("set", "measure"):
        table.add_column(name)
    for name in ("n", "value", "95 %", "baseline", "aim", "missed by"):
        table.add_column(name, justify="right")
    for row in rows:
        ends = f"{row.low:.3f}..{row.high:.3f}" if row.low is not None else ""
        short = f"{row.missed_by:.3f}" if row.missed_by else "met" if row.aim is not None else ""
        table.add_row(
            row.set, row.measure, f"{row.n:,}", f"{row.value:.3f}", ends,
            _figure(row.baseline), _figure(row.aim), short,
        )  # fmt: skip
    return table


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
