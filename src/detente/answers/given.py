"""What is known of a package once time has passed: for a program and for a person."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer, chosen
from detente.durability.given import LEVEL, Given, given
from detente.findings.from_claims import Findings

_LATER = (0, 6, 12, 24, 48)
_MOST = 8


def given_answer(findings: Findings, package: str, events: Sequence[str]) -> Answer:
    """Survival, the chance that it holds, and the numbers that moved, once events are known."""
    results = {
        name: given(
            findings.hold(name),
            findings.machines[name],
            findings.case.world,
            findings.sampler,
            events,
        )
        for name in chosen(findings, package)
    }

    def show(console: Console) -> None:
        for name, found in results.items():
            _show(console, name, found)

    return Answer({"packages": {name: asdict(found) for name, found in results.items()}}, show)


def _show(console: Console, name: str, found: Given) -> None:
    events = ", ".join(found.events)
    words = f"{name}, given {events}: chance {found.chance:.0%} at signature"
    console.print(Text(words, style="bold"))
    last = len(found.months) - 1
    at = [later for later in _LATER if later <= last]
    table = Table("alive at month", *(str(found.months[later]) for later in at), box=None)
    table.add_row("as seen at signature", *(f"{found.before[later]:.0%}" for later in at))
    bands = (f"{found.alive[k]:.0%} ({found.low[k]:.0%} to {found.high[k]:.0%})" for k in at)
    table.add_row(f"as seen now ({LEVEL:.0%} band)", *bands)
    console.print(table)
    now = f"{found.holds_after:.0%} ({found.holds_low:.0%} to {found.holds_high:.0%})"
    console.print(Text(f"P(holds): {found.holds_before:.0%} before, {now} now"))
    table = Table("what moved", "before", "now", "shift in sd", box=None)
    for moved in found.moved[:_MOST]:
        figures = (f"{value:.3g} {moved.unit}".strip() for value in (moved.before, moved.after))
        shift = f"{moved.shift:+z.2f} ± {moved.error:.2f}"
        table.add_row(Text(f"{moved.words} ({moved.name})"), *figures, shift)
    console.print(table)
    for warning in found.warnings:
        console.print(Text(f"{name}: {warning}", style="dim"))
