"""What cannot be right about the law as a whole: overlaps, impossible votes, strangers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol

from detente.case.hints import nearest
from detente.errors import Place, Problem
from detente.law.model import Body, Law, Rule

_ONE_DAY = "let the earlier one end the day before the later one begins"


class _Dated(Protocol):
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...
    @property
    def place(self) -> Place: ...


def body_problems(bodies: Mapping[str, Sequence[Body]]) -> Iterator[Problem]:
    """Bodies without members, thresholds out of reach, make-ups that overlap."""
    for name, made in bodies.items():
        yield from _overlaps(f'body "{name}"', made)
        for body in made:
            yield from _membership(body)


def law_problems(law: Law) -> Iterator[Problem]:
    """Rules that overlap, and rules that name what is not there."""
    known = law.measures
    for (measure, act), rules in law.rules.items():
        yield from _overlaps(f'"{measure}" {act}', rules)
    for rule in law:
        yield from _links(rule, known)
        yield from _vote(rule)


def _overlaps(what: str, dated: Sequence[_Dated]) -> Iterator[Problem]:
    """Two entries for the same thing on one day; `dated` is in the order of `since`."""
    for earlier, later in pairwise(dated):
        if earlier.until is None or later.since <= earlier.until:
            end = earlier.until or "without end"
            reason = (
                f"{what} from {later.since} overlaps the one from {earlier.since} to {end} "
                f"at {earlier.place}"
            )
            yield Problem(later.place, reason, _ONE_DAY)


def _membership(body: Body) -> Iterator[Problem]:
    if not body.members:
        yield Problem(body.place, f'body "{body.id}" has no members', "name at least one")
        return
    grouped = (member for members in body.groups.values() for member in members)
    named = {*grouped, *body.vetoes, *([body.government] if body.government else [])}
    for stranger in sorted(named - set(body.members)):
        reason = f'body "{body.id}": "{stranger}" is not among its members'
        yield Problem(body.place, reason, nearest(stranger, body.members))
    need = body.qualified
    if need and need.members > len(body.members):
        reason = f'body "{body.id}" needs {need.members} votes and has {len(body.members)}'
        yield Problem(body.place, reason, "lower qualified.members or add the members")
    if need and need.population and not body.populations:
        reason = f'body "{body.id}" weighs populations that it does not give'
        yield Problem(body.place, reason, "write members as {DE: 83577100, …}")


def _links(rule: Rule, known: Sequence[str]) -> Iterator[Problem]:
    locks = [("locks", name) for name in rule.locks]
    for field, name in (("review", rule.review), ("follows", rule.follows), *locks):
        if name is not None and name not in known:
            reason = f'"{rule.measure}" {rule.act}: {field} names no measure "{name}"'
            yield Problem(rule.place, reason, nearest(name, known))


def _vote(rule: Rule) -> Iterator[Problem]:
    what, body = f'"{rule.measure}" {rule.act}', rule.bodies[-1]
    if body.party != rule.holder:
        reason = f'{what}: held by {rule.holder}, but "{body.id}" is a body of {body.party}'
        yield Problem(rule.place, reason, "name the holder's own body")
    if rule.vote in {"qualified", "reverse-veto"} and body.qualified is None:
        reason = f'{what}: "{body.id}" has no qualified majority'
        yield Problem(rule.place, reason, f"give {body.id} a qualified: {{members: …}}")
    if rule.vote == "reverse-veto" and not rule.initiators:
        reason = f"{what}: nobody may pull the reverse veto"
        yield Problem(rule.place, reason, "name them under initiators:")
    if rule.vote == "congress-review" and not {"President", "House", "Senate"} <= {*body.members}:
        reason = f'{what}: "{body.id}" lacks the President, the House or the Senate'
        yield Problem(rule.place, reason, "name all three among its members")
    if rule.since < rule.bodies[0].since:
        reason = f"{what}: begins {rule.since}, before {body.id} of {rule.bodies[0].since}"
        yield Problem(rule.place, reason, "add the earlier make-up of the body")
