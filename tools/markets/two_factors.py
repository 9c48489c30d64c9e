"""Oil's short-lived and lasting part, as a history of futures prices shows them."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from tools.markets.from_futures import read_futures
from tools.markets.kalman import OIL_1990_95_HISTORY, fitted, kalman


def two_factors_answer(data: Path, refit: bool) -> Answer:
    """The factors by date, and how near the model comes to each maturity."""
    history = read_futures(data)
    dynamics, step = OIL_1990_95_HISTORY, history.step
    if refit:
        dynamics = fitted(dynamics, history.prices, history.years, step)
    states = kalman(dynamics, history.prices, history.years, step)
    data_out = {
        "dynamics": asdict(dynamics) | {"errors": dynamics.errors.tolist()},
        "half_life_months": dynamics.curve.half_life_months,
        "maturities_months": [round(12 * year) for year in history.years],
        "error_sd": states.error_sd.tolist(),
        "log_likelihood": states.likelihood,
        "dates": [str(day) for day in history.days],
        "short_lived": states.smoothed[:, 0].tolist(),
        "lasting": states.smoothed[:, 1].tolist(),
    }

    def show(console: Console) -> None:
        curve = dynamics.curve
        console.print(Text(f"{curve.source}: half-life {curve.half_life_months:.3f} months"))
        table = Table("maturity", "error sd of the log price", box=None)
        for year, error in zip(history.years, states.error_sd, strict=True):
            table.add_row(f"{12 * year:.0f} months", f"{error:.4f}")
        console.print(table)
        short, lasting = states.smoothed[-1]
        words = f"{short:+.1%} short-lived, {np.exp(lasting):.2f} lasting"
        console.print(Text(f"{history.days[-1]}: {words}; log likelihood {states.likelihood:.1f}"))

    return Answer(data_out, show)
