"""Two runs of one input say the same, whatever seed Python hashes its words with."""

import os
import subprocess
import sys
from pathlib import Path

FILES = Path(__file__).parents[1] / "record" / "files"
SUBJECTS = ("The committee", "Nobody", "Our side", "The other party")
ACTS = (
    "must not forget the shipment of grain without delay", "hopes to announce a lasting truce",
    "has not decided to suspend the talks before the summit", "could not accept the first draft",
)  # fmt: skip
ENDS = ("because the matter is grave", "when the time is right", "whatever others may say")
RUN = """
import sys
from detente.cli import main
for words in {runs!r}:
    sys.argv = ["detente", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, ended.code
"""


def test_read_deeds_and_gap_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    text = tmp_path / "words.txt"
    said = (f"{who} {act} {end}" for who in SUBJECTS for act in ACTS for end in ENDS)
    text.write_text("".join(f"MR. JONES: {words}.\n" for words in said))
    runs = [
        ["read", str(text), "--json"],
        ["deeds", str(FILES / "sdn_2024-03-01.csv"), str(FILES / "sdn.xml"), "--json"],
        ["deeds", str(FILES / "entities.ftm.json"), "--json"],
        ["gap", "barbados-2023", "--json"],
    ]
    told = {
        subprocess.run(
            [sys.executable, "-c", RUN.format(runs=runs)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "77")
    }
    assert len(told) == 1
