"""What a schedule may be asked to do best, each as one linear program over its increments.

    least relief     min  relief · y                    slack of every breach at least the margin
    most slack       max  t                             slack of every breach at least t
    least windfall   min  w                             what any breach would keep at most w
    least crossing   min  Σ z_l                         red line l moved by z_l >= 0
    least worth      min  value of a party at signature
    nearest          max  t < 0                         every demand that may fall short by t

A demand's margin stands in its row already; `more` asks more of the slack than that.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.design.linear import Linear, solve
from detente.design.model import Crossing, Floats, Program
from detente.errors import DetenteError

MARGIN = 1e-3  # EUR bn of slack that a schedule must leave
SOFT = ("slack", "enforcement", "forbearance", "acceptance")  # what may fall short
_SPARING = 1e-6  # so that nothing is opened that serves nothing


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule, the price of every demand on it, and by how much the tightest is met."""

    y: Floats  # (increments,)
    duals: Floats  # (rows,)
    tightest: float = MARGIN
    crossings: tuple[Crossing, ...] = ()
    gap: float = 0.0  # share by which a better one is not ruled out
    stopped: bool = False  # the time was over before the gap was closed


Aim = Callable[[Program], Found | None]


@dataclass(frozen=True, slots=True)
class _Extra:
    """Columns beside the increments, and rows beside the demands."""

    cost: Floats  # (k,)
    low: Floats  # (k,)
    beside: Floats  # (rows, k) what they add to each demand
    matrix: Floats  # (more rows, increments + k)
    at_least: Floats  # (more rows,)


def least_relief(program: Program, more: float = 0.0) -> Found | None:
    """The schedule that gives the target least."""
    return _best(program, program.relief + _SPARING, more)


def least_worth(program: Program, party: int, more: float = 0.0) -> Found | None:
    """The schedule under which the package is worth least to a party."""
    return _best(program, program.value.gradient[party] + _SPARING, more)


def most_worth(program: Program, weights: Floats) -> Found | None:
    """The schedule with the greatest weighted sum of the parties' values."""
    return _best(program, _SPARING - weights @ program.value.gradient)


def most_slack(program: Program, kinds: tuple[str, ...] = ("slack",)) -> Found | None:
    """The schedule whose tightest demand of some kinds is slackest."""
    soft = np.array([row.kind in kinds for row in program.rows], dtype=np.float64)
    free = np.array([-np.inf])
    extra = _extra(program, np.array([-1.0]), free, -soft[:, None])
    return _best(program, np.full(len(program.increments), _SPARING), extra=extra, beside_is_t=True)


def nearest(program: Program) -> Found:
    """The schedule that misses its tightest demand by least, where none meets them all."""
    found = most_slack(program, SOFT)
    if found is None:
        raise DetenteError("the red lines and bounds on openings contradict one another")
    return found


def least_windfall(program: Program) -> Found | None:
    """The schedule under which the target would keep least by its best breach."""
    kept = program.windfall
    if not len(kept.constant):
        raise DetenteError("the target has no breach open to it, so there is no windfall to lessen")
    rows = np.hstack([-kept.gradient, np.ones((len(kept.constant), 1))])
    beside = np.zeros((len(program.rows), 1))
    extra = _Extra(np.ones(1), np.array([-np.inf]), beside, rows, kept.constant)
    return _best(program, _SPARING * (1 + program.relief), extra=extra)


def least_crossing(program: Program) -> Found | None:
    """The schedule that goes over the red lines by least, all lines added up."""
    lines = list(dict.fromkeys((r.party, r.name) for r in program.rows if r.kind == "red-line"))
    over = np.array(
        [
            [r.kind == "red-line" and (r.party, r.name) == line for line in lines]
            for r in program.rows
        ],
        dtype=np.float64,
    ).reshape(len(program.rows), len(lines))
    extra = _extra(program, np.ones(len(lines)), np.zeros(len(lines)), over)
    return _best(program, _SPARING * (1 + program.relief), extra=extra, lines=tuple(lines))


def _extra(program: Program, cost: Floats, low: Floats, beside: Floats) -> _Extra:
    nothing = np.zeros((0, len(program.increments) + len(cost)))
    return _Extra(cost, low, beside, nothing, np.zeros(0))


def _best(
    program: Program,
    cost: Floats,
    more: float = 0.0,
    *,
    extra: _Extra | None = None,
    beside_is_t: bool = False,
    lines: tuple[tuple[str, str], ...] = (),
) -> Found | None:
    """The linear program of one aim, solved."""
    none = np.zeros(0)
    extra = extra or _extra(program, none, none, np.zeros((len(program.rows), 0)))
    count = len(program.increments)
    asked = program.at_least + more * np.array([row.kind == "slack" for row in program.rows])
    answer = solve(
        Linear(
            cost=np.append(cost, extra.cost),
            matrix=np.vstack([np.hstack([program.matrix, extra.beside]), extra.matrix]),
            at_least=np.append(asked, extra.at_least),
            low=np.append(np.zeros(count), extra.low),
            high=np.full(count + len(extra.cost), np.inf),
        )
    )
    if answer is None:
        return None
    beside = answer.x[count:]
    crossings = tuple(
        Crossing(*line, float(over))
        for line, over in zip(lines, beside, strict=bool(lines))
        if over > 1e-9
    )
    tightest = float(beside[0]) + MARGIN if beside_is_t else MARGIN
    return Found(answer.x[:count], answer.duals[: len(program.rows)], tightest, crossings)
