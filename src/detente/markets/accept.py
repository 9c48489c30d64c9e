"""Refuse what cannot be priced, all of it at once, with place and remedy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import numpy as np

from detente.case.share import add_to_one, are_shares, finite, rising
from detente.errors import InputError, Place, Problem
from detente.markets.model import Asset, Range, Survival
from detente.markets.sensitivities import known, to_ceasefire

_OUTLOOK = Place("outlook")
_CODE = re.compile("[A-Z]{3}")  # a unit that begins so is a price in a currency
MOST_VOLATILITY = 5.0  # a year
MOST_EFFECT = 100.0  # of a price, as a share of it
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "CNY", "RUB", "UAH", "TRY", "INR", "IRR", "VES")


def accept(
    assets: Sequence[Asset],
    scenarios: Mapping[str, float],
    survival: Sequence[Survival],
    ceasefire: Mapping[str, Range],
    priced: Mapping[str, float] | None,
) -> None:
    """Raise InputError with every problem found; return nothing when all is well."""
    problems = [
        *_wrong_probabilities("scenario probabilities", scenarios),
        *_unplaced(assets, scenarios, ceasefire),
        *(p for asset in assets for p in _wrong_asset(asset, scenarios)),
        *(p for one in survival for p in _wrong_survival(one)),
    ]
    if priced is not None:
        problems += _wrong_probabilities("probabilities priced in", priced)
        if set(priced) != set(scenarios):
            problems.append(
                Problem(
                    _OUTLOOK,
                    "probabilities priced in are not those of the scenarios",
                    f"give one for each of {', '.join(scenarios)}",
                )
            )
    if problems:
        raise InputError(problems)


def _wrong_probabilities(what: str, values: Mapping[str, float]) -> Iterator[Problem]:
    for name, value in values.items():
        if not are_shares(value):
            yield Problem(_OUTLOOK, f"{what}: {name} is {value:g}", "give a number in [0, 1]")
    if not add_to_one(values.values()):
        reason = f"{what} sum to {sum(values.values()):g}"
        yield Problem(_OUTLOOK, reason, "make them sum to 1")


def _unplaced(
    assets: Sequence[Asset], scenarios: Mapping[str, float], ceasefire: Mapping[str, Range]
) -> Iterator[Problem]:
    """Futures that do not say how likely a ceasefire is, where a price was seen to move with it."""
    moved = [asset.id for asset in assets if to_ceasefire(asset.sensitivity) is not None]
    for name in scenarios:
        if name not in ceasefire and moved:
            yield Problem(
                Place("case.yaml"),
                f'outlook.futures.{name}: no "ceasefire", with which {moved[0]} was seen to move',
                "say how likely a ceasefire stands under it",
            )


def _wrong_asset(asset: Asset, scenarios: Mapping[str, float]) -> Iterator[Problem]:
    if not (finite(asset.price) and asset.price > 0):
        yield Problem(asset.place, f"{asset.id}.price is {asset.price:g}", "a price is above 0")
    currency = asset.unit.split(" ")[0]
    if _CODE.fullmatch(currency) and currency not in CURRENCIES:
        near = get_close_matches(currency, CURRENCIES, 1)
        remedy = f'did you mean "{near[0]}"?' if near else f"one of {', '.join(CURRENCIES)}"
        yield Problem(asset.place, f'{asset.id}.unit: no currency "{currency}"', remedy)
    if not 0 <= asset.volatility <= MOST_VOLATILITY:
        said = "negative" if asset.volatility < 0 else f"{asset.volatility:g}"
        yield Problem(asset.place, f"{asset.id}.volatility is {said}", "give a share a year")
    yield from _wrong_ranges(asset)
    if asset.sensitivity and asset.sensitivity not in known():
        near = get_close_matches(asset.sensitivity, known(), 1)
        yield Problem(
            asset.place,
            f'{asset.id}.sensitivity: nothing was measured for "{asset.sensitivity}"',
            f'did you mean "{near[0]}"?' if near else "leave it out",
        )
    for name in (*asset.effects, *asset.supply):
        if name not in scenarios:
            near = get_close_matches(name, scenarios, 1)
            yield Problem(
                asset.place,
                f'{asset.id}: no scenario "{name}"',
                f'did you mean "{near[0]}"?' if near else f"one of {', '.join(scenarios)}",
            )
    yield from _wrong_supply(asset)


def _wrong_ranges(asset: Asset) -> Iterator[Problem]:
    """Ranges out of order or of no number, and effects that take more than the whole price."""
    named = [(f"effects: {name}", effect) for name, effect in asset.effects.items()]
    given = {**asset.supply, **asset.supply_by_valve}
    named += [(f"supply: {name}", change) for name, change in given.items()]
    named += [("elasticity", asset.elasticity)] if asset.elasticity else []
    for what, one in named:
        span = f"{one.low:g}, {one.mode:g}, {one.high:g}"
        if not finite(one.low, one.mode, one.high) or not rising(one.low, one.mode, one.high):
            yield Problem(asset.place, f"{asset.id}.{what} is {span}", "needs low <= mode <= high")
    for name, effect in asset.effects.items():
        if effect.low < -1 or effect.high > MOST_EFFECT:
            span = f"{effect.low:g} to {effect.high:g}"
            remedy = "give a share of the price, above -1; -5 % is -0.05"
            yield Problem(asset.place, f"{asset.id}.effects: {name} is {span}", remedy)


def _wrong_supply(asset: Asset) -> Iterator[Problem]:
    given = {**asset.supply, **asset.supply_by_valve}
    if given and (asset.elasticity is None or asset.elasticity.low <= 0):
        yield Problem(
            asset.place,
            f"{asset.id}.supply has no elasticity above 0",
            "give the elasticity of supply plus demand, as magnitudes",
        )
    for name, change in given.items():
        if not -1 < change.low <= change.high < 10:
            span = f"{change.low:g} to {change.high:g}"
            remedy = "give a share of the market's supply, such as 0.01"
            yield Problem(asset.place, f"{asset.id}.supply: {name} is {span}", remedy)


def _wrong_survival(survival: Survival) -> Iterator[Problem]:
    place = Place(f"packages/{survival.package}.yaml")
    months = survival.months
    if months.size < 2 or months[0] != 0 or (np.diff(months) <= 0).any():
        yield Problem(place, "survival months do not rise from 0", "give 0, 1, 2, ...")
    for name in ("mean", "low", "high"):
        curve = getattr(survival, name)
        if curve.shape != months.shape:
            yield Problem(place, f"survival {name} and its months differ in length", "")
        elif not are_shares(curve) or (np.diff(curve) > 1e-9).any():
            yield Problem(place, f"survival {name} rises or leaves [0, 1]", "no hazard is negative")
