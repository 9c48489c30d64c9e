"""A long table written in parts, so that work cut short is taken up again, and put together whole.

Beside the table to come stands a folder of parts. A part is there whole or not at all. When all are
there, DuckDB puts them together in order into a draft, which then takes its name in one step; then
the parts go. `made_from` is kept with the parts: parts made from anything else are thrown away. A
folder without that note is somebody else's, and so is a file that is no part: neither is touched.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from detente.errors import DetenteError
from detente.writing import clean, discard, said, shown, whole_file, whole_folder, write_whole

KINDS = (".parquet", ".duckdb")
TABLE = "readings"
_NULL = re.compile(r"(?<!\\)\\u0000")  # which no table can hold
_MADE_FROM = "made_from.json"
_MADE_BY = "detente read"
_PART = re.compile(r"\d{6}-\d{6}\.jsonl")
_REMEDY, _BY = "choose another name for the table", "to"


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
        body = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
        write_whole({self._path(name): body}, _REMEDY, _BY)
        return len(lines)

    def together(self, names: Iterable[str]) -> None:
        """The table, whole, from these parts in this order; then the parts go."""
        files = [str(self._path(name)) for name in names]
        try:
            with whole_file(self.target, _REMEDY, _BY) as draft:
                _combine(files, self.columns, draft, self.target.suffix)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise DetenteError(
                f"cannot write {shown(self.target)} ({reason})", _REMEDY, by=_BY
            ) from None
        self.remove()

    def remove(self) -> None:
        """The parts and their note go, and the folder if nothing else is in it."""
        with said(self.folder, _REMEDY, _BY):
            clean(self.folder)
            there = sorted(self.folder.iterdir())
            ours = [p for p in there if p.name == _MADE_FROM or _PART.fullmatch(p.name)]
            if ours == there:
                discard(self.folder)
            else:
                for path in ours:
                    path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"


def open_parts(
    target: Path, columns: Mapping[str, str], made_from: Mapping[str, Any]
) -> tuple[Parts, bool]:
    """The parts of a table, and whether some made from the same were found."""
    if target.suffix not in KINDS:
        remedy = f"a table ends in {' or '.join(KINDS)}"
        raise DetenteError(f"{target} is no table", remedy, option="to")
    if target.suffix == ".duckdb" and target.exists():
        remedy = "give another name, or move it away"
        raise DetenteError(f"{target} is there already", remedy, option="to")
    if target.is_dir():
        raise DetenteError(f"{target} is a folder", "give the name of a file", option="to")
    parts = Parts(target, target.with_name(f"{target.name}.parts"), columns)
    note = {_MADE_BY: "parts of a table", "from": made_from}
    before = _note_of(parts.folder)
    if before == json.loads(json.dumps(note)):
        return parts, True
    if before is not None:
        parts.remove()
    if parts.folder.exists() or parts.folder.is_symlink():
        reason = f"{shown(parts.folder)} is there and is not ours"
        raise DetenteError(reason, f"move it away, or {_REMEDY}", by=_BY)
    with whole_folder(parts.folder, _REMEDY, _BY) as draft:
        (draft / _MADE_FROM).write_text(json.dumps(note, sort_keys=True), encoding="utf-8")
    return parts, False


def _note_of(folder: Path) -> Any:
    """What the parts in a folder were made from; None if it is no folder of ours."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    try:
        note = json.loads((folder / _MADE_FROM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and _MADE_BY in note else None


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
