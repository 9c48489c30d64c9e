"""The same relief in another order: which path each price then takes.

Modules are moved as wholes. In an order of k modules, the first takes the month in which the
earliest of them opens as written, the second the month of the next, and so on; every module keeps
its own steps from its first month on. The steady openings, and so the whole relief, stay the same;
what differs is when each part arrives. An asset reads this through `valves`, the share of its
effect under a signed settlement that arrives as each measure opens, and through `supply_by_valve`;
the rest arrives as news (`reaction`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from detente.markets.model import Asset, FloatArray, Markets, Reaction
from detente.markets.reaction import Schedule, central, course

_MOST = 6  # modules that are put in order: 720 orders
_BAND = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class OrderedPath:
    """One price under a signed settlement, with the modules in one order."""

    asset: str
    order: tuple[str, ...]
    written: bool  # the order of the package
    mean: tuple[float, ...]  # change of the price by month, as a share
    gap: float  # widest distance to the path as written, as a share of the price
    gap_low: float
    gap_high: float
    gap_month: int


@dataclass(frozen=True, slots=True)
class Sequencing:
    """What the order of the modules does to prices; every path has the same end."""

    package: str
    order: tuple[str, ...]  # as written
    paths: tuple[OrderedPath, ...]  # as written, and the order that differs most, by asset
    widest: float  # greatest gap of any asset in any order, as a share of its price
    widest_low: float
    widest_high: float
    asset: str  # the one with that gap
    words: str


def sequencing(markets: Markets, package: str, schedule: Schedule) -> Sequencing | None:
    """How far the order matters; None where no price reads two modules of the package."""
    moved = _moved(markets.assets, schedule)
    if len(moved) < 2 or not markets.settled:
        return None
    paths = tuple(
        path
        for reaction in markets.settled
        if _read(reaction.asset).intersection(m for module in moved for m in schedule[module])
        for path in _paths(reaction, moved, schedule)
    )
    most = max(paths, key=lambda path: path.gap)
    return Sequencing(
        package=package,
        order=moved,
        paths=paths,
        widest=most.gap,
        widest_low=most.gap_low,
        widest_high=most.gap_high,
        asset=most.asset,
        words=_words(most, moved),
    )


def _moved(assets: Sequence[Asset], schedule: Schedule) -> tuple[str, ...]:
    """Modules that open some valve that a price reads, in the order in which they open."""
    read = {valve for asset in assets for valve in _read(asset)}
    opening = {
        module: _first(measures)
        for module, measures in schedule.items()
        if read.intersection(measures) and _first(measures) is not None
    }
    order = sorted(opening, key=lambda module: opening[module] or 0)
    return tuple(order[:_MOST])


def _read(asset: Asset) -> set[str]:
    return {*asset.valves, *asset.supply_by_valve}


def _first(measures: Mapping[str, FloatArray]) -> int | None:
    """First month in which anything of a module stands open."""
    months = [int(np.argmax(opening > 0)) for opening in measures.values() if opening.any()]
    return min(months, default=None)


def _paths(
    reaction: Reaction, written: tuple[str, ...], schedule: Schedule
) -> Iterator[OrderedPath]:
    """The path as written, and the one in the order that takes it furthest from there."""
    months = max(opening.size for measures in schedule.values() for opening in measures.values())
    middle = central(reaction)

    def path(which: Reaction, order: tuple[str, ...]) -> FloatArray:
        return course(which, reordered(schedule, written, order), months - 1)

    base = path(middle, written)
    apart = {
        order: float(np.abs(path(middle, order) - base).max()) for order in permutations(written)
    }
    for order in dict.fromkeys((written, max(apart, key=lambda order: apart[order]))):
        drawn = path(reaction, order)
        distance = np.abs(drawn - path(reaction, written))
        month = int(distance.mean(axis=0).argmax())
        low, high = np.quantile(distance[:, month], _BAND)
        yield OrderedPath(
            asset=reaction.asset.id,
            order=order,
            written=order == written,
            mean=tuple(map(float, drawn.mean(axis=0))),
            gap=float(distance[:, month].mean()),
            gap_low=float(low),
            gap_high=float(high),
            gap_month=month,
        )


def reordered(
    schedule: Schedule, written: Sequence[str], order: Sequence[str]
) -> dict[str, dict[str, FloatArray]]:
    """The schedule with the modules of `written` opening in another order."""
    starts = {module: _first(schedule[module]) or 0 for module in written}
    slots = sorted(starts.values())
    moved = {module: dict(measures) for module, measures in schedule.items()}
    for module, slot in zip(order, slots, strict=True):
        shift = slot - starts[module]
        moved[module] = {m: _shifted(opening, shift) for m, opening in schedule[module].items()}
    return moved


def _shifted(opening: FloatArray, months: int) -> FloatArray:
    """A module's opening so many months later, or earlier where negative."""
    if months >= 0:
        return np.concatenate([np.zeros(months), opening])[: opening.size]
    return np.concatenate([opening[-months:], np.full(-months, opening[-1])])


def _words(most: OrderedPath, written: tuple[str, ...]) -> str:
    if most.order == written:
        return "no order gives another path"
    return (
        f"{most.asset} stands {most.gap:.1%} apart in month {most.gap_month} "
        f"({most.gap_low:.1%} to {most.gap_high:.1%}) if the order were "
        f"{', '.join(most.order)} and not {', '.join(written)}"
    )
