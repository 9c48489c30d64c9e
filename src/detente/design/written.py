"""A schedule, or any other change, written into the package's own file with its comments kept.

A change is a list of edits. The same edits make the package that is played and the text that is
saved, so the two cannot differ.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from detente.case.document import parse_yaml
from detente.case.editing import Edit, Set, changed, edited, read_source
from detente.case.lexicon import Lexicon
from detente.case.model import Case
from detente.case.package import Package
from detente.design.model import Floats
from detente.errors import DetenteError
from detente.machine.model import Machine

_DIGITS = 6  # of an opening; a margin of slack covers the rest


@dataclass(frozen=True, slots=True)
class Sheet:
    """A package's file as it stands: its text, and the same as plain values."""

    name: str
    text: str
    data: Mapping[str, Any]
    lexicon: Lexicon = field(default_factory=Lexicon)

    def package(self, edits: Iterable[Edit]) -> Package | None:
        """The package after some edits; None if they make no package."""
        try:
            return Package.model_validate(changed(self.data, edits), context=self.lexicon)
        except ValidationError:
            return None

    def edited(self, edits: Sequence[Edit]) -> str:
        """The file's text after some edits, every comment in its place."""
        return edited(self.text, edits, f"packages/{self.name}.yaml")

    def diff(self, edits: Sequence[Edit], name: str = "") -> str:
        """What the edits change, as a unified diff of the file."""
        before, after = self.text.splitlines(), self.edited(edits).splitlines()
        files = f"packages/{self.name}.yaml", f"packages/{name or self.name}.yaml"
        return "\n".join(difflib.unified_diff(before, after, *files, n=1, lineterm=""))


def sheet_of(case: Case, name: str) -> Sheet:
    """The file of one package of a case."""
    file = f"packages/{name}.yaml"
    text = read_source(case.folder / file, file)
    return Sheet(name, text, parse_yaml(text, file).data, case.lexicon)


def schedule_edits(machine: Machine, openings: Floats) -> tuple[Edit, ...]:
    """The edits that open the valves of a package so, phase by phase; only what changes."""
    edits: list[Edit] = []
    spans = iter(machine.spans)
    for m, module in enumerate(machine.package.modules):
        mine = [v for v, valve in enumerate(machine.valves) if valve.module == module.name]
        for p, phase in enumerate(module.phases):
            start = min(next(spans).start, machine.horizon)
            for v in mine:
                measure = machine.valves[v].measure
                opening = round(float(min(max(openings[start, v], 0.0), 1.0)), _DIGITS)
                if abs(phase.open.get(measure, 0.0) - opening) > 10**-_DIGITS / 2:
                    edits.append(Set(("modules", m, "phases", p, "open", measure), opening))
    return tuple(edits)


def refuse_clash(case: Case, name: str) -> None:
    """Refuses to write over a package that is there."""
    if name in case.packages or (case.folder / "packages" / f"{name}.yaml").exists():
        raise DetenteError(
            f"packages/{name}.yaml is there already and is not written over",
            "choose another name",
            option="save",
        )
