"""`claims.yaml` and `assets.yaml`: what an analyst claims, and what a desk could hold."""

from typing import Annotated, Literal

from pydantic import Field, Strict

from detente.case.quantity import Clause, Day, Evidence, Name, Number, Prose, Real, Text

Relation = Literal["above", "below", "at-least", "at-most", "equal", "not-equal"]


class Test(Clause):
    """One comparison over the result: a path on the left, a number, word or path on the right."""

    left: Text = Field(description="path into brief.json, such as packages.modular.windfall.RU")
    relation: Relation
    right: Real | Text
    margin: Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)] = 0.0


class Claim(Clause):
    """What somebody asserts, and the numbers that must decide it."""

    id: Name
    claim: Text
    tests: tuple[Test, ...] = Field(description="all true: holds; one false: fails; else undecided")
    show: tuple[Text, ...] = ()
    limits: Prose = Field(default="", description="what these tests cannot see")
    source: Prose = ""


class Claims(Clause):
    """The whole of `claims.yaml`."""

    format: Literal["detente/claims/1"]
    claims: tuple[Claim, ...]


class AssetEntry(Clause):
    """Something with a price, and how it is known to move."""

    id: Name
    title: Text
    kind: Literal["energy", "sovereign", "equity", "rates", "fx", "commodity", "credit", "cash"]
    price: Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)]
    unit: Text
    as_of: Day
    volatility: Annotated[float, Strict(), Field(ge=0, le=5, allow_inf_nan=False)] = Field(
        description="a year, as a share of the price"
    )
    sensitivity: Name | None = Field(default=None, description="row of the measured table")
    curve: Literal["oil-1990-95"] | None = Field(
        default=None, description="futures curve of this shape (Schwartz and Smith)"
    )
    effects: dict[Name, Number] = Field(
        default_factory=dict, description="change of the price under a scenario, as a share"
    )
    source: Prose = ""
    evidence: Evidence = "unsourced"


class Assets(Clause):
    """The whole of `assets.yaml`."""

    format: Literal["detente/assets/1"]
    risk_free: Annotated[float, Strict(), Field(ge=-0.1, le=1)] = 0.0
    assets: tuple[AssetEntry, ...]
