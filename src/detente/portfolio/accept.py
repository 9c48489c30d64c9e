"""Refuse a portfolio or beliefs that cannot be used, all of it at once."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from detente.errors import InputError, Place, Problem
from detente.markets import Markets
from detente.portfolio.history import History
from detente.portfolio.model import Belief, Holding, Mandate

_OUTLOOK = Place("outlook")
_MOST_SCENARIOS = 12


def accept(
    markets: Markets,
    holdings: Sequence[Holding],
    beliefs: Mapping[str, Belief],
    mandate: Mandate,
    history: History | None = None,
) -> None:
    """Raise InputError with every problem found; return nothing when all is well."""
    assets = [asset.id for asset in markets.assets]
    problems = [
        *(p for holding in holdings for p in _wrong_holding(holding, assets)),
        *_wrong_total(holdings),
        *_wrong_beliefs(beliefs, markets.scenarios),
        *_wrong_mandate(mandate, markets.scenarios, [h.asset for h in holdings]),
        *_wrong_history(history, assets, [h.asset for h in holdings]),
    ]
    if problems:
        raise InputError(problems)


def _wrong_holding(holding: Holding, assets: Sequence[str]) -> Iterator[Problem]:
    if holding.asset not in assets:
        yield Problem(holding.place, f'no asset "{holding.asset}"', _near(holding.asset, assets))
    if not 0 <= holding.low <= holding.weight <= holding.high:
        yield Problem(
            holding.place,
            f"{holding.asset}: {holding.weight:g} is not within "
            f"{holding.low:g} and {holding.high:g}",
            "a holding needs 0 <= low <= weight <= high",
        )
    if holding.cost_bp < 0:
        yield Problem(holding.place, f"{holding.asset}: a cost is negative", "give basis points")


def _wrong_total(holdings: Sequence[Holding]) -> Iterator[Problem]:
    place = holdings[0].place if holdings else Place("portfolio.csv")
    total = sum(holding.weight for holding in holdings)
    if abs(total - 1) > 1e-6:
        yield Problem(place, f"weights sum to {total:g}", "make them sum to 1; add cash for a rest")
    names = [holding.asset for holding in holdings]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(place, f'"{name}" stands twice', "join the lines")


def _wrong_beliefs(beliefs: Mapping[str, Belief], scenarios: Sequence[str]) -> Iterator[Problem]:
    if len(scenarios) > _MOST_SCENARIOS:
        yield Problem(_OUTLOOK, f"{len(scenarios)} scenarios", f"at most {_MOST_SCENARIOS}")
    for name in scenarios:
        if name not in beliefs:
            yield Problem(_OUTLOOK, f'no probability for "{name}"', "give low, mean and high")
    for name, belief in beliefs.items():
        if name not in scenarios:
            yield Problem(_OUTLOOK, f'no scenario "{name}"', _near(name, scenarios))
        if not 0 <= belief.low <= belief.mean <= belief.high <= 1:
            yield Problem(
                _OUTLOOK,
                f"{name}: {belief.low:g}, {belief.mean:g}, {belief.high:g}",
                "needs 0 <= low <= mean <= high <= 1",
            )
    total = sum(belief.mean for belief in beliefs.values())
    if abs(total - 1) > 1e-6:
        yield Problem(_OUTLOOK, f"mean probabilities sum to {total:g}", "make them sum to 1")


def _wrong_mandate(
    mandate: Mandate, scenarios: Sequence[str], held: Sequence[str]
) -> Iterator[Problem]:
    place = Place("mandate")
    if mandate.scenario and mandate.scenario not in scenarios:
        yield Problem(
            place, f'no scenario "{mandate.scenario}"', _near(mandate.scenario, scenarios)
        )
    if not 0 < mandate.tail < 1:
        yield Problem(place, f"tail is {mandate.tail:g}", "give a share between 0 and 1")
    if mandate.risk < 1:
        yield Problem(place, f"risk is {mandate.risk:g}", "today's weights need at least 1")
    for name in mandate.benchmark:
        if name not in held:
            yield Problem(place, f'benchmark holds "{name}"', "list it among the holdings")
    total = sum(mandate.benchmark.values())
    if mandate.benchmark and abs(total - 1) > 1e-6:
        yield Problem(place, f"benchmark weights sum to {total:g}", "make them sum to 1")


def _wrong_history(
    history: History | None, assets: Sequence[str], held: Sequence[str]
) -> Iterator[Problem]:
    """A column may be of an asset that is not held; it may not be of one that nobody declared."""
    if history is None:
        return
    place = Place(history.file, 1)
    for name in history.assets:
        if name not in assets:
            yield Problem(place, f'no asset "{name}"', _near(name, assets))
    if not set(history.assets).intersection(held):
        yield Problem(place, "has returns of nothing that is held", f"one of {', '.join(held)}")


def _near(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f'did you mean "{near[0]}"?' if near else f"one of {', '.join(known)}"
