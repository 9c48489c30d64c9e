"""The machine of a package in the formats of other tools."""

from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from detente.answers.model import Answer, chosen
from detente.case.hints import nearest
from detente.errors import DetenteError, seen
from detente.findings.from_claims import Findings
from detente.findings.game_tree import game_tree
from detente.machine.cut import cut
from detente.machine.dot import to_dot
from detente.machine.layout import Layout
from detente.machine.listing import to_json
from detente.machine.model import Machine
from detente.machine.plays import by_chance
from detente.machine.prism import labels, to_prism
from detente.machine.product import rules
from detente.machine.relief import rewards
from detente.machine.tree import to_efg
from detente.writing import write_whole

TREE_MONTHS = 1
_SHORT: Mapping[str, int] = {"efg": TREE_MONTHS}  # months where none are given; else the horizon


def export_answer(
    findings: Findings, package: str, to: str, months: int | None, out: Path | None
) -> Answer:
    """One package in one format: as text, or in a file."""
    if to not in WRITERS:
        raise DetenteError(f'"{to}" is no format', nearest(to, WRITERS), option="to")
    if to == "dot" and months is not None:
        reason = "the picture has no months"
        raise DetenteError(reason, "leave it out of the format dot", option="months")
    machine = findings.machines[_only(findings, package)]
    _refuse(machine, months)
    text = WRITERS[to](findings, machine, months)
    if out:
        write_whole({out: text})
    data = {"package": machine.name, "to": to, "months": months or _SHORT.get(to, machine.horizon)}
    data |= {"file": str(out)} if out else {"text": text}

    def show(console: Console) -> None:
        if out:
            console.print(f"{out}: {len(text.splitlines()):,} lines")
        else:
            console.file.write(seen(text))

    return Answer(data, show)


def _only(findings: Findings, package: str) -> str:
    names = chosen(findings, package)
    if len(names) > 1:
        reason = "is needed: the case has several"
        raise DetenteError(reason, f"there is: {', '.join(names)}", option="package")
    return names[0]


def _refuse(machine: Machine, months: int | None) -> None:
    if months is not None and not 1 <= months <= machine.horizon:
        raise DetenteError(
            f'{months} is none of the months of "{machine.name}", which are 1 to {machine.horizon}',
            "leave it out for all",
            option="months",
        )


def _prism(findings: Findings, machine: Machine, months: int | None) -> str:
    short, case = cut(findings.case, machine, months), findings.case
    layout, asked = Layout(short, case, watched=True), rules(short, case, watched=True)
    return to_prism(by_chance(asked), rewards(layout), labels(layout, asked))


def _json(findings: Findings, machine: Machine, months: int | None) -> str:
    short = cut(findings.case, machine, months)
    return to_json(Layout(short, findings.case), rules(short, findings.case))


def _efg(findings: Findings, machine: Machine, months: int | None) -> str:
    held = findings.hold(machine.name)
    length = months or TREE_MONTHS
    title = f"{machine.name}, the first {length} of {machine.horizon} months"
    return to_efg(title, held.game.parties, game_tree(held, length))


def _dot(findings: Findings, machine: Machine, months: int | None) -> str:  # noqa: ARG001
    return to_dot(machine.name, machine.package)


WRITERS: Mapping[str, Callable[[Findings, Machine, int | None], str]] = {
    "prism": _prism,
    "json": _json,
    "efg": _efg,
    "dot": _dot,
}
