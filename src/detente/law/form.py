"""The law files as they are written: what a measure, a rule and a body must say.

A rule inherits whatever it does not say from its measure.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from detente.case.quantity import Day
from detente.law.model import (
    Act,
    Clock,
    Condition,
    Default,
    Evidence,
    Reversible,
    Season,
    Threshold,
    Vote,
    YearDay,
)

_YEAR_DAY = re.compile(r"(\d{2})-(\d{2})")
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=0, strict=True)]


def _year_day(value: object) -> object:
    """A yearly day; 29 February is refused, since a yearly clock cannot stand on it."""
    match = _YEAR_DAY.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= monthrange(2023, month)[1]:
            return YearDay(month, day)
    raise ValueError(f'"{value}" is no day of the year; write 31 January as "01-31"')


def _span(value: object) -> object:
    if not isinstance(value, int):
        return value
    if value < 0:
        raise ValueError(f"a clock of {value} days runs backwards; write 0 or more")
    return {"low": value, "high": value}


class Form(BaseModel):
    """What all parts of a law file share: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ClockForm(Form):
    """Days from low to high; a plain number is both."""

    low: Days
    high: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"low {self.low} lies above high {self.high}; swap them")
        return self

    def freeze(self) -> Clock:
        """The clock as the rules carry it."""
        return Clock(self.low, self.high)


Span = Annotated[ClockForm, BeforeValidator(_span)]
Yearly = Annotated[YearDay, BeforeValidator(_year_day)]


class SeasonForm(Form):
    """A part of the year with a clock of its own."""

    first: Yearly
    last: Yearly
    days: Span

    def freeze(self) -> Season:
        """The season as the rules carry it."""
        return Season(self.first, self.last, self.days.freeze())


class ConditionForm(Form):
    """What has to be so before an act; `by` and `what` make a sentence."""

    by: Text
    what: Text
    days: Days = 0
    tag: Code | None = None

    def freeze(self) -> Condition:
        """The condition as the rules carry it."""
        return Condition(self.what, self.by, self.days, self.tag)


class RuleForm(Form):
    """One power; `act` and `since` are its own, the rest may stand at the measure."""

    act: Act
    since: Day
    until: Day | None = None
    holder: Code | None = None
    body: Code | None = None
    vote: Vote | None = None
    clock_days: Span | None = None
    season: SeasonForm | None = None
    initiators: list[Code] | None = None
    reversible: Reversible | None = None
    default: Default | None = None
    renews: list[Yearly] | None = None
    renew_every_days: Span | None = None
    lapses: Day | None = None
    review: Code | None = None
    follows: Code | None = None
    conditions: list[ConditionForm] | None = None
    locks: list[Code] | None = None
    legal: Text | None = None
    source: Text | None = None
    evidence: Evidence | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError(
                f"until {self.until} lies before since {self.since}; swap them or drop until"
            )
        return self


class MeasureForm(Form):
    """A measure, what its rules have in common, and the rules."""

    measure: Code
    title: Text
    target: Code
    holder: Code
    body: Code
    vote: Vote
    clock_days: Span | None = None
    season: SeasonForm | None = None
    initiators: list[Code] | None = None
    reversible: Reversible
    default: Default
    renews: list[Yearly] | None = None
    renew_every_days: Span | None = None
    lapses: Day | None = None
    review: Code | None = None
    follows: Code | None = None
    conditions: list[ConditionForm] | None = None
    locks: list[Code] | None = None
    legal: Text
    source: Text
    evidence: Evidence
    note: str | None = None
    rules: list[RuleForm] = Field(min_length=1)


class ThresholdForm(Form):
    """Votes, population share and blocking minority of a qualified majority."""

    members: int = Field(ge=1, strict=True)
    population: float = Field(default=0.0, ge=0.0, le=1.0)
    blocking: int = Field(default=1, ge=1, strict=True)

    def freeze(self) -> Threshold:
        """The threshold as the bodies carry it."""
        return Threshold(self.members, self.population, self.blocking)


class BodyForm(Form):
    """A body, its members (with their populations where votes weigh them), its majorities."""

    body: Code
    party: Code
    name: Text
    members: list[Code] | dict[Code, Annotated[float, Field(gt=0)]]
    groups: dict[Code, list[Code]] = {}
    vetoes: list[Code] = []
    qualified: ThresholdForm | None = None
    government: Code | None = None
    assent: list[Text] = []
    independent: bool = False
    since: Day = date.min
    until: Day | None = None
    source: Text
    evidence: Evidence
    note: str | None = None


class LawFile(Form):
    """One file of the law folder."""

    bodies: list[BodyForm] = []
    measures: list[MeasureForm] = []
