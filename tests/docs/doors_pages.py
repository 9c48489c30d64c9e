"""`docs/python.md` and `docs/api.md`: the verbs as Python, API and assistants have them."""

import inspect
from collections.abc import Iterator

from detente.answers import VERBS, Asked, Verb
from detente.answers.signature import plain_type
from detente.notebook.desk import Desk


def python_page(made: str) -> str:
    """Every method of an opened case, with its parameters."""
    parts = [made, "# In Python", _PYTHON, "## Methods", *map(_method, VERBS)]
    return "\n\n".join(parts) + "\n"


def api_page(made: str) -> str:
    """Every route of the workbench's server and every tool of the assistants' server."""
    rows = ["| question | route | what it answers |", "|---|---|---|"]
    for verb in VERBS:
        if not verb.local:
            how = "POST" if any(not one.told.spoken for one in verb.asked) else "GET"
            words = verb.help.partition("\n")[0]
            rows.append(f"| `{verb.name}` | {how} `/api/{verb.name}` | {words} |")
    rest = ", ".join(f"`{verb.name}`" for verb in VERBS if verb.local)
    alone = f"Only on this computer, since they need a file: {rest}."
    return (
        "\n\n".join([made, "# Programs and assistants", _API, "\n".join(rows), alone, _MCP]) + "\n"
    )


def _method(verb: Verb) -> str:
    signature = inspect.signature(getattr(Desk, verb.name))
    names = [str(one).partition(":")[0] for one in signature.parameters.values()][1:]
    words = verb.help.partition("\n")[0]
    rows = "\n".join(_rows(verb))
    return f"### `{verb.name}({', '.join(names)})`\n\n{words}" + (f"\n\n{rows}" if rows else "")


def _rows(verb: Verb) -> Iterator[str]:
    if verb.asked:
        yield "| parameter | type | if left out | meaning |"
        yield "|---|---|---|---|"
    for one in verb.asked:
        words = f"{one.told.help}: `{one.told.show}`" if one.told.show else one.told.help
        cells = (f"`{one.name}`", _type(one), _default(one), words)
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _type(one: Asked) -> str:
    if one.choices:
        return " or ".join(f"`{choice}`" for choice in one.choices)
    kind = plain_type(one)
    return f"`{getattr(kind, '__name__', str(kind)) if not one.many else kind}`".replace(
        "pathlib.", ""
    ).replace("datetime.", "")


def _default(one: Asked) -> str:
    if one.required:
        return "required"
    return "nothing" if one.default in ("", None, ()) else f"`{one.default}`"


_PYTHON = """\
```python
import detente

desk = detente.open("alaska-2025")
held = desk.hold("modular", draws=200)
held.data["packages"]["modular"]["holds"]["at_mode"]  # what `hold --json` prints
held.rows[0]  # the same as a long table
desk.why("RU@14", "modular").data
```

`detente.open(CASE, seed=1)` reads a case once; every question of the command line is a method,
with the same parameters and words. An answer has `.data` (what `--json` prints), `.rows`,
`.to_frame()` (pandas or polars, where installed) and, where a picture says more, `.figure()`.
`desk.findings(draws)` gives the rooms themselves, with their arrays over draws, months and
parties. What cannot be answered raises `detente.errors.DetenteError`, with `.reason`, `.remedy`
and `.option`. Public are `detente.open`, the verbs, `detente.errors`, and in each room its door
and the modules named in its `PUBLIC` (see [the house](architecture.md))."""

_API = """\
While `./run serve CASE` runs, the same questions are routes of `http://127.0.0.1:8620/api`;
`/api/openapi.json` describes every parameter. An unknown parameter, or one given twice, is
refused. A mistake comes back as `{"problems": [{"place", "reason", "remedy"}]}` with status 400 or
422.

```sh
curl 'http://127.0.0.1:8620/api/hold?package=modular&draws=2000'
curl 'http://127.0.0.1:8620/api/why?question=RU@14&package=modular'
```

`GET /api/packages` lists the packages of the case, `GET /api/packages/NAME` gives one as YAML.
`POST /api/packages` with `{"name": ..., "text": ...}` takes an edited one and answers `{"package":
ID}`; every question then takes `package=ID`, until the server stops. The last twenty are kept;
nothing is written to disk."""

_MCP = """\
## An analyst's assistant

`detente mcp` is a server of the Model Context Protocol over stdio (extra `mcp`, the official SDK):
the same questions are its tools, each with `case` as a name or a folder. It writes nothing and
asks no network. In an assistant's settings:

```json
{"mcpServers": {"detente": {"command": "detente", "args": ["mcp"]}}}
```"""
