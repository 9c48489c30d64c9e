"""An environment of its own in a folder of its own, made with uv."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PATIENCE = 1200.0  # seconds for one command


class FailedError(Exception):
    """A command that did not end well, with the last of what it said."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def detente(self) -> Path:
        """The command that it installed."""
        return self.folder / "bin" / "detente"

    def install(self, *words: str) -> None:
        """Adds what `uv pip install` is told; paths are those of the checkout."""
        uv("pip", "install", "--quiet", "--python", str(self.python), *words)

    @property
    def version(self) -> str:
        """Of its interpreter: 3.12.1."""
        code = "import platform; print(platform.python_version())"
        return said([str(self.python), "-c", code], self.folder).strip()


def make_environment(folder: Path, python: str) -> Environment:
    """An empty environment of an interpreter, by version or path; FailedError if there is none."""
    said([_uv(), "venv", "--quiet", "--clear", "--python", python, str(folder)], ROOT, **_shims())
    return Environment(folder)


def build_wheel(folder: Path) -> Path:
    """The wheel of the checkout, in a folder."""
    uv("build", "--quiet", "--wheel", "--out-dir", str(folder))
    [wheel] = folder.glob("*.whl")
    return wheel


def uv(*words: str) -> str:
    """What uv says, run in the checkout; `run` says where it is."""
    return said([_uv(), *words], ROOT)


def said(command: list[str], folder: Path, **more: str) -> str:
    """What a command prints, run in a folder and without our paths; FailedError if it fails."""
    outside = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}} | more
    done = subprocess.run(  # noqa: S603  # ours
        command,
        cwd=folder,
        env=outside,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()[-1]
        raise FailedError(f"{' '.join([Path(command[0]).name, *command[1:]])}: {last}")
    return done.stdout


def _uv() -> str:
    return os.environ.get("UV", "uv")


def _shims() -> dict[str, str]:
    """Where pyenv keeps Pythons, it hides all but one from uv, unless it is told to show them."""
    if not shutil.which("pyenv"):
        return {}
    shown = said(["pyenv", "versions", "--bare"], ROOT).split()
    return {"PYENV_VERSION": ":".join(shown)}
