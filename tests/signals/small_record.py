"""A small record: words set against deeds, read on one day."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from detente.errors import Place
from detente.record.model import Deed, Record, Rung, Statement
from detente.signals import Gap, Reading, Signals, read_record

AS_OF = date(2025, 8, 16)


def said(
    day: str,
    quote: str,
    *,
    party: str = "US",
    instrument: str = "secondary-tariffs",
    question: str = "",
    sense: str = "",
    number: int = 1,
) -> Statement:
    return Statement(
        id=f"S{number}", date=date.fromisoformat(day), speaker="Somebody", role="", party=party,
        venue="", kind="interview", instrument=instrument, question=question, quote=quote,
        sense=sense, source="test", evidence="checked", place=Place("record/s.md"),
    )  # fmt: skip


def done(
    day: str, rung: Rung, *, act: str = "", instrument: str = "secondary-tariffs", number: int = 1
) -> Deed:
    return Deed(
        id=f"D{number}", date=date.fromisoformat(day), actor="Somebody", party="US",
        instrument=instrument, act=act, rung=rung, detail="", source="test", evidence="checked",
        place=Place("deeds.csv", number),
    )  # fmt: skip


def read(statements: list[Statement], deeds: list[Deed] | None = None) -> Signals:
    record = Record(tuple(statements), tuple(deeds or ()))
    return read_record(record, AS_OF, np.random.default_rng(7))


def gap_of(statements: list[Statement], deeds: list[Deed]) -> Gap:
    (gap,) = read(statements, deeds).gaps
    return gap


def word(day: str, level: int, number: int, **known: Any) -> Reading:
    (found,) = read([said(day, "We will.", number=number)]).readings
    return replace(found, level=level, low=level, high=level, **known)
