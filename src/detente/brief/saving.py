"""Saves a package beside those of its case: whole or not at all, and never over another."""

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from detente.case import Case, open_case
from detente.case.editing import Edit, Set
from detente.design.written import Sheet, refuse_clash
from detente.errors import DetenteError, InputError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def save_package(case: Case, sheet: Sheet, edits: Sequence[Edit], name: str, title: str) -> Path:
    """The file written; refuses a bad name, one that is taken, and what would break the case."""
    check_name(case, name)
    text = sheet.edited([*edits, Set(("title",), title)])
    _try_out(case, name, text)
    target = case.folder / "packages" / f"{name}.yaml"
    try:
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{name}.")
    except OSError as error:
        raise _unwritten(target, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(draft).chmod(0o644)
        os.link(draft, target)  # fails where another has come in the meantime
    except OSError as error:
        raise _unwritten(target, error) from None
    finally:
        Path(draft).unlink(missing_ok=True)
    return target


def check_name(case: Case, name: str) -> None:
    """Refuses a name before any work is done for it."""
    if not _NAME.fullmatch(name):
        raise DetenteError(
            f'--save "{name}" is no name for a package; use letters, digits, dash and underscore'
        )
    refuse_clash(case, name)


def _try_out(case: Case, name: str, text: str) -> None:
    """Reads a copy of the whole case with the new package, so that nothing broken is saved."""
    with tempfile.TemporaryDirectory() as parent:
        copy = Path(parent) / case.folder.name
        shutil.copytree(case.folder, copy)
        (copy / "packages" / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
        try:
            open_case(str(copy))
        except InputError as error:
            raise DetenteError(f"the package would not be read again: {error}") from None


def _unwritten(target: Path, error: OSError) -> DetenteError:
    reason = error.strerror or type(error).__name__
    return DetenteError(
        f"{target}: cannot be written ({reason}); copy the case to a folder of yours"
    )
