"""The free machine as JSON: every state, every move, every clock, and what each number means."""

import json
from collections.abc import Iterator
from typing import Any

from detente.machine.layout import Layout
from detente.machine.plays import free
from detente.machine.rules import Rules
from detente.machine.search import Edges, Explored, explore

LISTING_FORMAT = "detente/machine/1"
MOST_LISTED = 200_000  # states; a longer file is read by nobody


def to_json(layout: Layout, rules: Rules) -> str:
    """One JSON object, a line for each state and move; raises TooLargeError."""
    found = explore(free(rules), edges=True, most=MOST_LISTED)
    parts = [f" {json.dumps(key)}: {_line(value)}" for key, value in _head(layout, rules).items()]
    rows = (("commands", _commands(found)), ("states", _states(found)), ("moves", _moves(found)))
    for key, lines in rows:
        inside = ",\n".join(f"  {_line(line)}" for line in lines)
        parts.append(f' "{key}": [\n{inside}\n ]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _head(layout: Layout, rules: Rules) -> dict[str, Any]:
    variables = [
        {"name": v.name, "most": v.most, "start": v.start, "meaning": v.meaning}
        for v in rules.variables
    ]
    return {
        "format": LISTING_FORMAT,
        "package": rules.name,
        "signed": rules.signed.isoformat(),
        "months": rules.horizon,
        "variables": variables,
        "clocks": list(layout.clocks),
    }


def _commands(found: Explored) -> Iterator[dict[str, str]]:
    for command in found.commands:
        answer = command.answer
        yield {
            "label": answer.label,
            "stage": command.stage,
            "actor": answer.actor,
            "kind": answer.kind,
            "what": answer.told,
            "article": answer.article,
        }


def _states(found: Explored) -> Iterator[list[object]]:
    """The day, then one number a variable."""
    days: dict[tuple[int, int], str] = {}
    columns = found.columns
    rows = zip(*(columns[v.name].tolist() for v in found.rules.variables), strict=True)
    for number, row in enumerate(rows):
        when = (row[0], row[1])
        if when not in days:
            days[when] = found.day(number).isoformat()
        yield [days[when], *row]


def _moves(found: Explored) -> Iterator[list[int]]:
    """The state that is left, the command, the state that is found."""
    edges: Edges = found.kept_edges
    columns = (edges.source.tolist(), edges.command.tolist(), edges.target.tolist())
    yield from (list(move) for move in zip(*columns, strict=True))
