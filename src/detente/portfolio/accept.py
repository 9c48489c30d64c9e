"""Refuse a portfolio or beliefs that cannot be used, all of it at once."""

from collections.abc import Iterator, Mapping, Sequence

from detente.case.share import add_to_one, are_shares, finite, rising
from detente.errors import InputError, Place, Problem
from detente.markets import Markets
from detente.portfolio.accept_mandate import near, wrong_mandate
from detente.portfolio.history import History
from detente.portfolio.model import Belief, Holding, Mandate

_OUTLOOK = Place("outlook")
_MOST_SCENARIOS = 12
_MOST_WEIGHT = 10
# A column may swing so many times further than the case says, and always by so much a year: per
# cents that are read as shares swing a hundred times as far.
MOST_TIMES, _WILD = 20.0, 0.5


def accept(
    markets: Markets,
    holdings: Sequence[Holding],
    beliefs: Mapping[str, Belief],
    mandate: Mandate,
    history: History | None = None,
) -> None:
    """Raise InputError with every problem found; return nothing when all is well."""
    assets = [asset.id for asset in markets.assets]
    kinds = {asset.id: asset.kind for asset in markets.assets}
    shorts = mandate.gross is not None
    problems = [
        *(p for holding in holdings for p in _wrong_holding(holding, assets, shorts=shorts)),
        *_wrong_total(holdings),
        *_wrong_beliefs(beliefs, markets.scenarios),
        *wrong_mandate(mandate, markets.scenarios, holdings, kinds),
        *_wrong_history(history, markets, [h.asset for h in holdings]),
    ]
    if problems:
        raise InputError(problems)


def _wrong_holding(holding: Holding, assets: Sequence[str], *, shorts: bool) -> Iterator[Problem]:
    if holding.asset not in assets:
        yield Problem(holding.place, f'no asset "{holding.asset}"', near(holding.asset, assets))
    if not finite(holding.weight, holding.low, holding.high, holding.cost_bp):
        yield Problem(holding.place, f"{holding.asset}: a number of it is none", "write it as 0.05")
        return
    if not rising(holding.low, holding.weight, holding.high):
        yield Problem(
            holding.place,
            f"{holding.asset}: {holding.weight:g} is not within "
            f"{holding.low:g} and {holding.high:g}",
            "a holding needs low <= weight <= high",
        )
    if not rising(0, holding.low) and not shorts:
        reason = f"{holding.asset}: may fall to {holding.low:g}, which is short"
        yield Problem(holding.place, reason, "raise low to 0, or limit gross in a mandate")
    if abs(holding.low) > _MOST_WEIGHT or abs(holding.high) > _MOST_WEIGHT:
        reason = f"{holding.asset}: a bound is beyond {_MOST_WEIGHT} times the portfolio"
        yield Problem(holding.place, reason, "give shares, so that 5 % is 0.05")
    if holding.cost_bp < 0:
        yield Problem(holding.place, f"{holding.asset}: a cost is negative", "give basis points")


def _wrong_total(holdings: Sequence[Holding]) -> Iterator[Problem]:
    place = holdings[0].place if holdings else Place("portfolio.csv")
    weights = [holding.weight for holding in holdings]
    if not add_to_one(weights):
        reason = f"weights sum to {sum(weights):g}"
        yield Problem(place, reason, "make them sum to 1; add cash for a rest")
    seen: set[str] = set()
    for holding in holdings:
        if holding.asset in seen:
            yield Problem(holding.place, f'"{holding.asset}" stands twice', "join the lines")
        seen.add(holding.asset)


def _wrong_beliefs(beliefs: Mapping[str, Belief], scenarios: Sequence[str]) -> Iterator[Problem]:
    if len(scenarios) > _MOST_SCENARIOS:
        yield Problem(_OUTLOOK, f"{len(scenarios)} scenarios", f"at most {_MOST_SCENARIOS}")
    for name in scenarios:
        if name not in beliefs:
            yield Problem(_OUTLOOK, f'no probability for "{name}"', "give low, mean and high")
    for name, belief in beliefs.items():
        if name not in scenarios:
            yield Problem(_OUTLOOK, f'no scenario "{name}"', near(name, scenarios))
        if not _is_interval(belief):
            yield Problem(
                _OUTLOOK,
                f"{name}: {belief.low:g}, {belief.mean:g}, {belief.high:g}",
                "needs 0 <= low <= mean <= high <= 1",
            )
    means = [belief.mean for belief in beliefs.values()]
    if not add_to_one(means):
        yield Problem(_OUTLOOK, f"mean probabilities sum to {sum(means):g}", "make them sum to 1")


def _is_interval(belief: Belief) -> bool:
    """Shares in order, but for rounding: a mean over equal draws may round past its ends."""
    ends = belief.low, belief.mean, belief.high
    return are_shares(ends) and rising(*ends)


def _wrong_history(
    history: History | None, markets: Markets, held: Sequence[str]
) -> Iterator[Problem]:
    """A column may be of an asset that is not held; it may not be of one that nobody declared."""
    if history is None:
        return
    place = Place(history.file, 1)
    stated = {asset.id: asset.volatility for asset in markets.assets}
    for name in history.assets:
        if name not in stated:
            yield Problem(place, f'no asset "{name}"', near(name, list(stated)))
        elif (own := history.volatility(name)) > max(_WILD, MOST_TIMES * stated[name]):
            reason = f"{name}: the annual volatility of the column is {own:.0%}, and the case's "
            reason += f"{stated[name]:.0%}"
            remedy = "give shares, so that 1 % is 0.01, or mend the case's volatility"
            yield Problem(place, reason, remedy)
    if not set(history.assets).intersection(held):
        yield Problem(place, "has returns of nothing that is held", f"one of {', '.join(held)}")
