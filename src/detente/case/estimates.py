"""A number that names an estimate must name one that is there and fits its field."""

from collections.abc import Iterable, Iterator, Mapping

from detente.case.amount import Asked, quantities
from detente.case.dimension import Kind, misfit
from detente.case.ground import Ground
from detente.case.hints import nearest, spell
from detente.case.quantity import IN_UNIT, Quantity
from detente.errors import Problem

Complaint = tuple[str, str]  # reason, remedy


def misfits(
    file: str, clause: object, estimates: Mapping[str, Quantity], ground: Ground
) -> Iterator[Problem]:
    """Numbers under a clause whose estimate is lost, only names another, or leaves the bounds."""
    for asked in quantities(clause):
        path, quantity = asked.path, asked.quantity
        in_table = path[:1] == ("estimates",) and path[1] in ground.estimates
        complaint = None
        if quantity.moves_with and not in_table:
            complaint = astray(quantity.moves_with, estimates, ground)
        if quantity.estimate is not None and complaint is None:
            complaint = _ill_fitting(asked, quantity.estimate, estimates, ground)
        if complaint:
            reason = f"{spell(path)}: {complaint[0]}"
            yield Problem(ground.place(file, path), reason, complaint[1])


def used_estimates(clauses: Iterable[object]) -> dict[str, set[Kind | None]]:
    """Estimates that a number somewhere is, or moves with, and the kinds of number they are."""
    used: dict[str, set[Kind | None]] = {}
    for clause in clauses:
        for asked in quantities(clause):
            for name in filter(None, (asked.quantity.estimate, asked.quantity.moves_with)):
                used.setdefault(name, set()).add(asked.kind)
    return used


def _ill_fitting(
    asked: Asked, name: str, estimates: Mapping[str, Quantity], ground: Ground
) -> Complaint | None:
    """Why an estimate cannot stand here, and the remedy."""
    base = estimates.get(name)
    if base is None:
        missing = f'no estimate "{name}"', nearest(name, estimates)
        return None if name in ground.refused else missing
    if base.estimate is not None:
        return f'estimate "{name}" only names another', f'name "{base.estimate}" here'
    times = asked.quantity.times
    ends = sorted(times * end for end in base.ends)
    try:
        for check in asked.checks:
            check(Quantity(low=ends[0], mode=ends[0], high=ends[1]))
    except ValueError as error:
        reason, _, remedy = str(error).partition("; ")
        return f'estimate "{name}" {reason}', remedy
    return None if name in ground.refused else _ill_measured(asked, name, base)


def _ill_measured(asked: Asked, name: str, base: Quantity) -> Complaint | None:
    """Why the unit of an estimate does not do here, where no factor turns it into another."""
    reason, remedy = _misfit(asked, base)
    if not reason or abs(asked.quantity.times) != 1:
        return None
    return f'estimate "{name}": {reason}', remedy


def turned(asked: Asked, base: Quantity) -> Complaint | None:
    """What to say of an estimate in another unit that a factor is to turn into the field's."""
    reason, _ = _misfit(asked, base)
    times = asked.quantity.times
    if not reason or abs(times) == 1:
        return None
    unit = "EUR bn a month" if asked.kind == "flow" else "EUR bn"
    said = f'estimate "{asked.quantity.estimate}": {reason}; {times:g} times it is taken as {unit}'
    return said, f"write unit: {unit} beside it, if that is what is meant"


def _misfit(asked: Asked, base: Quantity) -> Complaint:
    """Why a unit does not do; a number with a unit of its own says what it is."""
    own, money = asked.quantity.unit, asked.kind in {"flow", "stock"}
    said = own and not own.startswith(IN_UNIT)
    turned_share = abs(asked.quantity.times) != 1 and not money
    if asked.kind is None or not base.unit or said or turned_share:
        return "", ""
    reason, _, remedy = misfit(base.unit, asked.kind).partition("; ")
    return reason, remedy


def astray(name: str, estimates: Mapping[str, Quantity], ground: Ground) -> Complaint | None:
    """Why a number cannot move with an estimate, and the remedy."""
    if name not in estimates:
        missing = f'no estimate "{name}"', nearest(name, estimates)
        return None if name in ground.refused else missing
    if estimates[name].moves_with:
        leader = estimates[name].moves_with
        return f'"{name}" itself moves with "{leader}"', f'name "{leader}" here'
    return None
