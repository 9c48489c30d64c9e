"""Runs every named condition on a package's machine."""

from collections.abc import Callable, Mapping
from functools import partial, wraps

from detente.case.model import Case
from detente.checks.authority import authority
from detente.checks.barter import barter
from detente.checks.blockable import blockable
from detente.checks.breaches import undefined_breach
from detente.checks.conflict import conflict_of_promises
from detente.checks.deadlock import deadlock
from detente.checks.exposure import exposure
from detente.checks.model import TOO_LARGE, Check
from detente.checks.order import irreversible_first
from detente.checks.red_line import red_line
from detente.checks.renewal import renewal_cliff
from detente.checks.sunset import sunset_gap
from detente.checks.turnover import turnover
from detente.checks.unreachable import unreachable
from detente.law.model import Law
from detente.machine.cut import cut
from detente.machine.model import Machine
from detente.machine.schedule import MOST_STATES

Condition = Callable[..., Check]  # of a machine, its case and the law; some take `most` states
_CONDITIONS: Mapping[str, Condition] = {
    "authority": authority,
    "irreversible-first": irreversible_first,
    "blockable": blockable,
    "deadlock": deadlock,
    "exposure": exposure,
    "renewal-cliff": renewal_cliff,
    "sunset-gap": sunset_gap,
    "undefined-breach": undefined_breach,
    "red-line": red_line,
    "barter": barter,
    "turnover": turnover,
    "unreachable": unreachable,
    "conflict-of-promises": conflict_of_promises,
}


def _as_written(condition: Condition) -> Condition:
    """The condition on a package that runs for its `horizon_months`, and not to its last date.

    What is dated later decides what parties expect; but nothing that is promised lapses by it while
    the package runs.
    """

    @wraps(condition)
    def on(machine: Machine, case: Case, law: Law, *limit: int, **limits: int) -> Check:
        months = min(machine.horizon, machine.package.horizon_months)
        return condition(cut(case, machine, months), case, law, *limit, **limits)

    return on


CONDITIONS: Mapping[str, Condition] = {n: _as_written(c) for n, c in _CONDITIONS.items()}
SEARCHED = (
    "irreversible-first",
    "deadlock",
    "exposure",
    "red-line",
)  # the others read clauses and law


def check(machine: Machine, case: Case, law: Law, most: int = MOST_STATES) -> tuple[Check, ...]:
    """One verdict a condition; a search that stops at `most` states never gives `good`."""
    return tuple(
        _run(
            name,
            partial(condition, most=most) if name in SEARCHED else condition,
            machine,
            case,
            law,
        )
        for name, condition in CONDITIONS.items()
    )


def _run(name: str, condition: Condition, machine: Machine, case: Case, law: Law) -> Check:
    try:
        return condition(machine, case, law)
    except OverflowError as error:
        finding = f"not known, as the package is too large to search wholly: {error}"
        return Check(name, "unknown", finding, (), TOO_LARGE)
