"""Writes a small commented case to start from."""

import re
from pathlib import Path

from detente.errors import InputError, Place, Problem, shortened
from detente.writing import put_folder

TEMPLATE = Path(__file__).parent / "starter"
_PLACEHOLDER = "CASE_NAME"
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def new_case(name: str, parent: Path) -> Path:
    """A folder `name` in `parent` with a case that runs; whole or not at all.

    Raises InputError if the name is bad, the folder is there already, or it cannot be written.
    """
    if not _WORD.fullmatch(name):
        remedy = "use small letters, digits and dashes, such as strait-2026"
        raise _refusal(f'"{shortened(name)}"', "is no name for a case", remedy)
    target = parent / name
    if target.exists() or target.is_symlink():
        raise _refusal(str(target), "is there already", "choose another name, or move it away")
    try:
        _fill(name, parent, target)
    except OSError as error:
        remedy = "check that its folder is there and may be written to"
        raise _refusal(str(target), f"cannot be written ({error.strerror})", remedy) from None
    return target


def _fill(name: str, parent: Path, target: Path) -> None:
    parent.stat()  # a folder to write in is not made on the way
    with put_folder(target) as draft:
        for source in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
            copy = draft / source.relative_to(TEMPLATE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text(encoding="utf-8")
            copy.write_text(text.replace(_PLACEHOLDER, name), encoding="utf-8", newline="\n")


def _refusal(place: str, reason: str, remedy: str) -> InputError:
    return InputError([Problem(Place(place), reason, remedy)])
