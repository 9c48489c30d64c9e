"""The price of one asset at which the verdict turns, the odds and all other prices kept.

Were a price 1 + x times today's, what it brings until the horizon would be (1 + r) / (1 + x) - 1 in
every draw and under every effect, as much being held as now. The asset is the one that is traded
most, by the move itself or, in a hold, at the nearest flip of a probability; cash has no price.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from detente.markets import Asset
from detente.portfolio.model import PriceFlip, Verdict
from detente.portfolio.rotate import Box, Desk, decide

_FALL, _RISE = -0.6, 1.5  # changes of a price beyond which nobody is asked
_GRID, _BISECTIONS = 8, 12


def price_flip(
    desk: Desk, box: Box, verdict: Verdict, moved: Mapping[str, float], assets: Sequence[Asset]
) -> PriceFlip | None:
    """Where the verdict turns; None where no price of that asset turns it."""
    known = {asset.id: asset for asset in assets if asset.kind != "cash"}
    trades = {name: traded for name, traded in moved.items() if name in known}
    if not any(trades.values()):
        return None
    name = max(trades, key=lambda asset: abs(trades[asset]))
    # What one buys has to get cheaper before a hold turns, and dearer before a rotation does.
    cheaper = (trades[name] > 0) == (verdict == "hold")
    change = _turn(desk, box, verdict, desk.assets.index(name), _FALL if cheaper else _RISE)
    if change is None:
        return None
    asset = known[name]
    return PriceFlip(name, change, asset.price * (1 + change), asset.price, asset.unit)


def at_price(desk: Desk, column: int, change: float) -> Desk:
    """The same desk, had the price of one asset changed."""
    returns, effects = desk.returns.copy(), desk.effects.copy()
    returns[:, column] = (1 + returns[:, column]) / (1 + change) - 1
    effects[:, :, column] = (1 + effects[:, :, column]) / (1 + change) - 1
    return replace(desk, returns=returns, effects=effects)


def _turn(desk: Desk, box: Box, verdict: Verdict, column: int, end: float) -> float | None:
    """The change nearest to none at which the verdict is another."""
    same = 0.0
    for reached in np.linspace(0.0, end, _GRID + 1)[1:]:
        if decide(at_price(desk, column, float(reached)), box).verdict != verdict:
            turned = float(reached)
            for _ in range(_BISECTIONS):
                middle = (same + turned) / 2
                if decide(at_price(desk, column, middle), box).verdict == verdict:
                    same = middle
                else:
                    turned = middle
            return turned
        same = float(reached)
    return None
