"""The figures: kernel against reference, and the time of every room, side by side in one run.

Times are of this machine in this run: compare the two columns of one run, never two runs.
"""

import platform
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from detente.brief.answers import Answer
from detente.brief.from_claims import Findings, Tell, as_json
from detente.brief.page import to_html
from detente.case import Sampler, open_case
from detente.checks import check
from detente.claims import decide
from detente.incentives import Game, make_game
from detente.incentives.kernel import solve_fast
from detente.incentives.payoffs import payoffs
from detente.incentives.reference import solve
from detente.machine import compile_package
from detente.signals import read_record as read_words

CASE, PACKAGE = "alaska-2025", "modular"
KERNEL_DRAWS, BRIEF_DRAWS, SEED = 10_000, 2000, 1
REPEATS = 3  # the best of these: the least disturbed by what else the machine does
TIMES_FASTER = 10  # what the kernel owes the reference


@dataclass(frozen=True, slots=True)
class Twins:
    """Kernel and reference on the same game, warm."""

    draws: int
    months: int
    parties: int
    reference: float  # seconds
    kernel: float
    apart: float  # largest difference of any value, EUR bn
    peak_kernel: float  # MiB, of the process by then
    peak_reference: float

    @property
    def ratio(self) -> float:
        """How many times faster the kernel is."""
        return self.reference / self.kernel


def figures(tell: Tell) -> Answer:
    """What everything costs in time and memory on this machine."""
    rooms, page, brief_peak = _rooms(tell)
    twins = _twins(tell)
    data = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "twins": {**asdict(twins), "ratio": twins.ratio},
        "brief": {"draws": BRIEF_DRAWS, "rooms": rooms, "whole": page, "peak": brief_peak},
    }

    def show(console: Console) -> None:
        console.print(_twins_table(twins))
        owed = "as" if twins.ratio >= TIMES_FASTER else "NOT as"
        console.print(
            f"the kernel is {twins.ratio:.0f} times faster, {owed} promised "
            f"(at least {TIMES_FASTER}); values differ by {twins.apart:.0e} at most"
        )
        console.print(_rooms_table(rooms, page))
        console.print(f"peak memory of the brief {brief_peak:.0f} MiB; {data['machine']}")

    return Answer(data, show)


def _twins(tell: Tell) -> Twins:
    """Kernel first, so that its peak of memory is its own."""
    game = _game(KERNEL_DRAWS)
    tell(f"kernel on {KERNEL_DRAWS:,} draws")
    solve_fast(_game(2))
    fast = min(_timed(lambda: solve_fast(game)) for _ in range(REPEATS))
    peak_kernel, quick = _peak(), solve_fast(game)
    tell(f"reference on {KERNEL_DRAWS:,} draws: this takes half a minute")
    begun = perf_counter()
    plain = solve(game)
    slow = perf_counter() - begun
    apart = float(np.abs(quick.value - plain.value).max())
    draws, months, parties = game.flow.shape
    return Twins(draws - 1, months, parties, slow, fast, apart, peak_kernel, _peak())


def _game(draws: int) -> Game:
    case = open_case(CASE)
    machine, sampler = compile_package(case, PACKAGE), Sampler(case.estimates, draws, SEED)
    return make_game(machine, case.world, sampler, payoffs(machine, case.world, sampler))


def _rooms(tell: Tell) -> tuple[Mapping[str, float], float, float]:
    """Seconds of each room, seconds of a whole brief with its page, and peak MiB; all warm."""
    tell(f"a brief with {BRIEF_DRAWS:,} draws, to warm up")
    to_html(Findings(open_case(CASE), SEED, BRIEF_DRAWS).brief())
    tell("the same again, whole")
    whole = _timed(lambda: to_html(Findings(open_case(CASE), SEED, BRIEF_DRAWS).brief()))
    peak = _peak()
    tell("the same again, room by room")
    findings = Findings(open_case(CASE), SEED, BRIEF_DRAWS)
    names = list(findings.case.packages)
    steps: dict[str, Callable[[], object]] = {
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
    times = {room: _timed(step) for room, step in steps.items()}
    brief = findings.brief()
    times["claims"] = _timed(lambda: decide(findings.case.claims, as_json(brief)))
    times["page"] = _timed(lambda: to_html(brief))
    return times, whole, peak


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


def _twins_table(twins: Twins) -> Table:
    size = f"{twins.draws:,} draws x {twins.months} months x {twins.parties} parties"
    table = Table(size, "seconds", "peak MiB so far", box=None)
    table.add_row("reference, NumPy", f"{twins.reference:.2f}", f"{twins.peak_reference:.0f}")
    table.add_row("kernel, numba", f"{twins.kernel:.2f}", f"{twins.peak_kernel:.0f}")
    return table


def _rooms_table(rooms: Mapping[str, float], whole: float) -> Table:
    table = Table(f"a warm brief, {BRIEF_DRAWS:,} draws", "seconds", box=None)
    for room, seconds in rooms.items():
        table.add_row(room, f"{seconds:.2f}")
    table.add_row("the whole, with its page", f"{whole:.2f}")
    return table
