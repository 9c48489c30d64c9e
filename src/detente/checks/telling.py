"""Says a story of the machine in the case's words, one dated line a step."""

from collections.abc import Iterable

from detente.machine.model import Machine, Move


def at(machine: Machine, month: int) -> str:
    """`2026-03-01, month 3`."""
    return f"{machine.day(month)}, month {month}"


def tell(machine: Machine, story: Iterable[Move]) -> list[str]:
    """The moves of a story; months in which all comply are told as one line."""
    lines: list[str] = []
    quiet = 0
    for move in story:
        if move.kind == "comply":
            quiet += 1
            continue
        if quiet:
            lines.append(f"{at(machine, move.month)}: {_months(quiet)} in which all comply")
            quiet = 0
        article = f" (Article {move.article})" if move.article else ""
        lines.append(f"{at(machine, move.month)}: {move.actor} {_verb(move)}{article}")
    if quiet:
        lines.append(f"{_months(quiet).capitalize()} in which all comply")
    return lines


def _months(count: int) -> str:
    return "a month" if count == 1 else f"{count} months"


def _verb(move: Move) -> str:
    match move.kind:
        case "withhold":
            return f'does not perform "{move.what}"'
        case "breach":
            return f"commits {move.what}"
        case "look-away":
            return f"commits {move.what}; it is seen, and the deciders look away"
        case "end":
            return f"ends the package without a breach: {move.what}"
        case _:
            return f"{move.kind}: {move.what}"


def opened(measures: Iterable[str], openings: Iterable[float]) -> str:
    """`us-oil 0.3, eu-gas 1`."""
    pairs = zip(measures, openings, strict=True)
    return ", ".join(f"{measure} {opening:g}" for measure, opening in pairs if opening > 0)
