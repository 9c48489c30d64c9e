"""Runs every named condition on a package's machine."""

from collections.abc import Callable, Mapping

from detente.case.model import Case
from detente.checks.authority import authority
from detente.checks.model import Check
from detente.checks.order import irreversible_first, undefined_breach
from detente.checks.red_line import red_line
from detente.checks.renewal import renewal_cliff
from detente.law.model import Law
from detente.machine.model import Machine

Condition = Callable[[Machine, Case, Law], Check]
CONDITIONS: Mapping[str, Condition] = {
    "authority": authority,
    "irreversible-first": irreversible_first,
    "renewal-cliff": renewal_cliff,
    "red-line": red_line,
    "undefined-breach": undefined_breach,
}


def check(machine: Machine, case: Case, law: Law) -> tuple[Check, ...]:
    """One verdict a condition; a machine too large to search gives `unknown`, never `good`."""
    return tuple(
        _run(name, condition, machine, case, law) for name, condition in CONDITIONS.items()
    )


def _run(name: str, condition: Condition, machine: Machine, case: Case, law: Law) -> Check:
    try:
        return condition(machine, case, law)
    except OverflowError as error:
        return Check(name, "unknown", f"the machine is too large to search: {error}")
