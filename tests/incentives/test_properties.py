"""What must hold in every game of a kind, because a theorem says so."""

import numpy as np
import pytest
from games import Small
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_case import CASE, held

from detente.incentives import Game
from detente.incentives.comply_path import ComplyPath
from detente.incentives.reference import solve

MONTHS = 3
KEPT = ("    issuer: AL\n    worth:", "    issuer: AL\n    kept: {}\n    worth:")
share = st.floats(0.0, 1.0)
money = st.floats(-10.0, 10.0)


@st.composite
def lonely(draw: st.DrawFn) -> Small:
    """One obliged party, two breaches, one automatic snap, and months that are all alike."""
    beta = draw(st.floats(0.1, 0.98))
    return Small(
        beta=[beta],
        flow=[[draw(money)]] * MONTHS,
        snapped=[[draw(money) / (1 - beta)]] * MONTHS,
        lapsed=[draw(money) / (1 - beta)],
        breaches=[(0, [draw(st.floats(0.0, 10.0))], draw(share), 1 + b) for b in range(2)],
        covers=[0, 0],
        months_on_clock=draw(st.floats(0.0, 12.0)),
        false_alarm=[draw(st.floats(0.0, 0.5))],
        turnover=draw(st.floats(0.0, 0.3)),
    )


def least_slack(game: Game) -> float:
    return float(solve(game).slack[0, :, 0].min())


def response(game: Game) -> float:
    """What a snap is worth, clock included."""
    path = ComplyPath(game, np.ones((game.months, len(game.trigger)), dtype=np.bool_))
    return float(path.responses[0][0][0, 0])


@settings(max_examples=200, deadline=None)
@given(lonely(), share, st.integers(0, 1))
def test_more_detection_never_lowers_slack_where_the_response_hurts(small, more, which):
    before = small.game()
    assume(response(before) < solve(before).value[0, 0, 0])
    owner, effect, seen, size = small.breaches[which]
    small.breaches[which] = (owner, effect, seen + more * (1 - seen), size)
    assert least_slack(small.game()) >= least_slack(before) - 1e-7


@settings(max_examples=200, deadline=None)
@given(lonely(), st.floats(0.0, 24.0))
def test_a_longer_clock_never_raises_slack_where_the_clock_is_a_good_time(small, more):
    """A month on the clock is worth more to the breacher than a month after the snap-back."""
    before = small.game()
    path = ComplyPath(before, np.ones((MONTHS, 3), dtype=np.bool_))
    assume(path.w[0, 0] > (1 - before.beta[0, 0]) * before.snapped[0, 0, 0])
    small.months_on_clock += more
    assert least_slack(small.game()) <= least_slack(before) + 1e-7


@settings(max_examples=200, deadline=None)
@given(lonely(), st.floats(0.0, 10.0), st.integers(0, 1))
def test_a_breach_that_brings_more_never_raises_slack(small, more, which):
    before = least_slack(small.game())
    owner, (gain,), seen, size = small.breaches[which]
    small.breaches[which] = (owner, [gain + more], seen, size)
    assert least_slack(small.game()) <= before + 1e-7


@settings(max_examples=200, deadline=None)
@given(lonely())
def test_a_lonely_party_gets_the_better_of_complying_and_its_best_breach(small):
    game = small.game()
    played, last = solve(game), MONTHS - 1
    path = ComplyPath(game, played.pulled[0])
    complying = game.flow[0, last] + path.onward(last, path.calm, played.value[0, last])
    better = complying + np.maximum(0.0, -played.slack[0, last])
    assert played.value[0, last] == pytest.approx(better, rel=1e-7, abs=1e-7)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.0, 24.0), st.floats(0.0, 24.0))
def test_more_kept_relief_never_lowers_windfall(kept, more):
    def windfall(months: float) -> float:
        found = held((CASE, KEPT[0], KEPT[1].format(months)))
        return float(found.windfall[0, 1])

    assert windfall(kept + more) >= windfall(kept)
