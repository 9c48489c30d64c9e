"""A schedule, or any other change, written into the package's own file with its comments kept.

A change is a list of edits: a path in the file and the value that is to stand there. The same edits
make the package that is played and the text that is saved, so the two cannot differ.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from detente.case.document import parse_yaml, read_text
from detente.case.lexicon import Lexicon
from detente.case.model import Case
from detente.case.package import Package
from detente.design.excised import taken
from detente.design.model import Floats
from detente.errors import DetenteError
from detente.machine.model import Machine

_DIGITS = 6  # of an opening; a margin of slack covers the rest
_INDENTS = ((2, 4, 2), (2, 2, 0), (4, 6, 4))  # mapping, sequence, offset
APPEND = -1  # as the last step of a path: one more item of a list
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A value to be written at a path of a package's file; None takes what stands there out."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """A package's file as it stands: its text, and the same as plain values."""

    name: str
    text: str
    data: Mapping[str, Any]
    lexicon: Lexicon = field(default_factory=Lexicon)

    def package(self, edits: Iterable[Edit]) -> Package | None:
        """The package after some edits; None if they make no package."""
        changed: Any = deepcopy(self.data)
        for edit in edits:
            _write(changed, edit)
        try:
            return Package.model_validate(changed, context=self.lexicon)
        except ValidationError:
            return None

    def edited(self, edits: Sequence[Edit]) -> str:
        """The file's text after some edits, every comment in its place."""
        yaml, text = _faithful(self.text), self.text
        for edit in edits:
            text = _rewritten(yaml, text, edit)
        return text

    def diff(self, edits: Sequence[Edit], name: str = "") -> str:
        """What the edits change, as a unified diff of the file."""
        before, after = self.text.splitlines(), self.edited(edits).splitlines()
        files = f"packages/{self.name}.yaml", f"packages/{name or self.name}.yaml"
        return "\n".join(difflib.unified_diff(before, after, *files, n=1, lineterm=""))


def sheet_of(case: Case, name: str) -> Sheet:
    """The file of one package of a case."""
    file = f"packages/{name}.yaml"
    text = read_text(case.folder / file, file)
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
                    edits.append(Edit(("modules", m, "phases", p, "open", measure), opening))
    return tuple(edits)


def _write(tree: Any, edit: Edit) -> None:
    *above, last = edit.path
    value = deepcopy(edit.value)  # a later edit may reach into it
    for step in above:
        if last == APPEND and isinstance(tree, dict):
            tree.setdefault(step, [])  # a list that may be left out
        tree = tree[step]
    if edit.value is None:
        del tree[last]
    elif last == APPEND:
        tree.append(value)
    else:
        tree[last] = value


def _rewritten(yaml: YAML, text: str, edit: Edit) -> str:
    if edit.value is None and (less := taken(text, edit.path)) is not None:
        return less
    tree = yaml.load(text)
    _write(tree, Edit(edit.path, _styled(edit.value)))
    return _dumped(yaml, tree)


def _styled(value: Any) -> Any:
    """A value as a person would write it: what holds no lists and no mappings, on one line."""
    if isinstance(value, dict):
        styled: Any = CommentedMap({key: _styled(part) for key, part in value.items()})
    elif isinstance(value, list):
        styled = CommentedSeq([_styled(part) for part in value])
    else:
        return value
    parts = value.values() if isinstance(value, dict) else value
    if not any(isinstance(part, dict | list) for part in parts):
        styled.fa.set_flow_style()
    return styled


def _faithful(text: str) -> YAML:
    """A reader and writer that gives back a text as it stands, or as near as may be."""

    def strangeness(yaml: YAML) -> int:
        back = _dumped(yaml, yaml.load(text)).splitlines()
        return sum(line[0] in "+-" for line in difflib.ndiff(text.splitlines(), back))

    writers = [_writer(*indent) for indent in _INDENTS]
    for writer in writers:
        if _dumped(writer, writer.load(text)) == text:
            return writer
    return min(writers, key=strangeness)


def _writer(mapping: int, sequence: int, offset: int) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 10**6
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def _dumped(yaml: YAML, tree: Any) -> str:
    out = StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def refuse_clash(case: Case, name: str) -> None:
    """Refuses to write over a package that is there."""
    if name in case.packages or (case.folder / "packages" / f"{name}.yaml").exists():
        raise DetenteError(
            f"packages/{name}.yaml is there already and is not written over; choose another --save"
        )
