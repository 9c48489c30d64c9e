"""A rule said in one sentence."""

from collections.abc import Iterable
from datetime import date

from detente.law.model import Body, Clock, Rule


def describe(rule: Rule, day: date | None = None) -> str:
    """One line for a reader: who decides, by which vote, from when, and what lapses when."""
    dates = f"from {rule.since}" + (f" to {rule.until}" if rule.until else "")
    parts = [f"{decides(rule, day)}, {dates}{_clock(rule, day)}", _lapse(rule, day)]
    if rule.conditions:
        parts.append("provided " + _listed(f"that {c.by} {c.what}" for c in rule.conditions))
    if rule.locks:
        have = "has" if len(rule.locks) == 1 else "have"
        parts.append(f"{_listed(rule.locks)} {have} to be eased as well")
    if rule.review:
        parts.append(f"where {rule.review} applies, its review comes first")
    if rule.evidence == "unchecked":
        parts.append("not yet checked against a source")
    return "; ".join(part for part in parts if part)


def decides(rule: Rule, day: date | None = None) -> str:
    """`EU Council, by unanimity of 27`: the body and its vote alone."""
    body = rule.body(day)
    return f"{body.name}, {_vote(rule, body)}"


def _listed(parts: Iterable[str]) -> str:
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def _vote(rule: Rule, body: Body) -> str:
    match rule.vote:
        case "alone":
            return "alone"
        case "unanimity" if body.government:
            return f"by a law that takes {', '.join(body.members)}"
        case "unanimity":
            return f"by unanimity of {len(body.members)}"
        case "qualified":
            return f"by {_majority(body)}"
        case "reverse-veto":
            who = ", ".join(sorted(rule.initiators))
            return f"by reverse veto (any of {who}; it stands unless {_majority(body)} keep relief)"
        case "congress-review":
            return "unless both houses of Congress disapprove, with two thirds against a veto"


def _majority(body: Body) -> str:
    need = body.qualified
    if need is None:
        return "a majority"
    text = f"{need.members} of {len(body.members)} votes"
    if need.population:
        text += f" and {need.population:.0%} of the population"
    if body.vetoes:
        text += " without a veto"
    return text + "".join(f" with the {other}" for other in body.assent)


def _clock(rule: Rule, day: date | None) -> str:
    clock = rule.clock_on(day) if day else rule.clock_days
    if clock is None or clock == Clock(0, 0):
        return ""
    start = f" after {rule.follows} is re-imposed" if rule.follows else ""
    return f", taking {_days(clock)}{start}"


def _days(clock: Clock) -> str:
    if clock.low == clock.high:
        return f"{clock.low} day" + ("s" if clock.low != 1 else "")
    return f"{clock.low} to {clock.high} days"


def _lapse(rule: Rule, day: date | None) -> str:
    what = "lapses" if rule.default == "open" else "relief ends"
    if rule.renews and not (rule.lapses and day and day <= rule.lapses):
        return f"{what} unless renewed by {' and '.join(str(when) for when in rule.renews)}"
    if rule.lapses:
        return f"{what} unless renewed by {rule.lapses}"
    if rule.renew_every_days:
        return f"{what} unless renewed every {_days(rule.renew_every_days)}"
    return ""
