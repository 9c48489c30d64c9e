"""What an allocation rests on that no market says."""

from detente.portfolio import Allocation
from detente.wording.numbers import percent_range, signed_percent


def unpriced(found: Allocation, collapse: str) -> str:
    """That no market prices a collapse after signing: whose number it is, and what hangs on it."""
    belief = found.beliefs[collapse]
    odds = percent_range(belief.mean, belief.low, belief.high)
    gain = next(gain.now for gain in found.pnl_by_scenario if gain.scenario == collapse)
    return (
        f"no market prices a collapse after signing: its probability, {odds}, is computed from the "
        f"package's own durability, and what it does to prices, {signed_percent(gain, 1)} of the "
        "portfolio at the mean, is judgement; nothing here can be hedged at a quoted price"
    )
