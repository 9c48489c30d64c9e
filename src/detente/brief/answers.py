"""What each command answers: the data, and the same as a few lines for a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.from_claims import Findings
from detente.brief.market_result import market_result
from detente.brief.package_result import hold_result
from detente.case.hints import nearest
from detente.design import GOALS
from detente.errors import DetenteError
from detente.incentives.why import why


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, for a program and for a person."""

    data: Mapping[str, Any]
    show: Callable[[Console], None]


def chosen(findings: Findings, package: str) -> list[str]:
    """The package asked for, or all of them."""
    known = list(findings.case.packages)
    if package and package not in known:
        raise DetenteError(f'no package "{package}"; {nearest(package, known)}')
    return [package] if package else known


def check_answer(findings: Findings, package: str) -> Answer:
    """Every named condition of every package."""
    from detente.checks import check

    results = {
        name: check(findings.machines[name], findings.case, findings.law)
        for name in chosen(findings, package)
    }

    def show(console: Console) -> None:
        for name, checks in results.items():
            console.print(Text(name, style="bold"))
            for found in checks:
                console.print(Text(f"  {found.verdict:8}{found.name}: {found.finding}"))
                for line in found.trace:
                    console.print(Text(f"            {line}", style="dim"))
                if found.remedy:
                    console.print(Text(f"            mend: {found.remedy}"))

    data = {name: {"checks": [asdict(c) for c in checks]} for name, checks in results.items()}
    return Answer({"packages": data}, show)


def hold_answer(findings: Findings, package: str) -> Answer:
    """Slack, first binding constraint, survival, relief, windfall and reward."""
    results = {
        name: hold_result(findings.case, findings.hold(name), findings.life(name))
        for name in chosen(findings, package)
    }

    def show(console: Console) -> None:
        table = Table("package", "holds at mode", "P(holds)", "breaks first", box=None)
        for name, found in results.items():
            holds, first = found.holds, found.holds.first_binding
            chance = holds.probability
            table.add_row(
                name,
                "yes" if holds.at_mode else "no",
                f"{chance.mean:.0%} ({chance.low:.0%} to {chance.high:.0%})",
                Text(first.words if first else "nothing"),
            )
        console.print(table)
        table = Table("alive after", "6 months", "12", "24", "60", "intact at 12", box=None)
        for name, found in results.items():
            alive = [f"{found.survival.at[mark]:.0%}" for mark in ("6", "12", "24", "60")]
            intact = found.survival.intact[min(12, len(found.survival.intact) - 1)]
            table.add_row(name, *alive, f"{intact:.0%}")
        console.print(table)
        target = findings.case.world.target
        table = Table(f"EUR bn, {target}", "relief", "windfall", "reward", "least slack", box=None)
        for name, found in results.items():
            slack = min(min(row) for row in found.slack.values()) if found.slack else 0.0
            reward = "-" if found.reward is None else f"{found.reward:.0f}"
            numbers = (f"{found.relief_pv:.1f}", f"{found.windfall:.1f}", reward, f"{slack:.2f}")
            table.add_row(name, *numbers)
        console.print(table)
        for name, found in results.items():
            for warning in found.warnings:
                console.print(Text(f"{name}: {warning}", style="dim"))

    return Answer({"packages": {name: asdict(found) for name, found in results.items()}}, show)


def why_answer(findings: Findings, package: str, question: str) -> Answer:
    """The ledger of one decision, such as RU@14."""
    party, at, month = question.partition("@")
    if not at or not month.isdecimal():
        raise DetenteError(f'--why "{question}": write PARTY@MONTH, such as RU@14')
    ledgers = {
        name: why(findings.hold(name), party, int(month)) for name in chosen(findings, package)
    }

    def show(console: Console) -> None:
        for name, ledger in ledgers.items():
            console.print(Text(f"{name}: {ledger.words}", style="bold"))
            table = Table(box=None, show_header=False)
            table.add_column(justify="left")
            table.add_column(justify="right")
            for entry in ledger.entries:
                table.add_row(Text(entry.words), f"{entry.value:.3f}")
            console.print(table)

    return Answer({"packages": {name: asdict(found) for name, found in ledgers.items()}}, show)


def flips_answer(findings: Findings, package: str) -> Answer:
    """What the answer hangs on: break-evens, and shares of the variance of survival."""
    results = {name: findings.flips(name) for name in chosen(findings, package)}

    def show(console: Console) -> None:
        for name, found in results.items():
            console.print(Text(name, style="bold"))
            table = Table("what turns it", "share of survival at 12 m", "at 60 m", box=None)
            for flip in found[:12]:
                shares = (
                    f"{flip.share_12:.2f} ± {flip.share_12_error:.2f}",
                    f"{flip.share_60:.2f} ± {flip.share_60_error:.2f}",
                )
                table.add_row(Text(flip.sentence), *shares)
            console.print(table)

    data = {name: {"flips": [asdict(f) for f in found]} for name, found in results.items()}
    return Answer({"packages": data}, show)


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


def read_answer(text: str) -> Answer:
    """The readings of a text."""
    from detente.signals import read_text

    readings = read_text(text)

    def show(console: Console) -> None:
        if not readings:
            console.print("nothing in this text commits anybody to anything")
        for found in readings:
            words = "; ".join(f'"{span.text}"' for span in found.spans)
            needs = "  needs an analyst" if found.abstains else ""
            who = found.actor or "somebody"
            what = found.instrument or "-"
            line = f"{found.level:+d} [{found.low:+d}, {found.high:+d}]  {who}, {what}: {words}"
            console.print(Text(line + needs))

    rows = [{**asdict(found), "interval": [found.low, found.high]} for found in readings]
    return Answer({"readings": rows}, show)


def outlook_answer(findings: Findings) -> Answer:
    """Scenario probabilities and what moved them."""
    found = findings.outlook

    def show(console: Console) -> None:
        heads = ["1 month" if mark == "1" else f"{mark} months" for mark in found.at]
        table = Table("future", *heads, box=None)
        for scenario in found.scenarios:
            odds = [found.at[mark][scenario] for mark in found.at]
            cells = [f"{o.mean:.0%} ({o.low:.0%} to {o.high:.0%})" for o in odds]
            table.add_row(scenario, *cells)
        console.print(table)
        console.print("what moved it most:")
        for shift in sorted(found.history, key=lambda s: -s.moved)[:8]:
            line = f"  {shift.date} {shift.line} ({shift.moved:.1%}): {shift.words}"
            console.print(Text(line, style="dim"))

    return Answer(asdict(found), show)


def price_answer(findings: Findings) -> Answer:
    """Prices under each future, and spreads."""
    found = market_result(findings.markets)

    def show(console: Console) -> None:
        scenarios = list(dict.fromkeys(path.scenario for path in found.paths))
        table = Table(f"change in {found.horizon} months", *scenarios, box=None)
        for asset in dict.fromkeys(path.asset for path in found.paths):
            paths = [path for path in found.paths if path.asset == asset]
            cells = [
                f"{p.effect:+.1%} ({p.effect_low:+.0%} to {p.effect_high:+.0%})" for p in paths
            ]
            table.add_row(asset, *cells)
        console.print(table)
        for curve in found.spreads:
            terms = zip(curve.months, curve.expected, curve.ambiguity, strict=True)
            words = ", ".join(f"{m}m {e:.0f} bp ({e + a:.0f} at worst)" for m, e, a in terms)
            console.print(Text(f"spread on {curve.package}: {words}"))
        _notes(console, found.notes)

    return Answer(asdict(found), show)


def allocate_answer(findings: Findings) -> Answer:
    """Rotate or hold."""
    found = findings.allocation

    def show(console: Console) -> None:
        flip = found.flip
        console.print(Text(f"{found.verdict}; {flip.scenario}: {flip.why}", style="bold"))
        gains = f"worst-case gain {found.gain_worst:.2%}, cost {found.cost:.2%}"
        console.print(f"{gains}, estimation error {found.estimation_error:.2%}")
        table = Table("asset", "now", "best", box=None)
        for asset, now in found.weights_now.items():
            table.add_row(asset, f"{now:.1%}", f"{found.weights_best[asset]:.1%}")
        console.print(table)

    return Answer({"portfolio": asdict(found)}, show)


def claims_answer(findings: Findings) -> Answer:
    """The ledger of claims."""
    found = findings.brief().claims

    def show(console: Console) -> None:
        for claim in found:
            console.print(Text(f"{claim.verdict:10}{claim.id}: {claim.claim}"))
            console.print(Text(f"          {claim.words}", style="dim"))

    return Answer({"claims": [asdict(claim) for claim in found]}, show)


def _notes(console: Console, notes: Iterable[str]) -> None:
    for note in notes:
        console.print(Text(note, style="dim"))
