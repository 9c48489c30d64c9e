"""`packages/*.yaml`: a settlement on paper, clause by clause."""

from typing import Annotated, Literal

from pydantic import Field, Strict, model_validator

from detente.case.quantity import (
    Amount,
    Clause,
    Day,
    Days,
    Magnitude,
    Name,
    Probability,
    Prose,
    Quantity,
    Share,
    Text,
)

PACKAGE_FORMAT = "detente/package/1"
Months = Annotated[int, Strict(), Field(ge=0, le=600)]
Rule = Literal["automatic", "any-of", "majority", "unanimity", "renewal", "reverse-veto"]


class Milestone(Clause):
    """An act that others wait for, and who says that it was done."""

    name: Name
    article: Text
    party: Name
    act: Text
    due: Months = Field(description="month from signature")
    after: tuple[Text, ...] = Field(default=(), description="phases that must have begun")
    verified_by: tuple[Name, ...] = ()
    verification: Prose = ""


class Phase(Clause):
    """A stretch of a module's schedule, and how far each valve stands open in it."""

    name: Name
    months: Months = Field(description="least length; the last phase lasts to the end")
    after: tuple[Text, ...] = Field(
        default=(), description='milestones, or phases as "module.phase"'
    )
    open: dict[Name, Share] = Field(description="opening of each measure, 0 shut to 1 fully open")


class Module(Clause):
    """A part of the package that opens and shuts on its own."""

    name: Name
    article: Text
    title: Text
    promised_by: tuple[Name, ...] = Field(min_length=1, description="who promises this relief")
    phases: tuple[Phase, ...] = Field(min_length=1)


class Obligation(Clause):
    """What a party has to do or leave, and the breaches that are open to it."""

    party: Name
    article: Text
    act: Text
    breaches: tuple[Name, ...] = ()
    cost: Amount = Field(default=(), description="EUR bn a month of complying")


class Trigger(Clause):
    """What counts as a breach, who decides, and what then happens how fast."""

    name: Name
    article: Text
    against: Name
    covers: tuple[Name, ...] = Field(min_length=1)
    rule: Rule
    deciders: tuple[Name, ...] = ()
    response: Literal["pause", "snap"] = "snap"
    modules: tuple[Name, ...] = Field(default=(), description="modules a pause shuts; empty: all")
    pause_months: Magnitude = Quantity(value=3.0)
    notice_days: Days = 0.0
    false_alarm: Probability = Quantity(value=0.0)
    detected: Probability | None = Field(
        default=None, description="monitoring bought by the package, instead of the case's"
    )
    adjudicator: Name | None = None


class Guarantee(Clause):
    """Who answers if a breach happens, what it costs him, and what reneging would cost him."""

    name: Name
    article: Text
    guarantor: Name
    protects: Name
    against: Name
    breaches: tuple[Name, ...] = Field(min_length=1)
    strength: Share = 1.0
    cost: Amount = Field(description="EUR bn at once to the guarantor if it honours")
    stake: Amount = Field(description="EUR bn at once to the guarantor if it reneges")
    gives: Amount = Field(description="EUR bn at once to the protected party if honoured")
    takes: Amount = Field(description="EUR bn at once from the breaching party if honoured")
    upkeep: Amount = Field(default=(), description="EUR bn a month to the guarantor")
    ends_month: Months | None = None


class End(Clause):
    """A way the package ends without a breach: an election, a renewal vote, an order undone."""

    name: Name
    party: Name
    probability: Probability = Field(description="each time it comes round")
    every_months: Annotated[int, Strict(), Field(ge=1, le=600)] | None = None
    on: Day | None = None

    @model_validator(mode="after")
    def _has_a_time(self) -> "End":
        if (self.every_months is None) == (self.on is None):
            raise ValueError("comes round every_months or once on a date; give one of the two")
        return self


class Term(Clause):
    """Any other clause, tagged so that red lines and barter can be checked."""

    article: Text
    party: Name
    text: Text
    tags: tuple[Name, ...] = ()
    month: Months = 0


class Package(Clause):
    """The whole of one package file."""

    format: Literal["detente/package/1"]
    title: Text
    summary: Prose = ""
    signed: Day
    horizon_months: Annotated[int, Strict(), Field(ge=1, le=240)] = 60
    signatories: tuple[Name, ...] = Field(min_length=2)
    modules: tuple[Module, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    obligations: tuple[Obligation, ...] = Field(min_length=1)
    triggers: tuple[Trigger, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    ends: tuple[End, ...] = ()
    terms: tuple[Term, ...] = ()
    sources: tuple[Text, ...] = ()
