"""Where the swings of an allocation are from, and what of them was measured and what assumed."""

from collections.abc import Iterator, Sequence

from detente.markets import Asset
from detente.markets.sensitivities import correlated
from detente.portfolio.history import History

_NAMED = 12  # assets told one by one
_APART = 3.0  # times, from which two volatilities of one asset are worth a word


def swing_notes(held: Sequence[Asset], history: History | None) -> tuple[str, ...]:
    """What a reader must know of the swings, in the order of weight."""
    return tuple(_notes(held, history))


def _notes(held: Sequence[Asset], history: History | None) -> Iterator[str]:
    drawn = () if history is None else history.assets
    rest = [asset for asset in held if asset.id not in drawn]
    if history is None:
        yield "swings are simulated: lognormal, with the measured correlations"
    else:
        days = f"{history.days[0]} to {history.days[-1]}"
        blocks = f"blocks of {history.block:.0f} on average"
        periods = len(history.days)
        yield f"swings are drawn from {history.file}, {periods} periods, {days}, {blocks}"
        if rest:
            yield f"no returns for {_listed(rest)}: simulated, apart from the others"
        yield from _volatilities(held, history)
    yield from _correlations([asset for asset in rest if asset.volatility > 0])


def _correlations(simulated: Sequence[Asset]) -> Iterator[str]:
    """Which correlations of the simulated swings were measured; the others are taken as 0."""
    measured = [asset for asset in simulated if correlated(asset.sensitivity)]
    assumed = [asset for asset in simulated if not correlated(asset.sensitivity)]
    if len(simulated) < 2 or not assumed:
        return
    known = f"measured between {_listed(measured)}" if len(measured) > 1 else "none is measured"
    with_whom = (
        "every other asset" if len(assumed) == 1 else "each other and with every other asset"
    )
    told = f"{_listed(assumed)} with {with_whom}"
    yield f"correlations: {known}; taken as 0, not measured: {told}; give returns for them"


def _volatilities(held: Sequence[Asset], history: History) -> Iterator[str]:
    """Assets whose own returns swing far more, or less, than their case says."""
    for asset in held:
        if asset.id in history.assets and asset.volatility > 0:
            own = history.volatility(asset.id)
            if not asset.volatility / _APART <= own <= asset.volatility * _APART:
                stated = f"the case says {asset.volatility:.0%}"
                yield f"{asset.id} swings by {own:.1%} a year in {history.file}; {stated}"


def _listed(assets: Sequence[Asset]) -> str:
    names = ", ".join(asset.id for asset in assets[:_NAMED])
    return names if len(assets) <= _NAMED else f"{names} and {len(assets) - _NAMED} others"
