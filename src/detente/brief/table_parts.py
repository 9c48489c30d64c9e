"""A long table written in parts, so that work cut short is taken up again, and put together whole.

Beside the table to come stands a folder of parts. A part is there whole or not at all. When all are
there, DuckDB puts them together in order into a draft, which then takes its name in one step; then
the parts go. `made_from` is kept with the parts: parts made from anything else are thrown away.

Only what is provably ours is ever taken away. The folder is ours if it holds our note, which comes
with it in one step and says so, and nothing in it is ours but the note, parts and drafts by their
names. A folder of that name without the note is somebody else's: nothing in it is touched.
"""

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import duckdb

from detente.errors import DetenteError

KINDS = (".parquet", ".duckdb")
TABLE = "readings"
_NULL = re.compile(r"(?<!\\)\\u0000")  # which no table can hold
_NOTE, _MARK, _FORMAT = "made_from.json", "detente", "parts/1"
_DRAFT, _NEW = ".table", ".made_from"
_WHILE = 60  # seconds in which another run may still be making its folder
_OURS = re.compile(
    rf"{re.escape(_NOTE)}|\.?\d{{6,}}-\d{{6,}}|\d{{6,}}-\d{{6,}}\.jsonl"
    r"|\.made_from|\.table\.(?:parquet|duckdb)(?:\.wal)?"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of parts of one table."""

    target: Path
    folder: Path
    columns: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Whether a part was finished before."""
        return self._path(name).is_file()

    def rows(self, name: str) -> int:
        """How many rows a finished part holds."""
        with self._path(name).open("rb") as stream:
            return sum(1 for _ in stream)

    def write(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Writes one part, whole; the number of its rows."""
        lines = [_NULL.sub(r"\\ufffd", json.dumps(row, ensure_ascii=False)) for row in rows]
        draft = self.folder / f".{name}"
        try:
            draft.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
            draft.replace(self._path(name))
        except OSError as error:
            raise _unwritten(self.folder, error) from None
        return len(lines)

    def together(self, names: Iterable[str]) -> None:
        """The table, whole, from these parts in this order; then the parts go."""
        files = [str(self._path(name)) for name in names]
        draft = self.folder / f"{_DRAFT}{self.target.suffix}"
        try:
            draft.unlink(missing_ok=True)
            Path(f"{draft}.wal").unlink(missing_ok=True)
            _combine(files, self.columns, draft, self.target.suffix)
            draft.replace(self.target)
        except (OSError, duckdb.Error) as error:
            raise _unwritten(self.target, error) from None
        self.remove()

    def remove(self) -> None:
        """Takes away the folder and all in it that is ours; what is not ours stays, and so it."""
        try:
            found = sorted(self.folder.iterdir(), key=lambda path: path.name == _NOTE)
            ours = [path for path in found if _OURS.fullmatch(path.name) and not path.is_dir()]
            for path in ours if len(ours) == len(found) else ours[:-1]:
                path.unlink()
            if len(ours) == len(found):
                self.folder.rmdir()
        except OSError as error:
            raise _unwritten(self.folder, error) from None

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"


def open_parts(
    target: Path, columns: Mapping[str, str], made_from: Mapping[str, Any]
) -> tuple[Parts, bool]:
    """The parts of a table, and whether some made from the same were found."""
    if target.suffix not in KINDS:
        raise DetenteError(f"--to {target}: a table ends in {' or '.join(KINDS)}")
    if target.suffix == ".duckdb" and target.exists():
        raise DetenteError(f"--to {target} is there already; give another name, or move it away")
    if target.is_dir():
        raise DetenteError(f"--to {target} is a folder; give the name of a file")
    parts = Parts(target, target.with_name(f"{target.name}.parts"), columns)
    told = json.dumps({_MARK: _FORMAT, "made_from": made_from}, sort_keys=True)
    there = _note_of(parts.folder)
    try:
        if there is not None and there != told:
            parts.remove()
        if there != told:
            _found(parts.folder, told)
    except OSError as error:
        raise _unwritten(parts.folder, error) from None
    return parts, there == told


def _note_of(folder: Path) -> str | None:
    """What our note in a folder says; None if there is no such folder, refused if it isn't ours."""
    if not folder.is_symlink() and not folder.exists():
        return None
    try:
        text = (folder / _NOTE).read_text(encoding="utf-8")
        note = json.loads(text)
    except (OSError, ValueError, RecursionError):
        note, text = None, ""
    if folder.is_symlink() or not isinstance(note, dict) or note.get(_MARK) != _FORMAT:
        reason = "is there already and is no folder of parts of detente"
        raise DetenteError(f"{folder}: {reason}; move it away, or give another --to")
    return text


def _found(folder: Path, told: str) -> None:
    """Makes the folder together with its note in one step; one that stays gets the new note."""
    if folder.exists():
        (folder / _NEW).write_text(told, encoding="utf-8")
        (folder / _NEW).replace(folder / _NOTE)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    draft = folder.with_name(f".{folder.name}.{token_hex(4)}")
    draft.mkdir()
    try:
        (draft / _NOTE).write_text(told, encoding="utf-8")
        draft.rename(folder)
    except OSError:
        _unmake(draft)
        raise


def _sweep(folder: Path) -> None:
    """Takes away what a killed run left of making this folder: our name, and at most our note."""
    name = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{8}}")
    for left in folder.parent.iterdir():
        old = name.fullmatch(left.name) and left.lstat().st_mtime < time.time() - _WHILE
        if old and left.is_dir() and {path.name for path in left.iterdir()} <= {_NOTE}:
            _unmake(left)


def _unmake(draft: Path) -> None:
    (draft / _NOTE).unlink(missing_ok=True)
    draft.rmdir()


def _combine(files: list[str], columns: Mapping[str, str], draft: Path, kind: str) -> None:
    """One table in the order of the files; one thread, so that the same parts give the same."""
    fields = ", ".join(f"'{name}': '{type_}'" for name, type_ in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    query = (  # the names are ours, the files are bound
        f"SELECT {names} FROM read_json($files, format = 'newline_delimited', "  # noqa: S608
        f"columns = {{{fields}}})"
    )
    with duckdb.connect(str(draft) if kind == ".duckdb" else ":memory:") as store:
        store.execute("SET threads = 1")
        if not files:
            empty = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
            store.execute(f"CREATE TABLE {TABLE} ({empty})")
        elif kind == ".duckdb":
            store.execute(f"CREATE TABLE {TABLE} AS {query}", {"files": files})
        else:
            relation = store.sql(query, params={"files": files})
            relation.write_parquet(str(draft), compression="zstd")
            return
        if kind == ".parquet":
            store.table(TABLE).write_parquet(str(draft), compression="zstd")


def _unwritten(path: Path, error: Exception) -> DetenteError:
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
    return DetenteError(f"{path}: cannot be written ({reason}); choose another --to")
