"""The allocation for a program, for a person, and as the files an investment committee keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente import __version__
from detente.answers.model import Answer
from detente.brief.allocation_sheet import about_sheet, allocation_sheet, price_words
from detente.brief.formats import one_page
from detente.case import Case
from detente.case.spreadsheet import as_csv
from detente.case.streams import Stream, stream
from detente.errors import DetenteError
from detente.findings.absent import require_holdings
from detente.findings.from_claims import Findings
from detente.findings.market_result import Own, allocated
from detente.portfolio import Allocation
from detente.portfolio.history import read_history
from detente.portfolio.holdings import read_holdings
from detente.portfolio.mandate import read_mandate
from detente.wording import with_unpriced
from detente.writing import write_whole


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """What a desk brings, as it gives it; what is left out is the case's."""

    holdings: Path | None = None
    returns: Path | None = None
    prices: Path | None = None
    mandate: Path | None = None
    believe: tuple[str, ...] = ()


def allocation_of(findings: Findings, files: OwnFiles) -> Allocation:
    """Rotate or hold, for the case's portfolio or another, on simulated swings or own returns."""
    if files.returns is not None and files.prices is not None:
        reason = "prices are given as well, and both say how prices swung"
        raise DetenteError(reason, "give one of them", option="returns")
    found = findings.allocation if files == OwnFiles() else _on_own(findings, files)
    return with_unpriced(found, findings.outlook.signed[1])


def _on_own(findings: Findings, files: OwnFiles) -> Allocation:
    require_holdings(findings.case, book=files.holdings is not None)
    past = files.returns or files.prices
    own = Own(
        book=None if files.holdings is None else read_holdings(files.holdings),
        history=None if past is None else read_history(past, prices=past is files.prices),
        mandate=None if files.mandate is None else read_mandate(files.mandate),
        believe=files.believe,
    )
    findings.tell("rotate or hold?")
    rng = stream(findings.seed, Stream.PORTFOLIO)
    return allocated(findings.case, findings.outlook, findings.markets, rng, own)


def save_allocation(findings: Findings, found: Allocation, out: Path) -> None:
    """The allocation in files, all or none."""
    write_whole(allocation_files(found, findings.case, out))
    findings.tell(f"wrote the allocation to {out}")


def allocation_answer(found: Allocation) -> Answer:
    """Rotate or hold, the weights, and what would hurt."""

    def show(console: Console) -> None:
        console.print(
            Text(f"{found.verdict}; {found.flip.scenario}: {found.flip.why}", style="bold")
        )
        if words := price_words(found):
            console.print(words)
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
        for limit in found.exposures:
            least = "" if limit.low is None else f", at least {limit.low:.0%}"
            most = "" if limit.high is None else f", at most {limit.high:.0%}"
            console.print(f"{limit.name}: {limit.now:.1%} now, {limit.best:.1%} best{least}{most}")
        for note in found.notes:
            console.print(Text(note, style="dim"))

    return Answer({"portfolio": asdict(found)}, show)


def allocation_files(found: Allocation, case: Case, out: Path) -> dict[Path, str | bytes]:
    """One page to read, where `out` ends as a page does; else a folder with it and its tables."""
    about = about_sheet(found, case, f"detente {__version__}")
    page = allocation_sheet(found, case)
    if out.suffix[1:].isalpha() and not out.is_dir():
        return {out: one_page(about, page, out)}
    return {
        out / "sheet.md": one_page(about, page, out / "sheet.md"),
        out / "allocation.csv": as_csv(_WEIGHTS, _weights(found)),
        out / "stress.csv": as_csv(_STRESSES, _stresses(found)),
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
