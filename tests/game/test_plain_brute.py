"""The plain solver against brute force on random games, in fractions: not one disagreement."""

from random import Random

import pytest
from brute import brute
from plain_solver import solve
from random_packages import random_package, small_games

NONE = ("no equilibrium in a month", "no stable choice", "too many to try")


def disagreements(first: int, count: int) -> list[int]:
    """Seeds of games where the solver's values are no equilibrium's, or it is wrong to say none."""
    found = []
    for seed, _, game in small_games(first, count):
        solved, equilibria = solve(game), brute(game)
        says_none = bool(solved.noted(*NONE))
        agrees = any(all(e[s] == solved.value[s] for s in game.nodes) for e in equilibria)
        if says_none == agrees or says_none == bool(equilibria):
            found.append(seed)
    return found


def test_the_solver_finds_an_equilibrium_or_says_that_there_is_none():
    assert disagreements(0, 40) == []


@pytest.mark.proof
@pytest.mark.parametrize("part", range(10))
def test_the_solver_finds_an_equilibrium_of_a_thousand_games(part: int):
    assert disagreements(10_000 * (part + 1), 100) == []


def test_random_games_have_every_shape():
    """What is never drawn is not tried."""
    packages = [random_package(Random(seed)) for seed in range(400)]  # noqa: S311 - not a secret
    breaches = [b for p in packages for b in p.breaches]
    triggers = [t for p in packages for t in p.triggers]
    gates = [g for p in packages for g in p.gates]
    assert {b.shape for b in breaches} == {"repeat", "once", "grows", "plan"}
    assert {t.response for t in triggers} == {"pause", "close", "snap", "release"}
    paused = {t.schedule for t in triggers if t.response == "pause"}
    assert paused == {"stops", "runs"}
    assert {p.belief for p in packages} == {"party", "trigger", "all"}
    assert any(p.recovery for p in packages)
    assert any(p.dated for p in packages)
    for feature in ("lapses_after", "releases", "holds"):
        assert any(getattr(g, feature) for g in gates), feature
    assert any(len(g.owners) > 1 for g in gates)
    assert any(g.certified < 1 for g in gates)
