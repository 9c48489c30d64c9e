"""What the law files answer: who may do what to a measure on a day, and who can stop it."""

from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from detente.answers.model import Answer
from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.law import Law, Rule, can_block, describe
from detente.law.model import ACTS


def law_answer(law: Law, day: date, measure: str, member: str) -> Answer:
    """The rules in force on a day: all of one measure, or all that one member can stop."""
    if measure and measure not in law.measures:
        raise DetenteError(f'no measure "{measure}"', nearest(measure, law.measures))
    if member and not law.knows(member):
        remedy = nearest(member, law.organs())
        raise DetenteError(f'"{member}" has no vote', remedy, option="veto")
    names = [measure] if measure else list(law.measures)
    rules = [rule for name in names for act in ACTS if (rule := law.on(name, act, day))]
    if member:
        rules = [r for r in rules if can_block(law, member, r.measure, r.act, day)]

    def show(console: Console) -> None:
        if not rules:
            console.print(_nothing(law, day, measure, member))
        for rule in rules:
            console.print(Text(f"{rule.measure}, {rule.act}: {describe(rule, day)}"))
            console.print(Text(f"    {_fate(rule)}", style="dim"))
            console.print(Text(f"    {rule.legal}. Source: {rule.source}", style="dim"))

    return Answer({"on": str(day), "rules": [_plain(rule, day) for rule in rules]}, show)


def _nothing(law: Law, day: date, measure: str, member: str) -> str:
    """Why there is nothing to show, with the dates of the rules that there are."""
    dated = [rule for act in ACTS for rule in law.all(measure, act)]
    if member or not dated:
        return f"nothing that {member} can stop on {day}"
    first, last = min(rule.since for rule in dated), [rule.until for rule in dated]
    until = f" to {max(end for end in last if end)}" if all(last) else ""
    return f"{measure}: no rule holds on {day}; there are rules from {first}{until}"


def _fate(rule: Rule) -> str:
    """What becomes of the valve if nobody acts, and whether relief can be taken back."""
    back = {
        "yes": "relief can be taken back",
        "until-cash-leaves": "relief can be taken back until the cash has left",
        "no": "what was given does not come back",
    }[rule.reversible]
    return f"If nobody acts the valve ends up {rule.default}; {back}"


def _plain(rule: Rule, day: date) -> dict[str, Any]:
    clock, lapses = rule.clock_on(day), rule.next_renewal(day)
    return {
        "id": rule.id,
        "measure": rule.measure,
        "title": rule.title,
        "act": rule.act,
        "holder": rule.holder,
        "body": rule.body(day).name,
        "vote": rule.vote,
        "clock_days": [clock.low, clock.high] if clock else None,
        "reversible": rule.reversible,
        "default": rule.default,
        "since": rule.since,
        "until": rule.until,
        "next_renewal": lapses,
        "legal": rule.legal,
        "says": describe(rule, day),
        "source": rule.source,
        "evidence": rule.evidence,
    }
