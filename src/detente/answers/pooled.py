"""The game and history put together, by the trust in each: for a program and for a person."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.history import found_classes
from detente.answers.model import Answer, chosen
from detente.durability import load_reference
from detente.durability.pooling import Pooling, pooling
from detente.durability.traits import Traits
from detente.findings.from_claims import Findings

_MARKS = (6, 12, 24, 60)
_DEFAULT = ("ucdp-all", "relief-all")  # of both kinds, where no traits are given


def pooled_answer(findings: Findings, package: str, name: str, traits: Traits) -> Answer:
    """Survival of each package at every weight of the inside view, class by class."""
    every = load_reference()
    classes = (
        found_classes(name, traits) if name or traits else [every[known] for known in _DEFAULT]
    )
    results: dict[str, Sequence[Pooling]] = {}
    for chosen_one in chosen(findings, package):
        life = findings.life(chosen_one)
        alive = [float(value) for value in life.mean(life.alive)]
        results[chosen_one] = [pooling(alive, known, _MARKS) for known in classes]

    def show(console: Console) -> None:
        for shown, found in results.items():
            for pooled in found:
                _show(console, shown, pooled)
        words = "weight 0 is history alone, 1 the game alone; which to trust is judgement"
        console.print(Text(words, style="dim"))

    data = {shown: [asdict(pooled) for pooled in found] for shown, found in results.items()}
    return Answer({"packages": data}, show)


def _show(console: Console, name: str, pooled: Pooling) -> None:
    months = (f"{month} months" for month in pooled.months)
    table = Table(f"{name} with {pooled.reference}", *months, box=None)
    for weight, row in zip(pooled.weights, pooled.survival, strict=True):
        table.add_row(f"weight {weight:g}", *(f"{value:.0%}" for value in row))
    table.add_row("at stake", *(f"{value:.0%}" for value in pooled.swing))
    console.print(table)
