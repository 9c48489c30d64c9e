"""A package's text read against its case, and written back with its comments where they stood."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from detente.case import Case, Package
from detente.case.document import Document, parse_yaml
from detente.case.editing import Edit, Set, changed, edited
from detente.case.ground import Ground
from detente.case.hints import refused, show
from detente.case.links import unresolved
from detente.case.package import PACKAGE_FORMAT
from detente.case.syntax import Path
from detente.errors import InputError, Place, Problem

Value = str | int | float


def file_of(name: str) -> str:
    """The file of a package, as it is named in messages."""
    return f"packages/{name}.yaml"


def checked(case: Case, name: str, document: Document, data: Any) -> Package:
    """The package that some data is, or InputError with every problem and the line it stands on."""
    if not isinstance(data, dict):
        reason = "is empty" if data is None else "is no mapping"
        raise _refusal(document, (), reason, f"begin it with format: {PACKAGE_FORMAT}")
    if data.get("format") != PACKAGE_FORMAT:
        given = data.get("format")
        reason = f"format is {show(given)}" if given is not None else 'lacks "format"'
        raise _refusal(document, ("format",), reason, f"this version reads {PACKAGE_FORMAT}")
    try:
        package = Package.model_validate(data, context=case.lexicon)
    except ValidationError as error:
        raise InputError(refused(replace(document, data=data), error, Package)) from None
    changed = replace(case, packages={name: package})  # the others were read before

    def place(file: str, path: Path) -> Place:
        return document.place(path) if file == document.file else Place(file)

    ground = Ground(place, frozenset(), {})
    desk = [Place("portfolio.csv")] * len(case.holdings)
    problems = [p for p in unresolved(changed, ground, desk) if p.place.file == document.file]
    if problems:
        raise InputError(problems)
    return package


def read_package(case: Case, name: str, text: str) -> tuple[Document, Package]:
    """A package from its text, with the lines of everything in it."""
    document = parse_yaml(text.replace("\r\n", "\n"), file_of(name))
    return document, checked(case, name, document, document.data)


def put_in(data: Any, changes: Mapping[Path, Value]) -> Any:
    """The same plain data with some values changed."""
    return changed(data, _edits(changes))


def written(text: str, changes: Mapping[Path, Value]) -> str:
    """The text with some values changed, and everything else as it stands, comments included."""
    return edited(text, _edits(changes), "this package")


def _edits(changes: Mapping[Path, Value]) -> list[Edit]:
    return [Set(path, value) for path, value in changes.items()]


def _refusal(document: Document, path: Path, reason: str, remedy: str) -> InputError:
    return InputError([Problem(document.place(path), reason, remedy)])
