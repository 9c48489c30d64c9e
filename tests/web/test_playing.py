"""A game played in shares is the game played at once; the weak clause is what breaks first."""

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Sampler, open_case
from detente.durability import lifetime
from detente.incentives import hold, make_game
from detente.incentives.payoffs import payoffs
from detente.incentives.reference import solve
from detente.machine import compile_package
from detente.web.playing import Players
from detente.web.weakest import weakest

DRAWS = 400


@pytest.fixture(scope="module", params=[("alaska-2025", "modular"), ("jcpoa-2015", "jcpoa")])
def played(request):
    name, package = request.param
    case = open_case(name)
    machine = compile_package(case, package)
    players = Players(DRAWS, 1)
    yield case, machine, players.hold(machine, case.world)
    players.close()


def test_shares_come_to_the_whole(played):
    case, machine, held = played
    whole = hold(machine, case.world, Sampler(case.estimates, DRAWS, 1))
    assert np.array_equal(held.holds, whole.holds)
    assert np.allclose(held.slack, whole.slack, rtol=1e-5, atol=1e-5)
    assert np.array_equal(held.relief, whole.relief)
    assert held.warnings == whole.warnings
    mine, other = lifetime(held), lifetime(whole)
    assert np.array_equal(mine.intact, other.intact)
    assert np.array_equal(mine.alive, other.alive)


def test_the_weak_clause_is_what_the_reference_finds_draw_by_draw(played):
    case, machine, held = played
    package = case.packages[machine.name]
    sampler = Sampler(case.estimates, DRAWS, 1)
    game = make_game(machine, case.world, sampler, payoffs(machine, case.world, sampler))
    slow = solve(game)
    counts: dict[int, int] = {}
    failing = 0
    for draw in range(1, DRAWS + 1):
        bad = np.argwhere(slow.slack[draw] < 0)
        if len(bad):
            failing += 1
            month = bad[0, 0]
            party = int(np.nanargmin(slow.slack[draw, month]))
            breach = int(slow.worst[draw, month, party])
            counts[breach] = counts.get(breach, 0) + 1
    found = weakest(held, package)
    assert found is not None
    top = max(counts, key=lambda breach: counts[breach])
    assert (found.party, found.breach) == game.breaches[top]
    assert found.fails.mean == failing / DRAWS
    assert found.first == pytest.approx(counts[top] / failing, abs=0.02)


def test_a_package_that_nobody_breaks_has_no_weak_clause(played):
    case, machine, held = played
    calm = replace(held, slack=np.abs(held.slack) + 1.0)
    assert weakest(calm, case.packages[machine.name]) is None
