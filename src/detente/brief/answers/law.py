"""What the law files answer: who may do what to a measure on a day, and who can stop it."""

from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from detente.brief.answers import Answer
from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.law import Law, Rule, can_block, describe
from detente.law.model import ACTS


def law_answer(law: Law, day: date, measure: str, member: str) -> Answer:
    """The rules in force on a day: all of one measure, or all that one member can stop."""
    if measure and measure not in law.measures:
        raise DetenteError(f'no measure "{measure}"; {nearest(measure, law.measures)}')
    names = [measure] if measure else list(law.measures)
    rules = [rule for name in names for act in ACTS if (rule := law.on(name, act, day))]
    if member:
        rules = [r for r in rules if can_block(law, member, r.measure, r.act, day)]

    def show(console: Console) -> None:
        if not rules:
            what = f"that {member} can stop" if member else "of that name in force"
            console.print(f"nothing {what} on {day}")
        for rule in rules:
            console.print(Text(f"{rule.measure}, {rule.act}: {describe(rule, day)}"))
            console.print(Text(f"    {rule.legal}. Source: {rule.source}", style="dim"))

    return Answer({"on": str(day), "rules": [_plain(rule, day) for rule in rules]}, show)


def _plain(rule: Rule, day: date) -> dict[str, Any]:
    clock, lapses = rule.clock_on(day), rule.next_renewal(day)
    return {
        "id": rule.id,
        "measure": rule.measure,
        "title": rule.title,
        "act": rule.act,
        "holder": rule.holder,
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
