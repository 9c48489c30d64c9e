"""Does a party hold the power it promises to use, and can one member stop it?

A party is written `EU` or `EU:HU`; a bare name speaks for the whole body, or for its government
where there is one (`US` is the President, not Congress). States in the Security Council may be
written bare.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from detente.case.hints import close, nearest
from detente.law.describe import describe
from detente.law.model import Act, Answer, Body, Law, Rule
from detente.law.votes import can_stop, carried


@dataclass(frozen=True, slots=True)
class _Seat:
    """Which votes of a body a party has; none if it is no part of it."""

    members: frozenset[str]
    known: bool = True  # False: written as a member, but the body has none of that name


def holds_power(law: Law, party: str, measure: str, act: Act, day: date) -> Answer:
    """Whether the party can bring the act about by its own vote on that day, every lock of it."""
    rule = law.on(measure, act, day)
    if rule is None:
        return _no_rule(law, measure, act, day)
    answers = [_held(law, party, one, day) for one in (rule, *_locks(law, rule, act, day))]
    order = ("no", "unknown", "yes")
    worst = min(answers, key=lambda answer: order.index(answer.verdict))
    return answers[0] if worst.verdict == answers[0].verdict else worst


def _locks(law: Law, rule: Rule, act: Act, day: date) -> tuple[Rule, ...]:
    """One lock is enough to shut a measure; to open it takes them all."""
    return law.locks(rule, day) if act == "ease" else ()


def _held(law: Law, party: str, rule: Rule, day: date) -> Answer:
    """The answer for one rule alone."""
    body = rule.body(day)
    seat = _seat(law, body, party)
    says = describe(rule, day)
    if _initiates(rule, party):
        return Answer("yes", rule, f"{party} may start it alone: {says}")
    if not seat.known:
        return Answer("unknown", rule, f"{_stranger(body, party)}: {says}")
    if not seat.members:
        return Answer("no", rule, f"{party} does not hold it: {says}")
    if _decides(rule, body, seat.members):
        return Answer("yes", rule, says)
    return Answer("no", rule, f"{party} cannot do it alone: {says}")


def can_block(law: Law, member: str, measure: str, act: Act, day: date) -> bool | None:
    """Whether this member alone can stop the act (for `renew`: end the measure or its relief).

    False where there is nothing to stop on that day; None where the law of that day is not known,
    or the body has no member of that name.
    """
    rule = law.on(measure, act, day)
    if rule is None:
        return False if _no_rule(law, measure, act, day).verdict == "no" else None
    stops = [_stops(law, member, one, day) for one in (rule, *_locks(law, rule, act, day))]
    return True if True in stops else None if None in stops else False


def _stops(law: Law, member: str, rule: Rule, day: date) -> bool | None:
    """Whether a member stops one rule alone; None where its body has no such member."""
    body = rule.body(day)
    seat = _seat(law, body, member)
    if not seat.known:
        return None
    return bool(seat.members) and can_stop(body, rule.vote, seat.members)


def _seat(law: Law, body: Body, party: str) -> _Seat:
    owner, _, name = party.rpartition(":")
    if not owner and name == body.party:
        return _Seat(frozenset([body.government] if body.government else body.members))
    if owner not in ("", body.party) and (body.government or name not in body.members):
        return _Seat(frozenset())
    if name in body.groups:
        return _Seat(frozenset(body.groups[name]))
    if name in body.members:
        return _Seat(frozenset([name]))
    return _Seat(frozenset(), known=owner != body.party or party in law.organs())


def _initiates(rule: Rule, party: str) -> bool:
    return party.rpartition(":")[2] in rule.initiators


def _decides(rule: Rule, body: Body, members: Collection[str]) -> bool:
    """Whether these votes do it; no vote starts a reverse veto, only those who may pull it."""
    if rule.vote == "congress-review":
        return "President" in members
    if set(members) == set(body.members):
        return True
    return rule.vote != "reverse-veto" and carried(body, rule.vote, members)


def _stranger(body: Body, party: str) -> str:
    known = [f"{body.party}:{name}" for name in (*body.members, *body.groups)]
    return f'{body.name} has no member "{party}" ({nearest(party, known)})'


def _no_rule(law: Law, measure: str, act: Act, day: date) -> Answer:
    if measure not in law.measures:
        meant = close(measure, law.measures)
        return Answer("unknown", None, f'no measure "{measure}"{meant and f": {meant}"}')
    rules = law.all(measure, act)
    if not rules and act == "renew":
        return Answer("no", None, f'"{measure}": nothing to renew, it does not lapse by itself')
    if not rules:
        return Answer("unknown", None, f'"{measure}": who may {act} it is not in the law files')
    if day < rules[0].since:
        why = f'"{measure}": nothing to {act} on {day}; it begins on {rules[0].since}'
        return Answer("no", None, why)
    last = rules[-1].until
    if last is not None and last < day:
        return Answer("no", None, f'"{measure}": the power to {act} ended on {last}')
    return Answer("unknown", None, f'"{measure}": the law files have a gap for {act} on {day}')
