"""The ladder of irreversible steps (oracle rows on gradualism), and the trap beside it.

Two parties give in turn, level x_n by month n, never back. With flow 2 x - x each and beta = .9 a
party goes on iff what follows is worth at least stopping now while the other takes its step:
    (1 - beta) Σ_k beta^k x_{n+k} >= 2 x_n - x_{n-1}
"""

from fractions import Fraction

import numpy as np
import pytest

from detente.design.aims import MARGIN
from detente.design.linear import Linear, solve

BETA, B = 0.9, 2.0
LADDER = (0.444444, 0.691358, 0.828532, 0.904740)


def ladder(months: int, limit: float) -> np.ndarray:
    """The fastest levels for which each party goes on, when the rest is worth `limit` for ever.

    Going on: (b - 1) x for as long as both climb. Stopping in month n: b x_n - x_{n-1} for ever.
    """
    matrix, asked = [], []
    for n in range(months):
        row = np.zeros(months)
        for k in range(n, months):
            row[k] += (1 - BETA) * BETA ** (k - n) * (B - 1)
        row[n] -= B
        if n:
            row[n - 1] += 1
        matrix.append(row)
        asked.append(-(BETA ** (months - n)) * (B - 1) * limit)
    for n in range(1, months):
        step = np.zeros(months)
        step[n], step[n - 1] = 1, -1
        matrix.append(step)
        asked.append(0.0)
    speed = -np.power(BETA, np.arange(months, dtype=np.float64))
    answer = solve(
        Linear(speed, np.array(matrix), np.array(asked), np.zeros(months), np.ones(months))
    )
    assert answer is not None
    return answer.x


def test_the_ladder():
    """Oracle row "Gradualism": levels, and increments that shrink by 1 / (beta b)."""
    levels = ladder(60, limit=1.0)
    assert levels[:4] == pytest.approx(LADDER, abs=1e-6)
    steps = np.diff(levels[:12], prepend=0.0)
    assert steps[1:] / steps[:-1] == pytest.approx(np.full(11, 1 / (BETA * B)), abs=1e-5)


def ended(months: int, margin: float) -> Linear:
    """The same with nothing after the last month, every demand met by a margin."""
    rows = []
    for n in range(months):
        row = np.zeros(months)
        row[n:] += (1 - BETA) * BETA ** np.arange(months - n)
        row[n] -= B
        if n:
            row[n - 1] += 1
        rows.append(row)
    ones = np.ones(months)
    return Linear(-ones, np.array(rows), margin * ones, 0 * ones, ones)


@pytest.mark.parametrize("months", [1, 2, 10, 40, 80])
def test_a_ladder_with_an_end_is_not_climbed(months):
    """Oracle row "the same, finite": with nothing after it, it unravels to exactly nothing.

    A linear program cannot tell: whatever it reports above nothing breaks a demand, in exact
    fractions, by less than its tolerance. With the margin that `design` asks there is no answer.
    """
    program = ended(months, 0.0)
    answer = solve(program)
    assert answer is not None
    levels = [Fraction(x) for x in answer.x]
    exact = [
        sum((Fraction(a) * x for a, x in zip(row, levels, strict=True)), Fraction(0))
        for row in program.matrix
    ]
    assert max(levels) == 0 or min(exact) < 0
    assert solve(ended(months, MARGIN)) is None
