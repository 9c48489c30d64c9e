"""Futures, prices, the allocation and the claims, for a program and for a person."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case.streams import Stream, stream
from detente.findings.absent import absent
from detente.findings.from_claims import Findings
from detente.findings.market_result import market_result
from detente.findings.model import Markets
from detente.markets.model import SpreadCurve
from detente.scenarios.model import Shift
from detente.scenarios.quotes import read_quotes
from detente.scenarios.score import score


def outlook_answer(findings: Findings) -> Answer:
    """Scenario probabilities and what moved them."""
    found = findings.outlook

    def show(console: Console) -> None:
        heads = ["1 month" if mark == "1" else f"{mark} months" for mark in found.at]
        without = f"{found.horizon}, no record"
        table = Table("future", *heads, without, box=None)
        for scenario in found.scenarios:
            odds = [found.at[mark][scenario] for mark in found.at]
            cells = [f"{o.mean:.0%} ({o.low:.0%} to {o.high:.0%})" for o in odds]
            table.add_row(scenario, *cells, f"{found.before[scenario]:.0%}")
        console.print(table)
        for scenario, title in found.titles.items():
            console.print(Text(f"{scenario}: {title}", style="dim"))
        console.print(
            f"what moved the odds at {found.horizon} months, and what on its own day, in points:"
        )
        before = found.before
        for shift in found.history:
            console.print(_moved(shift, before))
            before = shift.probabilities
        _notes(console, found.notes)

    return Answer(asdict(found), show)


def _moved(shift: Shift, before: Mapping[str, float]) -> Text:
    """One line of the record: how far it moved the odds, and for or against what it spoke."""
    then = (shift.before, shift.regime) if shift.turned >= _TOLD else (before, shift.probabilities)
    changes = {name: after - then[0][name] for name, after in then[1].items()}
    most = max(changes, key=lambda name: abs(changes[name]))
    head = f"  {shift.date} {shift.line:6} {shift.kind:9} {shift.moved:5.1%}"
    words = shift.words if shift.kind != "market" else f"{shift.words}; {shift.why}"
    line = f"{head}  {most} {100 * changes[most]:+.1f}: {words}"
    return Text(line, style="bold" if shift.moved >= _MUCH else "dim")


def score_answer(findings: Findings, data: Path) -> Answer:
    """How the outlook would have done on a prediction market's ladder."""
    as_of, rng = findings.case.world.as_of, stream(findings.seed, Stream.SCORE)
    quotes = read_quotes(data / "markets" / "polymarket_ceasefire_ladder_daily.csv")
    found = score(findings.outlook, as_of, quotes, rng)

    def show(console: Console) -> None:
        table = Table("forecaster", "Brier", "log score", "worse than the market", box=None)
        for s in found.scores:
            brier = f"{s.brier:.4f} ({s.brier_low:.4f} to {s.brier_high:.4f})"
            log = f"{s.log:.3f} ({s.log_low:.3f} to {s.log_high:.3f})"
            worse = f"{s.worse:+.3f} ({s.worse_low:+.3f} to {s.worse_high:+.3f})"
            table.add_row(s.forecaster, brier, log, "" if s.forecaster == "market" else worse)
        console.print(table)
        asked = f"{found.forecasts} forecasts on {found.days} days, {found.since} to {found.until}"
        outcomes = f"{len(found.dates)} dates, of which {found.came} saw a ceasefire"
        console.print(Text(f"{asked}; {outcomes}", style="dim"))
        console.print(Text(_SCORED, style="dim"))

    return Answer(asdict(found), show)


_TOLD = 0.0005  # a turn on the day; with less, the line spoke of signing only
_MUCH = 0.015  # a move of the odds that stands out
_JUMP = 0.005  # of a price, that is worth a line
_SCORED = (
    "less is better; intervals of nine tenths by blocks of days; the market is a hard baseline; "
    "while nothing has come, whoever says least is best, see `never`: that is no skill"
)


def price_answer(findings: Findings) -> Answer:
    """Prices under each future, and spreads."""
    found = market_result(findings.case, findings.markets, findings.machines[findings.likely])
    if bare := absent(findings.case).get("markets.paths"):
        found = replace(found, notes=(bare, *found.notes))

    def show(console: Console) -> None:
        if found.paths:
            console.print(_changes(found))
        for curve in found.spreads:
            console.print(Text(f"spread on {curve.package}: {_taken_apart(curve)}"))
        for tilt in found.curves:
            words = f"{tilt.slope_now:+.2f} to {tilt.slope:+.2f} {tilt.unit}"
            verdict = "flattens" if tilt.flattens else "steepens"
            change = f"{tilt.change:+.2f}, {tilt.change_low:+.2f} to {tilt.change_high:+.2f}"
            drawn = f"{verdict}; flatter in {tilt.flatter:.0%} of draws"
            console.print(
                Text(f"{tilt.asset} 12m-1m in {tilt.scenario}: {words} ({change}): {drawn}")
            )
        for path in found.paths:
            if path.jump is not None and abs(path.jump) >= _JUMP:
                words = f"{path.asset} jumps {path.jump:+.1%} when {path.scenario} comes"
                console.print(Text(words))
        if found.sequencing:
            console.print(Text(f"order of relief: {found.sequencing.words}"))
        if found.supply_risk:
            console.print(Text(f"minerals: {found.supply_risk.words}"))
        _notes(console, found.notes)

    return Answer(asdict(found), show)


def _changes(found: Markets) -> Table:
    """Every asset under every future."""
    scenarios = list(dict.fromkeys(path.scenario for path in found.paths))
    table = Table(f"change in {found.horizon} months", *scenarios, box=None)
    for asset in dict.fromkeys(path.asset for path in found.paths):
        paths = [path for path in found.paths if path.asset == asset]
        cells = [f"{p.effect:+.1%} ({p.effect_low:+.0%} to {p.effect_high:+.0%})" for p in paths]
        table.add_row(asset, *cells)
    return table


def _taken_apart(curve: SpreadCurve) -> str:
    """Each maturity: the spread, what of it is noise, and what the worst case adds."""
    noise = curve.noise or (None,) * len(curve.months)
    terms = zip(curve.months, curve.expected, noise, curve.ambiguity, strict=True)
    return ", ".join(
        f"{m}m {e:.0f} bp ("
        + ("" if n is None else f"of it noise {n:+.0f}, ")
        + f"{e + a:.0f} at worst)"
        for m, e, n, a in terms
    )


def claims_answer(findings: Findings) -> Answer:
    """The ledger of claims."""
    found = findings.brief().claims

    def show(console: Console) -> None:
        if not found:
            console.print(Text(f"{absent(findings.case)['claims']}"))
        for claim in found:
            console.print(Text(f"{claim.verdict:10}{claim.id}: {claim.claim}"))
            console.print(Text(f"          {claim.words}", style="dim"))

    return Answer({"claims": [asdict(claim) for claim in found]}, show)


def _notes(console: Console, notes: Iterable[str]) -> None:
    for note in notes:
        console.print(Text(note, style="dim"))
