"""How signed packages came out, where a case has no replay of its own to say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.case.events import Outcome
from detente.durability.tables import Row, table

# Ends that leave open how long it would have stood: only known to have stood until then.
_UNRESOLVED = frozenset({"termination", "superseded", "open"})


@dataclass(frozen=True, slots=True)
class Known:
    """What became of one package of a case."""

    package: str
    episode: str  # row in the catalogue of relief
    outcome: Outcome


def stated_outcomes() -> Mapping[str, Known]:
    """Outcomes of the full cases that ship, by case."""
    return {row["case"]: _known(row) for row in table("outcomes.csv")}


def _known(row: Row) -> Known:
    stated = {name: row[name] for name in row if name not in {"case", "package", "episode"}}
    stated = {name: value for name, value in stated.items() if value}
    days = {
        name: date.fromisoformat(stated[name])
        for name in ("ended", "alive_until")
        if name in stated
    }
    return Known(row["package"], row["episode"], Outcome.model_validate({**stated, **days}))


def stood(outcome: Outcome, signed: date, months: int) -> bool | None:
    """Whether the package stood so many months after signature; None if that cannot be known.

    One that was completed, or replaced by another bargain, is known to have stood until then only.
    """
    later = outcome.day >= _after(signed, months)
    if later:
        return True
    failed = outcome.ended is not None and outcome.how not in _UNRESOLVED
    return False if failed else None


def _after(day: date, months: int) -> date:
    """The day so many months on; the 28th at the latest, which no month lacks."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))
