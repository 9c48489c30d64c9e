"""Games with random numbers: continuous, so that no two choices are ever worth the same."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from detente.incentives.model import Game
from detente.incentives.profiles import RULES


@dataclass(frozen=True)
class Shape:
    """How large a random game is, and the seed of its numbers."""

    seed: int
    draws: int = 3
    months: int = 3
    parties: int = 3
    breaches: tuple[int, ...] = (1, 1)  # of each obliged party
    triggers: int = 2
    ends: int = 1


SHAPES = st.builds(
    Shape,
    seed=st.integers(0, 2**32 - 1),
    draws=st.integers(1, 4),
    months=st.integers(1, 5),
    parties=st.integers(3, 4),
    breaches=st.lists(st.integers(1, 2), max_size=3).map(tuple),
    triggers=st.integers(1, 3),
    ends=st.integers(0, 2),
)


def random_game(shape: Shape) -> Game:
    """Pauses and snaps, every rule, covered and uncovered breaches, ends that differ by month."""
    rng = np.random.default_rng(shape.seed)
    k, months, parties, triggers = shape.draws, shape.months, shape.parties, shape.triggers
    owner = np.repeat(np.arange(len(shape.breaches)), shape.breaches).astype(np.int64)
    count = len(owner)
    covers = rng.integers(-1, triggers, count)
    causes = np.array([*covers, *range(triggers)], dtype=np.int64)
    effect = -rng.uniform(0, 3, (k, count, parties))
    effect[:, range(count), owner] = rng.uniform(-0.5, 4, (k, count))
    beta = rng.uniform(0.5, 0.98, (k, parties))
    worth = (k, months, parties)
    flow = rng.uniform(0, 5, worth)
    pauses = rng.integers(0, 2, triggers).astype(bool)
    return Game(
        parties=tuple("ABCD"[:parties]),
        breaches=tuple(("ABCD"[party], f"b{b}") for b, party in enumerate(owner)),
        triggers=tuple(f"t{t}" for t in range(triggers)),
        ends=tuple(f"A: end{e}" for e in range(shape.ends)),
        beta=beta,
        flow=flow,
        standing=flow - rng.uniform(0, 2, worth),
        effect=effect,
        seen=np.where(covers >= 0, rng.uniform(0, 1, (k, count)), 0.0),
        false_alarm=rng.uniform(0, 0.2, (k, triggers)) * rng.integers(0, 2, triggers),
        ending=rng.uniform(0, 0.1, (k, months, shape.ends)),
        recurring=np.random.default_rng([shape.seed, 1]).integers(0, 2, shape.ends).astype(bool),
        lapsed=rng.uniform(-5, 20, worth),
        snapped=rng.uniform(-5, 20, worth),
        called=rng.uniform(-3, 3, (k, len(causes), parties)),
        clock=rng.uniform(0.1, 6, (k, triggers))[:, causes],
        rest=(rng.uniform(0.1, 6, (k, triggers)) * pauses)[:, causes],
        paused=rng.uniform(-2, 4, (k, months, triggers, parties)),
        pauses=pauses,
        rules=rng.integers(0, len(RULES), triggers),
        deciders=rng.integers(0, 2, (triggers, parties)).astype(bool),
        sizes=rng.integers(1, 4, count),
        owner=owner,
        trigger=causes,
    )
