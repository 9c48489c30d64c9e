"""Commands killed at random moments, in a bounded number; `./run kills` does 500 of all."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nothing_is_half_written_and_nothing_is_left_for_ever():
    line = [sys.executable, str(ROOT / "tests" / "kills.py"), "40", "7", "--quick"]
    place = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "PYTHONPATH": place}
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "40 kills" in done.stdout
