"""The tests against tools that are not ours, in an environment that has those tools."""

import os
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.cli.console import tell
from tools.trials.environment import ROOT, Environment, FailedError, make_environment
from tools.trials.page import Row

HOME = ROOT / ".tools" / "oracles"  # kept, since some of the tools take minutes to install
_WAYS = {"failure": "failed", "error": "failed", "skipped": "skipped"}


def try_oracles(python: str) -> list[Row]:
    """One row for each tool that could not be installed, then one for each file of tests."""
    there = make_environment(HOME, python)
    there.install("--editable", ".", "--group", "dev")
    missing = [row for tool in wanted() if (row := _installed(there, tool))]
    return [*missing, *_asked(there)]


def wanted() -> list[str]:
    """The tools, as the dependency group `oracle` has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[str] = project["dependency-groups"]["oracle"]
    return found


def _installed(there: Environment, tool: str) -> Row | None:
    """None once it is there; a row that says why not."""
    tell(f"installing {tool}")
    try:
        there.install(tool)
    except FailedError as error:
        tell(f"{tool}: {error}")
        return Row((f"`{tool}`", "not installed: no version fits the libraries here"), passed=None)
    return None


def _asked(there: Environment) -> list[Row]:
    return rows_marked("oracle", there.python, DETENTE_ORACLE_PYTHON=str(there.python))


def rows_marked(mark: str, python: Path, **settings: str) -> list[Row]:
    """A row for each file with tests of this mark, run by this Python."""
    with TemporaryDirectory() as temporary:
        report = Path(temporary) / "report.xml"
        words = ["-m", "pytest", "-n0", "-m", mark, f"--junit-xml={report}"]
        subprocess.run(  # noqa: S603  # ours
            [str(python), *words],
            cwd=ROOT,
            env={**os.environ, **settings},
            check=False,  # the report says how it ended
        )
        return rows_of(report.read_text(encoding="utf-8"))


def rows_of(report: str) -> list[Row]:
    """How the tests of each file ended, from pytest's report."""
    ended: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for case in ET.fromstring(report).iter("testcase"):  # noqa: S314  # pytest's own
        file = (case.get("classname") or case.get("name") or "").replace(".", "/")
        ended[file].append(_end(case))
    return [_row(file, ends) for file, ends in sorted(ended.items())]


def _end(case: ET.Element) -> tuple[str, str]:
    """How one test ended; and why, if it did not run."""
    for way, said in _WAYS.items():
        if (found := case.find(way)) is not None:
            return said, found.get("message", "") if way == "skipped" else ""
    return "passed", ""


def _row(file: str, ends: list[tuple[str, str]]) -> Row:
    words = [
        f"{count} {way}{f': {why}' if why else ''}" for (way, why), count in Counter(ends).items()
    ]
    return Row((f"`{file}.py`", "; ".join(words)), passed=("failed", "") not in ends)
