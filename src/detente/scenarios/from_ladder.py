"""A prediction market as the last line of evidence on when a package is signed.

The market's monthly hazard m of the months ahead is spread over the regimes in which somebody may
sign; our own arrival is a. Their odds are pooled with a stated weight w, in every draw:

    odds = odds(a)^(1 - w) * odds(m / open)^w       ratio on our odds = (odds(m / open) / odds(a))^w

bounded like every ratio, though further than those of single deeds: a market has read them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.case.rows import RungRow
from detente.scenarios.chain import Chain, FloatArray, odds_times
from detente.scenarios.evidence import Line
from detente.scenarios.ladder import Ladder, Rung, ladder

WEIGHT = 0.5  # of the market against our own odds: judgement
BOUNDS = (0.1, 10.0)
AHEAD = 6  # months of the ladder that are read


@dataclass(frozen=True, slots=True)
class Market:
    """What the ladder does to the odds of a signature."""

    line: Line
    signing: FloatArray  # (draws,) ratio on the odds of a signature, the record's included


def heard(
    rungs: Sequence[RungRow], chain: Chain, regime: FloatArray, signing: FloatArray, as_of: date
) -> Market | None:
    """The latest ladder that was quoted by the case's date; None where there is none.

    Raises InputError for a ladder that is none.
    """
    known = [rung for rung in rungs if rung.date <= as_of]
    if not known:
        return None
    quoted = max(rung.date for rung in known)
    found = ladder(quoted, [Rung(r.by, r.price) for r in known if r.date == quoted])
    open_share = (regime * chain.channel).sum(axis=1)
    ratio = pooling(found, odds_times(chain.arrival, signing), open_share)
    return Market(_line(found, ratio, chain.channel.size), signing * ratio)


def pooling(found: Ladder, arrival: FloatArray, open_share: FloatArray) -> FloatArray:
    """Ratio on the odds of our monthly arrival that pools it with the market's, shape (draws,).

    `open_share` is the probability of a regime in which somebody may sign.
    """
    happened = found.by_month(AHEAD)[-1]
    monthly = -np.expm1(np.log1p(-min(happened, 1 - 1e-9)) / AHEAD)
    market = np.clip(monthly / np.maximum(open_share, 1e-6), 1e-9, 1 - 1e-9)
    own = np.clip(arrival, 1e-9, 1 - 1e-9)
    ratio = (market / (1 - market) * (1 - own) / own) ** WEIGHT
    return np.asarray(np.clip(ratio, *BOUNDS))


def _line(found: Ladder, ratio: FloatArray, regimes: int) -> Line:
    prices = ", ".join(f"{mean:.0%} by {by}" for by, mean in zip(found.by, found.mean, strict=True))
    repaired = "; ".join(found.notes)
    why = f"pooled with our odds of a signature at weight {WEIGHT:g}"
    return Line(
        id="ladder",
        date=found.quoted,
        words=f"prediction market: {prices}",
        why=f"{why}; {repaired}" if repaired else why,
        kind="market",
        unsigned=np.ones(regimes),
        signing=float(ratio.mean()),
    )
