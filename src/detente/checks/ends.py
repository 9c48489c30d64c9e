"""When an end without a breach comes round, what it shuts, and how long that is wound down."""

from collections.abc import Iterable
from math import ceil

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


def wound_down(end: End, month: int) -> int:
    """Last month in which what was under way may still be finished."""
    return month + ceil(end.wind_down_days / DAYS_A_MONTH)


def winding_down(end: End) -> str:
    """`, then 45 days to wind down`, or nothing."""
    return f", then {end.wind_down_days:g} days to wind down" if end.wind_down_days else ""
