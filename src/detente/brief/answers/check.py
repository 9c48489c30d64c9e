"""The flaws of a package, for a program and for a person."""

from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from detente.brief.answers import Answer, chosen
from detente.brief.from_claims import Findings
from detente.checks import check


def check_answer(findings: Findings, package: str) -> Answer:
    """Every named condition of every package."""

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
