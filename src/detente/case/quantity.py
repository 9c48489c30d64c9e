"""Uncertain numbers: a value or a range, with where it comes from and how well it is known."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema

from detente.case.share import ROUNDING, are_shares, settled

LAST_YEAR = 2999  # a clock that starts by then ends before the calendar does, in the year 9999
MOST = 1e12  # of any unit: values of nothing larger stay finite, however they are discounted
CENTURY = 36_525  # days


def _written_day(raw: object) -> object:
    """Only 2025-08-16 is a day: a bare number is no date, though it could count seconds."""
    if isinstance(raw, date):
        return raw
    try:
        day = date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "")
    except ValueError:
        raise ValueError(f"{raw} is no day of the calendar; write it as 2025-08-16") from None
    if day.year > LAST_YEAR:
        raise ValueError(f"{day} is too far off; give a day before {LAST_YEAR + 1}")
    return day


def _rounded(raw: object) -> object:
    """A share that was computed may lie outside of [0, 1] by its rounding."""
    return settled(raw) if isinstance(raw, float) else raw


Day = Annotated[date, BeforeValidator(_written_day)]
Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Prose = Annotated[str, StringConstraints(strict=True, strip_whitespace=True)]
_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
Name = Annotated[str, StringConstraints(strict=True, pattern=_NAME)]
Real = Annotated[float, Strict(), Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
Share = Annotated[
    float, Strict(), Field(ge=0, le=1, allow_inf_nan=False), BeforeValidator(_rounded)
]
Days = Annotated[float, Strict(), Field(ge=0, le=CENTURY, allow_inf_nan=False)]
IN_UNIT = ("probability", "share")  # units that begin so lie within [0, 1]
Evidence = Literal["checked", "unchecked", "computed", "judgement", "unsourced"]


class Clause(BaseModel):
    """Anything a person writes in a case: unknown keys are refused, nothing changes after."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _widen_shorthand(raw: object) -> object:
    """`2` is a value; `B08` names an estimate; `-B08` is the same with its sign turned."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return {"value": raw}
    if isinstance(raw, str):
        name = raw.removeprefix("-").strip()
        if not re.fullmatch(_NAME, name):
            raise ValueError(f'"{raw}" is no number and no estimate\'s name; write 2.5 or E01')
        return {"estimate": name, "times": -1.0 if raw.startswith("-") else 1.0}
    return raw


class Quantity(Clause):
    """One number: a value, a range (PERT: low, mode, high), or a named estimate times a factor."""

    value: Real | None = Field(
        default=None, description="the number, if it is one; else a range or an estimate"
    )
    low: Real | None = Field(default=None, description="low end of a range")
    mode: Real | None = Field(default=None, description="likeliest value of a range")
    high: Real | None = Field(default=None, description="high end of a range")
    estimate: Name | None = Field(default=None, description="name of an estimate to use")
    times: Real = Field(default=1.0, description="factor on the number; -1 turns its sign")
    unit: Prose = Field(
        default="",
        description="such as EUR bn a month; begun with share or probability: kept in [0, 1]",
    )
    source: Prose = Field(default="", description="where it is read")
    evidence: Evidence | None = Field(
        default=None,
        description="how well it is known; left out: unchecked with a source, else unsourced",
    )
    why: Prose = Field(default="", description="reasons for the number")
    covers: Annotated[float, Strict(), Field(gt=0.3, le=1)] = Field(
        default=1.0, description="share of the belief within low to high"
    )
    moves_with: Name | None = Field(
        default=None, description="estimate that it rises and falls with"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, raw: Any) -> Any:
        return _widen_shorthand(raw)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Quantity":
        is_range = any(end is not None for end in (self.low, self.mode, self.high))
        kinds = {
            "a value": self.value is not None,
            "a range": is_range,
            "an estimate": self.estimate is not None,
        }
        given = [kind for kind, is_given in kinds.items() if is_given]
        if not given:
            raise ValueError("gives no number; add value, or low, mode and high, or estimate")
        if len(given) > 1:
            raise ValueError(f"gives {' and '.join(given)}; keep one of them")
        if is_range:
            self._check_range()
        return self

    def _check_range(self) -> None:
        ends = {"low": self.low, "mode": self.mode, "high": self.high}
        lacking = " and ".join(name for name, end in ends.items() if end is None)
        if self.low is None or self.mode is None or self.high is None:
            raise ValueError(f"a range has low, mode and high; add {lacking}")
        if not self.low <= self.mode <= self.high:
            written = f"{self.low:g}, {self.mode:g}, {self.high:g}"
            raise ValueError(f"low <= mode <= high fails for {written}; put them in order")

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value as written; a reference has no bounds of its own."""
        if self.value is not None:
            return self.value, self.value
        if self.low is None or self.high is None:
            raise ValueError(f'"{self.estimate}" has its bounds in the estimates')
        return self.low, self.high

    @property
    def ends(self) -> tuple[float, float]:
        """Least and greatest value with the factor `times`."""
        low, high = sorted(self.times * end for end in self.bounds)
        return low, high

    @property
    def standing(self) -> str:
        """How well the number is known, as a tag for the page."""
        return self.evidence or ("unchecked" if self.source else "unsourced")


class _Shorthand:
    """Tells the JSON Schema that a bare number or the name of an estimate will do."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        bare = {"type": "number"}
        named = {"type": "string", "description": "an estimate, with - to turn its sign"}
        return {"anyOf": [bare, named, handler(schema)]}


class _OneOrMany:
    """Tells the JSON Schema that one number may stand for a list of one."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


def _span(quantity: Quantity) -> str:
    low, high = quantity.ends
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _within_one(quantity: Quantity) -> Quantity:
    if quantity.estimate is None and not are_shares(quantity.ends):
        raise ValueError(f"must lie in [0, 1], not {_span(quantity)}; write 30 % as 0.3")
    if quantity.unit.startswith(IN_UNIT):
        return quantity
    unit = f"probability {quantity.unit}".strip()  # which keeps its draws within [0, 1] too
    return quantity.model_copy(update={"unit": unit})


def _not_negative(quantity: Quantity) -> Quantity:
    if quantity.estimate is None and quantity.ends[0] < 0:
        raise ValueError(f"cannot be negative, not {_span(quantity)}; give 0 or more")
    return quantity


def _yearly_rate(quantity: Quantity) -> Quantity:
    if quantity.estimate is None and not 0 < quantity.ends[0] <= quantity.ends[1] <= 1 + ROUNDING:
        raise ValueError(f"must lie in (0, 1], not {_span(quantity)}; write 5 % a year as 0.05")
    return quantity


def _one_or_many(raw: object) -> object:
    return raw if isinstance(raw, list | tuple) else [raw]


Number = Annotated[Quantity, _Shorthand()]
Probability = Annotated[Quantity, AfterValidator(_within_one), _Shorthand()]
Magnitude = Annotated[Quantity, AfterValidator(_not_negative), _Shorthand()]
Rate = Annotated[Quantity, AfterValidator(_yearly_rate), _Shorthand()]
Amount = Annotated[tuple[Number, ...], BeforeValidator(_one_or_many), _OneOrMany()]


Path = tuple[str | int, ...]
Check = Callable[[Any], Any]


def quantities(
    clause: object, path: Path = (), checks: tuple[Check, ...] = ()
) -> Iterator[tuple[Path, Quantity, tuple[Check, ...]]]:
    """Every number under a clause, with its path and the checks that its field makes of it."""
    if isinstance(clause, Quantity):
        yield path, clause, checks
    elif isinstance(clause, BaseModel):
        for name, field in type(clause).model_fields.items():
            demands = tuple(_demands(field.annotation, field.metadata))
            yield from quantities(getattr(clause, name), (*path, name), demands)
    elif isinstance(clause, dict):
        for key, part in clause.items():
            yield from quantities(part, (*path, key))
    elif isinstance(clause, tuple) and len(clause) == 1 and isinstance(clause[0], Quantity):
        yield path, clause[0], checks  # written without a list, as a rule
    elif isinstance(clause, tuple | list):
        for index, part in enumerate(clause):
            yield from quantities(part, (*path, index))


def _demands(annotation: object, metadata: Iterable[object]) -> Iterator[Check]:
    """What a field asks of its number, also where the field may be left out (`| None`)."""
    for part in metadata:
        if isinstance(part, AfterValidator):
            yield cast("Check", part.func)
    if get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _demands(None, getattr(part, "__metadata__", ()))
