"""The same verbs for programs: JSON under /api, with the errors of the command line."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from detente.answers import VERBS, Asked, Verb
from detente.answers.signature import plain_type, read, signed
from detente.case import Case, Package
from detente.case.hints import nearest
from detente.errors import DetenteError, InputError, Place, Problem
from detente.findings import Findings, as_text
from detente.web.bench import Bench
from detente.web.reading import read_package

MOST_DRAWS = 5000  # of one question: they are held in memory
MOST_SECONDS = 60.0
MOST_WORDS = 100_000  # characters of a text to be read, or of a package
MOST_LONG = 200  # characters of anything else
MOST_MANY = 20
MOST_SEED = 2**32 - 1
SEED = "same seed, same answer"
MOST_DRAFTS = 20  # packages that were handed in and are kept in mind
_LIMITS: Mapping[str, float] = {"draws": MOST_DRAWS, "seconds": MOST_SECONDS}


class Complaint(BaseModel):
    """One thing wrong: where, what, and how to mend it."""

    place: str = Field(description="file and line, or the part of the request; empty if neither")
    reason: str
    remedy: str


class Complaints(BaseModel):
    """All that is wrong at once, as the command line says it."""

    problems: list[Complaint]


class Draft(BaseModel):
    """A package as somebody would have it."""

    name: str = Field(max_length=60, description="the package it was made from, or a new name")
    text: str = Field(max_length=MOST_WORDS, description="the whole file, as YAML")


class Kept(BaseModel):
    """A package that was handed in."""

    package: str = Field(description="its name in every further question, until the server stops")


class Listed(BaseModel):
    """The packages of the case, by name, with their titles."""

    packages: dict[str, str]


Answered = dict[str, Any]


def told(
    problems: Sequence[Problem], status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Problems as JSON."""
    found = [{"place": str(p.place), "reason": p.reason, "remedy": p.remedy} for p in problems]
    return _json({"problems": found}, status, headers)


def api(bench: Bench) -> APIRouter:
    """All questions that a program may ask about the case on the table."""
    wrong: dict[int | str, dict[str, Any]] = {
        400: {"model": Complaints},
        422: {"model": Complaints},
    }
    routes, drafts = APIRouter(prefix="/api", responses=wrong), _Drafts(bench)
    for verb in VERBS:
        if not verb.local:
            methods = ["POST"] if _text(verb) else ["GET"]
            routes.add_api_route(
                f"/{verb.name}",
                _route(verb, bench, drafts),
                methods=methods,
                response_model=Answered,
            )
    routes.add_api_route("/packages", drafts.listed, response_model=Listed)
    routes.add_api_route("/packages", drafts.take, methods=["POST"], response_model=Kept)
    routes.add_api_route("/packages/{name}", drafts.shown, response_model=Draft)
    return routes


@dataclass(slots=True)
class _Drafts:
    """Packages that were handed in, under names that say what they hold."""

    bench: Bench
    kept: OrderedDict[str, tuple[str, Package]] = field(default_factory=OrderedDict)

    def listed(self) -> Response:
        """The packages of the case, those handed in among them."""
        case = self.bench.desk.refresh()
        every = {**case.packages, **{name: package for name, (_, package) in self.kept.items()}}
        return _json({"packages": {name: package.title for name, package in every.items()}})

    def shown(self, name: str) -> Response:
        """One package as it is written."""
        if name in self.kept:
            return _json({"name": name, "text": self.kept[name][0]})
        version, _ = self.bench.desk.version(name)
        return _json({"name": name, "text": version.yaml})

    def take(self, draft: Draft) -> Response:
        """Takes an edited package; every question about `package` can then be asked of it."""
        case = self.bench.desk.refresh()
        _, package = read_package(case, draft.name, draft.text)
        name = f"{draft.name}~{sha256(draft.text.encode()).hexdigest()[:12]}"
        self.kept[name] = draft.text, package
        while len(self.kept) > MOST_DRAFTS:
            self.kept.popitem(last=False)
        return _json({"package": name})

    def case(self, package: str) -> Case:
        """The case as it is now, with the package that was handed in if that is asked about."""
        case = self.bench.desk.refresh()
        if package not in self.kept:
            return case
        return replace(case, packages={**case.packages, package: self.kept[package][1]})


def _route(verb: Verb, bench: Bench, drafts: _Drafts) -> Callable[..., Response]:
    """The function that answers under a verb's path."""
    asked = {one.name: one for one in verb.asked if not one.local}

    def answer(request: Request, **given: Any) -> Response:
        _refuse_strange(request, verb, asked)
        words = {name: read(one, given[name]) for name, one in asked.items()}

        def work() -> object:
            if verb.needs == "findings":
                about = words.get("package", "")
                case = drafts.case(about if isinstance(about, str) else "")
                found = Findings(case, given["seed"], given.get("draws", 2))
                return verb.ask(found, **words).data
            if verb.needs == "tell":
                return verb.ask(_silent, **words).data
            return verb.ask(**words).data

        try:
            return _json(bench.asked(work))
        except DetenteError as error:
            raise _placed(verb, error) from error

    shown = {one.name: _annotation(one) for one in asked.values()}
    defaults = {one.name: one.default for one in asked.values() if not one.required}
    for one in asked.values():
        if one.many and not one.required:
            defaults[one.name] = None
    if verb.needs == "findings":
        shown["seed"] = Annotated[
            int, Query(ge=0, le=2**32 - 1, description="same seed, same answer")
        ]
        defaults["seed"] = 1
        if verb.draws:
            words = "draws of the uncertain numbers"
            shown["draws"] = Annotated[int, Query(ge=2, le=MOST_DRAWS, description=words)]
            defaults["draws"] = min(verb.draws, MOST_DRAWS)
    return signed(answer, verb, {"request": Request, **shown}, defaults)


def _placed(verb: Verb, error: DetenteError) -> DetenteError:
    """The error with the parameters of the request that are at fault, or that mend it."""

    def spelled(option: str) -> str:
        return f"?{verb.parameter(option)}="

    if isinstance(error, InputError):
        return InputError(Problem(p.place, p.reason, p.mended(spelled)) for p in error.problems)
    if not error.option:
        return DetenteError(error.reason, error.mended(spelled))
    place = Place(f"query.{verb.parameter(error.option)}")
    return InputError([Problem(place, error.reason, error.mended(spelled))])


def _text(verb: Verb) -> bool:
    """Whether it takes a text too long for an address."""
    return any(not one.told.spoken for one in verb.asked)


def _annotation(asked: Asked) -> Any:
    told, kind = asked.told, plain_type(asked)
    if not told.spoken:
        return Annotated[kind, Body(embed=True, max_length=MOST_WORDS, description=told.help)]
    if asked.many and not asked.required:
        kind = kind | None
    limits: dict[str, Any] = {"ge": told.least, "le": _LIMITS.get(asked.name, told.most)}
    if asked.many:
        limits = {"max_length": MOST_MANY}
    elif asked.kind is str and not asked.choices and not asked.pair:
        limits = {"max_length": MOST_LONG}
    said = {key: value for key, value in limits.items() if value is not None}
    words = f"{told.help}; {told.show}" if told.show else told.help
    return Annotated[kind, Query(description=words, **said)]


def _refuse_strange(request: Request, verb: Verb, asked: Mapping[str, Asked]) -> None:
    """A parameter that means nothing, or one said twice where one counts, is an error."""
    known = [name for name, one in asked.items() if one.told.spoken]
    known += ["seed"] * (verb.needs == "findings") + ["draws"] * bool(
        verb.needs == "findings" and verb.draws
    )
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known:
            reason = f'{verb.name} has no parameter "{name[:60]}"'
            raise InputError([Problem(Place(f"query.{name[:60]}"), reason, nearest(name, known))])
        several = name in asked and (asked[name].many or asked[name].pair)
        if name in seen and not several:
            raise InputError([Problem(Place(f"query.{name}"), "is given twice", "give it once")])
        seen.add(name)


def _silent(_: str) -> None:
    """Tells nobody how far the work is."""


def _json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    heads = dict(headers or {})
    return Response(as_text(data), status, heads, media_type="application/json")
