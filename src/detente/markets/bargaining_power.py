"""What each power's consent is worth where minerals are to reach those who need them.

Players N = {US, EU, RU, UA, CN, others}. Player i makes a share p_i of the world's output of a
mineral and needs a share d_i of it; a coalition S can trade within itself only, so that what it
brings about is the trade and own use that it makes possible:

    v(S) = min(sum of p_i over S, sum of d_i over S)          v(N) = 1

The bargaining power of i is its Shapley value, the mean over all orders in which the players could
come to agree of what i adds on arrival:

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! x (v(S and i) - v(S))

Six players have 64 coalitions, and every one is valued: nothing is sampled. Shares of output are
measured. Needs are not: they are taken from shares in the world's manufacturing, as a range.

L. S. Shapley, "A value for n-person games", Contributions to the Theory of Games II (1953).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from types import MappingProxyType

import numpy as np

from detente.markets.minerals import PARTIES, Mineral, minerals
from detente.markets.model import FloatArray, Range
from detente.scenarios.demands import demand, numbers, shares, some

# Share in the value added of the world's manufacturing: our judgement, from memory of the World
# Bank's figures of 2023. `others` take what is left.
NEEDS: Mapping[str, Range] = MappingProxyType(
    {
        "US": Range(0.12, 0.16, 0.20),
        "EU": Range(0.13, 0.16, 0.20),
        "RU": Range(0.01, 0.02, 0.03),
        "UA": Range(0.0005, 0.001, 0.003),
        "CN": Range(0.26, 0.30, 0.40),
    }
)
_BAND = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Power:
    """A party's part in what trade in a mineral brings, with its 90 % interval; all add to 1."""

    mineral: str  # or "all", the mean over the minerals
    party: str
    value: float  # at the likeliest needs
    low: float
    high: float
    output: float  # share of the world
    need: float


def access_values(output: FloatArray, need: FloatArray) -> FloatArray:
    """Shapley values of the game of access, many games at once.

    `output` and `need`, shape (..., players), in shares of the world; so is the result.
    """
    demand(
        "access",
        some(output, "player"),
        numbers(output, need),
        shares(output, "output"),
        shares(need, "need"),
        (output.shape[-1:] == need.shape[-1:], "output and need differ in players", "give both"),
        (output.shape[-1:] < (17,), "more than 16 players", "join the small ones"),
    )
    n = output.shape[-1]
    coalitions = (np.arange(2**n)[:, None] >> np.arange(n)) & 1  # (coalitions, players)
    worth = np.minimum(output @ coalitions.T, need @ coalitions.T)
    size = coalitions.sum(axis=1)
    orders = [factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)]
    values = np.zeros(np.broadcast_shapes(output.shape, need.shape))
    for player in range(n):
        without = np.flatnonzero(coalitions[:, player] == 0)
        added = worth[..., without + 2**player] - worth[..., without]
        values[..., player] = added @ np.array(orders)[size[without]]
    return values


def bargaining_power(
    chosen: Sequence[str],
    rng: np.random.Generator,
    needs: Mapping[str, Range] = NEEDS,
    draws: int = 2000,
) -> tuple[Power, ...]:
    """Each party's power over each mineral, and over all of them alike.

    `needs` are shares of the world by party, without `others`. `chosen` names minerals of the
    shipped tables.
    """
    lost = [name for name in chosen if name not in minerals()]
    named = [party for party in PARTIES[:-1] if party not in needs]
    demand(
        "access",
        some(chosen, "mineral"),
        (not lost, f"no mineral {', '.join(lost)}", f"one of {', '.join(minerals())}"),
        (not named, f"no need of {', '.join(named)}", "give a share of the world for each"),
        (draws >= 1, f"{draws} draws", "give one or more"),
    )
    picked = [minerals()[name] for name in chosen]
    output = np.stack([_output(mineral) for mineral in picked])  # (minerals, players)
    likely = _with_others(np.array([needs[party].mode for party in PARTIES[:-1]]))
    drawn = np.stack([needs[party].draws(rng, draws) for party in PARTIES[:-1]], axis=1)
    central = access_values(output, likely)  # (minerals, players)
    spread = access_values(output[None], _with_others(drawn)[:, None, :])
    return (
        *_powers("all", central.mean(axis=0), spread.mean(axis=1), output.mean(axis=0), likely),
        *(
            power
            for m, mineral in enumerate(picked)
            for power in _powers(mineral.name, central[m], spread[:, m], output[m], likely)
        ),
    )


def _output(mineral: Mineral) -> FloatArray:
    known = [mineral.produced_by(party) for party in PARTIES[:-1]]
    return np.array([*known, max(0.0, 1 - sum(known))])


def _with_others(needs: FloatArray) -> FloatArray:
    rest = np.maximum(1 - needs.sum(axis=-1, keepdims=True), 0.0)
    both = np.concatenate([needs, rest], axis=-1)
    return np.asarray(both / both.sum(axis=-1, keepdims=True))


def _powers(
    mineral: str, value: FloatArray, drawn: FloatArray, output: FloatArray, need: FloatArray
) -> tuple[Power, ...]:
    low, high = np.quantile(drawn, _BAND, axis=0)
    return tuple(
        Power(mineral, party, *(float(part[i]) for part in (value, low, high, output, need)))
        for i, party in enumerate(PARTIES)
    )
