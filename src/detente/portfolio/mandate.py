"""A mandate as a desk writes it: YAML, with the line of everything wrong.

format: detente/mandate/1
turnover: 0.10
groups:
  shares: {kind: equity, high: 0.30}
  germany: {country: DE, low: 0.05}
  safe: {assets: [cash, us-treasuries], low: 0.25}
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, Strict, ValidationError, model_validator

from detente.case.document import Document, read_yaml
from detente.case.hints import refused
from detente.case.quantity import Clause, Name, Share, Text
from detente.errors import InputError, Problem
from detente.portfolio.model import Group, Mandate

FORMAT = "detente/mandate/1"
Multiple = Annotated[float, Strict(), Field(ge=0, le=10, allow_inf_nan=False)]
Signed = Annotated[float, Strict(), Field(ge=-10, le=10, allow_inf_nan=False)]


class BoundsClause(Clause):
    """Least and most of something; a bound that is left out binds nothing."""

    low: Signed = -10.0
    high: Signed = 10.0

    @model_validator(mode="after")
    def _is_in_order(self) -> "BoundsClause":
        if self.low > self.high:
            raise ValueError(f"low {self.low:g} is above high {self.high:g}; turn them")
        return self


class GroupClause(BoundsClause):
    """Assets limited together; exactly one of `assets`, `kind` and `country` says which."""

    assets: tuple[Name, ...] = ()
    kind: Text | None = None
    country: Text | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> "GroupClause":
        said = [name for name in ("assets", "kind", "country") if getattr(self, name)]
        if len(said) != 1:
            raise ValueError("names no assets, or in two ways; write assets, kind or country")
        return self


class MandateFile(Clause):
    """The rules a desk works under; what is left out limits nothing."""

    format: Literal["detente/mandate/1"]
    tail: Annotated[float, Strict(), Field(gt=0, lt=1)] = 0.05
    caution: Multiple = 1.645
    risk: Annotated[float, Strict(), Field(ge=1, le=100)] = 1.0
    cvar: Share | None = None
    turnover: Share | None = None
    gross: Multiple | None = None
    net: BoundsClause | None = None
    active_share: Share | None = None
    groups: dict[Name, GroupClause] = Field(default_factory=dict)


def read_mandate(path: Path) -> Mandate:
    """The rules of a file; raises InputError with all that cannot be read in it."""
    document = read_yaml(path, str(path))
    if not isinstance(document.data, dict) or document.data.get("format") != FORMAT:
        remedy = f"begin it with format: {FORMAT}"
        raise InputError([Problem(document.place(["format"]), "is no mandate", remedy)])
    try:
        said = MandateFile.model_validate(document.data)
    except ValidationError as error:
        raise InputError(refused(document, error, MandateFile)) from None
    return Mandate(
        tail=said.tail,
        caution=said.caution,
        risk=said.risk,
        cvar=said.cvar,
        turnover=said.turnover,
        gross=said.gross,
        net=(said.net.low, said.net.high) if said.net else None,
        active_share=said.active_share,
        groups=tuple(_group(name, group, document) for name, group in said.groups.items()),
        place=document.place([]),
    )


def _group(name: str, said: GroupClause, document: Document) -> Group:
    return Group(
        name=name,
        low=said.low,
        high=said.high,
        assets=said.assets,
        kind=said.kind or "",
        country=said.country or "",
        place=document.place(["groups", name]),
    )
