"""What a field asks of its number: its unit, its bounds, and how it may be written for short.

`quantities` finds every number under a clause together with what its field asks of it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic_core import CoreSchema

from detente.case.dimension import Kind, in_house_unit
from detente.case.lexicon import Lexicon
from detente.case.quantity import IN_UNIT, Path, Quantity
from detente.case.share import ROUNDING, are_shares

LEAST_RATE = 1e-4  # a year: with less, what lasts for ever is worth more than numbers tell


@dataclass(frozen=True, slots=True)
class Measured:
    """Brings a number to the unit of its field, or refuses the unit it is written in."""

    kind: Kind

    def __call__(self, quantity: Quantity, info: ValidationInfo) -> Quantity:
        """The number in the unit of its field; raises ValueError."""
        lexicon = info.context if isinstance(info.context, Lexicon) else Lexicon()
        return in_house_unit(quantity, self.kind, lexicon.rates)


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
    if quantity.estimate is not None:
        return quantity
    low, high = quantity.ends
    if not LEAST_RATE <= low <= high <= 1 + ROUNDING:
        reason = f"must lie in [{LEAST_RATE:g}, 1], not {_span(quantity)}"
        raise ValueError(f"{reason}; write 5 % a year as 0.05")
    return quantity


def _one_or_many(raw: object) -> object:
    return raw if isinstance(raw, list | tuple) else [raw]


def _of(kind: Kind) -> AfterValidator:
    return AfterValidator(Measured(kind))


_One = AfterValidator(_within_one)
_Listed = BeforeValidator(_one_or_many)
_Positive = AfterValidator(_not_negative)

Number = Annotated[Quantity, _Shorthand()]
Change = Annotated[Quantity, _of("share"), _Shorthand()]
Probability = Annotated[Quantity, _of("share"), _One, _Shorthand()]
Monthly = Annotated[Quantity, _of("monthly"), _One, _Shorthand()]
Magnitude = Annotated[Quantity, _Positive, _Shorthand()]
Length = Annotated[Quantity, _of("months"), _Positive, _Shorthand()]
Rate = Annotated[Quantity, _of("yearly"), AfterValidator(_yearly_rate), _Shorthand()]
_Flows = Annotated[Quantity, _of("flow"), _Shorthand()]
_Stocks = Annotated[Quantity, _of("stock"), _Shorthand()]
Flow = Annotated[tuple[_Flows, ...], _Listed, _OneOrMany()]
Stock = Annotated[tuple[_Stocks, ...], _Listed, _OneOrMany()]

Check = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A number of a clause, where it stands, and what its field asks of it."""

    path: Path
    quantity: Quantity
    kind: Kind | None = None
    checks: tuple[Check, ...] = ()


def quantities(clause: object) -> Iterator[Asked]:
    """Every number under a clause, with its path and what its field asks of it."""
    return _found(clause, (), type(clause), ())


def _found(node: object, path: Path, kind: Any, demands: Iterable[object]) -> Iterator[Asked]:
    kind, demands = _bare(kind, tuple(demands))
    inner = get_args(kind)
    if isinstance(node, Quantity):
        yield _asked(path, node, demands)
    elif isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            below = getattr(node, name)
            yield from _found(below, (*path, name), field.annotation, field.metadata)
    elif isinstance(node, dict):
        for key, part in node.items():
            yield from _found(part, (*path, key), inner[1] if len(inner) > 1 else None, ())
    elif isinstance(node, tuple | list):
        alone = len(node) == 1 and isinstance(node[0], Quantity)  # written without a list
        for index, part in enumerate(node):
            where = path if alone else (*path, index)
            yield from _found(part, where, inner[0] if inner else None, ())


def _asked(path: Path, quantity: Quantity, demands: Iterable[object]) -> Asked:
    asked = [part.func for part in demands if isinstance(part, AfterValidator)]
    kinds = [part.kind for part in asked if isinstance(part, Measured)]
    checks = tuple(cast("Check", part) for part in asked if not isinstance(part, Measured))
    return Asked(path, quantity, kinds[0] if kinds else None, checks)


def _bare(kind: Any, demands: tuple[object, ...]) -> tuple[Any, tuple[object, ...]]:
    """A type without what is annotated to it, also where the field may be left out (`| None`)."""
    if get_origin(kind) is Annotated:
        bare, *extra = get_args(kind)
        return _bare(bare, (*demands, *extra))
    if get_origin(kind) in {Union, UnionType}:
        given = [part for part in get_args(kind) if part is not type(None)]
        return _bare(given[0], demands) if len(given) == 1 else (kind, demands)
    return kind, demands
