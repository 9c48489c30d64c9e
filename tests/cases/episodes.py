"""The figures that a past case's README quotes, as the engine gives them now."""

from functools import cache
from pathlib import Path

from detente.case import open_case
from detente.findings.from_claims import Findings
from detente.findings.model import HoldResult
from detente.findings.package_result import hold_result

CASES = Path(__file__).parents[2] / "cases"
SEED, DRAWS = 1, 2000


@cache
def found(name: str, draws: int = DRAWS) -> Findings:
    return Findings(open_case(str(CASES / name)), SEED, draws)


def held(name: str, package: str, draws: int = DRAWS) -> HoldResult:
    findings = found(name, draws)
    return hold_result(findings.case, findings.hold(package), findings.life(package))


def row(name: str, package: str) -> str:
    """A line of the README's table."""
    result = held(name, package)
    alive = [f"{result.survival.mean[month]:.0%}" for month in (3, 6, 12, 24, 60)]
    cells = [
        f"`{package}`",
        "yes" if result.holds.at_mode else "no",
        f"{result.holds.probability.mean:.0%}",
        *alive,
        f"{result.survival.intact[12]:.0%}",
        f"{result.relief_pv:.1f}",
        f"{result.windfall:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def causes(name: str, package: str) -> str:
    """What ends a package within a year, largest first, as the README says it."""
    lost = {cause: curve[12] for cause, curve in held(name, package).survival.by_cause.items()}
    told = sorted(lost.items(), key=lambda pair: -pair[1])
    words = ", ".join(f"{cause} {share:.0%}" for cause, share in told if share >= 0.005)
    return f"`{package}` {words}"


def unwrapped(name: str) -> str:
    """The README with every line break a space."""
    return " ".join((CASES / name / "README.md").read_text(encoding="utf-8").split())
