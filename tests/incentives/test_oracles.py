"""Numbers that are somebody else's result or a closed form; tolerance 1e-6."""

import numpy as np
import pytest
from games import Small, worked_example

from detente.incentives.reference import solve

WORKED = [
    (False, 1, "automatic", [-1, -1, -1, -1], [-0.3] * 4, (290.955956, 258.052723, 128.174414)),
    (
        True,
        1,
        "automatic",
        [72.399639, 71.969149, 71.055658, 69.636711],
        [95.300010] * 4,
        (158.989885, 142.995117, 69.932510),
    ),
    (
        True,
        1,
        "any-of",
        [72.399639, 71.969149, 71.055658, 69.636711],
        [95.300010] * 4,
        (158.989885, 142.995117, 69.932510),
    ),
    (
        True,
        6,
        "any-of",
        [64.427864, 61.867653, 58.783181, 55.150073],
        [98.710397] * 4,
        (182.183645, 136.489963, 67.724264),
    ),
]


@pytest.mark.parametrize(("covered", "clock", "rule", "slack_a", "slack_b", "value"), WORKED)
def test_worked_example(covered, clock, rule, slack_a, slack_b, value):
    played = solve(worked_example(covered, clock, rule))
    assert played.slack[0, :, 0] == pytest.approx(slack_a, abs=1e-6)
    assert played.slack[0, :, 1] == pytest.approx(slack_b, abs=1e-6)
    assert np.isnan(played.slack[0, :, 2]).all()
    assert played.value[0, 0] == pytest.approx(value, abs=1e-6)
    chosen = played.profiles[played.choice[0]]
    assert (chosen == ([-1, -1] if covered else [0, 2])).all()


def test_worked_example_disbelieved():
    played = solve(worked_example(True, 1))
    lax = (451.419126, -162.540745, -60.783965)
    assert played.disbelieved[0, 0] == pytest.approx(lax, abs=1e-6)


def dilemma(beta: float) -> Small:
    """T=10 R=9 P=3 S=1: defecting brings 1 more to oneself and costs the other 8."""
    return Small(
        beta=[beta, beta],
        flow=[[9, 9]] * 3,
        snapped=[[3 / (1 - beta)] * 2] * 3,
        lapsed=[0, 0],
        breaches=[(0, [1, -8], 1.0, 1), (1, [-8, 1], 1.0, 1)],
        covers=[0, 0],
    )


@pytest.mark.parametrize(
    ("beta", "complies"), [(1 / 7 + 1e-6, True), (1 / 7 - 1e-6, False), (0.9, True)]
)
def test_repeated_dilemma_threshold(beta, complies):
    played = solve(dilemma(beta).game())
    assert (played.slack[0, :, :2] >= 0).all() == complies
    if complies:
        assert (1 - beta) * played.value[0, 0] == pytest.approx([9, 9], abs=1e-6)


@pytest.mark.parametrize(
    ("beta", "punished"), [(0.6, 0.2898550725), (0.8, 0.1086956522), (0.95, 0.0228832952)]
)
def test_noisy_monitoring_needs_just_this_punishment(beta, punished):
    """R=9 P=3 g=1, signal .1 when complying and .5 when not: value 8.75, slack exactly zero."""
    false_alarm, signal = 0.1 * punished, 0.5 * punished
    seen = 1 - (1 - signal) / (1 - false_alarm)
    game = Small(
        beta=[beta, beta],
        flow=[[9, 9]] * 3,
        snapped=[[3 / (1 - beta)] * 2] * 3,
        lapsed=[0, 0],
        breaches=[(0, [1, 0], seen, 1), (1, [0, 1], seen, 1)],
        covers=[0, 0],
        false_alarm=[false_alarm],
    ).game()
    played = solve(game)
    assert (1 - beta) * played.value[0, 0] == pytest.approx([8.75, 8.75], abs=1e-6)
    assert played.slack[0, :, :2] == pytest.approx(np.zeros((3, 2)), abs=1e-6)


def test_noisy_monitoring_threshold():
    """Below beta* = g / (g + (q - p)(v - P)) = .303030 even certain punishment does not suffice."""
    v = 9 - 1 / (0.5 / 0.1 - 1)
    beta = 1 / (1 + 0.4 * (v - 3))
    assert beta == pytest.approx(0.303030, abs=1e-6)
    for shift, complies in ((1e-4, True), (-1e-4, False)):
        b = beta + shift
        game = Small(
            beta=[b, b],
            flow=[[9, 9]] * 2,
            snapped=[[3 / (1 - b)] * 2] * 2,
            lapsed=[0, 0],
            breaches=[(0, [1, 0], 4 / 9, 1), (1, [0, 1], 4 / 9, 1)],
            covers=[0, 0],
            false_alarm=[0.1],
        ).game()
        assert (solve(game).slack[0, :, :2] >= 0).all() == complies


@pytest.mark.parametrize(("q", "veto", "clock"), [(0.3, 0.2, 0), (0.9, 0.5, 5), (0.6, 0.0, 2)])
def test_stage_constraint(q, veto, clock):
    """Holds iff g <= q (1 - v) beta^D (V - S), S including kept relief.

    The month in which one is caught is the first of D. While the clock runs the gain goes on, so
    the closed form is met by a gain that counts those months too.
    """
    beta, flow, kept = 0.97, 2.0, 7.0
    value, caught = flow / (1 - beta), q * (1 - veto)
    on_the_clock = 1 + beta * caught * (1 - beta**clock) / (1 - beta)
    bound = caught * beta ** (clock + 1) * (value - kept)
    for nudge, complies in ((-1e-6, True), (1e-6, False)):
        gain = (bound + nudge) / on_the_clock
        game = Small(
            beta=[beta],
            flow=[[flow]] * 4,
            snapped=[[kept]] * 4,
            lapsed=[0],
            breaches=[(0, [gain], caught, 1)],
            covers=[0],
            months_on_clock=clock,
        ).game()
        slack = solve(game).slack[0, :, 0]
        assert (slack >= 0).all() == complies
        if complies:
            assert slack == pytest.approx(np.full(4, -nudge), abs=1e-9)
