"""What is known of a package once time has passed: survival, and the numbers it rests on.

Draws are weighed by how well each foretold the events (`learned`). With weights w over the draws,
h whether a draw holds, and v a number in it:

    S(n | events) = Σ_k x_k(n) / Σ_k L_k        P(holds | events) = Σ_k w_k h_k
    shift of v    = (Σ_k w_k v_k − mean v) / sd v
    effective draws = 1 / Σ_k w_k²

Where few draws are left that agree with the events, all of this is rough, and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from detente.case.draws import Sampler
from detente.case.share import settled
from detente.case.world import World
from detente.durability.events import Event, parse_events
from detente.durability.learned import Learned, learned
from detente.durability.model import Floats
from detente.durability.number_words import called, places
from detente.durability.uncertain import uncertain_numbers
from detente.errors import DetenteError
from detente.incentives.model import Hold
from detente.machine import Machine

LEVEL = 0.90
FEW = 100  # effective draws below which all of this is rough


@dataclass(frozen=True, slots=True)
class Moved:
    """One uncertain number, before and after the events."""

    name: str
    words: str
    unit: str
    before: float  # mean
    after: float
    shift: float  # in standard deviations of what was believed before
    error: float  # one standard error of the shift, by the draws that are left


@dataclass(frozen=True, slots=True)
class Given:
    """The inside view once events are known; survival is from their last month on."""

    events: tuple[str, ...]
    chance: float  # of the events, at signature
    effective: float  # draws that are left, as if each weighed the same
    months: tuple[int, ...]
    before: tuple[float, ...]  # survival as seen at signature
    alive: tuple[float, ...]  # survival as seen now
    low: tuple[float, ...]  # of 90 % of what the draws say
    high: tuple[float, ...]
    holds_before: float
    holds_after: float
    holds_low: float
    holds_high: float
    moved: tuple[Moved, ...]  # the most moved first
    warnings: tuple[str, ...]


def given(
    hold: Hold, machine: Machine, world: World, sampler: Sampler, written: Sequence[str]
) -> Given:
    """The package as it stands once events are known, written as in `events`.

    `sampler` is the one of `hold`. Raises DetenteError where an event is no event, lies beyond the
    package, or is impossible in every draw.
    """
    events = parse_events(written, hold.game.breaches)
    last = _last(events, hold, machine)
    drawn = slice(1, None) if len(hold.holds) > 1 else slice(0, 1)
    found = learned(hold.courses, events)
    found = Learned(found.likelihood[drawn], found.alive[drawn])
    if not found.likelihood.any():
        raise _impossible(events)
    weights = found.likelihood / found.likelihood.sum()
    before = learned(hold.courses, [Event("alive", 0)]).alive[drawn]
    holds = hold.holds[drawn].astype(np.float64)
    effective = float(1 / np.square(weights).sum())
    after = settled(float(weights @ holds))
    paths = _paths(found, last)
    low, high = _band(paths, weights)
    return Given(
        events=tuple(event.words for event in events),
        chance=float(found.likelihood.mean()),
        effective=effective,
        months=tuple(range(last, found.alive.shape[1])),
        before=_row(before.mean(axis=0)[last:]),
        alive=_row(settled(weights @ paths)),
        low=_row(low),
        high=_row(high),
        holds_before=float(holds.mean()),
        holds_after=after,
        holds_low=_bound(after, effective, (1 - LEVEL) / 2),
        holds_high=_bound(after, effective, (1 + LEVEL) / 2),
        moved=tuple(_by_shift(_moved(machine, world, sampler, weights))),
        warnings=_warnings(effective),
    )


def _last(events: Sequence[Event], hold: Hold, machine: Machine) -> int:
    """The month of the last event, which the package has to reach."""
    last = max(event.month for event in events)
    if last >= hold.game.months - 1:
        words = f'"{events[-1].words}": {machine.name} is followed to month {hold.game.months - 1}'
        raise DetenteError(words, "give an earlier month", option="given")
    return last


def _impossible(events: Sequence[Event]) -> DetenteError:
    words = ", ".join(event.words for event in events)
    return DetenteError(
        f'"{words}": in no draw does the game let this happen; what was seen refutes it',
        "widen the ranges it rests on (what would turn it lists them), or take the event out",
        option="given",
    )


def _paths(found: Learned, last: int) -> Floats:
    """(K, months) survival of each draw from the last event on, which found it alive."""
    seen = found.likelihood[:, None]
    paths = np.divide(found.alive, seen, out=np.zeros_like(found.alive), where=seen > 0)
    paths[:, last] = 1.0
    return np.asarray(paths[:, last:])


def _band(paths: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Ends of the interval that holds LEVEL of the weighed draws, by month."""
    order = np.argsort(paths, axis=0)
    reached, paths = np.cumsum(weights[order], axis=0), np.take_along_axis(paths, order, axis=0)
    tail = (1 - LEVEL) / 2
    low, high = (
        np.minimum((reached < level).sum(axis=0), len(weights) - 1) for level in (tail, 1 - tail)
    )
    months = np.arange(paths.shape[1])
    return paths[low, months], paths[high, months]


def _bound(share: float, effective: float, level: float) -> float:
    """Jeffreys bound of a share among so many draws."""
    hits = share * effective
    return float(betaincinv(hits + 0.5, effective - hits + 0.5, level))


def _moved(machine: Machine, world: World, sampler: Sampler, weights: Floats) -> Iterator[Moved]:
    said = places(machine, world)
    for number in uncertain_numbers(machine, world, sampler):
        values = sampler.of(number.quantity, number.name)[-len(weights) :] / number.quantity.times
        spread, mean, after = float(values.std()), float(values.mean()), float(weights @ values)
        if spread > 0:
            error = float(np.sqrt(np.square(weights * (values - after)).sum())) / spread
            shift = (after - mean) / spread
            known = called(number, said)
            yield Moved(number.name, known.words, known.unit, mean, after, shift, error)


def _by_shift(moved: Iterator[Moved]) -> list[Moved]:
    return sorted(moved, key=lambda one: (-abs(one.shift), one.name))


def _warnings(effective: float) -> tuple[str, ...]:
    if effective >= FEW:
        return ()
    words = f"only {effective:.0f} draws' worth agree with what was seen"
    return (f"{words}: take all of this as rough, or take more draws",)


def _row(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in np.clip(values, 0.0, 1.0))
