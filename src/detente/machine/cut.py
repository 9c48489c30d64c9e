"""A package that stops after fewer months, so that it can be looked at whole."""

from detente.case.model import Case
from detente.machine.from_case import compile_package
from detente.machine.model import Machine


def cut(case: Case, machine: Machine, months: int | None) -> Machine:
    """The machine of the first months; the same where none are given."""
    if months is None or months == machine.horizon:
        return machine
    package = machine.package.model_copy(update={"horizon_months": months})
    return compile_package(case, machine.name, package, months)
