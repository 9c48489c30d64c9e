"""Four assets, six scenarios and one package: prices of a small market."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from detente.markets import Asset, Assumptions, Markets, Range, Survival, price
from detente.markets.energy import OIL_1990_95

SCENARIOS = {
    "settlement-holds": 0.1,
    "settlement-collapses": 0.1,
    "freeze": 0.2,
    "talks-without-convergence": 0.35,
    "hardening": 0.2,
    "escalation": 0.05,
}
WHEN = date(2025, 8, 15)
OIL = Asset(
    "brent",
    "Brent",
    "energy",
    66.0,
    "USD/bbl",
    WHEN,
    0.29,
    "BRENT",
    effects={"freeze": Range(-0.06, -0.03, 0.0), "escalation": Range(0.05, 0.1, 0.2)},
    curve=OIL_1990_95,
)
MOEX = Asset("moex", "Moscow shares", "equity", 3000.0, "points", WHEN, 0.2, "IMOEX")
BONDS = Asset("ust", "Treasuries", "rates", 87.0, "USD", WHEN, 0.15, "TLT")
CASH = Asset("cash", "Cash", "cash", 1.0, "EUR", WHEN, 0.0)
MONTHS = np.arange(25.0)
MEAN = np.exp(-0.2 * MONTHS / 12)
MODULAR = Survival("modular", MONTHS, MEAN, MEAN**2, MEAN**0.5)


def _price(*assets: Asset, seed: int = 1, **assumed: Any) -> Markets:
    assumptions = replace(Assumptions(), **assumed)
    return price(assets, SCENARIOS, [MODULAR], np.random.default_rng(seed), assumptions)
