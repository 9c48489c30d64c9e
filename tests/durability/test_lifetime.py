"""The inside view: a played game followed through time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from games import Small
from hypothesis import example, given, settings
from random_games import SHAPES, Shape, random_game
from small_case import NO_ENDS, NO_RAID, PACKAGE, held

from detente.durability import Lifetime, lifetime
from detente.durability.from_incentives import FALSE_ALARM, followed
from detente.incentives import Game, Played
from detente.incentives.reference import solve

TWO_ENDS: dict[str, Any] = {
    "odds": np.array([[[0.2, 0.5]]]),
    "recurring": np.array([True, True]),
    "to_end": np.array([-1, -1]),
}
Where = tuple[int, bool] | str  # the game of a place, and whether it is believed; or what ended it


def lived(game: Game) -> Lifetime:
    """The lifetime of a game that belongs to no case."""
    return followed(game, solve(game))


def lost(life: Lifetime) -> np.ndarray:
    """(2, N+1) the mode and the mean."""
    nothing = np.zeros((2, life.intact.shape[1]))
    return np.sum([*life.collapsed.values(), nothing], axis=0)


def two_rows(life: Lifetime, values: np.ndarray) -> np.ndarray:
    return np.stack([values[0], life.mean(values)])


@settings(max_examples=150, deadline=None)
@given(SHAPES)
def test_intact_eroded_and_collapsed_are_all_there_is(shape):
    life = lived(random_game(shape))
    np.testing.assert_allclose(two_rows(life, life.alive) + lost(life), 1.0, atol=1e-12)
    assert (life.reduced <= life.alive + 1e-12).all()
    for part in (life.intact, life.eroded, life.reduced, *life.collapsed.values()):
        assert (part >= -1e-15).all()
        assert (part <= 1 + 1e-12).all()


def plainly(game: Game, played: Played) -> dict[str, np.ndarray]:
    """Draw 0, state by state as the definitions have it: a dictionary of shares for each month."""
    games, plays = (game, *game.reduced), (played, *played.reduced)
    now: dict[Where, float] = {(0, True): 1.0}
    told: list[dict[Where, float]] = []
    for n in range(game.months):
        told.append(now)
        then: dict[Where, float] = {}
        for state, share in now.items():
            for after, chance in onwards(games, plays, n, state):
                then[after] = then.get(after, 0.0) + share * chance
        now = then

    def sum_of(state_is: Callable[[Where, int], bool]) -> np.ndarray:
        return np.array(
            [sum(p for s, p in now.items() if state_is(s, n)) for n, now in enumerate(told)]
        )

    def clean(state: Where, n: int) -> bool:
        if isinstance(state, str) or not state[1]:
            return False
        play = plays[state[0]]
        return bool((play.profiles[play.choice[0, n]] < 0).all())

    return {
        "intact": sum_of(clean),
        "alive": sum_of(lambda s, _: not isinstance(s, str)),
        "reduced": sum_of(lambda s, _: not isinstance(s, str) and s[0] > 0),
        "alarm": sum_of(lambda s, _: s == FALSE_ALARM),
    }


def onwards(games: tuple, plays: tuple, n: int, state: Where) -> Iterator[tuple[Where, float]]:
    """Where a state leads, and with what chance; the names of causes are the dead."""
    if isinstance(state, str):
        yield state, 1.0
        return
    place, believed = state
    game, play, left = games[place], plays[place], 1.0
    for e, chance in enumerate(game.ending[0, n]):
        to = int(game.to_end[e])
        yield ((to, believed) if to >= 0 else game.ends[e]), left * chance
        left *= 1 - chance
    profile = play.profiles[play.choice[0, n]] if believed else []
    for c, t in enumerate(game.trigger if believed else []):
        alarm = c - len(game.breaches)
        seen = game.false_alarm[0, alarm] if alarm >= 0 else game.seen[0, c] * (c in profile)
        after: Where = (place, False)
        if play.pulled[0, n, c] and game.pauses[t]:
            after = state
        elif play.pulled[0, n, c]:
            dead = FALSE_ALARM if alarm >= 0 else game.breaches[c][0]
            after = (int(game.to_trigger[t]), True) if game.to_trigger[t] >= 0 else dead
        yield after, left * seen
        left *= 1 - seen
    yield state, left


@settings(max_examples=150, deadline=None)
@given(SHAPES)
@example(Shape(3, ends=2, modules=2, months=5))
def test_the_walk_is_that_of_the_states_one_by_one(shape):
    game = random_game(shape)
    played = solve(game)
    life, plain = followed(game, played), plainly(game, played)
    assert life.intact[0] == pytest.approx(plain["intact"])
    assert life.alive[0] == pytest.approx(plain["alive"])
    assert life.reduced[0] == pytest.approx(plain["reduced"])
    alarms = life.collapsed.get(FALSE_ALARM, np.zeros((2, game.months)))
    assert alarms[0] == pytest.approx(plain["alarm"])


@settings(max_examples=100, deadline=None)
@given(SHAPES)
def test_what_has_collapsed_stays_collapsed(shape):
    life = lived(random_game(shape))
    for total in life.collapsed.values():
        assert (np.diff(total, axis=1) >= 0).all()
        assert not total[:, 0].any()
    assert (np.diff(life.alive, axis=1) <= 1e-15).all()
    assert (life.alive[:, 0] == 1).all()


def harmless(**changes: Any) -> Small:
    """A party that loses by breaching, so that it always complies."""
    small = Small(
        beta=[0.9],
        flow=[[5.0]] * 3,
        snapped=[[0.0]] * 3,
        lapsed=[0.0],
        breaches=[(0, [-1.0], 0.5, 1)],
        covers=[0],
        false_alarm=[0.1],
        turnover=0.2,
    )
    return replace(small, **changes)


def test_two_months_by_hand():
    """.2 end it, of the rest .1 are snapped back by mistake; and again in the second month."""
    life = lived(harmless().game())
    goes_on = 0.8 * 0.9
    assert life.intact[0] == pytest.approx([1, goes_on, goes_on**2])
    assert life.collapsed["C ends it"][0] == pytest.approx([0, 0.2, 0.2 + goes_on * 0.2])
    alarms = [0, 0.8 * 0.1, 0.8 * 0.1 + goes_on * 0.8 * 0.1]
    assert life.collapsed[FALSE_ALARM][0] == pytest.approx(alarms)
    assert not life.eroded.any()
    assert set(life.collapsed) == {"C ends it", FALSE_ALARM}


def test_a_mistake_that_is_looked_away_from_ends_belief_not_the_package():
    """Disbelief is worth more to the decider than a snap-back: it lives on, but eroded."""
    away = harmless(rule="any-of", deciders=[0], turnover=0.0)
    life = lived(away.game())
    assert life.intact[0] == pytest.approx([1, 0.9, 0.81])
    assert life.eroded[0] == pytest.approx([0, 0.1, 0.19])
    assert not life.collapsed


def test_a_pause_costs_time_but_not_life():
    paused = harmless(pauses=True, months_on_clock=2.0, turnover=0.0)
    assert (lived(paused.game()).intact == 1).all()


def test_a_breach_that_is_seen_and_answered_is_the_breachers_doing():
    """The breach pays and the trigger pulls itself: half are caught each month."""
    greedy = harmless(breaches=[(0, [50.0], 0.5, 1)], false_alarm=[0.0], turnover=0.0)
    life = lived(greedy.game())
    assert life.eroded[0] == pytest.approx([1, 0.5, 0.25])
    assert life.collapsed["breach by A"][0] == pytest.approx([0, 0.5, 0.75])


def test_ends_share_what_two_would_take():
    """.2 and .5 in a month: the first in the list has its .2, the second half of what is left."""
    game = harmless(false_alarm=[0.0]).game()
    life = lived(replace(game, ends=("C: vote", "B: coup"), **TWO_ENDS))
    assert life.collapsed["C ends it"][0, 1] == pytest.approx(0.2)
    assert life.collapsed["B ends it"][0, 1] == pytest.approx(0.4)
    assert life.intact[0, 1] == pytest.approx(0.4)


def test_ends_of_one_party_are_told_together():
    game = harmless(false_alarm=[0.0]).game()
    life = lived(replace(game, ends=("C: vote", "C: coup"), **TWO_ENDS))
    assert life.collapsed["C ends it"][0, 1] == pytest.approx(0.6)


def test_a_package_whose_breach_nothing_covers_erodes():
    life = lifetime(held(NO_RAID, NO_ENDS))
    assert not life.intact[0].any()
    assert life.eroded[0, 0] == 1
    assert "breach by BO" not in life.collapsed


def test_the_starter_lasts_as_its_hazards_say():
    """A false alarm of .01 a month, and an election of .15 in month 13."""
    life = lifetime(held())
    by_hand = 0.99 ** np.arange(37) * np.where(np.arange(37) > 13, 0.85, 1.0)
    assert life.alive[0] == pytest.approx(by_hand)
    assert life.intact[0] == pytest.approx(by_hand)
    calm = lifetime(held(NO_ENDS, (PACKAGE, "    false_alarm: 0.01\n", "")))
    assert (calm.alive[0] == 1).all()


def test_means_and_bands_leave_out_the_mode_where_there_are_draws():
    life = lived(random_game(Shape(seed=5, draws=41)))
    low, high = life.band(life.alive, 0.9)
    mean = life.mean(life.alive)
    assert mean == pytest.approx(life.alive[1:].mean(axis=0))
    assert (low <= mean).all()
    assert (mean <= high).all()
    alone = lived(random_game(Shape(seed=5, draws=1)))
    assert (alone.mean(alone.alive) == alone.alive[0]).all()
