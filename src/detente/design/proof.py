"""Puts an answer back through the checks and the game, as the package that would be signed.

An answer survives if it holds at the mode, if whoever signs gains by signing, and if it has no
flaw that the package as written did not have. Flaws that stood before and still stand are named.
"""

from dataclasses import dataclass, replace

from detente.case.draws import Sampler
from detente.case.model import Case
from detente.case.package import Package
from detente.checks import check
from detente.checks.red_line import red_line
from detente.incentives import Hold, hold
from detente.law import Law
from detente.machine import Machine, compile_package

_NEAR = 1e-4  # EUR bn by which a value at signature may miss zero: openings are written rounded


@dataclass(frozen=True, slots=True)
class Proof:
    """One package, checked and played."""

    package: Package
    machine: Machine
    held: Hold
    flaws: tuple[str, ...]  # red lines are told apart: "red-line EU:no-recognition"

    @property
    def holds(self) -> bool:
        """Every slack at the mode is met, and every signatory gains by signing."""
        return bool(self.held.holds[0]) and not self.unwilling

    @property
    def unwilling(self) -> tuple[str, ...]:
        """Signatories who would rather not sign."""
        value, parties = self.held.played.value[0, 0], self.machine.parties
        return tuple(p for p in self.package.signatories if value[parties.index(p)] < -_NEAR)

    def survives(self, before: "Proof") -> bool:
        """Whether it holds with no flaw that was not there before."""
        return self.holds and not self.new_flaws(before)

    def new_flaws(self, before: "Proof") -> tuple[str, ...]:
        """Flaws that the package as written did not have."""
        return tuple(flaw for flaw in self.flaws if flaw not in before.flaws)


def prove(
    case: Case, law: Law, sampler: Sampler, name: str, package: Package | None = None
) -> Proof:
    """A package of the case, or another in its place, checked and played at the mode."""
    package = package or case.packages[name]
    machine = compile_package(case, name, package)
    held = hold(machine, case.world, replace(sampler, draws=0), warned=False)
    return Proof(package, machine, held, flaws_of(machine, case, law))


def flaws_of(machine: Machine, case: Case, law: Law) -> tuple[str, ...]:
    """Names of all conditions that a package fails, with each red line that it crosses."""
    found = [c.name for c in check(machine, case, law) if c.verdict == "flaw"]
    crossed = []
    for line in case.world.red_lines:
        alone = case.world.model_copy(update={"red_lines": (line,)})
        if red_line(machine, replace(case, world=alone), law).verdict == "flaw":
            crossed.append(f"red-line {line.party}:{line.name}")
    return (*(name for name in found if name != "red-line"), *crossed)
