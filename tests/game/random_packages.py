"""Small packages at random, of every shape that the game knows, in hundredths and so exact."""

from fractions import Fraction
from random import Random
from typing import Any, Literal, TypeAlias

from brute import profiles
from plain_game import make_game
from plain_package import Breach, Flows, Gate, Module, Package, Party, Trigger
from plain_states import Game

Shape: TypeAlias = Literal["repeat", "once", "grows", "plan"]
Response: TypeAlias = Literal["pause", "close", "snap"]
NAMES = ("T", "S")


def hundredths(rng: Random, low: float, high: float) -> Fraction:
    """A number between two others."""
    return Fraction(rng.randint(round(100 * low), round(100 * high)), 100)


def random_package(rng: Random) -> Package:
    """Two parties, up to three places, up to two temptations and two acts."""
    last = rng.choice((0, 1, 1, 1, 2))
    gates = tuple(_gate(rng, m) for m in range(last) if rng.random() < 0.6)
    tempted = [_temptation(rng, last)]
    if rng.random() < 0.3:
        tempted.append(_answer(rng, tempted[0][0]))
    return Package(
        parties=tuple(Party(name, hundredths(rng, 0.8, 0.95)) for name in NAMES),
        base=tuple(_flows(rng, n / 2 - 0.5, n / 2 + 1.5) for n in range(last + 1)),
        modules=(Module("m", tuple(_flows(rng, -0.3 * n, 1.5 * n) for n in range(last + 1))),),
        gates=gates,
        breaches=tuple(breach for breach, _ in tempted),
        triggers=tuple(trigger for _, trigger in tempted),
        ends=rng.choice((Fraction(0), Fraction(3, 100))),
        dated={0: Fraction(1, 10)} if rng.random() < 0.2 else {},
        lapsed=(_flows(rng, -5, 5),),
        snapped=(_flows(rng, -5, 5),),
        completed=_flows(rng, -5, 3),
        peace=_flows(rng, 0, 1),
        belief=rng.choice(("party", "trigger", "all")),
        recovery=rng.choice((Fraction(0), Fraction(0), Fraction(1, 5))),
    )


def _flows(rng: Random, low: float, high: float) -> Flows:
    return {name: hundredths(rng, low, high) for name in NAMES}


def _gate(rng: Random, place: int) -> Gate:
    owners = rng.choice((("T",), ("S",), ("S",), ("T", "S")))
    lapses = rng.choice((None, None, 1, 2))
    return Gate(
        name=f"act {place}",
        place=place,
        costs={owner: hundredths(rng, -1, 6) for owner in owners},
        certified=rng.choice((Fraction(1), Fraction(1), hundredths(rng, 0.4, 0.9))),
        worth={rng.choice(NAMES): hundredths(rng, 0, 1)},
        lapses_after=lapses,
        missed=rng.choice(("lapse", "stay")),
        releases=("b",) if owners == ("S",) and rng.random() < 0.6 else (),
        holds=rng.choice((None, None, ("m",))),
    )


def _temptation(rng: Random, last: int) -> tuple[Breach, Trigger]:
    shape: Shape = rng.choice(("repeat", "repeat", "once", "plan", "grows"))
    gain: tuple[Fraction, ...] = (hundredths(rng, -0.2, 2),)
    more: dict[str, Any] = {}
    if shape == "plan":
        gain = (hundredths(rng, -0.5, 0.5),)
        more = {"takes": rng.choice((1, 2)), "prize": hundredths(rng, 0, 15)}
    elif shape == "grows":
        gain = (gain[0], hundredths(rng, -0.2, 2))
        more = {"grows_by": rng.choice(("done", "calendar"))}
    elif rng.random() < 0.2:
        more = {rng.choice(("since", "until")): ("place", last)}
    harm, seen = {"S": hundredths(rng, 0, 2)}, hundredths(rng, 0.3, 0.9)
    more["voids"] = rng.choice((Fraction(0), Fraction(1, 4)))
    breach = Breach("b", "T", gain, harm, seen, "k", shape, **more)
    response: Response = rng.choice(("pause", "pause", "snap", "close"))
    return breach, Trigger(
        name="k",
        against="T",
        response=response,
        notice=rng.choice((0, 0, 1)),
        rest=rng.choice((1, 2)),
        schedule=rng.choice(("stops", "runs")),
        modules=("m",),
        share=rng.choice((Fraction(1), Fraction(1, 2))),
        deciders=rng.choice(((), ("S",), ("S",), NAMES)),
        rule=rng.choice(("any", "majority", "unanimity")),
        false_alarm=rng.choice((Fraction(0), hundredths(rng, 0.01, 0.1))),
    )


def _answer(rng: Random, released: Breach) -> tuple[Breach, Trigger]:
    """A temptation of the sender, once, and the answer that frees the other of its duty."""
    gain, harm = (hundredths(rng, 0, 2),), {"T": hundredths(rng, 0, 1)}
    seen, deciders = hundredths(rng, 0.3, 0.9), rng.choice(((), ("T",)))
    answer = Trigger(
        "a", "S", "release", rest=rng.choice((1, 2)), releases=(released.name,), deciders=deciders
    )
    shape: Literal["once", "repeat"] = rng.choice(("once", "repeat"))
    return Breach("c", "S", gain, harm, seen, "a", shape), answer


def small_games(first: int, count: int, most: int = 3000) -> list[tuple[int, Package, Game]]:
    """The first so many games of at most so many profiles, by seed, half of them with an act."""
    found: list[tuple[int, Package, Game]] = []
    seed = first
    while len(found) < count:
        package = random_package(Random(seed))  # noqa: S311 - not a secret
        game = make_game(package)
        if 1 < profiles(game) <= most and (package.gates or len(found) % 2):
            found.append((seed, package, game))
        seed += 1
    return found
