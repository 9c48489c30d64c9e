"""What anybody may do at the beginning of a month: late acts, breaches, alarms, ends."""

from collections.abc import Iterator

from detente.case.package import End, Milestone, Trigger
from detente.machine.effects import lives, matters, performed, strikes
from detente.machine.layout import WITHHELD, Layout
from detente.machine.logic import all_of, any_of, compare, name, number, remainder
from detente.machine.model import Exposure
from detente.machine.rules import Answer, Question


def in_turn(layout: Layout) -> Iterator[Question]:
    """The questions of a month's beginning, in the order in which they are asked."""
    for milestone in layout.package.milestones:
        yield _late(layout, milestone)
    for party in dict.fromkeys(exposure.party for exposure in layout.machine.exposures):
        mine = [e for e in layout.machine.exposures if e.party == party and e.trigger is not None]
        if mine:
            yield _breaches(layout, party, mine)
    for index, trigger in enumerate(layout.triggers, 1):
        if chance := layout.mode(trigger.false_alarm):
            yield _alarm(layout, index, trigger, chance)
    for end in layout.ends:
        if end.every_months is not None:
            yield _comes_round(layout, end, end.every_months)


def _late(layout: Layout, milestone: Milestone) -> Question:
    act = layout.of_act[milestone.name]
    up = all_of([compare(name(act), "=", WITHHELD), matters(layout, milestone)])
    change = performed(layout, milestone)
    who, what, article = milestone.party, milestone.name, milestone.article
    late = Answer(f"late_{act[4:]}", who, "perform", what, article, change, how="late")
    leave = Answer(f"leave_{act[4:]}", who, "comply", f"{milestone.name} stays undone")
    return Question(f"still_{act[4:]}", up, (leave, late))


def _breaches(layout: Layout, party: str, mine: list[Exposure]) -> Question:
    word = layout.of_party[party]
    answers = [Answer(f"comply_{word}", party, "comply")]
    idle = []
    for exposure in mine:
        trigger = layout.triggers[exposure.trigger or 0]
        at = (exposure.trigger or 0) + 1 + (len(layout.triggers) if trigger.adjudicator else 0)
        open_ = layout.idle(trigger)
        idle.append(open_)
        label = layout.of_breach[f"{party} {exposure.breach}"]
        answers.append(
            Answer(
                label, party, "breach", f"{exposure.breach}; it is confirmed", trigger.article,
                {"raised": number(at)}, layout.seen(exposure), open_,
            )
        )  # fmt: skip
    up = all_of([compare(name("believed"), "=", 1), any_of(idle)])
    return Question(f"conduct_{word}", up, tuple(answers))


def _alarm(layout: Layout, at: int, trigger: Trigger, chance: float) -> Question:
    label = f"alarm_{layout.of_trigger[trigger.name]}"
    what = f'trigger "{trigger.name}" is raised though nobody breached'
    raised = {"raised": number(at)}
    alarm = Answer(label, "nature", "alarm", what, trigger.article, raised, chance)
    up = all_of([compare(name("believed"), "=", 1), layout.idle(trigger)])
    return Question(label, up, (alarm,), by_nature=True)


def _comes_round(layout: Layout, end: End, every: int) -> Question:
    label, month = f"end_{layout.of_end[end.name]}", name("month")
    chance = layout.mode(end.probability)
    strike = Answer(label, end.party, "end", end.name, change=strikes(layout, end), chance=chance)
    round_ = compare(remainder(month, every), "=", 0)
    up = [compare(month, ">", 0), round_, lives(layout, end)]
    return Question(label, all_of(up), (strike,), by_nature=True)
