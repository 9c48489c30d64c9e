"""`case.yaml`: parties, measures in force, what a breach brings, lines nobody crosses."""

from typing import Annotated, Literal

from pydantic import Field, Strict, StrictBool, StringConstraints, model_validator

from detente.case.amount import Flow, Length, Monthly, Number, Probability, Rate, Stock
from detente.case.lexicon import ByParty, PartyName
from detente.case.quantity import Clause, Day, Evidence, Name, Prose, Quantity, Share, Text

CASE_FORMAT = "detente/case/1"
Weight = Annotated[float, Strict(), Field(gt=0, le=100, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{3}$")]
Role = Literal["sender", "target", "protected", "guarantor", "member"]


class CurrencyRate(Clause):
    """What one unit of a currency is worth, where the case does not take the rate that ships."""

    euros: Annotated[float, Strict(), Field(gt=0, le=1e6, allow_inf_nan=False)] = Field(
        description="euros for one unit"
    )
    on: Day | None = Field(default=None, description="day of the rate")
    source: Prose = Field(default="", description="where it is read")
    evidence: Evidence = Field(default="unsourced", description="how well it is known")

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, raw: object) -> object:
        return {"euros": raw} if isinstance(raw, int | float) else raw


class Party(Clause):
    """Somebody who signs, guarantees or votes."""

    name: Text = Field(description="as it is written on the page")
    role: Role = Field(description="its part in the dispute; a sender has measures to open")
    discount: Rate = Field(description="yearly discount rate, from 0.0001 to 1")
    members: tuple[PartyName, ...] = Field(
        default=(), description="states whose votes make its vote"
    )


class Measure(Clause):
    """A thing in force that a package may open: a sanction, an asset freeze, a withheld access."""

    title: Text = Field(description="in plain words")
    issuer: PartyName = Field(description="party, or member of one, that can open it")
    kind: Literal["sanction", "support"] = Field(
        default="sanction", description="support is the issuer's own to give; no rule bars it"
    )
    law: Name | None = Field(default=None, description="id in the law room, if not the own name")
    worth: ByParty[Flow] = Field(
        default_factory=dict, description="EUR bn a month to each party when fully open"
    )
    once: ByParty[Stock] = Field(
        default_factory=dict, description="EUR bn at once, by the share newly opened"
    )
    arrival: Probability = Field(
        default=Quantity(value=1.0),
        description="share of the legal relief to the target that arrives in fact",
    )
    kept: Length = Field(
        default=Quantity(value=0.0),
        description="months of the flow that a snap-back cannot take away",
    )
    tags: tuple[Name, ...] = Field(
        default=(), description="what it is about, such as resource-access; read by precedents"
    )
    source: Prose = Field(default="", description="where this is read")
    evidence: Evidence = Field(default="unsourced", description="how well it is known")


class Breach(Clause):
    """One way of not complying, by size: what it brings the breaching party and costs others."""

    title: Text = Field(description="in plain words")
    size: int = Field(ge=1, le=9, strict=True, description="1 is the smallest")
    gain: Flow = Field(description="EUR bn a month to the breaching party, before any answer")
    harm: ByParty[Flow] = Field(default_factory=dict, description="EUR bn a month to others")
    detected: Monthly = Field(description="monthly probability of being seen")
    attributed: Probability = Field(
        default=Quantity(value=1.0), description="probability of being reported and attributed"
    )


class Ending(Clause):
    """What a party has once the package is over, against the path without a package."""

    peace: Probability = Field(
        default=Quantity(value=0.0), description="share of the gains of peace that outlasts it"
    )
    flow: ByParty[Flow] = Field(default_factory=dict, description="EUR bn a month")
    once: ByParty[Stock] = Field(default_factory=dict, description="EUR bn at once")
    why: Prose = Field(default="", description="reasons for these numbers")


class RedLine(Clause):
    """What a party has said it will not accept, as a limit that a package can be held against."""

    party: PartyName = Field(description="whose line it is")
    name: Name = Field(description="unlike that of any other line")
    title: Text = Field(description="in plain words")
    measures: tuple[Name, ...] = Field(default=(), description="openings that the line limits")
    at_most: Share = Field(default=0.0, description="greatest mean opening of these measures")
    until: Name | None = Field(default=None, description="tag of the milestone that lifts the line")
    forbids: tuple[Name, ...] = Field(
        default=(), description="tags of terms and milestones that cross the line"
    )
    source: Prose = Field(default="", description="where it was said")
    evidence: Evidence = Field(default="unsourced", description="how well it is known")


class Likelihood(Clause):
    """How much more likely a line of the record is under each scenario than on average."""

    line: Name = Field(description="id of the statement or deed")
    ratios: dict[Name, Weight] = Field(description="relative likelihood by scenario")
    why: Text = Field(description="reasons for these ratios")


class Future(Clause):
    """One of the futures that a case tells apart."""

    title: Text = Field(description="in plain words")
    signed: Literal["holds", "collapses"] | None = Field(
        default=None, description="what becomes of a signed package; left out: nothing is signed"
    )
    channel: StrictBool = Field(
        default=False, description="a package may be signed while things stand so"
    )
    ceasefire: Probability | None = Field(
        default=None,
        description="that a ceasefire stands then; for assets that were seen to move with it",
    )


class Outlook(Clause):
    """The futures without and with a signed package, before the record is read."""

    package: Name = Field(description="the package that is judged likeliest to be signed")
    arrival: Monthly = Field(description="monthly probability that a package is signed")
    horizon_months: int = Field(
        default=12,
        ge=1,
        le=60,
        strict=True,
        description="months from `as_of` to the end of the forecast",
    )
    futures: dict[Name, Future] = Field(
        default_factory=dict,
        description="3 to 12, two of them signed; left out, the six of the page on scenarios",
    )
    prior: dict[Name, Number] = Field(description="weights of the unsigned futures a year before")
    stay: Monthly | None = Field(
        default=None, description="monthly probability that an unsigned future goes on; or turns"
    )
    turns: dict[Name, dict[Name, Monthly]] = Field(
        default_factory=dict,
        description="by unsigned future, where it goes in a month, itself included; adds to 1",
    )
    evidence: tuple[Likelihood, ...] = Field(
        default=(), description="what the record says about the futures"
    )

    @model_validator(mode="after")
    def _goes_on_in_one_way(self) -> "Outlook":
        if self.stay is None and not self.turns:
            raise ValueError("says not how long a future goes on; add stay, or a row of turns each")
        if self.stay is not None and self.turns:
            raise ValueError("gives stay and turns; keep one of them")
        return self


class World(Clause):
    """The whole of `case.yaml`."""

    format: Literal["detente/case/1"] = Field(description="version of this file's format")
    name: Name = Field(description="short name of the case")
    title: Text = Field(description="of the case, for the page")
    summary: Prose = Field(default="", description="what it is about, in a few sentences")
    as_of: Day = Field(description="the case's today; nothing after it may stand in the record")
    subject: Name = Field(description="instrument of the headline question")
    target: PartyName = Field(description="the party that relief is to tempt")
    parties: dict[Name, Party] = Field(description="who takes part, by id such as RU")
    measures: dict[Name, Measure] = Field(description="what is in force today, by name")
    peace: ByParty[Flow] = Field(
        description="EUR bn a month to each party while the settlement is in force and kept"
    )
    breaches: ByParty[dict[Name, Breach]] = Field(
        description="ways of not complying, by party and name"
    )
    snapped: Ending = Field(description="what each party has after a snap-back")
    lapsed: Ending = Field(description="what each party has after an end without a breach")
    pre_war: ByParty[Ending] = Field(
        default_factory=dict,
        description="by party, the path as if there had been no war; the reward is set against it",
    )
    red_lines: tuple[RedLine, ...] = Field(default=(), description="what parties will not accept")
    rates: dict[Currency, CurrencyRate] = Field(
        default_factory=dict,
        description="euros for one unit of a currency; left out: the ECB's of the day `as_of`",
    )
    traits: dict[Name, Name] = Field(
        default_factory=dict,
        description="what kind of settlement this is, for the outside view, such as war: civil",
    )
    outlook: Outlook | None = Field(
        default=None, description="the futures; left out, there is no forecast"
    )
    estimates: dict[Name, Number] = Field(
        default_factory=dict, description="numbers by name; rows of `estimates.csv` are added"
    )
