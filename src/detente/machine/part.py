"""A package with one of its parts taken out, to see what the part is worth."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from detente.case.model import Case
from detente.machine.from_case import compile_package
from detente.machine.model import Machine

GROUPS = ("all modules", "all triggers", "all guarantees")


def parts(machine: Machine) -> Iterator[str]:
    """What can be taken out: each module, trigger and guarantee, and each kind as a whole."""
    package = machine.package
    for kind in ("module", "trigger", "guarantee"):
        yield from (f"{kind}:{clause.name}" for clause in getattr(package, f"{kind}s"))
    yield from GROUPS


def without(case: Case, machine: Machine, part: str) -> Machine:
    """The machine without a part; a module taken out never opens, its milestones stay."""
    kind, _, name = part.removeprefix("all ").partition(":")
    if kind in ("module", "modules"):
        gone = np.array([name in ("", valve.module) for valve in machine.valves])
        return replace(machine, openings=machine.openings * ~gone)
    field = kind if kind.endswith("s") else f"{kind}s"
    left = tuple(c for c in getattr(machine.package, field) if name and c.name != name)
    package = machine.package.model_copy(update={field: left})
    changed = compile_package(case, machine.name, package, machine.horizon)
    return replace(changed, openings=machine.openings)
