"""The reader's weights fitted anew, for a program and for a person."""

import os
from hashlib import sha256
from pathlib import Path

from rich.console import Console

from detente.answers.model import Answer
from detente.errors import DetenteError
from detente.findings.from_claims import Tell


def fitted(out: Path, tell: Tell) -> Answer:
    """Fits the heads and writes `heads.json` in a folder."""
    from detente.signals.heads.head import WEIGHTS
    from detente.writing import write_whole
    from tools.words.fit import fit

    named = os.environ.get("DETENTE_DATA", "")
    if not (Path(named) / "text" / "factuality").is_dir() or not named:
        raise DetenteError(
            "DETENTE_DATA names no folder with text/factuality; the factuality head is fitted on "
            "UDS-IH2, UW and MEANTIME there"
        )
    file, written = out / WEIGHTS, fit(Path(named), tell).encode()
    write_whole({file: written})
    digest = sha256(written).hexdigest()

    def show(console: Console) -> None:
        console.print(f"{file}: {len(written):,} bytes, sha256 {digest}", soft_wrap=True)

    return Answer({"file": str(file), "bytes": len(written), "sha256": digest}, show)
