"""Laws that the plain game keeps on random packages, in fractions and so without tolerance."""

from functools import cache
from random import Random

import pytest
from plain_game import make_game
from plain_package import Number, Package
from plain_solver import Solved, solve
from random_packages import random_package
from transformed import SAME, in_another_unit, renamed, with_a_later_end

MOST = 200  # choices tried in a component


def played(package: Package) -> Solved:
    return solve(make_game(package), MOST)


def values(package: Package) -> dict[str, Number]:
    """At signature, by party."""
    return dict(zip(package.names, played(package).start, strict=True))


@cache
def packages(first: int, count: int) -> tuple[Package, ...]:
    return tuple(
        random_package(Random(seed))  # noqa: S311 - not a secret
        for seed in range(first, first + count)
    )


def check_sameness(law: str, drawn: tuple[Package, ...]) -> None:
    for package in drawn:
        before, after = values(package), values(SAME[law](package))
        assert {name: after[name] for name in before} == before
        assert not any(value for name, value in after.items() if name not in before)


def check_names(drawn: tuple[Package, ...]) -> None:
    for package in drawn:
        other, names = renamed(package)
        after = values(other)
        assert {name: after[names[name]] for name in package.names} == values(package)


def check_unit(drawn: tuple[Package, ...]) -> None:
    for package in drawn:
        after = values(in_another_unit(package))
        assert after == {name: 10 * value for name, value in values(package).items()}


def check_later_end(drawn: tuple[Package, ...]) -> None:
    """Where each month has one equilibrium; of several, another may do in the added months."""
    compared = 0
    for package in drawn:
        now, later = played(package), played(with_a_later_end(package))
        if not now.notes and not later.notes:
            compared += 1
            assert later.start == now.start
    assert compared > len(drawn) / 2


@pytest.mark.parametrize("law", SAME)
def test_what_is_the_same_is_worth_the_same(law: str):
    check_sameness(law, packages(0, 20))


def test_names_decide_nothing():
    check_names(packages(0, 20))


def test_a_unit_decides_nothing():
    check_unit(packages(0, 20))


def test_a_later_end_of_the_same_steady_place_decides_nothing():
    check_later_end(packages(0, 20))


@pytest.mark.proof
@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("law", SAME)
def test_what_is_the_same_is_worth_the_same_in_five_hundred(law: str, part: int):
    check_sameness(law, packages(1000 * (part + 1), 100))


@pytest.mark.proof
@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("check", [check_names, check_unit, check_later_end])
def test_the_other_laws_in_five_hundred(check, part: int):
    check(packages(1000 * (part + 1), 100))
