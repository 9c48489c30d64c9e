"""The set of states already found: packed into words of 64 bits, kept in an open hash table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from detente.machine.logic import Column
from detente.machine.rules import Variable

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
WORD = 64
EMPTY = -1


@dataclass(frozen=True, slots=True)
class Packing:
    """Where in a state's words each variable lies: its word, its first bit, its width."""

    variables: tuple[Variable, ...]
    places: tuple[tuple[int, int, int], ...]

    @property
    def words(self) -> int:
        """Words of one state."""
        return self.places[-1][0] + 1

    def pack(self, columns: dict[str, Column], rows: int) -> Words:
        """(rows, words) from one column a variable."""
        packed = np.zeros((rows, self.words), dtype=np.uint64)
        for variable, (word, bit, _) in zip(self.variables, self.places, strict=True):
            column = np.asarray(columns[variable.name]).astype(np.uint64)
            packed[:, word] |= column << np.uint64(bit)
        return packed

    def unpack(self, packed: Words) -> dict[str, Column]:
        """One column a variable from (rows, words)."""
        columns: dict[str, Column] = {}
        for variable, (word, bit, width) in zip(self.variables, self.places, strict=True):
            mask = np.uint64((1 << width) - 1)
            part = (packed[:, word] >> np.uint64(bit)) & mask
            columns[variable.name] = part.astype(np.int64)
        return columns


def packing(variables: Sequence[Variable]) -> Packing:
    """Variables side by side, none across the border of two words."""
    places, word, bit = [], 0, 0
    for variable in variables:
        width = max(variable.most.bit_length(), 1)
        if bit + width > WORD:
            word, bit = word + 1, 0
        places.append((word, bit, width))
        bit += width
    return Packing(tuple(variables), tuple(places))


class Found:
    """States in the order in which they were found; each has one number."""

    def __init__(self, words: int) -> None:
        self.count = 0
        self.packed: Words = np.zeros((1 << 12, words), dtype=np.uint64)
        self._slots: Places = np.full(1 << 13, EMPTY, dtype=np.int64)

    def add(self, packed: Words) -> tuple[Places, NDArray[np.bool_]]:
        """The number of each state, and whether it is new; the first of equals is."""
        self._make_room(self.count + len(packed))
        numbers, new = np.empty(len(packed), np.int64), np.zeros(len(packed), np.bool_)
        self.count = _insert(self.packed, self._slots, self.count, packed, numbers, new)
        return numbers, new

    def _make_room(self, needed: int) -> None:
        if needed > len(self.packed):
            longer = np.zeros((max(needed, 2 * len(self.packed)), self.packed.shape[1]), np.uint64)
            longer[: self.count] = self.packed[: self.count]
            self.packed = longer
        if 2 * needed > len(self._slots):
            self._slots = np.full(1 << int(3 * needed).bit_length(), EMPTY, dtype=np.int64)
            _index(self.packed, self._slots, self.count)


@numba.njit(cache=True)
def _slot(slots: Places, packed: Words, state: Words) -> int:  # pragma: no cover
    """Where a state lies, or the empty place in which it belongs."""
    mixed = np.uint64(0xCBF29CE484222325)
    for word in state:
        mixed = (mixed ^ word) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    mask = np.uint64(len(slots) - 1)
    slot = mixed & mask
    while slots[slot] != EMPTY:
        same = True
        for i in range(len(state)):
            same &= packed[slots[slot], i] == state[i]
        if same:
            break
        slot = (slot + np.uint64(1)) & mask
    return int(slot)


@numba.njit(cache=True)
def _insert(
    packed: Words, slots: Places, count: int, states: Words, numbers: Places, new: NDArray[np.bool_]
) -> int:  # pragma: no cover
    for row in range(len(states)):
        slot = _slot(slots, packed, states[row])
        if slots[slot] == EMPTY:
            packed[count] = states[row]
            slots[slot] = count
            new[row] = True
            count += 1
        numbers[row] = slots[slot]
    return count


@numba.njit(cache=True)
def _index(packed: Words, slots: Places, count: int) -> None:  # pragma: no cover
    for number in range(count):
        slots[_slot(slots, packed, packed[number])] = number
