"""The two pages that are made from the code: every command, and every field of a case file."""

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from detente.case.schema import schemas
from detente.cli import app

Schema = Mapping[str, Any]
WIDTH = 88
_FILES = {
    "case": "`case.yaml`",
    "package": "`packages/*.yaml`",
    "assets": "`assets.yaml`",
    "claims": "`claims.yaml`",
    "replay": "`replay.yaml`",
    "statement": "the head of `record/*.md`",
    "deeds-row": "a row of `deeds.csv`",
    "estimates-row": "a row of `estimates.csv`",
    "portfolio-row": "a row of `portfolio.csv`",
    "ladder-row": "a row of `ladder.csv`",
}
MADE = "<!-- Made by ./run python tests/docs/refresh.py; changes here are lost. -->"


def commands_page() -> str:
    """`docs/commands.md`: what `--help` says, for every command."""
    group = typer.main.get_group(app)
    context = group.make_context("detente", ["--help"], resilient_parsing=True)
    parts = [MADE, "# Commands", _COMMANDS]
    for name in group.list_commands(context):
        command = group.commands[name]
        inside = command.context_class(
            command, parent=context, info_name=name, terminal_width=WIDTH
        )
        words = "\n".join(line.rstrip() for line in command.get_help(inside).splitlines())
        parts.append(f"## {name}\n\n```text\n{words}\n```")
    return "\n\n".join(parts) + "\n"


_COMMANDS = """\
In a checkout, type `./run COMMAND`; where detente is installed, `detente COMMAND`. A `CASE` is a
folder, or the name of a case that ships. Results go to stdout and progress to stderr, so that
`--json` can be piped. The exit code is 0 if the work was done, whatever it found, and 2 if the
input or the question needs correcting; then nothing was written.

A checkout has a few more: `./run test`, `./run bench` (speed and accuracy, beside other tools) and
`./run fit` (makes the tables that ship from their data)."""


def schema_page() -> str:
    """`docs/schema.md`: every field a person may write, by file."""
    parts = [MADE, "# Case files, field by field", _SCHEMA]
    told: set[str] = set()
    for name, schema in schemas().items():
        parts.append(f"## {_FILES[name]}\n\n{schema.get('description', '')}\n\n{_table(schema)}")
        for inner, clause in schema.get("$defs", {}).items():
            if inner not in told:
                told.add(inner)
                text = clause.get("description", "")
                parts.append(f"### {inner}\n\n{text}\n\n{_table(clause)}")
    return "\n\n".join(parts) + "\n"


_SCHEMA = """\
An unknown field is refused. A *name* consists of letters, digits, dots, dashes and underscores. An
uncertain [number](#quantity) may be written as a bare number, the name of an estimate (`E01`, or
`-E01` to reverse its sign) or a mapping. `./run schema` prints the same as JSON Schema."""


def _table(schema: Schema) -> str:
    required = schema.get("required", ())
    rows = ["| field | type | if left out | meaning |", "|---|---|---|---|"]
    for name, field in schema.get("properties", {}).items():
        left_out = "required" if name in required else _default(field.get("default"))
        cells = (f"`{name}`", type_words(field), left_out, field.get("description", ""))
        rows.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(rows)


def _default(value: object) -> str:
    """What a field is worth where it is not written."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, Mapping):
        kept = value.get("value", value.get("mode"))
        return "…" if kept is None else f"`{kept:g}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def type_words(field: Schema) -> str:
    """The type of a field in a few words, with a link where it is a clause of its own."""
    if "$ref" in field:
        return _link(field["$ref"])
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " or ".join(f"`{word}`" for word in field["enum"])
    if "anyOf" in field:
        return _either(field["anyOf"])
    if field.get("type") == "array":
        least = field.get("minItems")
        return f"list: {type_words(field['items'])}" + (f"; {least} or more" if least else "")
    if field.get("type") == "object":
        values = [field.get("additionalProperties"), *field.get("patternProperties", {}).values()]
        return f"mapping: name → {type_words(next(filter(None, values)))}"
    return _plain(field)


def _link(reference: str) -> str:
    name = reference.rpartition("/")[2]
    return "[number](#quantity)" if name == "Quantity" else f"[{name}](#{name.lower()})"


def _either(choices: list[Schema]) -> str:
    """`number | name | Quantity` is one number; `x | null` is x; `x | list of x` says so once."""
    words = list(dict.fromkeys(type_words(c) for c in choices if c.get("type") != "null"))
    if "[number](#quantity)" in words:
        several = any(word.startswith("list:") for word in words)
        return "[number](#quantity)" + (", or a list to be added up" if several else "")
    return " or ".join(words)


def _plain(field: Schema) -> str:
    kind = {"string": "text", "integer": "whole number", "boolean": "yes or no"}.get(
        field.get("type", ""), "number"
    )
    if field.get("format") == "date":
        return "date"
    if "pattern" in field:
        return "name"
    return kind + "".join(_bounds(field))


def _bounds(field: Schema) -> Iterator[str]:
    for key, words in {
        "exclusiveMinimum": "above",
        "minimum": "from",
        "maximum": "to",
    }.items():
        if key in field:
            yield f" {words} {field[key]:g}"
