"""A brief of the main case with its page, warm: the whole, then room by room."""

import resource
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

import numpy as np

from bench.row import Row
from detente.brief.page import to_html
from detente.case import open_case
from detente.checks import check
from detente.claims import decide
from detente.findings.from_claims import Findings, Tell, as_json
from detente.signals import read_record as read_words

CASE, DRAWS, SEED = "alaska-2025", 2000, 1


def rows(tell: Tell) -> Iterator[Row]:
    """Seconds of the whole, MiB, and seconds of each room."""
    tell(f"a brief with {DRAWS:,} draws, to warm up")
    to_html(Findings(open_case(CASE), SEED, DRAWS).brief())
    tell("the same again, whole")
    whole = _timed(lambda: to_html(Findings(open_case(CASE), SEED, DRAWS).brief()))
    yield Row(f"a brief of {DRAWS:,} draws, with its page", whole, "s")
    yield Row("peak memory of the process", _peak(), "MiB")
    tell("the same again, room by room")
    findings = Findings(open_case(CASE), SEED, DRAWS)
    for room, step in _steps(findings).items():
        yield Row(f"  {room}", _timed(step), "s")
    brief = findings.brief()
    yield Row("  claims", _timed(lambda: decide(findings.case.claims, as_json(brief))), "s")
    yield Row("  page", _timed(lambda: to_html(brief)), "s")


def _steps(findings: Findings) -> dict[str, Callable[[], object]]:
    names = list(findings.case.packages)
    return {
        "case": lambda: open_case(CASE),
        "law": lambda: findings.law,
        "record": lambda: findings.record,
        "signals": lambda: _words(findings),
        "machine": lambda: findings.machines,
        "checks": lambda: [
            check(machine, findings.case, findings.law) for machine in findings.machines.values()
        ],
        "incentives": lambda: [findings.hold(name) for name in names],
        "durability": lambda: [findings.life(name) for name in names],
        "packages, part by part": lambda: [findings.package(name) for name in names],
        "design": lambda: findings.designed(findings.likely),
        "scenarios": lambda: findings.outlook,
        "markets": lambda: findings.markets,
        "portfolio": lambda: findings.allocation,
    }


def _words(findings: Findings) -> object:
    rng = np.random.default_rng([SEED, 1])
    return read_words(findings.record, findings.case.world.as_of, rng)


def _timed(step: Callable[[], object]) -> float:
    begun = perf_counter()
    step()
    return perf_counter() - begun


def _peak() -> float:
    """Most memory that the process has held so far, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
