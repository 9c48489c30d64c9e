"""`docs/tested.md`: what was tried outside this environment, when, and how it ended."""

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from detente.writing import write_whole
from tools.trials.environment import ROOT

PAGE = ROOT / "docs" / "tested.md"
HEAD = """\
<!-- Made by ./run pythons and ./run oracles; changes here are lost. -->

# Tested

What was tried outside the environment that the tests run in: other Pythons, the oldest libraries
that `pyproject.toml` allows, tools that are not ours. Each table is the last run of its command.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `passed` is None for what could not be tried."""

    cells: tuple[str, ...]
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A section of the page, and the command that makes it."""

    command: str
    title: str
    asked: str
    columns: tuple[str, ...]


PYTHONS = Trial(
    "pythons",
    "Pythons",
    "the wheel in an empty environment: `--help`, `check` and `hold` on a case that ships, "
    "`import detente`",
    ("Python", "Libraries", "Result"),
)
ORACLES = Trial(
    "oracles",
    "Oracles",
    "`pytest -m oracle` where the dependency group `oracle` is installed as far as it can be",
    ("Tests", "Result"),
)
TRIALS = (PYTHONS, ORACLES)


def record(trial: Trial, rows: Sequence[Row], page: Path = PAGE) -> None:
    """Puts the section of a trial in the place of its last one; the others stay."""
    old = page.read_text(encoding="utf-8") if page.is_file() else ""
    made = {**_sections(old), trial.title: _section(trial, rows)}
    kept = [made[known.title] for known in TRIALS if known.title in made]
    write_whole({page: "\n".join([HEAD, *kept])})


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].removeprefix("## "): part.rstrip("\n") + "\n" for part in parts}


def _section(trial: Trial, rows: Sequence[Row]) -> str:
    day = datetime.now(UTC).date()
    where = f"{platform.system()} on {platform.machine()}"
    table = [trial.columns, ("---",) * len(trial.columns), *(row.cells for row in rows)]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    said = (
        f"`./run {trial.command}`, {day}, detente `{version('detente')}`, {where}: {trial.asked}."
    )
    return f"## {trial.title}\n\n{said}\n\n{lines}\n"
