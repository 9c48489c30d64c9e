"""Takes a clause out of a file by its lines, so that comments around it stay where they are.

A writer of YAML hangs a comment on what stands before it; taking that out would lose the comment.
"""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

Path = tuple[str | int, ...]


def taken(text: str, path: Path) -> str | None:
    """The text without what stands at a path; a list or mapping left empty goes with it.

    None where it shares a line with others.
    """
    tree = YAML(typ="rt", pure=True).load(text)
    above = [tree]
    for step in path[:-1]:
        above.append(above[-1][step])
    while len(path) > 1 and len(above[-1]) == 1:
        path, above = path[:-1], above[:-1]
    if any(parent.fa.flow_style() for parent in above):
        return None
    lines = text.splitlines(keepends=True)
    start = _line(above[-1], path[-1])
    end = _following(above, path, len(lines))
    while end > start + 1 and lines[end - 1].strip()[:1] in {"", "#"}:
        end -= 1
    return "".join(lines[:start] + lines[end:])


def _line(parent: Any, step: str | int) -> int:
    mark = parent.lc.key(step) if isinstance(parent, CommentedMap) else parent.lc.item(step)
    return int(mark[0])


def _following(above: list[Any], path: Path, last: int) -> int:
    """The line on which the next thing begins, of whatever level."""
    for parent, step in zip(reversed(above), reversed(path), strict=True):
        steps = list(parent) if isinstance(parent, CommentedMap) else list(range(len(parent)))
        later = steps[steps.index(step) + 1 :]
        if later:
            return _line(parent, later[0])
    return last
