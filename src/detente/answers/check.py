"""The flaws of a package, and the package with its mechanical remedies."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from detente.answers.model import Answer, chosen
from detente.case.editing import read_source
from detente.checks import check
from detente.checks.mended import Mended, mend
from detente.errors import DetenteError, InputError, Place, Problem
from detente.findings.from_claims import Findings
from detente.writing import write_new


def check_answer(findings: Findings, package: str) -> Answer:
    """Every named condition of every package."""

    results = {
        name: check(findings.machines[name], findings.case, findings.law)
        for name in chosen(findings, package)
    }

    def show(console: Console) -> None:
        for name, checks in results.items():
            console.print(Text(name, style="bold"))
            for found in checks:
                console.print(Text(f"  {found.verdict:8}{found.name}: {found.finding}"))
                for line in found.trace:
                    console.print(Text(f"            {line}", style="dim"))
                if found.remedy:
                    console.print(Text(f"            mend: {found.remedy}"))

    data = {name: {"checks": [asdict(c) for c in checks]} for name, checks in results.items()}
    return Answer({"packages": data}, show)


def apply_answer(findings: Findings, package: str, new_name: str, out: Path | None) -> Answer:
    """A package with its mechanical remedies, written beside the old one and checked again."""
    names = chosen(findings, package)
    if len(names) > 1:
        reason = "is needed: one package is mended at a time"
        raise DetenteError(reason, f"there is: {', '.join(names)}", option="package")
    folder = findings.case.folder / "packages"
    target = _target(names[0], new_name, out or folder)
    findings.tell(f"mending {names[0]}, remedy by remedy")
    text = read_source(folder / f"{names[0]}.yaml", f"packages/{names[0]}.yaml")
    done = mend(findings.case, names[0], findings.law, text)
    if done.applied:
        write_new(target, done.text)
    written = target if done.applied else None
    return Answer(_plain(done, written), lambda console: _show(done, written, console))


def _target(name: str, new_name: str, folder: Path) -> Path:
    """Where the new package goes; what is there is never written over."""
    new = new_name or f"{name}-mended"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", new):
        remedy = "use letters, digits, dash and underscore"
        raise DetenteError(f'"{new}" is no name', remedy, option="as")
    target = folder / f"{new}.yaml"
    if target.exists():
        remedy = "give the new package another name, or move it away"
        raise InputError([Problem(Place(str(target)), "is there already", remedy, "as")])
    return target


def _plain(done: Mended, written: Path | None) -> dict[str, Any]:
    return {
        "package": done.name,
        "written": str(written) if written else None,
        "applied": [asdict(step) for step in done.applied],
        "refused": [asdict(refused) for refused in done.refused],
        "before": [asdict(found) for found in done.before],
        "after": [asdict(found) for found in done.after],
        "left": [{"condition": c.name, "remedy": c.remedy} for c in done.left],
    }


def _show(done: Mended, written: Path | None, console: Console) -> None:
    _show_steps(done, written, console)
    console.print("before   after")
    for old, new in zip(done.before, done.after, strict=True):
        changed = new.finding if new.finding != old.finding else "as before"
        console.print(Text(f"{old.verdict:9}{new.verdict:9}{new.name}: {changed}"))
    if done.left:
        console.print("left to people, as it takes judgement:")
    for found in done.left:
        console.print(Text(f"  {found.name}: {found.remedy}"))
    if written:
        console.print("sound is not the same as wanted: `hold` says what it is worth to each party")


def _show_steps(done: Mended, written: Path | None, console: Console) -> None:
    if written:
        console.print(Text(f"{done.name}, mended: {written}", style="bold"))
    else:
        console.print(f"{done.name}: no remedy is mechanical and helps; nothing was written")
    for step in done.applied:
        console.print(Text(f"  {step.condition}: {step.says}"))
    if done.refused:
        console.print("not done:")
    for refused in done.refused:
        says = f"  {refused.mend.condition}: {refused.mend.says}; but {refused.why}"
        console.print(Text(says, style="dim"))
