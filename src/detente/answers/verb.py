"""What a verb is: one typed function, from which every door makes its own way of asking.

A verb's parameters carry their meaning in the annotation, `Annotated[str, Told("...")]`. From that
one declaration come the command and its options, the route of the API with its schema, the method
of the notebook and the tool of the assistants' server. Verbs stand in `answers/verbs`; the table of
them is `answers/table.py`. Bodies enter the rooms when they are asked, so that help stays light.

A verb may be an option of another at the command line: `hold --why RU@14` asks `why`. There it is
`of="hold", by="question"`; everywhere else it has a name of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from inspect import Parameter, cleandoc, signature
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from detente.answers.model import Answer

DRAWS = 2000  # of the uncertain numbers, where a verb says nothing else
MOST_DRAWS = 100_000
Tell = Callable[[str], None]
Kind = type[str | int | float | bool | Path | date]


@dataclass(frozen=True, slots=True)
class Told:
    """What a parameter means, in words that every door shows."""

    help: str
    show: str = ""  # what stands for the value in a help text: PARTY@MONTH
    least: float | None = None
    most: float | None = None
    option: str = ""  # its name at the command line, where another has become usual
    short: str = ""
    by_place: bool = False  # at the command line it stands by its place, without a name
    own: bool = False  # only for those on this computer: it reads, writes or asks the network
    spoken: bool = True  # False: the command line has another way to say it
    usual: str = ""  # at the command line, what stands where nothing is given: "out/{case}"
    needed: bool = False  # at the command line, where other doors have another way to say it


@dataclass(frozen=True, slots=True)
class Asked:
    """One parameter of a verb, taken apart."""

    name: str
    kind: Kind
    default: Any
    told: Told
    choices: tuple[str, ...] = ()
    many: bool = False  # any number of them, as a tuple
    pair: bool = False  # exactly two
    required: bool = False

    @property
    def option(self) -> str:
        """Its name at the command line: "new-name"."""
        return self.told.option or self.name.replace("_", "-")

    @property
    def local(self) -> bool:
        """Whether only those on this computer may give it: a file of theirs, say."""
        return self.kind is Path or self.told.own

    def given(self, value: Any) -> bool:
        """Whether somebody said anything."""
        return bool(value != self.default and value not in (None, "", (), []))


@dataclass(frozen=True)
class Verb:
    """One question: how it is asked, and what answers it."""

    ask: Callable[..., "Answer"]
    title: str
    example: str  # as typed, without the program's name
    of: str = ""
    by: str = ""
    draws: int | None = DRAWS  # None: its answer is the same whatever is drawn
    case: Told | None = None  # of a verb that needs a case where the command it belongs to does not
    writes: bool = False  # it cannot be asked without writing a file
    also: "Verb | None" = None  # whose parameters it takes too, as `**words`

    @property
    def name(self) -> str:
        """What it is called in every door."""
        return self.ask.__name__

    @property
    def help(self) -> str:
        """What it answers, the first line by itself."""
        return cleandoc(self.ask.__doc__ or "")

    @cached_property
    def needs(self) -> str:
        """What it is handed first: "findings" of a case, "tell" for progress, or nothing."""
        first = next(iter(signature(self.ask).parameters), "")
        return first if first in ("findings", "tell") else ""

    @cached_property
    def local(self) -> bool:
        """Whether it can be asked only on this computer, as it cannot do without a file."""
        return self.writes or any(one.local and one.required for one in self.asked)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Its parameters in the order in which they are written."""
        hints = get_type_hints(self.ask, include_extras=True, localns=_NOT_HERE)
        own = tuple(
            _taken_apart(parameter, hints[parameter.name])
            for parameter in signature(self.ask).parameters.values()
            if parameter.name not in ("findings", "tell")
            and parameter.kind is not Parameter.VAR_KEYWORD
        )
        return (*own, *(self.also.asked if self.also else ()))

    def parameter(self, option: str) -> str:
        """What a program calls the option of that name: "new_name" for "as"."""
        return next((one.name for one in self.asked if one.option == option), option)


_NOT_HERE = {"Findings": object, "Answer": object}  # types whose rooms are too heavy for a help


def verb(title: str, example: str, **how: Any) -> Callable[[Callable[..., "Answer"]], Verb]:
    """Makes a verb of a function; `how` are the other fields of a verb."""
    return lambda ask: Verb(ask, title, example, **how)


def _taken_apart(parameter: Parameter, hint: Any) -> Asked:
    kind, (told,) = get_args(hint)[0], [x for x in get_args(hint)[1:] if isinstance(x, Told)]
    required = parameter.default is Parameter.empty
    default = None if required else parameter.default
    if get_origin(kind) in (Union, UnionType):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        many = inner[-1] is Ellipsis
        return Asked(
            parameter.name, inner[0], default, told, many=many, pair=not many, required=required
        )
    choices: tuple[str, ...] = ()
    if get_origin(kind) is Literal:
        kind, choices = str, get_args(kind)
    return Asked(parameter.name, kind, default, told, choices, required=required)


Package = Annotated[
    str, Told("one package; all if not given", show="NAME", short="p", option="package")
]
Without = Annotated[
    tuple[str, ...], Told("take a part out, such as guarantee:uk-force; repeat", show="PART")
]
Seed = Annotated[int, Told("same seed, same bytes", least=0)]
Draws = Annotated[int, Told("draws of the uncertain numbers", least=2, most=MOST_DRAWS)]
