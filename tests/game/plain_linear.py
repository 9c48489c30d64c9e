"""Linear equations, by floats through numpy and by fractions exactly."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from plain_package import Number


def solved(rows: Sequence[dict[int, Number]], right: Sequence[Number]) -> list[Number]:
    """x of A x = b, where each row of A gives its entries by column."""
    numbers = [x for row in rows for x in row.values()] + list(right)
    if any(isinstance(x, float) for x in numbers):
        return _by_floats(rows, right)
    return _exactly(rows, right)


def _by_floats(rows: Sequence[dict[int, Number]], right: Sequence[Number]) -> list[Number]:
    matrix = np.zeros((len(rows), len(rows)))
    for r, row in enumerate(rows):
        for c, x in row.items():
            matrix[r, c] = float(x)
    answer: list[Number] = np.linalg.solve(matrix, [float(x) for x in right]).tolist()
    return answer


def _exactly(rows: Sequence[dict[int, Number]], right: Sequence[Number]) -> list[Number]:
    """Gauss and Jordan on sparse rows; any pivot that is not nought will do."""
    left = [{c: Fraction(x) for c, x in row.items() if x} for row in rows]
    values = [Fraction(x) for x in right]
    pivot: dict[int, int] = {}
    for column in range(len(left)):
        free = [r for r, row in enumerate(left) if column in row and r not in pivot.values()]
        r = min(free, key=lambda r: len(left[r]))
        pivot[column] = r
        for other, row in enumerate(left):
            if other == r or column not in row:
                continue
            factor = row[column] / left[r][column]
            for c, x in left[r].items():
                row[c] = row.get(c, Fraction(0)) - factor * x
                if not row[c]:
                    del row[c]
            values[other] -= factor * values[r]
    return [values[pivot[c]] / left[pivot[c]][c] for c in range(len(left))]
