"""Saves a package beside those of its case: whole or not at all, and never over another."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from detente.case import Case
from detente.case.editing import Edit, Set
from detente.design.written import Sheet, refuse_clash
from detente.errors import DetenteError, InputError
from detente.law.from_case import open_with_law
from detente.writing import scratch, write_new

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def save_package(case: Case, sheet: Sheet, edits: Sequence[Edit], name: str, title: str) -> Path:
    """The file written; refuses a bad name, one that is taken, and what would break the case."""
    check_name(case, name)
    text = sheet.edited([*edits, Set(("title",), title)])
    _try_out(case, name, text)
    target = case.folder / "packages" / f"{name}.yaml"
    write_new(target, text, "copy the case to a folder of yours", by="")
    return target


def check_name(case: Case, name: str) -> None:
    """Refuses a name before any work is done for it."""
    if not _NAME.fullmatch(name):
        remedy = "use letters, digits, dash and underscore"
        raise DetenteError(f'"{name}" is no name for a package', remedy, option="save")
    refuse_clash(case, name)


def _try_out(case: Case, name: str, text: str) -> None:
    """Reads a copy of the whole case with the new package, so that nothing broken is saved."""
    with scratch() as parent:
        copy = parent / case.folder.name
        shutil.copytree(case.folder, copy)
        (copy / "packages" / f"{name}.yaml").write_bytes(text.encode())
        try:
            open_with_law(str(copy))
        except InputError as error:
            raise DetenteError(f"the package would not be read again: {error}") from None
