"""A case on the desk of a notebook: every verb is a method, and answers with a table and a picture.

>>> import detente
>>> desk = detente.open("alaska-2025")
>>> desk.hold("modular", draws=200).to_frame()          # doctest: +SKIP
>>> desk.why("RU@14", "modular").data                   # doctest: +SKIP
"""

import sys
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from detente.answers import VERBS, Verb
from detente.answers.signature import plain_type, read
from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.findings import Findings, plain
from detente.findings.model import Package
from detente.law.from_case import open_with_law
from detente.notebook.result import Result
from detente.notebook.shown import shown

_LEAST_DRAWS = 2


def open_desk(case: str, seed: int = 1) -> "Desk":
    """A case by its folder, or by its name if it ships; refuses what the command line refuses."""
    return Desk(case, seed)


class Desk:
    """A case read and checked once; rooms are entered as they are asked for and kept."""

    def __init__(self, case: str, seed: int = 1) -> None:
        self.case = open_with_law(case)
        self.seed = seed
        self._found: dict[tuple[int, tuple[str, ...]], Findings] = {}

    if TYPE_CHECKING:  # the verbs; their signatures are those of `detente.answers`

        def __getattr__(self, name: str) -> Callable[..., Result]: ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What would mislead in silence, each with the file and the line it stands on."""
        return tuple(map(str, self.case.notes))

    @property
    def packages(self) -> tuple[str, ...]:
        """Names of the packages of the case."""
        return tuple(self.case.packages)

    def findings(self, draws: int = 2000, without: tuple[str, ...] = ()) -> Findings:
        """The rooms behind the answers, for those who want the arrays."""
        if not isinstance(draws, int) or draws < _LEAST_DRAWS:
            raise DetenteError(f"draws={draws!r}: give a whole number of at least {_LEAST_DRAWS}")
        key = (draws, without)
        if key not in self._found:
            self._found[key] = Findings(self.case, self.seed, draws)
            self._found[key].take_out(without)
        return self._found[key]

    def result(self, package: str, draws: int = 2000) -> Package:
        """The whole public result of one package, as the brief shows it."""
        if package not in self.case.packages:
            raise DetenteError(f'no package "{package}"', nearest(package, self.packages))
        return self.findings(draws).package(package)


def _method(verb: Verb) -> Callable[..., Result]:
    """A verb as a method; what it draws is kept for the next question."""
    names = [one.name for one in verb.asked]

    def ask(desk: Desk, *given: Any, **named: Any) -> Result:
        bound = signature.bind(desk, *given, **named)
        bound.apply_defaults()
        try:
            return asked(desk, dict(bound.arguments))
        except DetenteError as error:
            said = error.said(lambda option: f"{verb.parameter(option)}=")
            if said == str(error):
                raise
            raise DetenteError(said) from error

    def asked(desk: Desk, said: dict[str, Any]) -> Result:
        words = {one.name: read(one, _several(one.many, said[one.name])) for one in verb.asked}
        if verb.needs == "findings":
            without = words.pop("without", ())  # taken out once, and kept
            answer = verb.ask(desk.findings(said.get("draws", 2), without), **words)
        elif verb.needs == "tell":
            answer = verb.ask(_tell, **words)
        else:
            answer = verb.ask(**words)
        return shown(verb, plain(answer.data))

    parameters = [Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)]
    for one in sorted(verb.asked, key=lambda one: (not one.required, one.told.spoken)):
        default = Parameter.empty if one.required else one.default
        parameters.append(
            Parameter(
                one.name,
                Parameter.POSITIONAL_OR_KEYWORD,
                default=default,
                annotation=plain_type(one),
            )
        )
    if verb.needs == "findings" and verb.draws and "draws" not in names:
        parameters.append(
            Parameter("draws", Parameter.KEYWORD_ONLY, default=verb.draws, annotation=int)
        )
    signature = Signature(parameters, return_annotation=Result)
    ask.__signature__ = signature  # type: ignore[attr-defined]
    ask.__name__, ask.__qualname__, ask.__doc__ = verb.name, f"Desk.{verb.name}", verb.help
    return ask


def _several(many: bool, value: Any) -> Any:
    return (value,) if many and isinstance(value, str) else value


def _tell(words: str) -> None:
    sys.stderr.write(f"detente: {words}\n")


for _verb in VERBS:
    setattr(Desk, _verb.name, _method(_verb))
