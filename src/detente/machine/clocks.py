"""The dates that a package's clocks give, exact to the day.

A clock of d days that is set going on a day runs out on the d-th day after it: the day itself is
not counted, as courts and councils count. A clock of months runs out on the same day of a later
month, or on that month's last day where it is shorter. A part of a day counts as a day.

What happened is given as dates; what the text then says follows as dates. None means never.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil

from detente.case.hints import nearest
from detente.case.package import End, Module, Trigger
from detente.errors import DetenteError
from detente.machine.model import DAYS_A_MONTH, Machine

CHEAP = 1e-9  # days lost to rounding when a part of a month is turned into days


def after_days(day: date, days: float) -> date:
    """The day on which a clock of so many days runs out."""
    return day + timedelta(days=whole_days(days))


def after_months(day: date, months: float) -> date:
    """The same day of a later month; the part beyond whole months is counted in days."""
    count = day.year * 12 + day.month - 1 + int(months)
    year, month = count // 12, count % 12 + 1
    there = date(year, month, min(day.day, monthrange(year, month)[1]))
    return after_days(there, (months - int(months)) * DAYS_A_MONTH)


def whole_days(days: float) -> int:
    """Days of a clock; a part of a day counts as a day."""
    return ceil(days - CHEAP)


def notice_months(trigger: Trigger) -> float:
    """Length of a trigger's notice in months."""
    return trigger.notice_days / DAYS_A_MONTH


def days_of_month(machine: Machine, month: int) -> int:
    """Days between the beginning of a month of the package and that of the next."""
    begins = after_months(machine.signed, month)
    return (after_months(machine.signed, month + 1) - begins).days


def pause_over(shut: date, months: float) -> date:
    """The day on which modules shut by a pause of so many months open again."""
    return after_months(shut, months)


def wound_down(machine: Machine, end: str, struck: date) -> date:
    """The day by which what was under way is finished, after an end struck on a day."""
    return after_days(struck, _end(machine, end).wind_down_days)


def next_lapse(machine: Machine, end: str, day: date) -> date | None:
    """The first day after `day` on which an end comes round: a renewal, an election."""
    clause = _end(machine, end)
    if clause.on is not None:
        return clause.on if clause.on > day else None
    every = clause.every_months or 1
    times = max((day.year - machine.signed.year) * 12 + day.month - machine.signed.month, 0)
    round_ = times // every
    while (lapse := after_months(machine.signed, round_ * every)) <= max(day, machine.signed):
        round_ += 1
    return lapse


def phases_begin(machine: Machine, performed: Mapping[str, date]) -> dict[str, date | None]:
    """The day on which each phase, as "module.phase", begins; None while it still waits.

    `performed` gives the day of each milestone that was performed; those left out were not.
    """
    begun: dict[str, date | None] = {}
    clauses = {
        f"{module.name}.{phase.name}": (module, index)
        for module in machine.package.modules
        for index, phase in enumerate(module.phases)
    }

    def begins(name: str) -> date | None:
        if name in performed:
            return performed[name]
        if name not in clauses:
            return None
        if name not in begun:
            module, index = clauses[name]
            waits = [begins(other) for other in module.phases[index].after]
            waits.append(machine.signed if index == 0 else _lasted(module, index - 1))
            known = [day for day in waits if day is not None]
            begun[name] = max(known) if len(known) == len(waits) else None
        return begun[name]

    def _lasted(module: Module, index: int) -> date | None:
        since = begins(f"{module.name}.{module.phases[index].name}")
        return None if since is None else after_months(since, module.phases[index].months)

    return {name: begins(name) for name in clauses}


def escrow_returns(machine: Machine, module: str, extended_months: int = 0) -> date | None:
    """The day from which a module's escrow goes back if its act is not done."""
    known = {clause.name: clause for clause in machine.package.modules}
    if module not in known:
        raise DetenteError(f'no module "{module}"', nearest(module, list(known)))
    escrow = known[module].escrow
    if escrow is None or escrow.deadline is None:
        return None
    if not 0 <= extended_months <= escrow.extendable_months:
        raise DetenteError(
            f'the escrow of "{module}" cannot be put off by {extended_months} months',
            f"its text allows 0 to {escrow.extendable_months}",
        )
    return after_months(machine.signed, escrow.deadline + extended_months)


def _end(machine: Machine, name: str) -> End:
    for end in machine.package.ends:
        if end.name == name:
            return end
    known = [end.name for end in machine.package.ends]
    raise DetenteError(f'no end "{name}"', nearest(name, known))
