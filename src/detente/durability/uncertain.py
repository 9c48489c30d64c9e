"""The uncertain numbers that a package's verdict and survival rest on."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.case.draws import Sampler, quantile
from detente.case.quantity import Quantity
from detente.case.world import World
from detente.durability.model import Floats
from detente.incentives import make_game
from detente.incentives.payoffs import payoffs
from detente.machine import Machine

Side = Literal["above", "below"]
_FINE = np.linspace(0.0, 1.0, 1001)


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A number written as a range, and the clauses of the package that use it."""

    name: str  # of the estimate, or the number's own path in the case
    quantity: Quantity
    uses: tuple[str, ...]  # paths of the clauses that name it

    @property
    def factor(self) -> str:
        """What it moves with: numbers of one factor are one source of chance."""
        return self.quantity.moves_with or self.name

    @property
    def mode(self) -> float:
        """The value thought likeliest, before the factor of any clause that uses it."""
        return float(self.quantity.mode or 0.0)

    def at(self, levels: Floats) -> Floats:
        """Its values at levels of probability; 0 and 1 are the ends of what is believed."""
        return quantile(self.quantity, levels)

    def chance(self, value: float, side: Side) -> float:
        """How probable it is, by its own range alone, that it lies on one side of a value."""
        below = float(np.interp(value, self.at(_FINE), _FINE))
        return below if side == "below" else 1 - below


def uncertain_numbers(machine: Machine, world: World, sampler: Sampler) -> tuple[Uncertain, ...]:
    """Every range that the game of a package asks for, in the order of asking.

    Numbers that the sampler fixes are certain, and so are those that no clause of this package
    reads, whatever else stands in the case.
    """
    numbers: dict[str, Quantity] = {}
    uses: dict[str, dict[str, None]] = {}  # the paths in order, each once

    def hear(name: str, quantity: Quantity) -> None:
        if quantity.estimate is None:
            numbers.setdefault(name, quantity)
        else:
            uses.setdefault(quantity.estimate, {})[name] = None

    listening = replace(sampler, draws=0, asked=hear)
    make_game(machine, world, listening, payoffs(machine, world, listening))
    return tuple(
        Uncertain(name, quantity, tuple(uses.get(name, {name: None})))
        for name, quantity in numbers.items()
        if name not in sampler.fixed and _is_open(quantity)
    )


def _is_open(quantity: Quantity) -> bool:
    return quantity.mode is not None and quantity.bounds[0] < quantity.bounds[1]
