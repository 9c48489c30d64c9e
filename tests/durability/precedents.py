"""Makes the table of precedents anew from the shipped episodes and cases.

Run as `./run python tests/durability/precedents.py`; a test holds the shipped table equal.
"""

import csv
import io
from pathlib import Path

import detente.durability.precedents as room
from detente.case import open_case
from detente.case.from_replay import read_replay, replayed_cases
from detente.law import load_law
from detente.machine import compile_package

SHIPPED = Path(room.__file__).parent / "data" / room.TABLE


def made() -> str:
    """One row for the signed package of every episode and case that is replayed."""
    rows = []
    for name, folder in replayed_cases().items():
        case = open_case(str(folder))
        own = folder / "law"
        law = load_law(own if own.is_dir() else None)
        package = read_replay(case).package  # the one that was signed
        machine = compile_package(case, package)
        found = room.features(machine, case.world, law)
        marks = {key: "yes" if has else "no" for key, has in found.items()}
        head = {"episode": name, "package": package, "target": case.world.target}
        rows.append({**head, "signed": machine.signed.isoformat(), **marks})
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    SHIPPED.write_text(made(), encoding="utf-8")
