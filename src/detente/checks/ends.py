"""When an end without a breach comes round, what it shuts, and how long that is wound down."""

from collections.abc import Iterable
from math import ceil, inf

from detente.case.model import Case
from detente.case.package import End
from detente.machine import Machine
from detente.machine.model import DAYS_A_MONTH


def comes(machine: Machine, end: End) -> Iterable[int]:
    """Months up to the steady one in which the end may strike."""
    if end.every_months is not None:
        return range(end.every_months, machine.horizon + 1, end.every_months)
    month = machine.package.month_of(end.on or machine.signed)
    return [month] if month <= machine.horizon else []


def strikes(end: End, module: str) -> bool:
    """Whether it shuts a module; an end that names none ends the whole package."""
    return not end.modules or module in end.modules


def agreed(case: Case, end: End) -> bool:
    """Whether it is certain to come: a term that the parties have set, and nobody's choice."""
    base = case.estimates.get(end.probability.estimate or "", end.probability)
    scale = 1.0 if base is end.probability else end.probability.times
    return all(scale * bound >= 1.0 for bound in base.ends)


def term(machine: Machine, case: Case, module: str) -> float:
    """Month in which a module ends by agreement, infinite if it has no such day."""
    ends = (end for end in machine.package.ends if strikes(end, module) and agreed(case, end))
    return min((month for end in ends for month in comes(machine, end)), default=inf)


def wound_down(end: End, month: int) -> int:
    """Last month in which what was under way may still be finished."""
    return month + ceil(end.wind_down_days / DAYS_A_MONTH)


def winding_down(end: End) -> str:
    """`, then 45 days to wind down`, or nothing."""
    return f", then {end.wind_down_days:g} days to wind down" if end.wind_down_days else ""
