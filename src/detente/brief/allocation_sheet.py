"""The allocation on one page, as an investment committee keeps it.

The verdict and why, weights, what each future does, what the mandate leaves, and what the answer
rests on. Shares are of the portfolio, probabilities stand with their intervals.
"""

from collections.abc import Iterator

from detente.brief.formats.about import About
from detente.brief.formats.blocks import Block, Heading, Paragraph, Run, Table
from detente.case import Case
from detente.portfolio import Allocation
from detente.portfolio.model import Exposure, Flip, Stress
from detente.wording.names import plain, scenario_words
from detente.wording.numbers import (
    percent,
    percent_range,
    signed_hundredths,
    signed_percent,
    upper_first,
)
from detente.wording.titles import verdict_title

_MOST_TRADES, _LEAST_TRADE = 4, 5e-4
_NOT_ADVICE = "arithmetic on stated beliefs, not investment advice"


def about_sheet(found: Allocation, case: Case, maker: str) -> About:
    """What the page says of itself."""
    world = case.world
    return About(verdict_title(found), world.title, maker, world.as_of, compact=True)


def allocation_sheet(found: Allocation, case: Case) -> list[Block]:
    """The page from verdict to notes, in reading order."""
    return list(_sheet(found, case))


def _sheet(found: Allocation, case: Case) -> Iterator[Block]:
    world = case.world
    kicker = f"Allocation · {world.title} · as of {world.as_of} · over {found.horizon} months"
    yield Paragraph((Run(kicker),), "kicker")
    yield Heading(1, verdict_title(found))
    yield Paragraph((Run(_why(found)),))
    yield Paragraph((Run("What turns it: ", bold=True), Run(_turning(found))))
    against = "against the benchmark" if found.benchmark else "absolute, no benchmark"
    risk = f"{found.cvar_now:.1%} as held, {found.cvar_best:.1%} at best; {against}."
    yield Paragraph((Run("Mean loss in the worst twentieth: ", bold=True), Run(risk)))
    yield _weights(found)
    if found.exposures:
        yield _mandate(found)
    yield _futures(found)
    yield _flips(found)
    yield _stresses(found)
    for note in (*found.notes, _NOT_ADVICE):
        yield Paragraph((Run(f"{upper_first(note)}."),), "how", "•")


def _why(found: Allocation) -> str:
    """What speaks for the move, and what is held against it."""
    if found.verdict == "rotate":
        return (
            f"The move gains {_points(found.gain_mean)} at the mean odds and "
            f"{_points(found.gain_worst)} at the worst within the intervals; that is more than its "
            f"{_points(found.cost)} of cost and {_points(found.estimation_error)} for the error of "
            "the effects."
        )
    if found.tempting is None:
        return (
            "Prices are taken to hold today's odds already: at them no move pays its cost. To "
            "rotate is to know better than the market by as much as the flip point says."
        )
    move = found.tempting
    return (
        f"Best at the mean odds would be to buy {plain(move.buy)} and sell {plain(move.sell)}, "
        f"turning over {percent(move.turnover)}, for a gain of {_points(move.gain_mean)}. At the "
        f"worst odds within the intervals it gains {_points(move.gain_worst)}, against "
        f"{_points(move.cost)} of cost and {_points(move.error)} for the error of the effects."
    )


def _turning(found: Allocation) -> str:
    """The nearest probability at which the verdict turns, and what would be traded then."""
    flip = found.flip
    belief = found.beliefs[flip.scenario]
    odds = percent_range(belief.mean, belief.low, belief.high)
    subject = f"{scenario_words(flip.scenario)}, now {odds}"
    if flip.probability is None:
        return f"{subject}: {flip.why}."
    side = "above" if flip.probability >= flip.now else "below"
    other = "hold" if found.verdict == "rotate" else "rotate"
    trades = _trades(flip)
    at = f"{subject}: {other} {side} {percent(flip.probability)}{trades and f' ({trades})'}"
    price = price_words(found)
    return f"{at}; {price}." if price else f"{at}."


def price_words(found: Allocation) -> str:
    """The price that would turn the verdict at today's odds; nothing where none was found."""
    turn = found.price_flip
    if turn is None:
        return ""
    side = "at or below" if turn.change < 0 else "at or above"
    price = f"{turn.price:,.4g} {turn.unit} ({signed_percent(turn.change, 1)})"
    return f"or, at today's odds, {plain(turn.asset)} {side} {price}"


def _trades(flip: Flip) -> str:
    """What is bought and sold just beyond a flip, the largest first."""
    large = [asset for asset, traded in flip.trades.items() if abs(traded) >= _LEAST_TRADE]
    ranked = sorted(large, key=lambda asset: -abs(flip.trades[asset]))
    if not ranked:
        return ""
    named = [f"{plain(a)} {signed_percent(flip.trades[a], 1)}" for a in ranked[:_MOST_TRADES]]
    more = ", and less of others" if len(ranked) > _MOST_TRADES else ""
    return f"{', '.join(named)}{more}"


def _turns_at(flip: Flip) -> str:
    points = [percent(q) for q in (flip.probability, flip.also) if q is not None]
    return ", ".join(points) or "never"


def _weights(found: Allocation) -> Table:
    """What is held and may be held; the best weights where there is a move."""
    moves = found.verdict == "rotate"
    head = ["Asset", "Now, %", "Allowed, %", "Cost, bp"]
    head += ["Benchmark, %"] * bool(found.benchmark) + ["Best, %", "Trade, %"] * moves
    rows = []
    for asset, now in found.weights_now.items():
        low, high = found.limits[asset]
        row = [upper_first(plain(asset)), _hundredths(now), f"{100 * low:g} to {100 * high:g}"]
        row.append(f"{found.costs_bp[asset]:g}")
        if found.benchmark:
            row.append(_hundredths(found.benchmark.get(asset, 0.0)))
        if moves:
            best = found.weights_best[asset]
            row += [_hundredths(best), _signed(best - now) if abs(best - now) > 5e-5 else "—"]
        rows.append(tuple(row))
    return Table("Weights", tuple(head), tuple(rows), (False, *[True] * (len(head) - 1)))


def _mandate(found: Allocation) -> Table:
    rows = tuple(
        (upper_first(e.name), _allowed(e), _hundredths(e.now), _hundredths(e.best), _bites(e))
        for e in found.exposures
    )
    head = ("Limit", "Allowed, %", "Now, %", "Best, %", "")
    return Table("What the mandate limits", head, rows, (False, True, True, True, False))


def _allowed(limit: Exposure) -> str:
    if limit.low is None:
        return "any" if limit.high is None else f"at most {100 * limit.high:g}"
    if limit.high is None:
        return f"at least {100 * limit.low:g}"
    return f"{100 * limit.low:g} to {100 * limit.high:g}"


def _bites(limit: Exposure) -> str:
    ends = (limit.low, limit.high)
    return "binds" if any(e is not None and abs(limit.best - e) < 1e-6 for e in ends) else ""


def _futures(found: Allocation) -> Table:
    """Mean and tail of each future as held; and after the move, where there is one."""
    kinds = {(stress.name, stress.kind): stress for stress in found.stresses}
    moves = found.verdict == "rotate"
    head = ["Future", "Probability", "Mean (90 % of effects), %", "Worst twentieth, %"]
    head += ["Mean, best", "Worst, best"] * moves + ["Most from"]
    rows = []
    for gain in found.pnl_by_scenario:
        name, belief = gain.scenario, found.beliefs[gain.scenario]
        low, high = kinds[name, "low"].now, kinds[name, "high"].now
        row = [upper_first(scenario_words(name))]
        row.append(percent_range(belief.mean, belief.low, belief.high))
        row += [f"{_signed(gain.now)} ({_signed(low)} to {_signed(high)})", _signed(gain.tail_now)]
        row += [_signed(gain.best), _signed(gain.tail_best)] * moves
        rows.append((*row, upper_first(plain(kinds[name, "mean"].most))))
    right = (False, *[True] * (len(head) - 2), False)
    return Table("Profit and loss by future", tuple(head), tuple(rows), right)


def _stresses(found: Allocation) -> Table:
    """What is no single future: the worst odds, the worst effects, the worst draws and the past."""
    futures = {gain.scenario for gain in found.pnl_by_scenario}
    worst = min((one for one in found.stresses if one.kind == "low"), key=lambda one: one.now)
    rows = [
        (f"{upper_first(scenario_words(worst.name))}, effects at their worst 5 %", worst),
        *((_words(one), one) for one in found.stresses if one.name not in futures),
    ]
    cells = [
        (words, _signed(s.now), _signed(s.best), upper_first(plain(s.most))) for words, s in rows
    ]
    tail = ("Mean of the worst twentieth of all draws", *map(_signed, _tails(found)), "")
    head = ("Stress", "As held, %", "Best, %", "Most from")
    return Table("Stress", head, (*cells, tail), (False, True, True, False))


def _tails(found: Allocation) -> tuple[float, float]:
    return -found.cvar_now, -found.cvar_best


def _words(one: Stress) -> str:
    return "Worst odds within the intervals" if one.kind == "mean" else f"The past, {one.kind}"


def _flips(found: Allocation) -> Table:
    """Every future, and the probability at which it alone would turn the verdict."""
    rows = tuple(
        (
            upper_first(scenario_words(flip.scenario)),
            percent(flip.now),
            _turns_at(flip),
            upper_first(_trades(flip)) or "—",
        )
        for flip in found.flips
    )
    head = ("Future", "Now", "Turns at", "Then trade (at the nearer one)")
    return Table("What would turn it", head, rows, (False, True, True, False))


def _signed(share: float) -> str:
    return signed_hundredths(share, 1)


def _hundredths(share: float) -> str:
    return f"{100 * share + 0.0:.1f}"


def _points(share: float) -> str:
    return f"{1e4 * share:.1f} bp".replace("-", "−")
