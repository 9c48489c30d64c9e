"""The allocation for a program, for a person, and as the files an investment committee keeps."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.answers import Answer
from detente.brief.from_claims import Findings
from detente.brief.market_result import allocated
from detente.case import Case
from detente.portfolio import Allocation
from detente.portfolio.history import read_history
from detente.portfolio.holdings import read_holdings

_NO_BENCHMARK = "absolute risk, no benchmark"


def allocation_of(findings: Findings, holdings: Path | None, returns: Path | None) -> Allocation:
    """Rotate or hold, for the case's portfolio or another, on simulated swings or own returns."""
    if holdings is None and returns is None:
        return findings.allocation
    book = None if holdings is None else read_holdings(holdings)
    history = None if returns is None else read_history(returns)
    findings.tell("rotate or hold?")
    rng = np.random.default_rng([findings.seed, 3])
    return allocated(findings.case, findings.outlook, findings.markets, rng, book, history)


def allocation_answer(found: Allocation) -> Answer:
    """Rotate or hold, the weights, and what would hurt."""

    def show(console: Console) -> None:
        console.print(
            Text(f"{found.verdict}; {found.flip.scenario}: {found.flip.why}", style="bold")
        )
        gains = f"worst-case gain {found.gain_worst:.2%}, cost {found.cost:.2%}"
        console.print(f"{gains}, estimation error {found.estimation_error:.2%}")
        table = Table("asset", "now", "best", box=None)
        for asset, now in found.weights_now.items():
            table.add_row(asset, f"{now:.1%}", f"{found.weights_best[asset]:.1%}")
        console.print(table)
        stress = Table("stress", "", "now", "best", "most of it", box=None)
        for one in found.stresses:
            if one.kind not in {"low", "high"}:
                stress.add_row(one.name, one.kind, f"{one.now:+.1%}", f"{one.best:+.1%}", one.most)
        console.print(stress)
        for note in found.notes:
            console.print(Text(note, style="dim"))

    return Answer({"portfolio": asdict(found)}, show)


def allocation_files(found: Allocation, case: Case, folder: Path) -> dict[Path, str | bytes]:
    """One page to read, and its tables to reckon with: sheet.md, allocation.csv, stress.csv."""
    return {
        folder / "sheet.md": "\n".join(_sheet(found, case)) + "\n",
        folder / "allocation.csv": _csv(_WEIGHTS, _weights(found)),
        folder / "stress.csv": _csv(_STRESSES, _stresses(found)),
    }


_WEIGHTS = ("asset", "now", "low", "high", "benchmark", "best", "trade", "cost_bp", "cost")
_STRESSES = ("stress", "kind", "now", "best", "most")


def _weights(found: Allocation) -> Iterator[Sequence[str]]:
    for asset, now in found.weights_now.items():
        best, (low, high) = found.weights_best[asset], found.limits[asset]
        cost_bp = found.costs_bp[asset]
        shares = (now, low, high, found.benchmark.get(asset, 0.0), best, best - now)
        yield (
            asset,
            *(f"{share + 0.0:.6f}" for share in shares),
            f"{cost_bp:g}",
            f"{abs(best - now) * cost_bp / 1e4:.8f}",
        )


def _stresses(found: Allocation) -> Iterator[Sequence[str]]:
    for one in found.stresses:
        yield one.name, one.kind, f"{one.now:.6f}", f"{one.best:.6f}", one.most


def _sheet(found: Allocation, case: Case) -> Iterator[str]:
    yield f"# Allocation: {case.world.title}"
    yield ""
    yield f"As of {case.world.as_of}, over {found.horizon} months. **{found.verdict.upper()}.**"
    yield ""
    yield f"- Turns: {found.flip.scenario}, now {found.flip.now:.0%}: {found.flip.why}."
    yield (
        f"- Gain of the move {found.gain_mean:+.2%} at the mean beliefs, {found.gain_worst:+.2%} "
        f"at the worst; cost {found.cost:.2%}, allowance for error {found.estimation_error:.2%}."
    )
    against = "against the benchmark" if found.benchmark else _NO_BENCHMARK
    risk = f"{found.cvar_now:.1%} now, {found.cvar_best:.1%} best"
    yield f"- CVaR (worst twentieth) {risk}; {against}."
    yield ""
    yield from _table(
        ("asset", "now", "limits", "best", "trade", "cost, bp"),
        (
            (a, _share(now), _limits(found, a), _share(best), f"{best - now:+.1%}", f"{bp:g}")
            for a, now in found.weights_now.items()
            for best, bp in ((found.weights_best[a], found.costs_bp[a]),)
        ),
    )
    yield from _table(
        ("stress", "", "now", "best", "most of it"),
        ((s.name, s.kind, f"{s.now:+.1%}", f"{s.best:+.1%}", s.most) for s in found.stresses),
    )
    yield from _table(
        ("future", "probability now", "turns at", "how"),
        (
            (
                f.scenario,
                f"{f.now:.0%}",
                "never" if f.probability is None else f"{f.probability:.0%}",
                f.why,
            )
            for f in found.flips
        ),
    )
    for note in (*found.notes, "Arithmetic on stated beliefs, not investment advice"):
        yield f"- {note[0].upper()}{note[1:]}."


def _limits(found: Allocation, asset: str) -> str:
    low, high = found.limits[asset]
    return f"{low:.0%} to {high:.0%}"


def _share(share: float) -> str:
    return f"{share:.1%}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
