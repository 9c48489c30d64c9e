"""What became of settlements elsewhere: the outside view, its size, and the reasons to doubt it."""

from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.answers import Answer
from detente.case.hints import nearest
from detente.durability.reference import ReferenceClass, load_reference, load_reversals
from detente.errors import DetenteError

_MARKS = (12.0, 24.0, 60.0, 120.0)


def history_answer(name: str) -> Answer:
    """One reference class, or all, and how sanctions relief ended."""
    classes = load_reference()
    if name and name not in classes:
        raise DetenteError(f'no reference class "{name}"; {nearest(name, classes)}')
    shown = [classes[name]] if name else list(classes.values())
    reversals = [] if name else list(load_reversals().values())

    def show(console: Console) -> None:
        table = Table("class", "n", "failed", "1 year", "2", "5", "10", box=None)
        for found in shown:
            at = [_at(found, mark) for mark in _MARKS]
            table.add_row(Text(found.id), str(found.n), str(found.failures), *at)
        console.print(table)
        for found in shown if name else ():
            console.print(Text(f"{found.description}. Source: {found.source}"))
            console.print(Text(found.warning, style="dim"))
        if not name:
            hint = "each class has its assumptions and a selection warning: --class NAME tells them"
            console.print(Text(hint, style="dim"))
        for estimate in reversals:
            size = f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"
            line = f"{estimate.description}: {size} {estimate.unit}, n = {estimate.n}"
            console.print(Text(line, style="dim"))

    data = {
        "classes": [asdict(found) for found in shown],
        "reversals": [asdict(estimate) for estimate in reversals],
    }
    return Answer(data, show)


def _at(found: ReferenceClass, mark: float) -> str:
    """Survival at one of the table's own months, with its 95 % interval."""
    if mark not in found.months:
        return "-"
    index = found.months.index(mark)
    return f"{found.survival[index]:.2f} ({found.low[index]:.2f}-{found.high[index]:.2f})"
