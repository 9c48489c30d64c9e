"""The agreement of every shipped episode as lines of text; run it to freeze them anew."""

from functools import cache
from pathlib import Path

from detente.case.from_replay import replayed_cases
from detente.machine.agreement import Replayed, replayed

TABLE = Path(__file__).parent / "agreement.txt"


@cache
def run(name: str) -> Replayed:
    """An episode as it is shipped."""
    return replayed(name, replayed_cases()[name])


def lines(name: str) -> list[str]:
    """One line for each effect that the record has."""
    found = run(name)
    return [
        f"{name}: {row.of} {row.what}: machine {row.machine or '-'}, happened {row.happened}, "
        f"{row.verdict}{'' if row.reckoned else ', given'}"
        for row in found.agreement.rows
        if row.verdict != "not-recorded"
    ]


if __name__ == "__main__":
    TABLE.write_text("".join(f"{row}\n" for name in replayed_cases() for row in lines(name)))
