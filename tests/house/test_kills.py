"""Commands killed at random moments, in a bounded number; `./run kills` does 500 of all."""

import subprocess
import sys
from pathlib import Path

KILLS = Path(__file__).parents[1] / "kills.py"


def test_nothing_is_half_written_and_nothing_is_left_for_ever():
    line = [sys.executable, str(KILLS), "40", "7", "--quick"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "40 kills" in done.stdout
