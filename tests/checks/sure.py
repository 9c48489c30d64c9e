"""A package in which one breach is sure to be seen, and nothing else raises or ends anything.

There the most that a policy makes of `kept_X`, in the machine by chance, is what X keeps that
breaches at its best moment: the number of the check `exposure`. `SAME` lists packages of which that
holds; docs/checks.md says of which it does not.
"""

from collections.abc import Sequence
from dataclasses import replace

from little_packages import LITTLE, little, starter

from detente.case import Case, open_case
from detente.case.quantity import Quantity
from detente.checks.exposure import answers_to, worth_of
from detente.checks.late import most_kept_ever
from detente.law import Law
from detente.machine import Machine, compile_package
from detente.machine.cut import cut
from detente.machine.layout import Layout
from detente.machine.logic import number
from detente.machine.model import Exposure
from detente.machine.relief import Reward, rewards
from detente.machine.rules import Rules

SAME = [
    "little: a snap-back with notice: BO",
    "little: a pause: BO",
    "little: an adjudicator: BO",
    "little: escrow with a deadline: BO",
    "little: terminated, then snapped: BO",
    "little: all triggers: BO",
    "alaska-2025: blanket: RU",
    "barbados-2023: licence-44: VE",
    "dayton-1995: resolution-1022: FRY",
    "dayton-1995: resolution-1022: RS",
    "dayton-1995: termination-at-once: FRY",
    "episodes/iran-un-2015: resolution-2231: IR",
    "episodes/iran-us-2016: waivers: IR",
    "episodes/libya-us-2004: step-by-step: LY",
    "episodes/venezuela-41: licence-41: VE",
    "jcpoa-2015: jcpoa: IR",
    "jcpoa-2015: escrow: IR",
    "plan-28-2025: plan-28: RU",
]
MONTHS = 8  # of a shipped package
CERTAIN, NEVER = Quantity(value=1), Quantity(value=0)


def named(words: str) -> tuple[Machine, Case, str]:
    """The package of a line of `SAME`, its case, and the party."""
    where, package, party = words.split(": ")
    if where == "little":
        return little(LITTLE[package]), starter(), party
    case = open_case(where)
    return cut(case, compile_package(case, package), MONTHS), case, party


def exposure_of(machine: Machine, case: Case, law: Law, party: str) -> float:
    """EUR bn that the check says one party can keep."""
    worth = worth_of(machine, case)
    mine: Sequence[Exposure] = [e for e in machine.exposures if e.party == party]
    return most_kept_ever(machine, case, worth, answers_to(machine, case, law, mine)).total


def kept_by(layout: Layout, party: str) -> Reward:
    """What the party keeps, as a reward of the machine by chance."""
    name = f"kept_{layout.of_party[party]}"
    return next(reward for reward in rewards(layout) if reward.name == name)


def sure(machine: Machine, case: Case) -> tuple[Machine, Case]:
    """The package and its case, so changed."""
    seen = {"detected": CERTAIN, "attributed": CERTAIN}
    breaches = {
        party: {kind: breach.model_copy(update=seen) for kind, breach in kinds.items()}
        for party, kinds in case.world.breaches.items()
    }
    world = case.world.model_copy(update={"breaches": breaches})
    triggers = tuple(
        t.model_copy(update={"false_alarm": NEVER, "detected": None})
        for t in machine.package.triggers
    )
    package = machine.package.model_copy(update={"triggers": triggers, "ends": ()})
    changed = replace(case, world=world)
    return compile_package(changed, machine.name, package), changed


def once(asked: Rules) -> Rules:
    """The same questions, but once a trigger was acted upon nobody raises one again."""
    silent = {"believed": number(0)}
    at_once = tuple(
        replace(
            question,
            answers=tuple(
                replace(a, change={**silent, **a.change}) if a.kind == "pull" else a
                for a in question.answers
            ),
        )
        for question in asked.at_once
    )
    return replace(asked, at_once=at_once)
