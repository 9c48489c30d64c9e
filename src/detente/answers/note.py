"""The whole brief: a desk note for a person, an object for a program, and its files."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from detente.answers.model import Answer
from detente.brief import written
from detente.brief.terminal import to_terminal
from detente.errors import DetenteError
from detente.findings import Findings, plain
from detente.wording import worded_brief

FORMATS = ("html", "json", "md", "docx", "pdf")
_ALWAYS = ("html", "json")


def note_answer(findings: Findings, out: Path | None, formats: Sequence[str]) -> Answer:
    """Everything about a case, written into a folder where one is given."""
    for name in formats:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise DetenteError(f'"{name}" is no format', f"there is: {known}", option="format")
    found = worded_brief(findings)
    names = list(dict.fromkeys([*_ALWAYS, *formats]))
    if out is not None:
        findings.tell(f"writing {out}/brief.html")
        written(found, out, names[len(_ALWAYS) :], findings.tell)

    def show(console: Console) -> None:
        to_terminal(found, console)
        if out is not None:
            console.file.write("".join(f"\n{out}/brief.{name}" for name in names) + "\n")

    return Answer(plain(found), show)
