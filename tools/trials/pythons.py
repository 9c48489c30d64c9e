"""Whether detente works in every Python that it says it does, as far as one can be had."""

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from detente.cli.console import tell
from tools.trials.environment import Environment, FailedError, build_wheel, make_environment
from tools.trials.page import Row
from tools.trials.questions import SMOKE

VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def newest(there: Environment, wheel: Path) -> None:
    """the newest"""
    there.install(str(wheel))


def oldest(there: Environment, wheel: Path) -> None:
    """the oldest allowed"""
    there.install("--resolution", "lowest-direct", "--requirement", "pyproject.toml")
    there.install("--no-deps", str(wheel))


Libraries = Callable[[Environment, Path], None]
PAIRS: tuple[tuple[str, Libraries], ...] = (
    (VERSIONS[0], oldest),
    *((version, newest) for version in VERSIONS),
)


def try_pythons(pairs: Iterable[tuple[str, Libraries]] = PAIRS) -> list[Row]:
    """One row for each Python and choice of libraries: what it answers, or why it was not asked."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wheel = build_wheel(folder / "dist")
        return [_tried(folder / f"{n}", wheel, *pair) for n, pair in enumerate(pairs)]


def _tried(folder: Path, wheel: Path, python: str, libraries: Libraries) -> Row:
    words = f"Python {python}, libraries: {libraries.__doc__}"
    tell(words)
    begun, name = perf_counter(), f"{libraries.__doc__}"
    try:
        there = make_environment(folder / "environment", python)
    except FailedError:
        return Row((python, name, "not run: no such interpreter could be had"), passed=None)
    try:
        libraries(there, wheel)
        for question in SMOKE:
            question(there, folder)
    except FailedError as error:
        tell(f"{words}: {error}")
        return Row((there.version, name, f"fails: {error}"), passed=False)
    seconds = perf_counter() - begun
    return Row((there.version, name, f"passes, {seconds:.0f} s with the installing"), passed=True)
