"""The smallest set of demands that cannot all stand, and how much giving on one is enough.

A demand here is all rows of one kind, party and name: a red line in every phase, a slack in every
month. Caps are nature's and always stand. The smallest conflict is found exactly: every set of
demands that can be left out so that the rest has a schedule (a correction) must share a demand with
every conflict, so a least set that hits all corrections found so far is either itself a conflict,
and then the smallest, or shows one more correction. What is a conflict is asked of HiGHS; what is
enough is a linear program in which one demand alone may give way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.design.linear import Linear, solve
from detente.design.model import Floats, Kind, Program

MOST_ROUNDS = 400  # corrections looked at before the smallest found so far is taken
_NUDGE = 1e-7  # a demand that misses by less than this is met


@dataclass(frozen=True, slots=True)
class Demand:
    """All rows of one kind, party and name."""

    kind: Kind
    party: str
    name: str
    months: tuple[int, int]  # first and last that it is asked in
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Giving:
    """How far one demand would have to give so that the others can stand."""

    demand: Demand
    within: float | None  # enough for the others of the conflict; None: even without it they clash
    overall: float | None  # enough for every demand of the package

    @property
    def unit(self) -> str:
        """EUR bn, or a share of an opening where the demand is a red line or a bound."""
        return "" if self.demand.kind in {"red-line", "bound"} else "EUR bn"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot all stand, the fewest there are; if not `proven`, few."""

    givings: tuple[Giving, ...]
    proven: bool


def conflict(program: Program) -> Conflict | None:
    """The smallest set of demands that leaves no room; None if there is room."""
    demands = demands_of(program)
    everything = frozenset(range(len(demands)))
    if _stands(program, demands, everything):
        return None
    smallest, proven = _smallest(program, demands)
    givings = tuple(_giving(program, demands, smallest, index) for index in sorted(smallest))
    return Conflict(givings, proven)


def demands_of(program: Program) -> tuple[Demand, ...]:
    """The demands of a program, in the order in which they are first written."""
    rows: dict[tuple[Kind, str, str], list[int]] = {}
    for index, row in enumerate(program.rows):
        if row.kind != "cap":
            rows.setdefault((row.kind, row.party, row.name), []).append(index)
    return tuple(Demand(*key, _span(program, mine), tuple(mine)) for key, mine in rows.items())


def _span(program: Program, rows: Sequence[int]) -> tuple[int, int]:
    months = [program.rows[index].month for index in rows]
    return min(months), max(months)


def _smallest(program: Program, demands: Sequence[Demand]) -> tuple[frozenset[int], bool]:
    """The least conflict by implicit hitting sets, and whether it is proven to be the least."""
    corrections: list[frozenset[int]] = []
    everything = frozenset(range(len(demands)))
    for _ in range(MOST_ROUNDS):
        core = _hitting(corrections, len(demands))
        if not _stands(program, demands, core):
            return core, True
        corrections.append(everything - _grown(program, demands, core))
    return _thinned(program, demands, everything), False


def _hitting(sets: Sequence[frozenset[int]], count: int) -> frozenset[int]:
    """The fewest demands that share one with each of some sets."""
    if not sets:
        return frozenset()
    matrix = np.array([[float(j in one) for j in range(count)] for one in sets])
    # The later a demand is listed the dearer, by less than one whole: the same answer every time.
    cost = 1 + np.arange(count) / (count + 1) ** 2
    ones = np.ones(count)
    answer = solve(Linear(cost, matrix, np.ones(len(sets)), 0 * ones, ones, tuple(range(count))))
    assert answer is not None  # noqa: S101  # all demands hit every set
    return frozenset(np.flatnonzero(answer.x > 0.5).tolist())


def _grown(program: Program, demands: Sequence[Demand], core: frozenset[int]) -> frozenset[int]:
    """As many demands as still have a schedule together, beginning with those of `core`."""
    kept = core
    for index in range(len(demands)):
        if index not in kept and _stands(program, demands, kept | {index}):
            kept |= {index}
    return kept


def _thinned(program: Program, demands: Sequence[Demand], core: frozenset[int]) -> frozenset[int]:
    """A conflict none of whose demands can be left out, by leaving out one after another."""
    for index in sorted(core):
        if not _stands(program, demands, core - {index}):
            core -= {index}
    return core


def _stands(program: Program, demands: Sequence[Demand], chosen: Iterable[int]) -> bool:
    """Whether a schedule meets some demands at once."""
    return _shortfall(program, [i for d in chosen for i in demands[d].rows], ()) is not None


def _giving(
    program: Program, demands: Sequence[Demand], core: frozenset[int], index: int
) -> Giving:
    mine = demands[index].rows
    others = [row for d in core for row in demands[d].rows]
    every = [row for demand in demands for row in demand.rows]
    within, overall = (_shortfall(program, rows, mine) for rows in (others, every))
    return Giving(demands[index], within, overall)


def _shortfall(program: Program, chosen: Sequence[int], soft: Sequence[int]) -> float | None:
    """How far the soft rows must give so that all the chosen have a schedule; None if no way."""
    caps = [index for index, row in enumerate(program.rows) if row.kind == "cap"]
    rows = [*caps, *chosen]
    gives: Floats = np.isin(rows, list(soft)).astype(np.float64)
    count = len(program.increments)
    answer = solve(
        Linear(
            cost=np.append(np.zeros(count), 1.0),
            matrix=np.column_stack([program.matrix[rows], gives]),
            at_least=program.at_least[rows] - _NUDGE,
            low=np.zeros(count + 1),
            high=np.full(count + 1, np.inf),
        )
    )
    return None if answer is None else max(0.0, answer.value)
