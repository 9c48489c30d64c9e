"""Who it is that a package names as a judge: a party, a member of one, or a body of the law.

An id and a display name are the same somebody, and so are a body's id and its name. Whoever is none
of these is not known, and is not taken to be neutral.
"""

import re
from collections.abc import Collection
from datetime import date

from detente.case.model import Case
from detente.law import Law
from detente.law.model import Vote
from detente.law.votes import can_stop


def party_called(case: Case, written: str) -> str | None:
    """The party with that id or display name; None if there is none."""
    called = _as_called(written)
    parties = case.world.parties.items()
    by_id = (party for party, _ in parties if _as_called(party) == called)
    by_name = (party for party, clause in parties if _as_called(clause.name) == called)
    return next(by_id, None) or next(by_name, None)


def owners_of(case: Case, written: str) -> tuple[str, ...]:
    """Parties of which it is a member, written `HU` or `EU:HU`."""
    owner, _, member = written.rpartition(":")
    return tuple(
        party
        for party, clause in case.world.parties.items()
        if member in clause.members and owner in ("", party)
    )


def seats_of(case: Case, law: Law, day: date, judge: str) -> frozenset[str]:
    """Who speaks in a judge, and for whom it speaks; nobody if it is not known."""
    if party := party_called(case, judge):
        return frozenset({party, *case.world.parties[party].members})
    if owners := owners_of(case, judge):
        return frozenset({judge.rpartition(":")[2], *owners})
    body = law.body(judge, day)
    if body is None:
        return frozenset()
    return frozenset({*body.members, *(() if body.independent else (body.party,))})


def takes_part(case: Case, law: Law, day: date, judge: str, staked: Collection[str]) -> bool | None:
    """Whether a judge, or a member of it, has a stake in the answer; None: it is not known."""
    seats = seats_of(case, law, day, judge)
    return not seats.isdisjoint(staked) if seats else None


def withholders(
    case: Case, law: Law, day: date, judge: str, accused: str
) -> tuple[str, ...] | None:
    """Who can withhold a judge's finding alone; None: who it is, is unknown.

    A party can, and one that has a seat there; in a body, whoever can stop a vote.
    """
    if party := party_called(case, judge):
        seated = accused in case.world.parties[party].members
        return (party, accused) if seated else (party,)
    if owners_of(case, judge):
        return (judge.rpartition(":")[2],)
    body = law.body(judge, day)
    if body is None:
        return None
    if len(body.members) == 1:
        return () if body.independent or body.party not in case.world.parties else (body.party,)
    vote: Vote = "qualified" if body.qualified else "unanimity"
    return tuple(member for member in body.members if can_stop(body, vote, [member]))


def _as_called(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().casefold())


def introduce(names: str) -> str:
    """How a case says who somebody is."""
    return f"make {names} a party of case.yaml, or a body in a law file, with its members and vote"
