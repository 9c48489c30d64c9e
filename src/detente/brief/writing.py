"""Results as text, and text onto disk: whole or not at all."""

import json
import math
import os
import tempfile
from collections.abc import Mapping
from errno import EISDIR
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from detente.errors import DetenteError


def plain(result: object) -> Any:
    """A result as lists, dicts and numbers; what is no number becomes null."""
    return _finite(TypeAdapter(Any).dump_python(result, mode="json"))


def as_text(data: object) -> str:
    """JSON that is the same for the same result, readable, and ends with a line break."""
    return json.dumps(plain(data), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_whole(files: Mapping[Path, str | bytes]) -> None:
    """Writes all files or none; a file that is there before is replaced in one step."""
    drafts: dict[Path, Path] = {}
    try:
        for path, body in files.items():
            if path.is_dir():
                raise IsADirectoryError(EISDIR, "it is a folder", str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            drafts[path] = Path(draft)
            with os.fdopen(handle, "wb") as stream:
                stream.write(body.encode() if isinstance(body, str) else body)
            Path(draft).chmod(0o644)
        for path, draft_path in drafts.items():
            draft_path.replace(path)
    except OSError as error:
        where = error.filename or ""
        raise DetenteError(
            f"cannot write {where} ({error.strerror}); choose another --out"
        ) from None
    finally:
        for draft_path in drafts.values():
            draft_path.unlink(missing_ok=True)


def _finite(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data
