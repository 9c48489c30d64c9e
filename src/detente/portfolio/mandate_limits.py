"""A mandate's limits over the assets that are held, and how far each is used.

Groups and net exposure are sums of weights; turnover, gross exposure and active share are distances
from what is held, from nothing and from the benchmark. Cash is no exposure.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from detente.portfolio.limits import Distance, FloatArray, Limits, Sum
from detente.portfolio.model import Exposure, Group, Holding, Mandate

CASH = "cash"
_FREE = 10.0  # a bound of a group this wide is none


def sums(
    mandate: Mandate, holdings: Sequence[Holding], kinds: Mapping[str, str]
) -> tuple[Sum, ...]:
    """Groups and net exposure; `kinds` by asset."""
    found = [
        Sum(group.name, _ones(holdings, members(group, holdings, kinds)), group.low, group.high)
        for group in mandate.groups
    ]
    if mandate.net is not None:
        found.append(Sum("net", _exposed(holdings, kinds), *mandate.net))
    return tuple(found)


def distances(
    mandate: Mandate,
    holdings: Sequence[Holding],
    kinds: Mapping[str, str],
    benchmark: FloatArray | None,
) -> tuple[Distance, ...]:
    """Turnover, gross exposure and active share, those that are limited."""
    now = np.array([holding.weight for holding in holdings])
    half, none = np.full(now.size, 0.5), np.zeros(now.size)
    found = []
    if mandate.turnover is not None:
        found.append(Distance("turnover", now, half, mandate.turnover))
    if mandate.gross is not None:
        found.append(Distance("gross", none, _exposed(holdings, kinds), mandate.gross))
    if mandate.active_share is not None and benchmark is not None:
        found.append(Distance("active share", benchmark, half, mandate.active_share))
    return tuple(found)


def members(group: Group, holdings: Sequence[Holding], kinds: Mapping[str, str]) -> list[str]:
    """The assets held that a group limits."""
    if group.kind:
        return [h.asset for h in holdings if kinds.get(h.asset) == group.kind]
    if group.country:
        return [h.asset for h in holdings if h.country == group.country]
    return [h.asset for h in holdings if h.asset in group.assets]


def exposures(limits: Limits, best: FloatArray) -> tuple[Exposure, ...]:
    """Each limit of the mandate, and how far it is used now and by the best weights."""
    return tuple(_exposures(limits, best))


def _exposures(limits: Limits, best: FloatArray) -> Iterator[Exposure]:
    for one in limits.sums:
        low = one.low if one.low > -_FREE else None
        high = one.high if one.high < _FREE else None
        yield Exposure(one.name, low, high, one.at(limits.now), one.at(best))
    for apart in limits.distances:
        yield Exposure(apart.name, None, apart.most, apart.at(limits.now), apart.at(best))


def _exposed(holdings: Sequence[Holding], kinds: Mapping[str, str]) -> FloatArray:
    return _ones(holdings, [h.asset for h in holdings if kinds.get(h.asset) != CASH])


def _ones(holdings: Sequence[Holding], names: Sequence[str]) -> FloatArray:
    return np.array([float(holding.asset in names) for holding in holdings])
