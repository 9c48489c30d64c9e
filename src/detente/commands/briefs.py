"""The brief of a case; a new case; the schemas of its files."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.door import (
    CaseArgument,
    DrawsOption,
    JsonOption,
    SeedOption,
    answer,
    app,
    console,
    escaped,
    opened,
)
from detente.errors import DetenteError, seen


class Format(StrEnum):
    """What the brief is written as, beside brief.html and brief.json."""

    HTML = "html"
    JSON = "json"
    MD = "md"
    DOCX = "docx"
    PDF = "pdf"


@app.command(epilog="Example: detente brief alaska-2025 --out out/alaska --format pdf")
def brief(
    case: CaseArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="default out/CASE")
    ] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", help="write this too; html and json always; repeat"),
    ] = None,
    versus: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare", metavar="P1 P2", help="only two packages side by side, clause by clause"
        ),
    ] = None,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """Everything about a case: a desk note here, brief.html and brief.json in a folder."""
    if versus is not None and (out or formats):
        raise DetenteError("--compare answers here and writes nothing; leave out --out, --format")
    findings = opened(case, seed, draws)
    if versus is not None:
        from detente.answers.compare import compare_answer

        answer(compare_answer(findings, *versus), as_json)
        return
    from detente.brief import written

    found = findings.brief()
    folder = out or Path("out") / findings.case.name
    findings.tell(f"writing {folder}/brief.html")
    others = [kind.value for kind in formats or () if kind not in (Format.HTML, Format.JSON)]
    text = written(found, folder, others, findings.tell)
    if as_json:
        sys.stdout.write(escaped(text))
        return
    from detente.brief.terminal import to_terminal

    to_terminal(found, console())
    names = ["html", "json", *dict.fromkeys(others)]
    sys.stdout.write(seen("".join(f"\n{folder}/brief.{name}" for name in names)) + "\n")


@app.command(epilog="Example: detente new mycase")
def new(name: Annotated[str, typer.Argument(metavar="NAME", help="folder to make")]) -> None:
    """Writes a small commented case that runs."""
    from detente.case.starter import new_case

    path = Path(name)
    made = new_case(path.name, path.parent)
    sys.stdout.write(seen(f"{made}\nnow: detente brief {made}\n"))


@app.command(epilog="Example: detente schema --out schemas")
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="one file each; else to stdout")
    ] = None,
) -> None:
    """JSON Schemas of case files and of brief.json."""
    from detente.case.schema import schemas
    from detente.findings.as_text import as_text
    from detente.findings.from_claims import schema as brief_schema
    from detente.writing import write_whole

    every = {**schemas(), "brief": brief_schema()}
    if out is None:
        sys.stdout.write(as_text(every))
        return
    write_whole({out / f"{name}.schema.json": as_text(body) for name, body in every.items()})
