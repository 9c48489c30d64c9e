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
<!-- Made by ./run pythons, oracles, proofs, mutants, kills and fuzz; changes here are lost. -->

# Tested

What takes too long for `./run test`, or an environment of its own: other Pythons, the oldest
libraries that `pyproject.toml` allows, tools that are not ours, slow proofs, small wrongs put into
the code, commands killed half-way, cases broken at random. A table is the last run of its command.
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
PROOFS = Trial("proofs", "Proofs", "`pytest -m proof`, tests that take long", ("Tests", "Result"))
MUTANTS = Trial(
    "mutants --record",
    "Mutants",
    "one small wrong at a time in a copy of the code; do the tests of its room fail?",
    ("Room", "Killed"),
)
KILLS = Trial(
    "kills --record",
    "Kills",
    "commands that write, killed at random moments; nothing half-written, nothing left for ever",
    ("Command", "Result"),
)
FUZZ = Trial(
    "fuzz --record",
    "Fuzz",
    "whole cases with numbers, structure and bytes changed at random, put to every room",
    ("Seeds", "Result"),
)
TRIALS = (PYTHONS, ORACLES, PROOFS, MUTANTS, KILLS, FUZZ)


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
