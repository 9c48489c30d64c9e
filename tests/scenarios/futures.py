"""Small worlds and records for the tests of this room."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.case import Sampler
from detente.case.quantity import Quantity
from detente.case.world import World
from detente.errors import Place
from detente.record import Deed, Record, Statement

AS_OF = date(2025, 8, 16)
PRIOR = {"freeze": 0.1, "talks-without-convergence": 0.4, "hardening": 0.3, "escalation": 0.2}
NOWHERE = Place("record")


def world(evidence: object = (), **changes: object) -> World:
    """A world with an outlook; `changes` replace keys of it, `outlook=None` takes it away."""
    outlook = {
        "package": "modular",
        "arrival": 0.05,
        "prior": PRIOR,
        "stay": 0.8,
        "evidence": evidence,
        **changes,
    }
    return World.model_validate(
        {
            "format": "detente/case/1",
            "name": "small",
            "title": "Small",
            "as_of": AS_OF,
            "subject": "ceasefire",
            "target": "B",
            "parties": {"B": {"name": "B", "role": "target", "discount": 0.1}},
            "measures": {},
            "peace": {},
            "breaches": {},
            "snapped": {},
            "lapsed": {},
            "outlook": None if changes.get("outlook", 0) is None else outlook,
        }
    )


def weighs(line: str, **ratios: float) -> dict[str, object]:
    """A line of evidence; scenario names with underscores for dashes."""
    named = {name.replace("_", "-"): ratio for name, ratio in ratios.items()}
    return {"line": line, "ratios": named, "why": "because"}


def record(deeds: dict[str, int], statements: dict[str, int] | None = None) -> Record:
    """Deeds and statements by id, so many days before the case's date."""
    done = [_deed(name, AS_OF - timedelta(days)) for name, days in deeds.items()]
    said = [_statement(name, AS_OF - timedelta(days)) for name, days in (statements or {}).items()]
    return Record(tuple(said), tuple(done))


def sampler(draws: int = 50, seed: int = 1) -> Sampler:
    return Sampler({}, draws, seed)


def alive(hazard: float, draws: int = 50, months: int = 12) -> NDArray[np.float64]:
    """Survival with one hazard a month in all draws."""
    return np.tile((1 - hazard) ** np.arange(months + 1), (1 + draws, 1))


def wide(low: float, mode: float, high: float) -> Quantity:
    return Quantity(low=low, mode=mode, high=high)


def _deed(name: str, day: date) -> Deed:
    return Deed(
        id=name,
        date=day,
        actor="B",
        party="B",
        instrument="ceasefire",
        act=f"act {name}",
        rung="executed",
        detail="",
        source="invented",
        evidence="judgement",
        place=NOWHERE,
    )


def _statement(name: str, day: date) -> Statement:
    return Statement(
        id=name,
        date=day,
        speaker="B",
        role="",
        party="B",
        venue="",
        kind="speech",
        instrument="ceasefire",
        question="",
        quote=f"words {name}",
        sense="",
        source="invented",
        evidence="judgement",
        place=NOWHERE,
    )
