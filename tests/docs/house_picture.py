"""The picture of the house and the table of its rooms, made from the code."""

from collections.abc import Iterator
from html import escape
from importlib import import_module

ROOMS = (
    *("case", "law", "record", "signals", "machine", "checks", "incentives", "durability"),
    *("design", "scenarios", "markets", "portfolio", "claims"),
    *("findings", "wording", "brief", "answers"),
)
DOORS = ("cli", "web", "notebook", "mcp")
_WIDTH, _ROW, _LEFT = 760, 30, 120
_INK, _PAPER, _ACCENT = "#1b1b1f", "#fbf9f4", "#0072b2"


def first_line(room: str) -> str:
    """What a room is for, as its own first line says it."""
    return (import_module(f"detente.{room}").__doc__ or "").strip().splitlines()[0].rstrip(".")


def picture() -> str:
    """`docs/img/house.svg`: the rooms in the order in which data flows, and the doors."""
    height = _ROW * (len(ROOMS) + 1) + 60
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13">',
        "<title>The rooms of the house, in the order in which data flows</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>',
        *_rows(),
        *_doors(_ROW * len(ROOMS) + 26),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _rows() -> Iterator[str]:
    end = _ROW * len(ROOMS) + 6
    yield f'<path d="M{_LEFT - 14} 14V{end}m-5 -8l5 8l5 -8" fill="none" stroke="{_ACCENT}"/>'
    for place, room in enumerate(ROOMS):
        base = 24 + place * _ROW
        yield f'<text x="{_LEFT - 26}" y="{base}" text-anchor="end" font-weight="600">{room}</text>'
        yield f'<text x="{_LEFT}" y="{base}" fill="{_INK}">{escape(first_line(room))}</text>'


def _doors(top: int) -> Iterator[str]:
    wide = (_WIDTH - 20) / len(DOORS)
    for place, door in enumerate(DOORS):
        left = 10 + place * wide
        yield (
            f'<rect x="{left:g}" y="{top}" width="{wide - 10:g}" height="34" fill="none" '
            f'stroke="{_INK}"/>'
        )
        middle = left + (wide - 10) / 2
        yield f'<text x="{middle:g}" y="{top + 22}" text-anchor="middle">{door}</text>'


def architecture_page(made: str) -> str:
    """`docs/architecture.md`: the picture, the rooms, and where to add what."""
    rows = ["| room | what it is for | other rooms may import |", "|---|---|---|"]
    for room in ROOMS:
        public = ", ".join(f"`{name}`" for name in import_module(f"detente.{room}").PUBLIC)
        rows.append(f"| `{room}` | {first_line(room)} | its door; {public or 'nothing else'} |")
    return "\n\n".join([made, "# The house", _BEFORE, "\n".join(rows), _AFTER]) + "\n"


_BEFORE = """\
Data goes one way, from the top of the picture to the bottom. A room imports only rooms above it,
and of those only the door (`__init__.py`) and the modules named in its `PUBLIC`; `tests/house`
proves both. Nothing imports a door of the program: `cli`, `web`, `notebook` and `mcp` are made
from the table of verbs in `answers`, so that one typed function is a command, a route, a method
and a tool.

![The rooms in the order in which data flows, and the four doors](img/house.svg)

`bench/` and `tools/` stand beside `src/` and are in no wheel: the first measures the engine beside
its peers (`./run bench`), the second makes the tables that ship (`./run fit`)."""

_AFTER = """\
## Where to add what

**A verb** (a question with an answer). Write the answer in `answers/<name>.py`: a function that
takes findings and gives an `Answer`, data and how a person sees it. Declare the verb in
`answers/verbs/<about>.py`: a function with `@verb(title, example)` whose parameters carry their
meaning as `Annotated[type, Told("help", ...)]`; enter the rooms inside its body, so that `--help`
stays light. Put it into `answers/table.py`. All four doors have it; `tests/answers` walks them. A
table for the notebook is optional (`notebook/shown.py`).

**An option.** One parameter of the verb. A verb may be an option of another at the command line:
`of="hold", by="question"`.

**A check.** A module in `checks/` with one function from machine, case and law to a `Check`; its
name in `checks/from_machine.py`; a good and a bad package with the exact message in
`tests/checks/good` and `tests/checks/bad`.

**A vote rule.** A `VoteRule` in `case/rules.py`: how many ayes it takes of so many seats, and its
words. The game, the machine, checks and the design of triggers ask it; none of them names one.

**A response.** A `Response` in `case/responses.py`: whether it ends the package, shuts modules for
good or opens them again, and its words. What does something else than these needs its turn in the
game (`incentives/kernel.py`, `reference.py`) and in the machine (`machine/effects.py`).

**An importer.** A module in `record/importers/` that turns a file into deeds, its name and how its
files begin in `record/importers/detect.py`; a small file in the real layout in `tests/record`.

**A law file.** YAML in `law/data/`, as [law](law.md) describes; every row with source and
evidence. A case may carry its own in `law/`.

**A figure.** A function in `brief/figures/` that gives a `Figure`, its title in
`wording/figure_titles.py`, its place in `brief/page.py`.

**A number of the game.** The plain reference first (`incentives/reference.py`), then the kernel;
twins in `tests/incentives` prove them equal."""
