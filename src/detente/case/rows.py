"""Rows of the tables in a case folder, and the head of each statement file."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from detente.case.lexicon import PartyName
from detente.case.quantity import MOST, Clause, Day, Evidence, Name, Prose, Quantity, Text


def _number(raw: object) -> object:
    try:
        return float(raw) if isinstance(raw, str) else raw
    except ValueError:
        raise ValueError(f'"{raw}" is no number; write it with a point, such as 2.5') from None


def _share(raw: object) -> object:
    """A number that misses [0, 1] by the last digits of a sum alone is its end."""
    value = _number(raw)
    if isinstance(value, float) and -_ROUNDED <= value <= 1 + _ROUNDED:
        return min(max(value, 0.0), 1.0)
    return value


_ROUNDED = 1e-9
Cell = Annotated[float, BeforeValidator(_number), Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
Weight = Annotated[float, BeforeValidator(_share), Field(allow_inf_nan=False), Field(ge=0, le=1)]


class StatementHead(Clause):
    """The front matter of `record/*.md`; the body holds question, quote and sense."""

    id: Name = Field(description="unlike that of any other line of the record")
    date: Day = Field(description="day it was said")
    speaker: Text = Field(description="who said it")
    role: Prose = Field(default="", description="the speaker's office")
    party: PartyName = Field(description="party spoken for")
    venue: Prose = Field(default="", description="where it was said")
    kind: Text = Field(description="sort of remark, such as speech or interview")
    instrument: Name = Field(description="what it is about, such as ceasefire")
    source: Text = Field(description="where it is read")
    evidence: Evidence = Field(description="how well it is known")


class DeedRow(Clause):
    """A row of `deeds.csv`."""

    id: Name = Field(description="unlike that of any other line of the record")
    date: Day = Field(description="day it was done")
    actor: Text = Field(description="who did it")
    party: PartyName = Field(description="party acted for")
    instrument: Name = Field(description="what it is about, such as ceasefire")
    act: Text = Field(description="what was done, in plain words")
    ladder: Literal["none", "announced", "mandated", "in-force", "executed", "reversed"] = Field(
        description="how far it went"
    )
    detail: Prose = Field(default="", description="what else is to be known")
    source: Text = Field(description="where it is read")
    evidence: Evidence = Field(description="how well it is known")


class HoldingRow(Clause):
    """A row of `portfolio.csv`: what is held, how far it may move, and what moving costs."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # an export has further columns

    asset: Name = Field(description="id in `assets.yaml`")
    weight: Weight = Field(description="share of the portfolio now; all add to 1")
    low: Weight = Field(description="least share allowed")
    high: Weight = Field(description="greatest share allowed")
    cost_bp: Annotated[Cell, Field(ge=0, le=1000)] = Field(
        description="cost of trading, basis points of the amount"
    )
    benchmark: Weight | None = Field(
        default=None, description="share of the benchmark; all add to 1"
    )
    country: Prose = Field(default="", description="what groups of a mandate may go by")

    @model_validator(mode="after")
    def _weight_is_within(self) -> "HoldingRow":
        if not self.low - _ROUNDED <= self.weight <= self.high + _ROUNDED:
            written = f"{self.low:g}, {self.weight:g}, {self.high:g}"
            raise ValueError(f"low <= weight <= high fails for {written}; put them in order")
        return self


class RungRow(Clause):
    """A row of `ladder.csv`: what a prediction market asks for the subject's coming by a date."""

    date: Day = Field(description="day of the quote; the latest of the file counts")
    by: Day = Field(description="date by which it must have come")
    price: Weight = Field(description="of one that pays 1 if it has")
    source: Prose = Field(default="", description="where it is read")


class EstimateRow(Clause):
    """A row of `estimates.csv`: a range with its reasoning and source."""

    id: Name = Field(description="what clauses write for the number, such as E01")
    party: Prose = Field(default="", description="whom it concerns")
    item: Prose = Field(default="", description="what is estimated")
    unit: Prose = Field(
        default="",
        description="such as EUR bn a month; begun with share or probability: kept in [0, 1]",
    )
    low: Cell = Field(description="low end of the range")
    mode: Cell = Field(description="likeliest value")
    high: Cell = Field(description="high end of the range")
    reasoning: Prose = Field(default="", description="how the range was reached")
    source: Prose = Field(default="", description="where it is read")
    evidence: Evidence = Field(description="how well it is known")
    covers: Annotated[Cell, Field(gt=0.3, le=1)] = Field(
        default=1.0, description="share of the belief within low to high, above 0.3"
    )
    moves_with: Name | None = Field(
        default=None, description="estimate that it rises and falls with"
    )

    @model_validator(mode="after")
    def _is_ordered(self) -> "EstimateRow":
        if not self.low <= self.mode <= self.high:
            written = f"{self.low:g}, {self.mode:g}, {self.high:g}"
            raise ValueError(f"low <= mode <= high fails for {written}; put them in order")
        return self

    @property
    def quantity(self) -> Quantity:
        """The row as an uncertain number."""
        return Quantity(
            low=self.low,
            mode=self.mode,
            high=self.high,
            unit=self.unit,
            source=self.source,
            evidence=self.evidence,
            why=". ".join(part for part in (self.item, self.reasoning) if part),
            covers=self.covers,
            moves_with=self.moves_with,
        )
