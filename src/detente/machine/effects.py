"""What changes in the product when an act is done, a trigger takes effect or an end strikes.

A module that is shut for good forgets its phase, its months and its escrow, and with it the acts
for which only such modules wait; a package that is over forgets all but the day and the cause. That
is how states that can no longer differ in what they open become one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.case.package import End, Milestone, Trigger
from detente.machine.layout import AWAITED, MET, PUT_OFF, RELEASED, RETURNED, Layout
from detente.machine.logic import TRUE, Term, all_of, any_of, compare, name, none_of, number, pick
from detente.machine.variables import variables

Change = dict[str, Term]
KEPT_AT_THE_END = ("month", "elapsed")


@dataclass(frozen=True, slots=True)
class Effect:
    """One way in which something takes effect, and where that way is open."""

    change: Change
    when: Term = TRUE
    suffix: str = ""
    words: str = ""


NO_NEW_ACT = ("_without_new_act", ", but no new act brings back what was terminated")


def answered(layout: Layout, trigger: Trigger) -> Iterator[Effect]:
    """What follows when a trigger takes effect after its notice."""
    if trigger.does.returns:
        clock = layout.of_pause[trigger.name]
        yield Effect({clock: number(layout.pause(trigger))})
        return
    reach = layout.reach(trigger)
    lasting = [m for m in reach if layout.modules[m].form == "termination"]
    index = [t.name for t in layout.triggers].index(trigger.name) + 1
    snaps = trigger.does.ends
    yield Effect(over(layout, index) if snaps else closed(layout, reach))
    if lasting:
        stays = over(layout, index) if snaps else closed(layout, set(reach) - set(lasting))
        if snaps:
            for module in lasting:
                phase = name(layout.of_phase[module])
                stays[phase.name] = pick(layout.begun(module), phase, number(0))
        begun = any_of(layout.begun(module) for module in lasting)
        yield Effect(stays, begun, *NO_NEW_ACT)


def struck(layout: Layout, end: End) -> Change:
    """What follows when an end has struck and its wind-down, if any, is over."""
    if end.modules:
        return closed(layout, end.modules)
    index = [e.name for e in layout.ends].index(end.name) + 1
    return over(layout, len(layout.triggers) + index)


def over(layout: Layout, cause: int) -> Change:
    """The package is over: all but the day and the cause is forgotten."""
    rest = [v.name for v in variables(layout) if v.name not in KEPT_AT_THE_END]
    return {**{variable: number(0) for variable in rest}, "over": number(cause)}


def closed(layout: Layout, modules: Iterable[str]) -> Change:
    """Modules are shut for good, and what only they waited for no longer matters."""
    shut = set(modules)
    change: Change = {}
    for module in layout.package.modules:
        if module.name in shut:
            change[layout.of_phase[module.name]] = number(len(module.phases) + 1)
            change[layout.of_left[module.name]] = number(0)
        if module.name in shut and module.escrow:
            fund = name(layout.of_fund[module.name])
            unpaid = compare(fund, "<=", PUT_OFF)
            change[fund.name] = pick(unpaid, number(RETURNED), fund)

    def gone(waiting: Iterable[str]) -> Term:
        return all_of(TRUE if m in shut else layout.shut(m) for m in waiting)

    for milestone, act in layout.of_act.items():
        waiting = layout.waiting(milestone)
        if waiting & shut:
            change[act] = pick(gone(waiting), number(AWAITED), name(act))
    for trigger in layout.triggers:
        clocks = [
            of[trigger.name] for of in (layout.of_notice, layout.of_pause) if trigger.name in of
        ]
        if not trigger.does.ends and shut.intersection(layout.reach(trigger)):
            dead = gone(layout.reach(trigger))
            change |= {clock: pick(dead, number(0), name(clock)) for clock in clocks}
    return change


def performed(layout: Layout, milestone: Milestone) -> dict[str, Term]:
    """What changes when an act is done: it counts, and escrow that waited for it is paid out."""
    change = {layout.of_act[milestone.name]: number(MET)}
    for module in layout.package.modules:
        if module.escrow and module.escrow.released_by == milestone.name:
            fund = name(layout.of_fund[module.name])
            change[fund.name] = pick(compare(fund, "<=", PUT_OFF), number(RELEASED), fund)
    return change


def matters(layout: Layout, milestone: Milestone) -> Term:
    """Somebody still waits for an act, or nobody ever did."""
    waiting = layout.waiting(milestone.name)
    return none_of([all_of(map(layout.shut, waiting))]) if waiting else number(1)


def strikes(layout: Layout, end: End) -> Change:
    """What follows at once when an end strikes."""
    if end.name in layout.of_wind:
        clock = layout.of_wind[end.name]
        return {clock: number(next(v.most for v in variables(layout) if v.name == clock))}
    return struck(layout, end)


def lives(layout: Layout, end: End) -> Term:
    """An end still has something to end, and is not under way."""
    winding = layout.of_wind.get(end.name)
    rest = none_of([all_of(layout.shut(m) for m in end.modules)]) if end.modules else TRUE
    return all_of([rest, *([compare(name(winding), "=", 0)] if winding else [])])


def told_of(trigger: Trigger, effect: Effect) -> str:
    """What a trigger does when it takes effect, in words."""
    modules = ", ".join(trigger.modules) or "all modules"
    return f'trigger "{trigger.name}" {trigger.does.told.format(modules=modules)}{effect.words}'
