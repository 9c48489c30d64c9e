"""Would it hold, why, and what turns the answer: for a program and for a person."""

from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.answers import Answer, chosen
from detente.brief.from_claims import Findings
from detente.brief.package_result import hold_result
from detente.errors import DetenteError
from detente.incentives.why import why


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
