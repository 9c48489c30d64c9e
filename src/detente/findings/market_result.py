"""From scenarios and durability to prices, and from prices to rotate or hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.case import Case
from detente.case.futures import futures_of
from detente.case.ledger import AssetEntry
from detente.case.quantity import Quantity
from detente.durability import Lifetime
from detente.errors import Place
from detente.findings.absent import require_holdings
from detente.findings.model import Markets as MarketResult
from detente.machine import Machine
from detente.markets import Asset, Assumptions, Markets, Range, Survival, price
from detente.markets.energy import OIL_1990_95
from detente.markets.model import FloatArray
from detente.markets.reaction import Schedule
from detente.markets.sequencing import sequencing
from detente.markets.supply_risk import SupplyRisk, supply_risk
from detente.portfolio import Allocation, Belief, Holding, Mandate, allocate
from detente.portfolio.history import History
from detente.portfolio.holdings import Book
from detente.portfolio.own_odds import own_odds
from detente.scenarios.model import Outlook

MOST_HAZARD = 1.0  # a year; a spread of about 10,000 bp, the most that is shown
_CURVES = {"oil-1990-95": OIL_1990_95}


def priced(
    case: Case,
    outlook: Outlook,
    machine: Machine,
    lives: Mapping[str, Lifetime],
    rng: np.random.Generator,
) -> Markets:
    """Every asset of the case under every scenario, and what each package's collapse costs."""
    assets = [asset(entry, case.estimates, case.asset_places[entry.id]) for entry in case.assets]
    now = {scenario: odds.mean for scenario, odds in outlook.now.items()}
    curves = [_survival(name, life) for name, life in lives.items()]
    assumptions = Assumptions(
        ceasefire=_ceasefire(case),
        schedule=schedule(machine),
        signed=outlook.signed,
        package=outlook.package,
        horizon=outlook.horizon,
        rate=case.risk_free,
    )
    return price(assets, now, curves, rng, assumptions)


@dataclass(frozen=True, slots=True)
class Own:
    """What a desk brings in place of the case's: holdings, returns, rules, odds of futures."""

    book: Book | None = None
    history: History | None = None
    mandate: Mandate | None = None
    believe: tuple[str, ...] = ()


def allocated(
    case: Case,
    outlook: Outlook,
    markets: Markets,
    rng: np.random.Generator,
    own: Own | None = None,
) -> Allocation:
    """Rotate or hold, for the portfolio of the case or another book, on own returns if given."""
    desk = own or Own()
    require_holdings(case, book=desk.book is not None)
    held = desk.book or _book(case)
    beliefs = {s: Belief(o.low, o.mean, o.high) for s, o in outlook.now.items()}
    notes = []
    if desk.believe:
        beliefs = own_odds(beliefs, desk.believe)
        stated = ", ".join(desk.believe)
        notes = [f"own odds, {stated}; prices are taken to hold those of the outlook"]
    rules = replace(desk.mandate or Mandate(), benchmark=held.benchmark)
    found = allocate(markets, held.holdings, beliefs, rng, rules, desk.history)
    return replace(found, notes=(*notes, *outlook.notes, *found.notes))


def _book(case: Case) -> Book:
    """The portfolio of the case, and the benchmark where one is written beside it."""
    holdings = tuple(
        Holding(row.asset, row.weight, row.low, row.high, row.cost_bp, country=row.country)
        for row in case.holdings
    )
    benchmark = {row.asset: row.benchmark for row in case.holdings if row.benchmark is not None}
    return Book(holdings, benchmark)


def market_result(case: Case, markets: Markets, machine: Machine) -> MarketResult:
    """What the brief shows of the markets; the draws stay behind."""
    return MarketResult(
        markets.horizon,
        markets.paths,
        markets.spreads,
        markets.curves,
        sequencing(markets, machine.name, schedule(machine)),
        markets.notes,
        supplied(case),
    )


def supplied(case: Case) -> SupplyRisk | None:
    """Supply risk with and without the supplier that the case names; None if it names none."""
    asked = case.minerals
    if asked is None:
        return None
    return supply_risk(asked.supplier, asked.importers, asked.minerals, Place("assets.yaml"))


def schedule(machine: Machine) -> Schedule:
    """How far each measure of each module stands open, month by month."""
    found: dict[str, dict[str, FloatArray]] = {}
    for column, valve in enumerate(machine.valves):
        found.setdefault(valve.module, {})[valve.measure] = machine.openings[:, column]
    return found


def _ceasefire(case: Case) -> dict[str, Range]:
    """How likely a ceasefire stands under each future that says so."""
    return {
        name: _range(future.ceasefire, case.estimates)
        for name, future in futures_of(case.world.outlook).items()
        if future.ceasefire is not None
    }


def asset(entry: AssetEntry, estimates: Mapping[str, Quantity], place: Place) -> Asset:
    """An asset of the case as the markets room knows it."""
    return Asset(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        price=entry.price,
        unit=entry.unit,
        as_of=entry.as_of,
        volatility=entry.volatility,
        sensitivity=entry.sensitivity or "",
        effects={name: _range(effect, estimates) for name, effect in entry.effects.items()},
        supply={name: _range(more, estimates) for name, more in entry.supply.items()},
        supply_by_valve={
            valve: _range(more, estimates) for valve, more in entry.supply_by_valve.items()
        },
        elasticity=_range(entry.elasticity, estimates) if entry.elasticity else None,
        curve=_CURVES[entry.curve] if entry.curve else None,
        valves=entry.valves,
        source=entry.source,
        evidence=entry.evidence,
        place=place,
    )


def _range(quantity: Quantity, estimates: Mapping[str, Quantity]) -> Range:
    base = estimates[quantity.estimate] if quantity.estimate else quantity
    low, high = base.bounds
    mode = low if base.mode is None else base.mode
    ends = sorted((quantity.times * low, quantity.times * high))
    return Range(ends[0], quantity.times * mode, ends[1])


def _survival(name: str, life: Lifetime) -> Survival:
    months = np.arange(life.alive.shape[1], dtype=np.float64)
    mean = life.mean(life.alive)
    low, high = life.band(life.alive, 0.9)
    # In the worst draws a package may be dead at once; no market quotes beyond certain loss.
    floor = np.exp(-MOST_HAZARD * months / 12)
    return Survival(name, months, mean, np.maximum(low, np.minimum(floor, mean)), high)
