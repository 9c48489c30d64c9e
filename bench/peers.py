"""Asks another tool for its figure, in a process of its own.

Tools with other licences are no part of the product. Their scripts lie beside the tests, in
`tests/oracle`, and run in the Python that DETENTE_ORACLE_PYTHON names, or in this one. A script
prints one JSON object; where its tool is missing it fails, and the peer is not here.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import detente

PYTHON = "DETENTE_ORACLE_PYTHON"
SOURCE = Path(detente.__file__).parent.parent
SCRIPTS = SOURCE.parent / "tests" / "oracle"
PATIENCE = 600.0  # seconds


def asked(tool: str, *arguments: str) -> dict[str, Any] | None:
    """What `TOOL_rate.py` prints; None where the tool or its script is not here."""
    script = SCRIPTS / f"{tool}_rate.py"
    return _run([str(script), *arguments]) if script.exists() else None


def run_there(code: str) -> dict[str, Any] | None:
    """What a few lines of our own print in the Python of the oracles."""
    return _run(["-c", code])


def _run(arguments: list[str]) -> dict[str, Any] | None:
    command = [os.environ.get(PYTHON) or sys.executable, *arguments]
    place = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])
    try:
        done = subprocess.run(  # noqa: S603  # ours, or what the user names
            command,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": place.rstrip(os.pathsep)},
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return found
