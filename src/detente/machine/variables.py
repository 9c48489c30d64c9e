"""Which variables the product of a package has, and what each of their numbers means."""

from detente.case.package import Milestone, Module, Trigger
from detente.machine.clocks import whole_days
from detente.machine.layout import AWAITED, DOUBT, HELD, LONGEST_MONTH, RETURNED, WITHHELD, Layout
from detente.machine.rules import Variable


def variables(layout: Layout) -> tuple[Variable, ...]:
    """The whole state, in the order in which it is written down."""
    triggers, ends = layout.triggers, layout.ends
    found = [
        Variable("month", layout.horizon + layout.spare, 0, "months since signature"),
        Variable("elapsed", LONGEST_MONTH, 0, "days of the month gone by"),
        Variable("believed", 1, 1, "1 while triggers are believed"),
        Variable("over", len(triggers) + len(ends), 0, _over(layout)),
        Variable("raised", 2 * len(triggers), 0, _raised(triggers)),
    ]
    for module in layout.package.modules:
        top = len(module.phases) + (module.name in layout.closable)
        found.append(Variable(layout.of_phase[module.name], top, 0, _phases(module, top)))
        longest = max((phase.months for phase in module.phases[:-1]), default=0)
        left = f"{module.name}: months that the phase must still last"
        found.append(Variable(layout.of_left[module.name], longest, 0, left))
        if module.escrow:
            states = "0 held, 1 put off, 2 released, 3 returned"
            found.append(Variable(layout.of_fund[module.name], RETURNED, HELD, states))
    acts = [
        Variable(layout.of_act[milestone.name], WITHHELD, AWAITED, _act(milestone))
        for milestone in layout.package.milestones
    ]
    return (*found, *acts, *_clock_variables(layout))


def _clock_variables(layout: Layout) -> list[Variable]:
    found = []
    for trigger in layout.triggers:
        if trigger.name in layout.of_notice:
            days = layout.notice(trigger)
            words = f"{trigger.name}: days of notice left"
            found.append(Variable(layout.of_notice[trigger.name], days, 0, words))
        if trigger.name in layout.of_pause:
            days = layout.pause(trigger)
            words = f"{trigger.name}: days of the pause left"
            found.append(Variable(layout.of_pause[trigger.name], days, 0, words))
    for end in layout.ends:
        if end.name in layout.of_wind:
            days = whole_days(end.wind_down_days)
            words = f"{end.name}: days of the wind-down left"
            found.append(Variable(layout.of_wind[end.name], days, 0, words))
        if end.name in layout.dates:
            days = layout.dates[end.name]
            words = f"{end.name}: days until its date"
            found.append(Variable(layout.of_date[end.name], days, days, words))
    if layout.watched:
        days = max(max(layout.notice(trigger), 1) for trigger in layout.triggers)
        words = "days that the notice of a breach left alone would still have run"
        found.append(Variable(DOUBT, days, 0, words))
    return found


def _over(layout: Layout) -> str:
    snapped = [f"{i} snapped by {t.name}" for i, t in enumerate(layout.triggers, 1)]
    count = len(snapped) + 1
    return ", ".join(["0 in force", *snapped, *_lapsed(layout, count)])


def _lapsed(layout: Layout, first: int) -> list[str]:
    return [f"{i} ended by {end.name}" for i, end in enumerate(layout.ends, first)]


def _raised(triggers: tuple[Trigger, ...]) -> str:
    deciding = [f"{i} {t.name}, with its deciders" for i, t in enumerate(triggers, 1)]
    first = len(triggers) + 1
    judged = [f"{i} {t.name}, being judged" for i, t in enumerate(triggers, first) if t.adjudicator]
    return ", ".join(["0 none", *deciding, *judged])


def _phases(module: Module, top: int) -> str:
    listed = [f"{i} {phase.name}" for i, phase in enumerate(module.phases, 1)]
    closed = [f"{top} shut for good"] if top > len(module.phases) else []
    return ", ".join([f"{module.name}: 0 not begun", *listed, *closed])


def _act(milestone: Milestone) -> str:
    return f"{milestone.name}: 0 awaited, 1 performed, 2 withheld"
