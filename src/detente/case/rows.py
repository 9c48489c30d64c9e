"""Rows of the tables in a case folder, and the head of each statement file."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from detente.case.quantity import Clause, Day, Evidence, Name, Prose, Quantity, Text


def _number(raw: object) -> object:
    try:
        return float(raw) if isinstance(raw, str) else raw
    except ValueError:
        raise ValueError(f'"{raw}" is no number; write it with a point, such as 2.5') from None


Cell = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Weight = Annotated[Cell, Field(ge=0, le=1)]


class StatementHead(Clause):
    """The front matter of `record/*.md`; the body holds question, quote and sense."""

    id: Name
    date: Day
    speaker: Text
    role: Prose = ""
    party: Name
    venue: Prose = ""
    kind: Text
    instrument: Name
    source: Text
    evidence: Evidence


class DeedRow(Clause):
    """A row of `deeds.csv`."""

    id: Name
    date: Day
    actor: Text
    party: Name
    instrument: Name
    act: Text
    ladder: Literal["none", "announced", "mandated", "in-force", "executed", "reversed"]
    detail: Prose = ""
    source: Text
    evidence: Evidence


class HoldingRow(Clause):
    """A row of `portfolio.csv`: what is held, how far it may move, and what moving costs."""

    asset: Name
    weight: Weight
    low: Weight
    high: Weight
    cost_bp: Annotated[Cell, Field(ge=0, le=1000)]

    @model_validator(mode="after")
    def _weight_is_within(self) -> "HoldingRow":
        if not self.low <= self.weight <= self.high:
            written = f"{self.low:g}, {self.weight:g}, {self.high:g}"
            raise ValueError(f"low <= weight <= high fails for {written}; put them in order")
        return self


class EstimateRow(Clause):
    """A row of `estimates.csv`: a range with its reasoning and source."""

    id: Name
    party: Prose = ""
    item: Prose = ""
    unit: Prose = ""
    low: Cell
    mode: Cell
    high: Cell
    reasoning: Prose = ""
    source: Prose = ""
    evidence: Evidence
    covers: Annotated[Cell, Field(gt=0.3, le=1)] = 1.0
    moves_with: Name | None = None

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
