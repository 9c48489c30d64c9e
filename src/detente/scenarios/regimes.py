"""From what a case writes about its futures to the arrays of the chain, in draws."""

from collections.abc import Mapping

import numpy as np

from detente.case import Sampler
from detente.case.futures import futures_of, unruly
from detente.case.quantity import Quantity
from detente.case.share import ROUNDING
from detente.case.world import Outlook, World
from detente.errors import InputError, Place
from detente.scenarios.chain import FloatArray, turns
from detente.scenarios.demands import demand, numbers
from detente.scenarios.model import Futures


def futures(stated: Outlook, world: World) -> Futures:
    """The set that the case tells apart; raises InputError for one that cannot be followed."""
    checked = world if world.outlook else world.model_copy(update={"outlook": stated})
    if problems := unruly(checked, lambda _: Place("case.yaml")):
        raise InputError(problems)
    given = futures_of(stated)
    holds, collapses, *unsigned = given
    return Futures(
        signed=(holds, collapses),
        unsigned=tuple(unsigned),
        channel=tuple(given[name].channel for name in unsigned),
        titles={name: future.title for name, future in stated.futures.items()},
    )


def base(prior: Mapping[str, Quantity], unsigned: tuple[str, ...], sampler: Sampler) -> FloatArray:
    """Prior weights of the unsigned regimes made to add to 1, shape (draws, regimes)."""
    weights = _columns(prior, unsigned, "outlook.prior", sampler)
    return _whole(weights, "outlook.prior")


def matrix(
    stated: Outlook, unsigned: tuple[str, ...], start: FloatArray, sampler: Sampler
) -> FloatArray:
    """Monthly turns, shape (draws, from, to): as written, or by base rates after a chance to stay.

    A written row adds to 1 at its likeliest values; in the other draws it is made to.
    """
    if stated.stay is not None:
        return turns(start, np.clip(sampler.of(stated.stay, "outlook.stay"), 0.0, 1.0))
    rows = [
        _columns(stated.turns[name], unsigned, f"outlook.turns.{name}", sampler)
        for name in unsigned
    ]
    written = np.stack(rows, axis=1)
    return _whole(written, "outlook.turns")


def _columns(
    given: Mapping[str, Quantity], names: tuple[str, ...], path: str, sampler: Sampler
) -> FloatArray:
    """Draws of the numbers of a mapping, 0 where a name is left out; shape (draws, names)."""
    zero = np.zeros(1 + sampler.draws)
    columns = [sampler.of(given[n], f"{path}.{n}") if n in given else zero for n in names]
    drawn = np.stack(columns, axis=1)
    negative = bool((drawn < -ROUNDING).any())
    demand("case.yaml", (not negative, f"{path}: a weight is negative", "give 0 or more"))
    return np.maximum(drawn, 0.0)


def _whole(weights: FloatArray, path: str) -> FloatArray:
    """Weights made to add to 1 along the last axis."""
    total = weights.sum(axis=-1, keepdims=True)
    reason = f"{path}: in some draws every weight is 0"
    demand("case.yaml", numbers(weights), (bool((total > 0).all()), reason, "raise a low end"))
    return np.asarray(weights / total)
