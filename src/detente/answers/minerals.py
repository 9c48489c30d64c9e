"""Supply risk and bargaining power, for a program and for a person."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case.streams import Stream, stream
from detente.errors import InputError, Place, Problem
from detente.findings.from_claims import Findings
from detente.findings.market_result import supplied
from detente.markets.bargaining_power import bargaining_power
from detente.markets.minerals import PARTIES
from detente.markets.supply_risk import ImporterRisk, SupplyRisk, supply_risk


def case_minerals(findings: Findings, seed: int) -> Answer:
    """The same for the supplier and the importers that a case names."""
    found = supplied(findings.case)
    if found is None:
        place = Place("assets.yaml")
        remedy = "write minerals: {supplier: RU, importers: [US, EU]}"
        raise InputError([Problem(place, "asks about no minerals", remedy)])
    return _answer(found, seed)


def minerals_answer(
    supplier: str, importers: Sequence[str], chosen: Sequence[str], seed: int
) -> Answer:
    """What a supplier's entry or exit does to each importer, and whose consent is worth what."""
    return _answer(supply_risk(supplier, importers, chosen), seed)


def _answer(found: SupplyRisk, seed: int) -> Answer:
    powers = bargaining_power(found.minerals, stream(seed, Stream.POWER))

    def show(console: Console) -> None:
        console.print(Text(found.words, style="bold"))
        table = Table("importer", "mineral", *_HEADS, box=None)
        for risk in found.risks:
            table.add_row(risk.importer, risk.mineral, *_cells(risk))
        console.print(table)
        for slack in found.importers:
            band = f"{slack.change_low:+.3f} to {slack.change_high:+.3f}"
            line = f"{slack.importer} would have to tolerate {slack.change:+.3f} ({band})"
            console.print(Text(f"{line}, most for {slack.most_moved}"))
        power = Table("bargaining power", *PARTIES, box=None)
        for mineral in ("all", *found.minerals):
            held = [p for p in powers if p.mineral == mineral]
            cells = [f"{p.value:.2f} ({p.low:.2f} to {p.high:.2f})" for p in held]
            power.add_row(mineral, *cells)
        console.print(power)
        console.print(Text(f"source: {found.source}", style="dim"))

    return Answer({"supply_risk": asdict(found), "power": [asdict(p) for p in powers]}, show)


_HEADS = ("today", "let in", "without", "gone", "change, 90 %", "share today", "let in")


def _cells(risk: ImporterRisk) -> tuple[str, ...]:
    score = risk.score
    worlds = (score.today, score.with_supplier, score.without_supplier, score.gone)
    band = f"{risk.change_low:+.3f} to {risk.change_high:+.3f}"
    shares = (f"{risk.exposure:.0%}", f"{risk.exposure_open:.0%}")
    return (*(f"{world:.3f}" for world in worlds), band, *shares)
