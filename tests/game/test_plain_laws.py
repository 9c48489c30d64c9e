"""Laws that the plain game keeps on random packages, in fractions and so without tolerance."""

from dataclasses import dataclass
from functools import cache
from random import Random

import pytest
from plain_game import make_game
from plain_package import Number, Package
from plain_solver import Solved, solve
from random_packages import random_package
from transformed import SAME, in_another_unit, renamed, with_a_later_end

MOST = 200  # choices tried in a component


@dataclass(frozen=True)
class Drawn:
    """A package, and what is played of it."""

    package: Package
    solved: Solved

    @property
    def values(self) -> dict[str, Number]:
        """At signature, by party."""
        return dict(zip(self.package.names, self.solved.start, strict=True))


def played(package: Package) -> Drawn:
    return Drawn(package, solve(make_game(package), MOST))


@cache
def drawn(first: int, count: int) -> tuple[Drawn, ...]:
    seeds = range(first, first + count)
    return tuple(played(random_package(Random(seed))) for seed in seeds)  # noqa: S311 - not a secret


def check_sameness(law: str, games: tuple[Drawn, ...]) -> None:
    for game in games:
        before, after = game.values, played(SAME[law](game.package)).values
        assert {name: after[name] for name in before} == before
        assert not any(value for name, value in after.items() if name not in before)


def check_names(games: tuple[Drawn, ...]) -> None:
    for game in games:
        other, names = renamed(game.package)
        after = played(other).values
        assert {name: after[names[name]] for name in game.package.names} == game.values


def check_unit(games: tuple[Drawn, ...]) -> None:
    for game in games:
        after = played(in_another_unit(game.package)).values
        assert after == {name: 10 * value for name, value in game.values.items()}


def check_later_end(games: tuple[Drawn, ...]) -> None:
    """Where each month has one equilibrium; of several, another may do in the added months."""
    compared = 0
    for game in games:
        later = played(with_a_later_end(game.package))
        if not game.solved.notes and not later.solved.notes:
            compared += 1
            assert later.values == game.values
    assert compared > len(games) / 2


@pytest.mark.parametrize("law", SAME)
def test_what_is_the_same_is_worth_the_same(law: str):
    check_sameness(law, drawn(0, 8))


def test_names_decide_nothing():
    check_names(drawn(0, 8))


def test_a_unit_decides_nothing():
    check_unit(drawn(0, 8))


def test_a_later_end_of_the_same_steady_place_decides_nothing():
    check_later_end(drawn(0, 8))


@pytest.mark.proof
@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("law", SAME)
def test_what_is_the_same_is_worth_the_same_in_five_hundred(law: str, part: int):
    check_sameness(law, drawn(1000 * (part + 1), 100))


@pytest.mark.proof
@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("check", [check_names, check_unit, check_later_end])
def test_the_other_laws_in_five_hundred(check, part: int):
    check(drawn(1000 * (part + 1), 100))
