"""Two versions of a package, clause by clause: what was moved, from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from detente.case.hints import spell
from detente.case.syntax import Path
from detente.web.edits import Control

_ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; `control` names its handle, if it has one."""

    label: str
    before: str
    after: str
    control: str = ""


def differences(
    before: Any, after: Any, controls: Mapping[str, Control] | None = None
) -> list[Difference]:
    """Everything in which two packages differ, in the order of the file."""
    return [
        _told(path, names, old, new, controls or {})
        for path, names, old, new in _walk(before, after, (), ())
    ]


Step = tuple[Path, Path, Any, Any]


def _walk(before: Any, after: Any, path: Path, names: Path) -> Iterator[Step]:
    """Paths are those of the later version; names stand for numbers in a list of named clauses."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from _walk(before.get(key), after.get(key), (*path, key), (*names, key))
    elif _named(before) and _named(after):
        old = {_name(part): part for part in before}
        new = {_name(part): (at, part) for at, part in enumerate(after)}
        for name in dict.fromkeys([*old, *new]):
            at, part = new.get(name, (-1, None))
            yield from _walk(old.get(name), part, (*path, at), (*names, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (old_part, new_part) in enumerate(zip(before, after, strict=True)):
            yield from _walk(old_part, new_part, (*path, at), (*names, at))
    else:
        yield path, names, before, after


def _named(parts: Any) -> bool:
    """Whether a list holds clauses that can be told apart by name, or by their article."""
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return False
    names = [_name(part) for part in parts]
    return all(names) and len(set(names)) == len(names)


def _name(part: Mapping[str, Any]) -> str:
    return str(part.get("name") or part.get("article") or "")


def _told(
    path: Path, names: Path, old: Any, new: Any, controls: Mapping[str, Control]
) -> Difference:
    handle = controls.get("/".join(map(str, path)))
    if handle is None:
        return Difference(spell(names), _shown(old), _shown(new))
    return Difference(handle.label, _as_handle(handle, old), _as_handle(handle, new), handle.name)


def _as_handle(handle: Control, value: Any) -> str:
    if not isinstance(value, str | int | float):
        return _shown(value)
    return replace(handle, value=value).told


def _shown(value: Any) -> str:
    """A value in few words."""
    if value is None:
        return _ABSENT
    if isinstance(value, dict):
        name = value.get("text") or value.get("act") or _name(value)
        return f"“{name}”" if name else ", ".join(f"{k} {_shown(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "none"
    text = str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
