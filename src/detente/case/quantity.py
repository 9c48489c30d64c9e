"""Uncertain numbers: a value or a range, with where it comes from and how well it is known."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)

from detente.case.share import settled

LAST_YEAR = 2999  # a clock that starts by then ends before the calendar does, in the year 9999
MOST = 1e12  # of any unit: values of nothing larger stay finite, however they are discounted
CENTURY = 36_525  # days


def _written_day(raw: object) -> object:
    """Only 2025-08-16 is a day: a bare number is no date, though it could count seconds."""
    if isinstance(raw, date):
        return raw
    try:
        day = date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "")
    except ValueError:
        raise ValueError(f"{raw} is no day of the calendar; write it as 2025-08-16") from None
    if day.year > LAST_YEAR:
        raise ValueError(f"{day} is too far off; give a day before {LAST_YEAR + 1}")
    return day


def _rounded(raw: object) -> object:
    """A share that was computed may lie outside of [0, 1] by its rounding."""
    return settled(raw) if isinstance(raw, float) else raw


Day = Annotated[date, BeforeValidator(_written_day)]
Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Prose = Annotated[str, StringConstraints(strict=True, strip_whitespace=True)]
_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
Name = Annotated[str, StringConstraints(strict=True, pattern=_NAME)]
Real = Annotated[float, Strict(), Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
Share = Annotated[
    float, Strict(), Field(ge=0, le=1, allow_inf_nan=False), BeforeValidator(_rounded)
]
Days = Annotated[float, Strict(), Field(ge=0, le=CENTURY, allow_inf_nan=False)]
IN_UNIT = ("probability", "share")  # units that begin so lie within [0, 1]
Path = tuple[str | int, ...]
Evidence = Literal["checked", "unchecked", "computed", "judgement", "unsourced"]


class Clause(BaseModel):
    """Anything a person writes in a case: unknown keys are refused, nothing changes after."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _widen_shorthand(raw: object) -> object:
    """`2` is a value; `B08` names an estimate; `-B08` is the same with its sign turned."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return {"value": raw}
    if isinstance(raw, str):
        name = raw.removeprefix("-").strip()
        if not re.fullmatch(_NAME, name):
            raise ValueError(f'"{raw}" is no number and no estimate\'s name; write 2.5 or E01')
        return {"estimate": name, "times": -1.0 if raw.startswith("-") else 1.0}
    return raw


class Quantity(Clause):
    """One number: a value, a range (PERT: low, mode, high), or a named estimate times a factor."""

    value: Real | None = Field(
        default=None, description="the number, if it is one; else a range or an estimate"
    )
    low: Real | None = Field(default=None, description="low end of a range")
    mode: Real | None = Field(default=None, description="likeliest value of a range")
    high: Real | None = Field(default=None, description="high end of a range")
    estimate: Name | None = Field(default=None, description="name of an estimate to use")
    times: Real = Field(default=1.0, description="factor on the number; -1 turns its sign")
    unit: Prose = Field(
        default="",
        description="such as EUR bn a month; begun with share or probability: kept in [0, 1]",
    )
    source: Prose = Field(default="", description="where it is read")
    evidence: Evidence | None = Field(
        default=None,
        description="how well it is known; left out: unchecked with a source, else unsourced",
    )
    why: Prose = Field(default="", description="reasons for the number")
    covers: Annotated[float, Strict(), Field(gt=0.3, le=1)] = Field(
        default=1.0, description="share of the belief within low to high"
    )
    moves_with: Name | None = Field(
        default=None, description="estimate that it rises and falls with"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, raw: Any) -> Any:
        return _widen_shorthand(raw)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Quantity":
        is_range = any(end is not None for end in (self.low, self.mode, self.high))
        kinds = {
            "a value": self.value is not None,
            "a range": is_range,
            "an estimate": self.estimate is not None,
        }
        given = [kind for kind, is_given in kinds.items() if is_given]
        if not given:
            raise ValueError("gives no number; add value, or low, mode and high, or estimate")
        if len(given) > 1:
            raise ValueError(f"gives {' and '.join(given)}; keep one of them")
        if is_range:
            self._check_range()
        return self

    def _check_range(self) -> None:
        ends = {"low": self.low, "mode": self.mode, "high": self.high}
        lacking = " and ".join(name for name, end in ends.items() if end is None)
        if self.low is None or self.mode is None or self.high is None:
            raise ValueError(f"a range has low, mode and high; add {lacking}")
        if not self.low <= self.mode <= self.high:
            written = f"{self.low:g}, {self.mode:g}, {self.high:g}"
            raise ValueError(f"low <= mode <= high fails for {written}; put them in order")

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value as written; a reference has no bounds of its own."""
        if self.value is not None:
            return self.value, self.value
        if self.low is None or self.high is None:
            raise ValueError(f'"{self.estimate}" has its bounds in the estimates')
        return self.low, self.high

    @property
    def ends(self) -> tuple[float, float]:
        """Least and greatest value with the factor `times`."""
        low, high = sorted(self.times * end for end in self.bounds)
        return low, high

    @property
    def standing(self) -> str:
        """How well the number is known, as a tag for the page."""
        return self.evidence or ("unchecked" if self.source else "unsourced")
