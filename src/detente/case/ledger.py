"""`claims.yaml` and `assets.yaml`: what an analyst claims, and what a desk could hold."""

from typing import Annotated, Literal

from pydantic import Field, Strict

from detente.case.amount import Change, Magnitude
from detente.case.lexicon import PartyName
from detente.case.quantity import Clause, Day, Evidence, Name, Prose, Real, Share, Text

Relation = Literal["above", "below", "at-least", "at-most", "equal", "not-equal"]


class Test(Clause):
    """One comparison over the result: a path on the left, a number, word or path on the right."""

    left: Text = Field(description="path into brief.json, such as packages.modular.windfall.RU")
    relation: Relation = Field(description="what must be so between left and right")
    right: Real | Text = Field(description="number, word or path into brief.json")
    margin: Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)] = Field(
        default=0.0, description="tolerance of equal and not-equal, zone of doubt of the rest"
    )


class Claim(Clause):
    """What somebody asserts, and the numbers that must decide it."""

    id: Name = Field(description="unlike that of any other claim")
    claim: Text = Field(description="the assertion, in a sentence")
    tests: tuple[Test, ...] = Field(description="all true: holds; one false: fails; else undecided")
    show: tuple[Text, ...] = Field(
        default=(), description="paths into brief.json whose numbers are printed too"
    )
    limits: Prose = Field(default="", description="what these tests cannot see")
    source: Prose = Field(default="", description="who said it, and where")


class Claims(Clause):
    """The whole of `claims.yaml`."""

    format: Literal["detente/claims/1"] = Field(description="version of this file's format")
    claims: tuple[Claim, ...] = Field(description="tested in this order")


class AssetEntry(Clause):
    """Something with a price, and how it is known to move."""

    id: Name = Field(description="as in `portfolio.csv`")
    title: Text = Field(description="in plain words")
    kind: Literal["energy", "sovereign", "equity", "rates", "fx", "commodity", "credit", "cash"] = (
        Field(description="class of asset")
    )
    price: Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)] = Field(
        description="in its unit, on the day `as_of`"
    )
    unit: Text = Field(description="of the price, such as USD a barrel")
    as_of: Day = Field(description="day of the price")
    volatility: Annotated[float, Strict(), Field(ge=0, le=5, allow_inf_nan=False)] = Field(
        description="a year, as a share of the price"
    )
    sensitivity: Name | None = Field(default=None, description="row of the measured table")
    curve: Literal["oil-1990-95"] | None = Field(
        default=None, description="futures curve of this shape (Schwartz and Smith)"
    )
    effects: dict[Name, Change] = Field(
        default_factory=dict, description="change of the price under a scenario, as a share"
    )
    supply: dict[Name, Change] = Field(
        default_factory=dict,
        description="change of the market's supply under a scenario, as a share",
    )
    supply_by_valve: dict[Name, Change] = Field(
        default_factory=dict,
        description="change of the market's supply with a measure fully open, as a share",
    )
    elasticity: Magnitude | None = Field(
        default=None,
        description="of supply plus that of demand, as magnitudes; needed with supply",
    )
    valves: dict[Name, Share] = Field(
        default_factory=dict,
        description="share of the effect of a settlement that arrives as a measure opens",
    )
    source: Prose = Field(default="", description="where the price is read")
    evidence: Evidence = Field(default="unsourced", description="how well it is known")


class MineralsEntry(Clause):
    """A supplier of minerals, and who would have to buy from it."""

    supplier: PartyName = Field(description="party, or country by its three letters")
    importers: tuple[Name, ...] = Field(min_length=1, description="of US, EU and CN")
    minerals: tuple[Name, ...] = Field(
        default=(), description="all that it makes a twentieth of the world's output of, if none"
    )


class Assets(Clause):
    """The whole of `assets.yaml`."""

    format: Literal["detente/assets/1"] = Field(description="version of this file's format")
    risk_free: Annotated[float, Strict(), Field(ge=-0.1, le=1)] = Field(
        default=0.0, description="interest a year, as a share"
    )
    assets: tuple[AssetEntry, ...] = Field(description="what a desk could hold")
    minerals: MineralsEntry | None = Field(
        default=None, description="supply risk with and without a supplier"
    )
