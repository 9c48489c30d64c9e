"""What a standard credit default swap costs up front, by the conventions of the ISDA model.

Rates: flat forwards between the ends of deposits (Act/360) and swaps (semiannual, 30/360), each
fair from two business days after today. Times are Act/365; a weekend is the only holiday.

The swap: premiums on the 20th of March, June, September and December, Act/360, the last day
counted; the running coupon is paid in full on the first date and its part up to today given back.
With P the discount factor, Q survival, and on each cell f = ln(P0 / P1), h = ln(Q0 / Q1):

    protection = (1 - R) sum_cells h / (f + h) (P0 Q0 - P1 Q1)
    premium    = sum_coupons accrual P(paid) Q(paid - 1 day) + accrued on default, half a day early
    up front   = (protection - coupon (premium - given back)) / P(settlement)

Cells end at premiums and at nodes of the rates. A quoted spread means the flat hazard at which a
swap with that coupon costs nothing up front.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq

from detente.errors import InputError, Place, Problem
from detente.markets.credit import FloatArray
from detente.scenarios.demands import answered, demand, numbers

_DAY = timedelta(days=1)
_PREMIUM_MONTHS = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Rates:
    """Discount factors at days from today; forwards are flat between them."""

    today: date
    days: FloatArray  # (nodes,) from 0
    log: FloatArray  # (nodes,) log discount factor

    def discount(self, days: FloatArray) -> FloatArray:
        """Discount factors so many days from today; the last forward goes on."""
        last = (self.log[-1] - self.log[-2]) / (self.days[-1] - self.days[-2])
        beyond = np.maximum(0.0, days - self.days[-1]) * last
        return np.asarray(np.exp(np.interp(days, self.days, self.log) + beyond))


@dataclass(frozen=True, slots=True)
class Coupon:
    """One premium: from when to when it accrues, when it is paid, and its year fraction."""

    start: date
    paid: date
    accrual: float


def rates(
    today: date, deposits: Sequence[tuple[int, float]], swaps: Sequence[tuple[int, float]]
) -> Rates:
    """Discount factors from deposits by months and swaps by years, both rising."""
    _accept_rates(deposits, swaps)
    spot = _business(today, 2)
    curve = Rates(today, np.array([0.0]), np.array([0.0]))
    for months, rate in deposits:
        end = _modified(_months_on(spot, months))
        curve = _longer(curve, spot, [(end, (end - spot).days / 360)], rate)
    for years, rate in swaps:
        dates = [_modified(_months_on(spot, 6 * k)) for k in range(2 * years + 1)]
        legs = [(end, _thirty_360(start, end)) for start, end in pairwise(dates)]
        curve = _longer(curve, spot, legs, rate)
    return curve


def _accept_rates(
    deposits: Sequence[tuple[int, float]], swaps: Sequence[tuple[int, float]]
) -> None:
    ends = [months for months, _ in deposits] + [12 * years for years, _ in swaps]
    quoted = [rate for _, rate in (*deposits, *swaps)]
    rising = all(one < other for one, other in pairwise((0, *ends)))
    demand(
        "rates",
        (bool(ends), "there is no deposit and no swap", "give one at least"),
        (rising, "the maturities do not rise from today", "put the shortest first, each once"),
        (not ends or ends[-1] <= 1200, "a maturity is beyond a hundred years", "give a nearer one"),
        numbers(quoted),
        (all(abs(rate) <= 1 for rate in quoted), "a rate is beyond 100 %", "write 5 % as 0.05"),
    )


def upfront(curve: Rates, maturity: date, spread: float, coupon: float, recovery: float) -> float:
    """Paid today for protection at a running coupon, as a share of the notional."""

    demand(
        "swap",
        numbers(spread, coupon, recovery),
        (maturity > curve.today, f"it ends on {maturity}, not after {curve.today}", _LATER),
        (0 <= recovery < 1, f"recovery is {recovery:g}", "give a share below 1"),
        (spread >= 0, f"the spread is {spread:g}", "give a share a year, 0 or more"),
    )

    def cost(hazard: float, running: float) -> float:
        protection = (1 - recovery) * _protection(curve, maturity, hazard)
        premium = sum(_premium(curve, one, hazard) for one in premiums) - accrued * settled
        return (protection - running * premium) / settled

    premiums = tuple(_premiums(curve.today, maturity))
    demand("swap", (bool(premiums), f"no premium falls between today and {maturity}", _LATER))
    settled = float(curve.discount(np.array([_days(curve, _business(curve.today, 3))]))[0])
    accrued = (curve.today + _DAY - premiums[0].start).days / 360
    if spread == 0:
        return cost(_LEAST, coupon)
    fair, far = cost(_LEAST, spread), cost(_MOST, spread)
    demand("swap", (fair <= 0 <= far, f"no hazard makes {spread:g} a year fair", "mend the quote"))
    hazard = brentq(lambda guess: cost(guess, spread), _LEAST, _MOST, xtol=1e-15, rtol=1e-14)
    found = cost(float(hazard), coupon)
    answered("swap", found)
    return found


_LEAST, _MOST = 1e-12, 20.0  # a hazard a year
_LATER = "give a roll date, such as 2030-12-20"


def _protection(curve: Rates, maturity: date, hazard: float) -> float:
    """Value of 1 paid at a default by the maturity."""
    nodes = _cells(curve, 0.0, float(_days(curve, maturity)))
    value = curve.discount(nodes) * np.exp(-hazard * nodes / 365)
    hazards, both = _exponents(curve, nodes, hazard)
    return float((hazards / both * -np.diff(value)).sum())


def _premium(curve: Rates, one: Coupon, hazard: float) -> float:
    """Value of one premium and of what has accrued of it at a default, at a rate of 1 a year."""
    paid, start = float(_days(curve, one.paid)), float(_days(curve, one.start))
    full = one.accrual * float(curve.discount(np.array([paid]))[0])
    nodes = _cells(curve, max(0.0, start - 1), paid - 1)
    value = curve.discount(nodes) * np.exp(-hazard * nodes / 365)
    hazards, both = _exponents(curve, nodes, hazard)
    lost, width = -np.diff(value), np.diff(nodes) / 365
    since = nodes[:-1] / 365 - ((start - 1) / 365 - 1 / 730)
    accrued = hazards / both * (width * (lost / both - value[1:]) + since * lost)
    return full * float(np.exp(-hazard * (paid - 1) / 365)) + float(accrued.sum()) * 365 / 360


def _exponents(curve: Rates, nodes: FloatArray, hazard: float) -> tuple[FloatArray, FloatArray]:
    """h and f + h of each cell."""
    hazards = hazard * np.diff(nodes) / 365
    return hazards, hazards - np.diff(np.log(curve.discount(nodes)))


def _cells(curve: Rates, start: float, end: float) -> FloatArray:
    inside = curve.days[(curve.days > start) & (curve.days < end)]
    return np.concatenate([[start], inside, [end]])


def _longer(curve: Rates, spot: date, legs: Sequence[tuple[date, float]], rate: float) -> Rates:
    """The curve with one node more, at which the instrument is fair."""
    days = np.append(curve.days, (legs[-1][0] - curve.today).days)
    ends = np.array([(end - curve.today).days for end, _ in legs], dtype=np.float64)
    accruals = np.array([accrual for _, accrual in legs])

    def with_node(log: float) -> Rates:
        return Rates(curve.today, days, np.append(curve.log, log))

    def miss(log: float) -> float:
        longer = with_node(log)
        start = longer.discount(np.array([(spot - curve.today).days], dtype=np.float64))[0]
        factors = longer.discount(ends)
        return float(start - factors[-1] - rate * (accruals * factors).sum())

    if not miss(-10.0) * miss(1.0) <= 0:
        reason = f"no discount factor makes a rate of {rate:g} to {legs[-1][0]} fair"
        raise InputError([Problem(Place("rates"), reason, "mend it, or the shorter ones")])
    return with_node(float(brentq(miss, -10.0, 1.0, xtol=1e-15, rtol=1e-14)))


def _premiums(today: date, maturity: date) -> Iterator[Coupon]:
    """Quarterly premiums around today, to the maturity."""
    quarters = [
        date(year, month, 20)
        for year in range(today.year - 1, maturity.year + 1)
        for month in _PREMIUM_MONTHS
    ]
    first = max(day for day in quarters if _following(day) <= today)
    plain = [day for day in quarters if first <= day <= maturity]
    for start, end in pairwise(plain):
        last = end == maturity
        begins, ends = _following(start), end if last else _following(end)
        yield Coupon(begins, _following(end), ((ends - begins).days + last) / 360)


def _days(curve: Rates, day: date) -> int:
    return (day - curve.today).days


def _following(day: date) -> date:
    while day.weekday() > 4:
        day += _DAY
    return day


def _modified(day: date) -> date:
    moved = _following(day)
    if moved.month == day.month:
        return moved
    while day.weekday() > 4:
        day -= _DAY
    return day


def _business(day: date, count: int) -> date:
    for _ in range(count):
        day = _following(day + _DAY)
    return day


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


def _thirty_360(start: date, end: date) -> float:
    days = min(end.day, 30) - min(start.day, 30)
    return (360 * (end.year - start.year) + 30 * (end.month - start.month) + days) / 360
