"""A package replayed in days: what was done goes in, and the dates that its clocks give come out.

Definitions. From deeds with their days, from clauses and from the law follow

    cleared    the day on which notice or review before relief has run (deed "notifies")
    opens      the day on which a phase begins: all that it waits for is done and its relief cleared
    due        the day by which a licence is to be renewed: its round, or what the last renewal set
    shuts      the day on which a module shuts: notice after a trigger is pulled, at once when an
               end strikes, on the day due when nobody renews
    wind-down  the last day on which what was under way may be finished
    back       the day on which a measure is in force again after a trigger
    pauses, resumes      the days on which a trigger's pause begins and is over
    released, returned   the day on which money in escrow was handed over, or went back
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from detente.case.events import Event
from detente.case.model import Case
from detente.case.package import End
from detente.law import Law
from detente.machine.clocks import after_days, escrow_returns, next_lapse, phases_begin
from detente.machine.closing import Dated, Told, clocked, closings, measures, modules
from detente.machine.model import Machine


def replay(machine: Machine, case: Case, law: Law, events: Sequence[Event]) -> tuple[Dated, ...]:
    """Every date that follows from the deeds, soonest first; those without a day last."""
    told = Told(machine, case, law, tuple(events))
    rounds = tuple(chain(*(_rounds(told, end) for end in machine.package.ends)))
    shut = tuple(closings(told, {at: due.first for at, due in rounds}))
    opened = tuple(_openings(told, shut))
    parts = (cleared(told), (due for _, due in rounds), shut, opened, _escrows(told, opened))
    return tuple(sorted(chain(*parts), key=lambda dated: dated.first or date.max))


def cleared(told: Told) -> Iterator[Dated]:
    """When the law's notice or review before relief has run."""
    for event in told.events:
        if event.does == "notifies" and event.on:
            rule = told.law.on(told.law_name(event.what), "ease", event.on)
            review = told.law.on(rule.review, "ease", event.on) if rule and rule.review else rule
            yield clocked("cleared", event.what, event.on, own=event.days, rule=review)


def _openings(told: Told, shut: Sequence[Dated]) -> Iterator[Dated]:
    """When each phase began, unless its module was shut for good before."""
    performed = _performed(told)
    waits = {dated.of: dated.first for dated in cleared(told)}
    for span in told.machine.spans:
        name = f"{span.module}.{span.phase}"
        begins = phases_begin(told.machine, performed)[name]
        if begins is None:
            continue
        days = [day for m, share in span.open.items() if share and (day := waits.get(m))]
        day = max([begins, *days])
        performed[name] = day  # what waits for this phase waits for the law too
        over = any(_over(closing, span.module, day) for closing in shut)
        if any(span.open.values()) and not over:
            acts = [wait for wait in span.waits if performed.get(wait) == day]
            by = ", ".join(acts) or ("the law's notice" if day > begins else "the schedule")
            yield Dated("opens", name, day, day, by)


def _over(closing: Dated, module: str, day: date) -> bool:
    """Whether a module was shut for good by that day."""
    shuts = closing.what == "shuts" and closing.of == module
    return shuts and closing.first is not None and closing.first <= day


def _rounds(told: Told, end: End) -> Iterator[tuple[int, Dated]]:
    """The day on which an end came round, for each deed that answers it, by the deed's place."""
    since, until = told.machine.signed, None
    for at, event in enumerate(told.events):
        if event.what != end.name or event.does not in {"renews", "ends", "lets-lapse"}:
            continue
        if event.does == "ends" and (end.on or not end.modules):
            return  # a chance, such as an election, and nothing that has to be renewed
        start = max(since, event.on or since)  # rounds before a deed were renewed, if silently
        due = Dated("due", end.name, until, until, "the renewal before") if until else None
        due = due or _legal_round(told, end, start, since) or _written_round(told, end, start)
        if due is None or due.first is None:
            return
        yield at, due
        since, until = due.first, event.until


def _legal_round(told: Told, end: End, start: date, since: date) -> Dated | None:
    """The round where the law fixes its days, or one length for all: no package can move it."""
    if end.on is not None:
        return None
    for measure in (m for module in modules(told.machine, end.modules) for m in measures(module)):
        rule = told.law.on(told.law_name(measure), "renew", start)
        every = rule.renew_every_days if rule else None
        day = rule.next_renewal(after_days(start, 1)) if rule else None
        if every and every.low == every.high:
            day = after_days(since, every.low)
        if rule and day:
            return Dated("due", end.name, day, day, f"law of {rule.measure}, renewal")
    return None


def _written_round(told: Told, end: End, start: date) -> Dated | None:
    """The round that the package itself writes."""
    day = end.on or next_lapse(told.machine, end.name, start)
    written = f"every_months {end.every_months}" if end.every_months else "on"
    return Dated("due", end.name, day, day, f"{end.name}, {written}") if day else None


def _escrows(told: Told, opened: Sequence[Dated]) -> Iterator[Dated]:
    """When money in escrow was handed over, or went back."""
    performed = _performed(told)
    for module in told.machine.package.modules:
        paid_in = any(dated.of.partition(".")[0] == module.name for dated in opened)
        if module.escrow is None or not paid_in:
            continue
        act = module.escrow.released_by
        limit, day = escrow_returns(told.machine, module.name), performed.get(act)
        if day and not (limit and day > limit):
            yield Dated("released", module.name, day, day, f"escrow, released_by {act}")
        elif limit:
            yield Dated("returned", module.name, limit, limit, "escrow, deadline")


def _performed(told: Told) -> dict[str, date]:
    """The first day on which each milestone was performed."""
    done = [event for event in reversed(told.events) if event.does == "performs"]
    return {event.what: event.on for event in done if event.on}
