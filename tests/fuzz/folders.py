"""The folders that are broken on purpose: the starter, and shipped cases made small."""

import re
import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from detente.case import find_case
from detente.case.starter import TEMPLATE

Files = Mapping[str, bytes]  # by their path in the folder
STARTER = "starter"
# Shipped cases, and which of their packages stay (all, if none is named).
SHIPPED: Mapping[str, tuple[str, ...]] = {
    "plan-28-2025": (),
    "episodes/haiti-1993": (),
    "episodes/iran-1981": (),
    "episodes/minsk-2015": (),
    "barbados-2023": (),
    "dayton-1995": (),
    "jcpoa-2015": (),
    "alaska-2025": ("modular",),
}
NAMES = (STARTER, *SHIPPED)


@cache
def files_of(name: str) -> Files:
    """Every file of a base folder, in the order of their names."""
    folder = TEMPLATE if name == STARTER else find_case(name)
    kept = SHIPPED.get(name, ())
    found = {
        str(path.relative_to(folder)): path.read_bytes().replace(b"CASE_NAME", name.encode())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"README.md", "replay.yaml"}
    }
    if kept:
        found = {file: body for file, body in found.items() if _stays(file, kept)}
        found.pop("claims.yaml", None)  # they speak of the packages that are gone
    return found


def _stays(file: str, kept: Iterable[str]) -> bool:
    return not re.match("packages/", file) or Path(file).stem in kept


class Table:
    """A folder that is filled with one case after the other, writing only what differs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._there: dict[str, bytes] = {}

    def lay(self, files: Files) -> Path:
        """The folder with just these files."""
        for file in self._there.keys() - files.keys():
            (self.folder / file).unlink()
        for file, body in files.items():
            if self._there.get(file) != body:
                path = self.folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
        self._there = dict(files)
        return self.folder

    def clear(self) -> None:
        """Nothing is left."""
        shutil.rmtree(self.folder, ignore_errors=True)
