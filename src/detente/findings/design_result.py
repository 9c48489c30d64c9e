"""What would hold, in words that a minister's aide understands."""

from dataclasses import replace

import numpy as np

from detente.case import Case, Sampler
from detente.design import Design as Found
from detente.design.model import Row
from detente.design.proof import prove
from detente.design.written import schedule_edits, sheet_of
from detente.findings.model import Chance, Design, Step
from detente.findings.package_result import holding
from detente.incentives import hold
from detente.law import Law
from detente.machine import Machine


def design_result(
    found: Found, machine: Machine, case: Case, sampler: Sampler, law: Law | None = None
) -> Design:
    """The schedule as steps, how often it holds over draws, the prices, and a sentence.

    With `law` it is also written into the package and checked; a new flaw and it is no solution.
    """
    probability = None
    if (
        law is not None
        and found.verdict == "holds"
        and not _sound(found, machine, case, law, sampler)
    ):
        found = replace(found, verdict="not-survived")
    if found.verdict == "holds":
        trial = replace(machine, openings=found.openings)
        held = hold(trial, case.world, sampler, warned=False)
        probability = holding(held)
    return Design(
        goal=found.goal,
        package=machine.name,
        verdict=found.verdict,
        relief_pv=found.relief,
        relief_pv_now=found.relief_now,
        slack=found.slack,
        probability=probability,
        schedule=tuple(_steps(found, machine)),
        red_lines=found.red_lines,
        unpriced=found.unpriced,
        binding=tuple(demand(row) for row in found.binding),
        words=_words(found, probability),
    )


def _sound(found: Found, machine: Machine, case: Case, law: Law, sampler: Sampler) -> bool:
    """Whether the schedule, as the package's file would say it, survives checks and game."""
    edits = schedule_edits(machine, found.openings)
    package = sheet_of(case, machine.name).package(edits)
    if package is None:
        return False
    before = prove(case, law, sampler, machine.name)
    return prove(case, law, sampler, machine.name, package).survives(before)


def demand(row: Row) -> str:
    """One demand on a schedule, as a sentence."""
    match row.kind:
        case "slack":
            return f"{row.party} must not gain from {row.name} in month {row.month}"
        case "enforcement":
            return f"{row.party} must find it worth pulling {row.name} in month {row.month}"
        case "forbearance":
            return f"{row.party} must go on not finding it worth pulling {row.name}, as now"
        case "acceptance":
            return f"{row.party} must gain from signing at all"
        case "bound":
            return f"there must be {row.name}" if " for " in row.name else f"{row.name}, as asked"
        case _:
            return f"{row.party}'s red line {row.name}, month {row.month}"


def _words(found: Found, probability: Chance | None) -> str:
    if found.verdict == "no-room":
        held_back = "; ".join(demand(row) for row in found.binding[:3])
        return (
            f"No schedule of these valves holds within the red lines: the best leaves the tightest "
            f"demand {-found.slack:.2f} EUR bn short. What holds it back: {held_back or 'nothing'}."
        )
    if found.verdict == "not-survived":
        return "A schedule was found, but it does not survive checks and game; it is not offered."
    more = "less" if (found.relief or 0) < found.relief_now else "more"
    often = f", and holds in {probability.mean:.0%} of the draws" if probability else ""
    return (
        f"It holds with relief worth {found.relief:.1f} EUR bn to the target, {more} than the "
        f"{found.relief_now:.1f} of the package as written{often}."
    )


def _steps(found: Found, machine: Machine) -> list[Step]:
    changes = np.flatnonzero(
        np.abs(np.diff(found.openings, axis=0, prepend=-1.0)).sum(axis=1) > 1e-9
    )
    return [
        Step(
            int(month),
            machine.day(int(month)),
            {
                valve.measure: round(float(opening), 6)
                for valve, opening in zip(machine.valves, found.openings[month], strict=True)
            },
        )
        for month in changes
    ]
