"""The starter case with a few lines changed: small, real, and readable beside the test."""

import tempfile
from pathlib import Path

from detente.case import Case, Sampler, open_case
from detente.case.starter import new_case
from detente.incentives import Hold, hold
from detente.machine import Machine, compile_package

CASE, PACKAGE, ESTIMATES = "case.yaml", "packages/first.yaml", "estimates.csv"
Edit = tuple[str, str, str]  # file, words as they stand, words in their place
NO_RAID = (PACKAGE, "covers: [raid, invasion]", "covers: [invasion]")
NO_ENDS = (
    PACKAGE,
    "  - {name: election-in-aldea, party: AL, probability: 0.15, on: 2026-05-03}",
    "  []",
)


def small_case(*edits: Edit) -> Case:
    """The starter case after some edits; each has to find its words just once."""
    with tempfile.TemporaryDirectory() as parent:
        folder = new_case("small", Path(parent))
        for file, old, new in edits:
            text = (folder / file).read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{file}: {text.count(old)} x {old!r}"
            (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return open_case(str(folder))


def machine_of(case: Case) -> Machine:
    return compile_package(case, "first")


def mode(case: Case) -> Sampler:
    """Nothing drawn: the mode alone."""
    return Sampler(case.estimates, draws=0, seed=1)


def held(*edits: Edit, draws: int = 0) -> Hold:
    """The starter package after some edits, played."""
    case = small_case(*edits)
    return hold(machine_of(case), case.world, Sampler(case.estimates, draws, seed=1))
