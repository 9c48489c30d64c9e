"""A prediction market as the last line of evidence on when a package is signed.

The market's monthly hazard m of the months ahead of the case's date is spread over the regimes in
which somebody may sign; our own arrival is a. Their odds are pooled with a weight w, in every draw:

    odds = odds(a)^(1 - w) * odds(m / open)^w       ratio on our odds = (odds(m / open) / odds(a))^w

bounded like every ratio, though further than those of single deeds: a market has read them all. The
weight halves with every month that the quote is old (`fading`); a ladder whose dates have all
passed by the case's date says nothing of what is ahead and is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.case.rows import RungRow
from detente.errors import InputError, Problem
from detente.scenarios.chain import Chain, FloatArray, odds_times
from detente.scenarios.evidence import Line
from detente.scenarios.fading import QUOTES, quote_kept, quote_words
from detente.scenarios.ladder import DAYS, PLACE, Ladder, Rung, ladder

WEIGHT = 0.5  # of a fresh quote against our own odds: judgement
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

    Raises InputError for a ladder that is none, or that asks about nothing that is still ahead.
    """
    known = [rung for rung in rungs if rung.date <= as_of]
    if not known:
        return None
    quoted = max(rung.date for rung in known)
    found = ladder(quoted, [Rung(r.by, r.price) for r in known if r.date == quoted])
    if found.by[-1] <= as_of:
        reason = f"every date of the latest quote, {quoted}, has passed by {as_of}"
        remedy = "quote it anew, or take the file out"
        raise InputError([Problem(PLACE, reason, remedy)])
    open_share = (regime * chain.channel).sum(axis=1)
    ratio = pooling(found, odds_times(chain.arrival, signing), open_share, as_of)
    return Market(_line(found, ratio, chain.channel.size, as_of), signing * ratio)


def aged(rungs: Sequence[RungRow], as_of: date) -> str:
    """What to say of a ladder that is not of the case's day; nothing where there is none."""
    known = [rung.date for rung in rungs if rung.date <= as_of]
    if known:
        words = quote_words(max(known), as_of)
        half = f"half every {QUOTES:g} days"
        return f"stale evidence: the prediction market was {words}, {half}" if words else ""
    return f"the prediction market is quoted only after {as_of}: it is not read" if rungs else ""


def pooling(
    found: Ladder, arrival: FloatArray, open_share: FloatArray, as_of: date | None = None
) -> FloatArray:
    """Ratio on the odds of our monthly arrival that pools it with the market's, shape (draws,).

    `open_share` is the probability of a regime in which somebody may sign; `as_of` the day on which
    the quote is read, its own if left out.
    """
    today = as_of or found.quoted
    since = (today - found.quoted).days / DAYS
    before, after = found.probability(np.array([since, since + AHEAD]))
    happened = 1 - (1 - after) / max(1 - before, 1e-9)
    monthly = -np.expm1(np.log1p(-min(happened, 1 - 1e-9)) / AHEAD)
    market = np.clip(monthly / np.maximum(open_share, 1e-6), 1e-9, 1 - 1e-9)
    own = np.clip(arrival, 1e-9, 1 - 1e-9)
    weight = WEIGHT * quote_kept(found.quoted, today)
    ratio = (market / (1 - market) * (1 - own) / own) ** weight
    return np.asarray(np.clip(ratio, *BOUNDS))


def _line(found: Ladder, ratio: FloatArray, regimes: int, as_of: date) -> Line:
    prices = ", ".join(f"{mean:.0%} by {by}" for by, mean in zip(found.by, found.mean, strict=True))
    weight = WEIGHT * quote_kept(found.quoted, as_of)
    pooled = f"pooled with our odds of a signature at weight {weight:.3g}"
    why = [pooled, quote_words(found.quoted, as_of), *found.notes]
    return Line(
        id="ladder",
        date=found.quoted,
        words=f"prediction market: {prices}",
        why="; ".join(part for part in why if part),
        kind="market",
        unsigned=np.ones(regimes),
        signing=float(ratio.mean()),
    )
