"""What would hold, for a program and for a person."""

from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.answers import Answer, chosen
from detente.brief.from_claims import Findings
from detente.design import GOALS
from detente.errors import DetenteError


def design_answer(findings: Findings, package: str, goal: str) -> Answer:
    """What would hold, starting from one package."""
    if goal not in GOALS:
        ready = ", ".join(GOALS)
        raise DetenteError(f'goal "{goal}" comes with a later version; this one has: {ready}')
    name = chosen(findings, package)[0] if package else findings.likely
    found = findings.designed(name, goal)

    def show(console: Console) -> None:
        console.print(Text(f"{name}, {goal}: {found.words}", style="bold"))
        if found.verdict == "holds":
            table = Table("from month", "date", "stands open", box=None)
            for step in found.schedule:
                opened = ", ".join(f"{m} {x:.2f}" for m, x in step.open.items() if x > 0.005)
                table.add_row(str(step.month), str(step.date), Text(opened or "nothing"))
            console.print(table)
        table = Table("red line", "price, EUR bn for the whole line", box=None)
        for line in found.red_lines:
            table.add_row(Text(f"{line.party}:{line.name}"), f"{line.price:.2f}")
        console.print(table)
        for words in found.binding[:5]:
            console.print(Text(f"held back by: {words}", style="dim"))
        if found.unpriced:
            lines = ", ".join(found.unpriced)
            console.print(Text(f"about terms, so without a price here: {lines}", style="dim"))

    return Answer(asdict(found), show)
