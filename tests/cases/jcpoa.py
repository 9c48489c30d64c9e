"""The nuclear deal with Iran, played once for every test that asks."""

from functools import cache

from episodes import DRAWS, SEED

from detente.case import Case, Sampler, open_case
from detente.durability import Lifetime, lifetime
from detente.incentives import Hold, hold
from detente.incentives.model import Floats
from detente.machine import compile_package

NAME, PACKAGES = "jcpoa-2015", ("jcpoa", "treaty", "escrow")  # the columns of its README's table


@cache
def case() -> Case:
    return open_case(NAME)


@cache
def held(name: str, draws: int = DRAWS) -> Hold:
    sampler = Sampler(case().estimates, draws, SEED)
    return hold(compile_package(case(), name), case().world, sampler)


@cache
def life(name: str) -> Lifetime:
    return lifetime(held(name))


def slack_of_iran(name: str) -> Floats:
    found = held(name)
    return found.played.slack[0, :, found.game.parties.index("IR")]


def mean(name: str, month: int) -> float:
    return float(life(name).mean(life(name).alive)[month])


def cause(name: str, words: str, month: int) -> float:
    return float(life(name).mean(life(name).collapsed[words])[month])
