"""Brings a number to the unit of the house, or says why it cannot be brought there.

Money is counted in EUR bn, flows of it in EUR bn a month, shares in parts of one, times in months.
"""

from collections.abc import Mapping
from typing import Literal

from detente.case.quantity import Quantity
from detente.case.rates import EuroRate
from detente.case.units import FLOW, MONEY, Unit, parsed

Kind = Literal["flow", "stock", "share", "monthly", "yearly", "months"]
_HOUSE: Mapping[Kind, str] = {
    "flow": FLOW,
    "stock": MONEY,
    "share": "share",
    "monthly": "share",
    "yearly": "share a year",
    "months": "months",
}
_YEAR = 12.0
_PER_CENT = ("%", "percent", "per cent", "pct")


def in_house_unit(quantity: Quantity, kind: Kind, rates: Mapping[str, EuroRate]) -> Quantity:
    """The number in the unit of its field; raises ValueError with reason and remedy."""
    if not quantity.unit:
        return quantity
    unit = parsed(quantity.unit)
    complaint = misfit(quantity.unit, kind)
    if complaint:
        raise ValueError(complaint)
    return quantity if unit is None else _scaled(quantity, unit, _HOUSE[kind], rates)


def in_own_unit(quantity: Quantity, rates: Mapping[str, EuroRate]) -> Quantity:
    """An estimate in the unit of the house for what it is: money, or a share."""
    unit = parsed(quantity.unit) if quantity.unit else None
    if unit is None or unit.kind == "time":
        return quantity
    if unit.kind == "money":
        return in_house_unit(quantity, "flow" if unit.period else "stock", rates)
    return _scaled(quantity, unit, f"share{' a year' if unit.period == _YEAR else ''}", rates)


def misfit(text: str, kind: Kind) -> str:
    """What is wrong with a unit where some kind of number is meant: reason; remedy. Or nothing."""
    unit, house = parsed(text), _HOUSE[kind]
    if kind in {"flow", "stock"}:
        return _no_money(text, unit, kind)
    if unit is None:
        lost = any(word in text.casefold() for word in _PER_CENT)
        return f'unit "{text}" is not understood; write it as {house}' if lost else ""
    if (unit.kind == "time") != (kind == "months") or unit.kind == "money":
        return f'unit "{text}" does not fit; this is counted as {house}'
    if kind == "monthly" and unit.period not in {None, 1.0}:
        return f'"{text}" is not counted by the month; give p a month: 1 - (1 - a year)^(1/12)'
    if kind == "yearly" and unit.period not in {None, _YEAR}:
        return f'"{text}" is not counted by the year; give it a year, as 0.05'
    return ""


def _no_money(text: str, unit: Unit | None, kind: Kind) -> str:
    house = _HOUSE[kind]
    if unit is None:
        return f'unit "{text}" is not understood; write it as {house}'
    if unit.kind != "money":
        return f'unit "{text}" is no money; write it as {house}'
    if not unit.currency:
        return f'unit "{text}" names no currency; write it as {house}'
    if kind == "flow" and unit.period is None:
        return f'"{text}" is a sum at once where a flow is meant; write it as {house}'
    if kind == "stock" and unit.period is not None:
        return f'"{text}" is a flow where a sum at once is meant; write it as {house}'
    return ""


def _scaled(quantity: Quantity, unit: Unit, house: str, rates: Mapping[str, EuroRate]) -> Quantity:
    factor, note = unit.scale, f"written in {quantity.unit}"
    if unit.kind == "money":
        factor /= unit.period or 1.0
        if unit.currency != "EUR":
            rate = _rate(unit.currency, rates)
            factor *= rate.euros
            day = f" of {rate.on}" if rate.on else ""
            note += f", at {rate.euros:.5g} euros for 1 {unit.currency} ({rate.source}{day})"
    if abs(factor - 1) < 1e-12:
        return quantity
    update: dict[str, object] = {"unit": house}
    update["why"] = "; ".join(part for part in (quantity.why, note) if part)
    if quantity.estimate is not None:
        return quantity.model_copy(update={**update, "times": quantity.times * factor})
    for end in ("value", "low", "mode", "high"):
        written = getattr(quantity, end)
        update[end] = None if written is None else float(f"{written * factor:.12g}")
    return quantity.model_copy(update=update)


def _rate(currency: str, rates: Mapping[str, EuroRate]) -> EuroRate:
    if currency not in rates:
        entry = f"{{{currency}: {{euros: 0.01, source: ...}}}}"
        raise ValueError(
            f"no rate for {currency} at the case's day; state it in case.yaml, in euros for one: "
            f"rates: {entry}"
        )
    return rates[currency]
