"""`replay.yaml`: what was done under a signed package, and what the record says followed."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from detente.case.quantity import Clause, Day, Days, Evidence, Name, Prose, Text

REPLAY_FORMAT = "detente/replay/1"
Deed = Literal[
    "performs",
    "notifies",
    "breaches",
    "looks-away",
    "pulls",
    "ends",
    "renews",
    "lets-lapse",
]
# What each deed is done to: the kind of clause that `what` has to name.
NAMES: dict[Deed, str] = {
    "performs": "milestone",
    "notifies": "measure",
    "breaches": "breach",
    "looks-away": "trigger",
    "pulls": "trigger",
    "ends": "end",
    "renews": "end",
    "lets-lapse": "end",
}
Effect = Literal[
    "cleared",
    "opens",
    "due",
    "shuts",
    "back",
    "wind-down",
    "pauses",
    "resumes",
    "released",
    "returned",
    "lived",
    "waited",
    "answered",
]
# What each effect happens to; the last three are lengths in days.
HAPPENS_TO: dict[Effect, str] = {
    "cleared": "measure",
    "opens": "phase",
    "due": "end",
    "shuts": "module",
    "back": "measure",
    "wind-down": "module",
    "pauses": "module",
    "resumes": "module",
    "released": "module",
    "returned": "module",
    "lived": "module",
    "waited": "measure",
    "answered": "trigger",
}
LENGTHS: tuple[Effect, ...] = ("lived", "waited", "answered")


class Event(Clause):
    """Something that somebody did on a day; a replay takes it as given."""

    on: Day | None = Field(
        default=None, description="the day; only an omission (lets-lapse) has none of its own"
    )
    party: Text = Field(description="who did it; need not be a party of the case")
    does: Deed = Field(description="kind of act")
    what: Name = Field(description="milestone, measure, breach, trigger or end, as the act asks")
    days: Days | None = Field(
        default=None, description="clock that the act itself set, where the package is silent"
    )
    until: Day | None = Field(default=None, description="of a renewal: the day to which it runs")
    note: Prose = Field(default="", description="what else is to be known")
    source: Prose = Field(default="", description="where it is read, if not where all the rest is")
    evidence: Evidence | None = Field(default=None, description="how well it is known, likewise")

    @model_validator(mode="after")
    def _fits_the_act(self) -> "Event":
        if (self.on is None) != (self.does == "lets-lapse"):
            raise ValueError(
                "an omission (lets-lapse) has no day of its own, any other act has one; "
                "mend on or does"
            )
        if self.days is not None and self.does not in {"pulls", "ends", "lets-lapse", "notifies"}:
            raise ValueError(f'"{self.does}" sets no clock; take days out')
        if self.until is not None and self.does != "renews":
            raise ValueError(f'"{self.does}" renews nothing; take until out')
        return self


class Happened(Clause):
    """What followed according to the record; a replay never reads it, only compares."""

    what: Effect = Field(description="kind of effect")
    of: Text = Field(description="measure, module, trigger, end, or phase as module.phase")
    on: Day | None = Field(default=None, description="the day")
    days: int | None = Field(default=None, ge=0, strict=True, description="or the length in days")
    never: bool = Field(default=False, description="or that it never came")
    note: Prose = Field(default="", description="what else is to be known")
    source: Prose = Field(default="", description="where it is read, if not where all the rest is")
    evidence: Evidence | None = Field(default=None, description="how well it is known, likewise")

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Happened":
        if [self.on is not None, self.days is not None, self.never].count(True) != 1:
            raise ValueError("says when, how long, or that it never came; give on, days or never")
        if self.days is None and self.what in LENGTHS:
            raise ValueError(f'"{self.what}" is a length; write it as days: 52')
        if self.days is not None and self.what not in LENGTHS:
            raise ValueError(f'"{self.what}" is a day; write it as on: 1993-10-18')
        return self


class Outcome(Clause):
    """How it came out in the end: for a table of forecasts against outcomes."""

    alive_until: Day | None = Field(
        default=None, description="last day on which it is known to have stood; give this or ended"
    )
    ended: Day | None = Field(default=None, description="day on which relief ended, or it failed")
    how: Literal["breach", "turnover", "expiry", "termination", "superseded", "open"] = Field(
        description="termination: completed as meant; superseded: by another bargain"
    )
    note: Prose = Field(default="", description="what else is to be known")
    source: Text = Field(description="where it is read")
    evidence: Evidence = Field(description="how well it is known")

    @model_validator(mode="after")
    def _has_one_day(self) -> "Outcome":
        if (self.alive_until is None) == (self.ended is None):
            raise ValueError("stood to a day or ended on one; give alive_until or ended")
        return self

    @property
    def day(self) -> date:
        """The day of the outcome, whichever it is."""
        return self.ended or self.alive_until or date.max


class Replay(Clause):
    """The whole of `replay.yaml`."""

    format: Literal["detente/replay/1"] = Field(description="version of this file's format")
    episode: Name = Field(description="row in the catalogue of relief episodes, such as HTI-861")
    title: Text = Field(description="of the episode, in plain words")
    package: Name = Field(description="the package that is replayed")
    events: tuple[Event, ...] = Field(min_length=1, description="who did what on which day")
    happened: tuple[Happened, ...] = Field(description="what the record says followed")
    outcome: Outcome = Field(description="how it came out in the end")
    source: Text = Field(description="where events and dates are read, unless they say otherwise")
    evidence: Evidence = Field(description="how well they are known, unless they say otherwise")
