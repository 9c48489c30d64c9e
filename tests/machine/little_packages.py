"""Small packages over the starter case, each to show one thing that the product must know."""

from functools import cache
from typing import Any

from small_case import small_case

from detente.case import Case, Package
from detente.machine import Machine, compile_package

OIL = {
    "name": "oil",
    "article": "2",
    "title": "Oil",
    "promised_by": ["AL"],
    "phases": [
        {"name": "trial", "months": 1, "open": {"oil-embargo": 0.3}},
        {"name": "full", "months": 0, "after": ["pass"], "open": {"oil-embargo": 1.0}},
    ],
}
RESERVES = {
    "name": "reserves",
    "article": "3",
    "title": "Reserves",
    "promised_by": ["AL"],
    "phases": [
        {"name": "half", "months": 0, "after": ["oil.full"], "open": {"reserve-freeze": 0.5}}
    ],
}
PASS = {"name": "pass", "article": "4", "party": "BO", "act": "Hands it over", "due": 2}
CENSUS = {
    "name": "census",
    "article": "4.2",
    "party": "AL",
    "act": "Counts",
    "due": 1,
    "after": ["oil.trial"],
}
ATTACK = {
    "name": "attack",
    "article": "5",
    "against": "BO",
    "covers": ["invasion"],
    "rule": "any-of",
    "deciders": ["AL", "CA"],
    "notice_days": 40,
    "false_alarm": 0.01,
}
RAIDS = {
    "name": "raids",
    "article": "6",
    "against": "BO",
    "covers": ["raid"],
    "rule": "automatic",
    "response": "pause",
    "modules": ["oil"],
    "pause_months": 2,
    "notice_days": 10,
}
LATE = {
    "name": "late",
    "article": "7",
    "against": "AL",
    "covers": ["stalling"],
    "rule": "majority",
    "deciders": ["BO", "CA"],
    "response": "close",
    "modules": ["reserves"],
    "notice_days": 7,
}
BOUND = [
    {
        "party": "BO",
        "article": "1",
        "act": "Stays behind the line",
        "breaches": ["raid", "invasion"],
    },
    {"party": "AL", "article": "2", "act": "Grants licences", "breaches": ["stalling"]},
]
ELECTION = {"name": "election", "party": "AL", "probability": 0.15, "on": "2025-06-17"}
RENEWAL = {
    "name": "renewal",
    "party": "AL",
    "probability": 0.1,
    "every_months": 2,
    "modules": ["oil"],
    "wind_down_days": 45,
}
REPEAL = {
    "name": "repeal",
    "party": "CA",
    "probability": 0.05,
    "every_months": 3,
    "wind_down_days": 20,
}


def spelled(**parts: Any) -> dict[str, Any]:
    return {
        "format": "detente/package/1",
        "title": "Little",
        "signed": "2025-01-31",
        "horizon_months": 6,
        "signatories": ["AL", "BO"],
        "modules": [OIL],
        "milestones": [PASS],
        "obligations": BOUND,
        **parts,
    }


def changed(clause: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {**clause, **parts}


def held(deadline: int, extendable: int = 0) -> dict[str, Any]:
    escrow = {"holder": "a bank in Cassia", "released_by": "pass", "share": 0.5}
    return changed(OIL, escrow={**escrow, "deadline": deadline, "extendable_months": extendable})


TERMINATED = changed(OIL, form="termination")
ALL = [ATTACK, RAIDS, LATE]
LITTLE: dict[str, dict[str, Any]] = {
    "no trigger at all": spelled(),
    "a snap-back with notice": spelled(triggers=[ATTACK]),
    "a snap-back at once": spelled(triggers=[changed(ATTACK, notice_days=0)]),
    "a pause": spelled(triggers=[RAIDS]),
    "a pause at once": spelled(triggers=[changed(RAIDS, notice_days=0)]),
    "a module closed": spelled(modules=[OIL, RESERVES], triggers=[LATE]),
    "all closed at once": spelled(triggers=[changed(LATE, modules=[], notice_days=0)]),
    "an adjudicator": spelled(triggers=[changed(ATTACK, adjudicator="commission")]),
    "two acts, one late": spelled(milestones=[PASS, CENSUS], modules=[OIL, RESERVES]),
    "an act that comes after another": spelled(
        milestones=[PASS, changed(CENSUS, after=["pass"])], triggers=[RAIDS]
    ),
    "an election on a date": spelled(ends=[ELECTION], triggers=[RAIDS]),
    "an election with a wind-down": spelled(ends=[changed(ELECTION, wind_down_days=33)]),
    "a licence that lapses": spelled(
        modules=[changed(OIL, form="licence"), RESERVES], ends=[RENEWAL]
    ),
    "a whole end with a wind-down": spelled(ends=[REPEAL], triggers=[RAIDS]),
    "escrow with a deadline": spelled(modules=[held(3)], triggers=[ATTACK]),
    "escrow put off": spelled(modules=[held(1, 2)], triggers=[changed(LATE, modules=["oil"])]),
    "terminated, then snapped": spelled(modules=[TERMINATED, RESERVES], triggers=[ATTACK]),
    "terminated, then closed": spelled(
        modules=[TERMINATED, RESERVES], triggers=[changed(LATE, modules=[])]
    ),
    "terminated, and a pause that cannot touch it": spelled(
        modules=[TERMINATED, RESERVES], triggers=[changed(RAIDS, modules=[])]
    ),
    "all triggers": spelled(modules=[OIL, RESERVES], triggers=ALL),
    "everything": spelled(
        modules=[held(3, 1), RESERVES],
        milestones=[PASS, CENSUS],
        triggers=ALL,
        ends=[ELECTION, RENEWAL, REPEAL],
        horizon_months=4,
    ),
}


@cache
def starter() -> Case:
    return small_case()


def little(spelling: dict[str, Any]) -> Machine:
    return compile_package(starter(), "little", Package.model_validate(spelling))
