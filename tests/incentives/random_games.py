"""Games with random numbers: continuous, so that no two choices are ever worth the same."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from detente.case.rules import NAMES
from detente.incentives.model import Floats, Game


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
    modules: int = 0  # that may come to be shut for good, by themselves or together


SHAPES = st.builds(
    Shape,
    seed=st.integers(0, 2**32 - 1),
    draws=st.integers(1, 4),
    months=st.integers(1, 5),
    parties=st.integers(3, 4),
    breaches=st.lists(st.integers(1, 2), max_size=3).map(tuple),
    triggers=st.integers(1, 3),
    ends=st.integers(0, 2),
    modules=st.integers(0, 2),
)


def random_game(shape: Shape) -> Game:
    """Every rule and response, covered and uncovered breaches, ends that differ by month."""
    game, rng = whole_game(shape), np.random.default_rng([shape.seed, 2])
    if not shape.modules:
        return game
    modules = range(shape.modules)
    sets = [frozenset(c) for n in range(shape.modules + 1) for c in combinations(modules, n)]
    some = rng.integers(0, 2, shape.triggers + shape.ends).astype(bool)
    some[: shape.triggers] &= ~game.pauses
    picks = rng.integers(1, len(sets), some.size)
    bites = [sets[i] if on else sets[0] for i, on in zip(picks, some, strict=True)]
    games = [_smaller(game, rng, shut, bites, sets) for shut in sets]
    return replace(games[0], reduced=tuple(games[1:]))


def _smaller(
    game: Game,
    rng: np.random.Generator,
    shut: frozenset[int],
    bites: list[frozenset[int]],  # what each trigger shuts, then each end
    sets: list[frozenset[int]],
) -> Game:
    """The same game with flows of its own, and with its own ways to still smaller ones."""
    to = np.array([sets.index(shut | bite) if bite - shut else -1 for bite in bites])
    spent = np.array([bool(bite) and bite <= shut for bite in bites])
    triggers, ends = len(game.pauses), game.odds.shape[2]
    flow = rng.uniform(0, 5, game.flow.shape)
    return replace(
        game,
        flow=flow,
        standing=flow - rng.uniform(0, 2, flow.shape),
        lapsed=rng.uniform(-5, 20, flow.shape),
        snapped=rng.uniform(-5, 20, flow.shape),
        shut=rng.uniform(-2, 4, game.shut.shape),
        called=rng.uniform(-3, 3, (*game.odds.shape[:2], *game.called.shape[2:])),
        odds=game.odds * ~spent[triggers:],
        pauses=game.pauses | spent[:triggers],
        to_trigger=to[:triggers],
        to_end=to[triggers:],
        winding=np.arange(ends),
        wound=rng.uniform(0, 3, (*flow.shape[:2], ends, flow.shape[2])),
    )


def whole_game(shape: Shape) -> Game:
    """Pauses and snaps alone."""
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
        era=np.arange(months),
        odds=rng.uniform(0, 0.1, (k, months, shape.ends)),
        recurring=np.random.default_rng([shape.seed, 1]).integers(0, 2, shape.ends).astype(bool),
        lapsed=rng.uniform(-5, 20, worth),
        snapped=rng.uniform(-5, 20, worth),
        called=np.repeat(rng.uniform(-3, 3, (k, 1, len(causes), parties)), months, axis=1),
        clock=rng.uniform(0.1, 6, (k, triggers))[:, causes],
        rest=(rng.uniform(0.1, 6, (k, triggers)) * pauses)[:, causes],
        shut=rng.uniform(-2, 4, (k, months, triggers, parties)),
        pauses=pauses,
        rules=rng.integers(0, len(NAMES), triggers),
        deciders=rng.integers(0, 2, (triggers, parties)).astype(bool),
        sizes=rng.integers(1, 4, count),
        owner=owner,
        trigger=causes,
        to_trigger=np.full(triggers, -1),
        to_end=np.full(shape.ends, -1),
        winding=np.zeros(0, np.int64),
        wound=np.zeros((k, months, 0, parties)),
    )


def tied_game(seed: int, draws: int) -> Game:
    """Games of few round numbers, so that much of what is compared is worth the same.

    What a pause, a snap or a disbelief leads to is often the flow for ever, whatever one does; and
    tenths, which floats do not hold, are added up in different orders.
    """
    rng = np.random.default_rng([seed, 3])
    sizes = tuple(int(n) for n in rng.integers(1, 3, rng.integers(1, 4)))
    drawn = random_game(
        Shape(seed, draws=draws, months=int(rng.integers(1, 4)), breaches=sizes, modules=seed % 2)
    )
    games = (drawn, *drawn.reduced)
    whole, *rest = (_rounded(game, np.random.default_rng([seed, 4])) for game in games)
    return replace(whole, reduced=tuple(rest))


def _rounded(game: Game, rng: np.random.Generator) -> Game:
    k, months, parties = game.flow.shape
    beta = rng.choice([0.5, 0.9], (k, parties))
    flow = np.repeat(rng.integers(0, 4, (k, 1, parties)) / 10, months, axis=1)
    ever = flow[:, :1] / (1 - beta[:, None])
    same = rng.integers(0, 2, (k, 1, parties))

    def like(most: int) -> Floats:
        """The flow for ever, or that and some tenths more or less."""
        near: Floats = ever + same * rng.integers(-most, most + 1, (k, 1, parties)) / 10
        return near

    effect: Floats = rng.integers(-2, 3, game.effect.shape).astype(np.float64) * 0.1
    for b, owner in enumerate(game.owner):
        effect[:, b, owner] = rng.integers(0, 3, k) * 0.1
    snapped = like(3)
    return replace(
        game,
        reduced=(),
        beta=beta,
        flow=flow,
        standing=flow.copy(),
        effect=effect,
        seen=np.where(game.seen > 0, rng.choice([0.3, 0.5, 1.0], game.seen.shape), 0.0),
        false_alarm=rng.choice([0.0, 0.1], game.false_alarm.shape),
        odds=rng.choice([0.0, 0.1], game.odds.shape),
        lapsed=np.repeat(like(2), months, axis=1),
        snapped=np.repeat(snapped, months, axis=1),
        called=np.zeros_like(game.called),
        clock=rng.choice([0.0, 1.0, 2.0], (k, len(game.pauses)))[:, game.trigger],
        rest=rng.choice([0.0, 1.0, 3.0], game.rest.shape) * (game.rest > 0),
        shut=np.repeat(flow[:, :, None], len(game.pauses), axis=2) * ~game.closes[:, None],
        wound=np.zeros_like(game.wound),
    )
