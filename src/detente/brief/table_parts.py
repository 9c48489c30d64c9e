"""A long table written in parts, so that work cut short is taken up again, and put together whole.

Beside the table to come stands a folder of parts. A part is there whole or not at all. When all are
there, DuckDB puts them together in order into a draft, which then takes its name in one step; then
the parts go. `made_from` is kept with the parts: parts made from anything else are thrown away.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from detente.errors import DetenteError

KINDS = (".parquet", ".duckdb")
TABLE = "readings"
_NULL = re.compile(r"(?<!\\)\\u0000")  # which no table can hold
_MADE_FROM = "made_from.json"


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
        handle, made = tempfile.mkstemp(dir=self.target.parent, prefix=f".{self.target.name}.")
        os.close(handle)
        draft = Path(made)
        try:
            draft.unlink()
            _combine(files, self.columns, draft, self.target.suffix)
            draft.chmod(0o644)
            draft.replace(self.target)
        except (OSError, duckdb.Error) as error:
            raise _unwritten(self.target, error) from None
        finally:
            draft.unlink(missing_ok=True)
            Path(f"{draft}.wal").unlink(missing_ok=True)
        shutil.rmtree(self.folder)

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
    told = json.dumps(made_from, sort_keys=True)
    note = parts.folder / _MADE_FROM
    same = note.is_file() and note.read_text(encoding="utf-8") == told
    try:
        if not same:
            if parts.folder.exists():
                shutil.rmtree(parts.folder)
            parts.folder.mkdir(parents=True)
            note.write_text(told, encoding="utf-8")
    except OSError as error:
        raise _unwritten(parts.folder, error) from None
    return parts, same


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
