"""A number that names an estimate must name one that is there and fits its field."""

from collections.abc import Iterable, Iterator, Mapping

from detente.case.ground import Ground
from detente.case.hints import nearest, spell
from detente.case.quantity import Check, Quantity, quantities
from detente.errors import Problem

Complaint = tuple[str, str]  # reason, remedy


def misfits(
    file: str, clause: object, estimates: Mapping[str, Quantity], ground: Ground
) -> Iterator[Problem]:
    """Numbers under a clause whose estimate is lost, only names another, or leaves the bounds."""
    for path, quantity, checks in quantities(clause):
        in_table = path[:1] == ("estimates",) and path[1] in ground.estimates
        complaint = None
        if quantity.moves_with and not in_table:
            complaint = astray(quantity.moves_with, estimates, ground)
        if quantity.estimate is not None and complaint is None:
            complaint = _ill_fitting(quantity, quantity.estimate, estimates, ground, checks)
        if complaint:
            reason = f"{spell(path)}: {complaint[0]}"
            yield Problem(ground.place(file, path), reason, complaint[1])


def _ill_fitting(
    quantity: Quantity,
    name: str,
    estimates: Mapping[str, Quantity],
    ground: Ground,
    checks: Iterable[Check],
) -> Complaint | None:
    """Why an estimate cannot stand here, and the remedy."""
    base = estimates.get(name)
    if base is None:
        missing = f'no estimate "{name}"', nearest(name, estimates)
        return None if name in ground.refused else missing
    if base.estimate is not None:
        return f'estimate "{name}" only names another', f'name "{base.estimate}" here'
    ends = sorted(quantity.times * end for end in base.ends)
    try:
        for check in checks:
            check(Quantity(low=ends[0], mode=ends[0], high=ends[1]))
    except ValueError as error:
        reason, _, remedy = str(error).partition("; ")
        return f'estimate "{name}" {reason}', remedy
    return None


def astray(name: str, estimates: Mapping[str, Quantity], ground: Ground) -> Complaint | None:
    """Why a number cannot move with an estimate, and the remedy."""
    if name not in estimates:
        missing = f'no estimate "{name}"', nearest(name, estimates)
        return None if name in ground.refused else missing
    if estimates[name].moves_with:
        leader = estimates[name].moves_with
        return f'"{name}" itself moves with "{leader}"', f'name "{leader}" here'
    return None
