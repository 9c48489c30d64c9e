"""What flips it: which uncertain numbers turn the verdict, and which carry the uncertainty.

Three questions to each number, all others at their modes for the first two:
- at which value does the verdict turn, and how probable is it that the number lies beyond;
- how much does survival move from its 5 % to its 95 % quantile;
- what is its share in the variance of survival, when all numbers move at once (`shares`).
Numbers that move together are one factor with one share; each is still turned by itself.
"""

from dataclasses import dataclass

import numpy as np

from detente.case import Case, Sampler
from detente.durability.breakeven import Turn, turns
from detente.durability.model import Floats
from detente.durability.number_words import Called, called, places, titled
from detente.durability.shares import Shares, shares
from detente.durability.trials import Trials
from detente.durability.uncertain import Side, Uncertain, uncertain_numbers
from detente.machine import Machine

WALKS = 192  # enough for a standard error of some .02 on a share of a quarter
TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Flip:
    """One uncertain number, and what the answer owes to it.

    `low` and `high` are as written; where they cover only part of the belief, the break-even may
    lie outside. All of these are values before the factor `times` of a clause that uses them.
    """

    name: str  # of the estimate, or the number's own path in the case
    words: str
    unit: str
    mode: float
    low: float
    high: float
    breakeven: float | None  # None: no value that is believed possible turns the verdict
    direction: Side | None  # on which side of the break-even the verdict is another
    chance: float  # that the number lies there, by its own range alone
    survival_12_low: float  # alive at 12 months with this number at its 5 % quantile
    survival_12_high: float  # and at its 95 % quantile
    survival_60_low: float
    survival_60_high: float
    factor: str  # numbers that move together have one factor, and one share between them
    share_12: float  # of the variance of survival at 12 months
    share_12_error: float  # one standard error, by bootstrap
    share_60: float
    share_60_error: float
    source: str
    evidence: str
    sentence: str

    @property
    def importance(self) -> float:
        """The greatest of its chance to turn the answer and its two shares."""
        return max(self.chance, self.share_12, self.share_60)


def flips(
    case: Case, machine: Machine, sampler: Sampler, rng: np.random.Generator, walks: int = WALKS
) -> tuple[Flip, ...]:
    """Every uncertain number in use, the most important first.

    The sampler gives the estimates and what is fixed; its draws are not used, for the numbers are
    moved here by plan. 12 and 60 months are the last month where a package is shorter.
    """
    world = case.world
    trials = Trials(machine, world, sampler, uncertain_numbers(machine, world, sampler))
    if not trials.numbers:
        return ()
    found = turns(trials, holds=bool(trials.at_mode().holds[0]))
    swings, said = _swings(trials), places(machine, world)
    factors = list(dict.fromkeys(number.factor for number in trials.numbers))
    parts = _shares(trials, factors, walks, rng)
    listed = [
        _flip(number, called(number, said), turn, swing, *parts.of(factors.index(number.factor)))
        for number, turn, swing in zip(trials.numbers, found, swings, strict=True)
    ]
    return tuple(sorted(listed, key=lambda flip: (-flip.importance, flip.name)))


def _flip(
    number: Uncertain,
    words: Called,
    turn: Turn | None,
    swing: Floats,
    share: Floats,
    error: Floats,
) -> Flip:
    low, high = number.quantity.bounds
    return Flip(
        name=number.name,
        words=words.words,
        unit=words.unit,
        mode=number.mode,
        low=low,
        high=high,
        breakeven=turn.value if turn else None,
        direction=turn.side if turn else None,
        chance=turn.chance if turn else 0.0,
        survival_12_low=float(swing[0, 0]),
        survival_12_high=float(swing[1, 0]),
        survival_60_low=float(swing[0, 1]),
        survival_60_high=float(swing[1, 1]),
        factor=number.factor,
        share_12=float(share[0]),
        share_12_error=float(error[0]),
        share_60=float(share[1]),
        share_60_error=float(error[1]),
        source=number.quantity.source,
        evidence=number.quantity.standing,
        sentence=_sentence(titled(number, words), words.unit, number.mode, turn),
    )


def _swings(trials: Trials) -> Floats:
    """(U, 2, 2) survival at the marks, with each number at its 5 % and its 95 % quantile."""
    count = len(trials.numbers)
    values = trials.modes(2 * count)
    for j, number in enumerate(trials.numbers):
        values[2 * j : 2 * j + 2, j] = number.at(np.array([TAIL, 1 - TAIL]))
    return trials.play(values).alive.reshape(count, 2, 2)


def _shares(trials: Trials, factors: list[str], walks: int, rng: np.random.Generator) -> Shares:
    """Shares of the factors in the variance of survival at the marks."""
    factor = np.array([factors.index(number.factor) for number in trials.numbers])
    levels = rng.random((2, walks, len(factors)))
    columns = [n.at(levels[..., k]) for n, k in zip(trials.numbers, factor, strict=True)]
    start, end = np.stack(columns, axis=-1)
    return shares(lambda values: trials.play(values).alive, start, end, factor, rng)


def _sentence(words: str, unit: str, mode: float, turn: Turn | None) -> str:
    if turn is None:
        return f"No believable value of {words} turns the answer by itself."
    value = f"{turn.value:.3g} {unit}".strip()
    chance = f"{turn.chance:.0%}" if turn.chance >= 0.01 else "under 1%"
    return (
        f"The answer turns if {words} is {turn.side} {value}; "
        f"it is put at {mode:.3g}, and the chance that it is {turn.side} is {chance}."
    )
