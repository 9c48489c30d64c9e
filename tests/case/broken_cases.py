"""Cases that are wrong on purpose: each folder of `broken/` changes the starter case.

`change.txt` holds edits: `@ FILE`, then lines with - (found exactly once) and + (put in their
place; with no - lines they are added at the end), or `@ delete FILE`. `files/` is laid over the
case as it is. `expected.txt` is the whole message.
"""

import shutil
from pathlib import Path

from detente.case.starter import new_case

BROKEN = sorted(path for path in (Path(__file__).parent / "broken").iterdir() if path.is_dir())


def build(broken: Path, parent: Path) -> Path:
    """The starter case with one change, in `parent`."""
    case = new_case("broken", parent)
    change = broken / "change.txt"
    if change.exists():
        for hunk in change.read_text("utf-8").split("@ ")[1:]:
            _edit(case, hunk.splitlines())
    overlay = broken / "files"
    for source in sorted(path for path in overlay.rglob("*") if path.is_file()):
        copy = case / source.relative_to(overlay)
        if copy.parent.is_file():
            copy.parent.unlink()
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    return case


def _edit(case: Path, hunk: list[str]) -> None:
    if hunk[0].startswith("delete "):
        path = case / hunk[0].removeprefix("delete ")
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return
    path = case / hunk[0]
    old = "\n".join(line[1:] for line in hunk[1:] if line.startswith("-"))
    new = "\n".join(line[1:] for line in hunk[1:] if line.startswith("+"))
    text = path.read_text("utf-8") if path.exists() else ""
    if old:
        assert text.count(old) == 1, f"{hunk[0]} holds {text.count(old)} times: {old}"
        text = text.replace(old, new)
    else:
        text += new + "\n"
    path.write_text(text, "utf-8")
