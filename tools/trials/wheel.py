"""The wheel by itself: what is in it, and whether it works where nothing else of ours is."""

import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.cli.console import tell
from tools.trials.environment import FailedError, build_wheel, make_environment
from tools.trials.questions import SMOKE, assists, briefs

_OURS = re.compile(r"detente(-[\w.]+\.dist-info)?/")
_DOCS = ("README.md", "/METADATA")  # they may say how a checkout is used
_MAKERS = re.compile(r"\./run\b")


def try_wheel(python: str) -> None:
    """Builds it, installs it in an empty environment, and asks it from another folder."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wheel = build_wheel(folder / "dist")
        look_into(wheel)
        there = make_environment(folder / "environment", python)
        there.install("--constraints", "constraints.txt", f"{wheel}[mcp]")
        (folder / "elsewhere").mkdir()
        for question in (*SMOKE, briefs, assists):
            tell(f"{wheel.name}, alone: {question.__doc__}")
            question(there, folder / "elsewhere")


def look_into(wheel: Path) -> None:
    """FailedError if it holds what only the makers use, or speaks of their script."""
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        if stray := [name for name in names if not _OURS.match(name)]:
            raise FailedError(f"{wheel.name} holds {', '.join(stray[:5])}")
        for name in names:
            text = packed.read(name).decode("utf-8", "replace")
            if not name.endswith(_DOCS) and _MAKERS.search(text):
                raise FailedError(f"{wheel.name}: {name} speaks of ./run")
