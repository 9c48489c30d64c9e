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
    """Everything about a case, written into a folder."""
    for name in formats:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise DetenteError(f'no format "{name}"; there is: {known}', option="format")
    found = worded_brief(findings)
    folder = out or Path("out") / findings.case.name
    findings.tell(f"writing {folder}/brief.html")
    others = [kind for kind in dict.fromkeys(formats) if kind not in _ALWAYS]
    written(found, folder, others)

    def show(console: Console) -> None:
        to_terminal(found, console)
        names = [*_ALWAYS, *others]
        console.file.write("".join(f"\n{folder}/brief.{name}" for name in names) + "\n")

    return Answer(plain(found), show)
