"""The two factors behind a history of futures prices: filtered, smoothed, and fitted.

Schwartz and Smith (2000), with the letters of `energy`. State x = (chi, xi), observations the log
futures y for delivery in T years, dt years apart:

    x' = c + G x + w     c = (0, mu dt)     G = diag(exp(-kappa dt), 1)
    W  = [[(1 - e^(-2 kappa dt)) s_chi^2 / (2 kappa), (1 - e^(-kappa dt)) rho s_chi s_xi / kappa],
          [same,                                      s_xi^2 dt                              ]]
    y  = A(T) + F x + v  F = (e^(-kappa T), 1)        v independent, one error sd for each maturity

`kalman` runs the filter forwards and the smoother (Rauch, Tung and Striebel 1965) backwards at
given parameters; `fitted` looks for those under which the prices were likeliest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.errors import InputError, Place, Problem
from detente.markets.energy import OIL_1990_95, Curve, accept, log_drift
from detente.scenarios.demands import answered, demand, numbers

FloatArray = NDArray[np.float64]
_DIFFUSE = 10.0  # variance of the state before the first price
# Of log kappa, log s_chi, lambda, mu*, log s_xi, artanh rho, mu.
_BOUNDS = [(-3.0, 3.0), (-5.0, 1.0), *[(-2.0, 2.0)] * 2, (-5.0, 1.0), (-3.0, 3.0), (-2.0, 2.0)]
_ZERO = 1e-5  # a smaller error sd than that cannot be told from none


@dataclass(frozen=True, slots=True)
class Dynamics:
    """A curve with what only its history shows: the true drift and the errors of observation."""

    curve: Curve
    drift: float  # mu, of the lasting part, a year
    errors: FloatArray  # (maturities,) sd of the log prices around the model


@dataclass(frozen=True, slots=True)
class States:
    """The short-lived and the lasting part by date, and how well they tell the prices."""

    filtered: FloatArray  # (dates, 2) from prices up to the date
    smoothed: FloatArray  # (dates, 2) from all prices
    smoothed_variance: FloatArray  # (dates, 2, 2)
    misses: FloatArray  # (dates, maturities) log price less the model at the filtered state
    likelihood: float  # log

    @property
    def error_sd(self) -> FloatArray:
        """Standard deviation of the misses, shape (maturities,)."""
        return np.asarray(self.misses.std(axis=0))


OIL_1990_95_HISTORY = Dynamics(
    OIL_1990_95,
    drift=-0.0125,
    errors=np.array([0.042, 0.006, 0.003, 0.0, 0.004]),  # at 1, 5, 9, 13 and 17 months
)


def kalman(dynamics: Dynamics, prices: FloatArray, years: FloatArray, step: float) -> States:
    """Both factors at every date, shape of `prices` (dates, maturities), `years` to delivery.

    Raises InputError for prices that are missing or not above 0.
    """
    _accept(prices, years)
    _accept_dynamics(dynamics, years, step)
    seen = np.log(prices)
    constant, turn, noise = _transition(dynamics, step)
    level, load = _observation(dynamics, years)
    errors = np.diag(np.maximum(dynamics.errors, _ZERO) ** 2)
    mean, variance = np.array([0.0, seen[0].mean()]), np.eye(2) * _DIFFUSE
    ahead: list[tuple[FloatArray, FloatArray]] = []
    after: list[tuple[FloatArray, FloatArray]] = []
    likelihood = 0.0
    for row in seen:
        mean, variance = constant + turn @ mean, turn @ variance @ turn.T + noise
        ahead.append((mean, variance))
        miss = row - level - load @ mean
        spread = load @ variance @ load.T + errors
        gain = np.linalg.solve(spread, load @ variance).T
        likelihood -= 0.5 * (np.linalg.slogdet(spread)[1] + miss @ np.linalg.solve(spread, miss))
        mean = mean + gain @ miss
        keep = np.eye(2) - gain @ load
        variance = keep @ variance @ keep.T + gain @ errors @ gain.T
        after.append((mean, variance))
    filtered = np.array([state for state, _ in after])
    smoothed, left = _smoothed(ahead, after, turn)
    answered("futures", filtered, smoothed, likelihood)
    misses = seen - level - filtered @ load.T
    constant_part = 0.5 * seen.size * np.log(2 * np.pi)
    return States(filtered, smoothed, left, misses, float(likelihood - constant_part))


def fitted(
    start: Dynamics, prices: FloatArray, years: FloatArray, step: float, rounds: int = 60
) -> Dynamics:
    """The parameters under which the prices were likeliest, searched for from a start."""
    _accept(prices, years)
    _accept_dynamics(start, years, step)
    count = start.errors.size

    def loss(guess: FloatArray) -> float:
        return -kalman(_read(guess, start, count), prices, years, step).likelihood / prices.size

    bounds = [*_BOUNDS, *[(float(np.log(_ZERO)), 0.0)] * count]
    found = minimize(
        loss, _write(start), method="L-BFGS-B", bounds=bounds, options={"maxiter": rounds}
    )
    return _read(found.x, start, count)


def _transition(dynamics: Dynamics, step: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    c = dynamics.curve
    short = -np.expm1(-2 * c.kappa * step) * c.sigma_short**2 / (2 * c.kappa)
    both = -np.expm1(-c.kappa * step) * c.correlation * c.sigma_short * c.sigma_long / c.kappa
    noise = np.array([[short, both], [both, c.sigma_long**2 * step]])
    return np.array([0.0, dynamics.drift * step]), np.diag([np.exp(-c.kappa * step), 1.0]), noise


def _observation(dynamics: Dynamics, years: FloatArray) -> tuple[FloatArray, FloatArray]:
    load = np.column_stack([np.exp(-dynamics.curve.kappa * years), np.ones(years.size)])
    return log_drift(dynamics.curve, years), load


def _smoothed(
    ahead: Sequence[tuple[FloatArray, FloatArray]],
    after: Sequence[tuple[FloatArray, FloatArray]],
    turn: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    mean, variance = after[-1]
    means, variances = [mean], [variance]
    for now, then in zip(after[-2::-1], ahead[:0:-1], strict=True):
        back = np.linalg.solve(then[1], turn @ now[1]).T
        mean = now[0] + back @ (mean - then[0])
        variance = now[1] + back @ (variance - then[1]) @ back.T
        means.append(mean)
        variances.append(variance)
    return np.array(means[::-1]), np.array(variances[::-1])


def _write(dynamics: Dynamics) -> FloatArray:
    c = dynamics.curve
    plain = [c.premium_short, c.drift_risk_neutral]
    head = [np.log(c.kappa), np.log(c.sigma_short), *plain, np.log(c.sigma_long)]
    tail = [np.arctanh(c.correlation), dynamics.drift]
    return np.array([*head, *tail, *np.log(np.maximum(dynamics.errors, 1e-3))])


def _read(guess: FloatArray, start: Dynamics, count: int) -> Dynamics:
    curve = replace(
        start.curve,
        kappa=float(np.exp(guess[0])),
        sigma_short=float(np.exp(guess[1])),
        premium_short=float(guess[2]),
        drift_risk_neutral=float(guess[3]),
        sigma_long=float(np.exp(guess[4])),
        correlation=float(np.tanh(guess[5])),
        source="fitted to a history of futures prices",
        evidence="computed",
    )
    return Dynamics(curve, float(guess[6]), np.exp(guess[-count:]))


def _accept_dynamics(dynamics: Dynamics, years: FloatArray, step: float) -> None:
    curve = dynamics.curve
    accept(curve)
    demand(
        "futures",
        numbers(dynamics.drift, dynamics.errors, step, curve.deviation),
        (step > 0, f"its dates are {step:g} years apart", "give years above 0"),
        (dynamics.errors.size == years.size, "has not one error a maturity", "give one for each"),
        (abs(curve.correlation) < 1, f"correlation is {curve.correlation:g}", "stay within -1, 1"),
        (min(curve.sigma_short, curve.sigma_long) > 0, "a spread is not above 0", "give one"),
    )


def _accept(prices: FloatArray, years: FloatArray) -> None:
    place, problems = Place("futures"), []
    if prices.ndim != 2 or prices.shape[1] != years.size or prices.shape[0] < 2:
        reason = f"prices of shape {prices.shape} for {years.size} maturities"
        problems.append(Problem(place, reason, "give one row a date, one column a maturity"))
    elif not (np.isfinite(prices) & (prices > 0)).all():
        row = int(np.argmin((np.isfinite(prices) & (prices > 0)).all(axis=1)))
        reason = f"a price of date {row} is missing or not above 0"
        problems.append(Problem(place, reason, "leave the date out, or fill it and say so"))
    if problems:
        raise InputError(problems)
