"""A settlement to be found in the small case, and the changes that make it easy or hard."""

from functools import cache

import numpy as np
from small_case import CASE, PACKAGE, Edit, machine_of, mode, small_case

from detente.design import Design, design
from detente.design.model import Goal

STEP = 0.05
GRID = np.arange(0, 1 + STEP / 2, STEP)
OIL, RESERVES = 0, 1
AUTOMATIC = (PACKAGE, "rule: any-of   ", "rule: automatic ")


def cost(amount: float) -> Edit:
    act = "act: Keeps its forces behind the line,"
    return PACKAGE, act, f"{act} cost: {amount},"


def at_most(share: float) -> Edit:
    return CASE, "    at_most: 0.5\n", f"    at_most: {share}\n"


@cache
def found(*edits: Edit, goal: Goal = "least-relief") -> Design:
    case = small_case(*edits)
    return design(machine_of(case), case.world, mode(case), goal)
