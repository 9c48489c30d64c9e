"""Exact bounds on a share, without the weight of scipy: the quantiles of the beta distribution.

I(x; a, b)     the share of Beta(a, b) below x: the continued fraction of Lentz (1976)
quantile       the x with I(x; a, b) = share, by halving, as I rises in x
"""

from math import exp, lgamma, log

_TINY = 1e-300
_STEPS = 500  # of the fraction; it needs about sqrt(max(a, b))
_HALVINGS = 60  # 2^-60 is below the spacing of doubles near 1


def beta_share(x: float, a: float, b: float) -> float:
    """The share of Beta(a, b) below x; a and b above 0."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast on the other side
        return 1 - beta_share(1 - x, b, a)
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    return scale * _fraction(x, a, b) / a


def beta_quantile(a: float, b: float, share: float) -> float:
    """The point below which that share of Beta(a, b) lies."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if beta_share(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    below, above = 1 / _away(1 - (a + b) * x / (a + 1)), 1.0
    found = below
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = found
        for step in (even, odd):
            below = 1 / _away(1 + step * below)
            above = _away(1 + step / above)
            found *= below * above
        if abs(found - before) < 1e-15 * abs(found):
            break
    return found


def _away(value: float) -> float:
    """The value, kept from 0."""
    return value if abs(value) > _TINY else _TINY
