"""How far prices were seen to move, and how much of that is believed."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.markets.sensitivities import FALSE_DISCOVERIES, FAMILIES, Sensitivity, sensitivities

_TITLES = {
    "event": "on the day of an event and the next",
    "probability": "for +10 points on the odds, to 27 February 2026",
    "replication": "the same on the odds in the data, to 31 January 2026",
}


def sensitivities_answer(asset: str = "") -> Answer:
    """The shipped table of measured sensitivities, of one asset or of those that stand."""
    known = {row.asset for row in sensitivities()}
    if asset and asset not in known:
        reason = f'nothing was measured for "{asset}"'
        raise DetenteError(reason, nearest(asset, known), option="asset")
    rows = [row for row in sensitivities() if not asset or row.asset == asset]
    data = {"false_discoveries": FALSE_DISCOVERIES, "sensitivities": [asdict(r) for r in rows]}

    def show(console: Console) -> None:
        for family in FAMILIES:
            measured = [row for row in rows if row.measure == family]
            standing = [row for row in measured if row.survives]
            count = f"{len(standing)} of {len(measured)} stand"
            console.print(Text(f"{_TITLES[family]}: {count}", style="bold"))
            _table(console, measured if asset else standing)

    return Answer(data, show)


def _table(console: Console, rows: Sequence[Sensitivity]) -> None:
    heads = ("asset", "question", "measured", "t", "n", "p, Holm", "believed", "unit")
    table = Table(*heads, box=None)
    for row in rows:
        believed = f"{row.believed:+.2f}" if row.survives else "none"
        measured = (f"{row.estimate:+.2f}", f"{row.t_statistic:.1f}", str(row.n))
        figures = (*measured, f"{row.holm:.2g}", believed)
        table.add_row(row.asset, row.question, *figures, row.unit)
    if rows:
        console.print(table)
