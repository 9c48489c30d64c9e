"""Runs every room of the house over a case, in the order in which data flows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from detente.case import Case, Sampler
from detente.case.hints import nearest
from detente.case.streams import Stream, stream
from detente.claims import decide
from detente.design import design
from detente.design.model import Goal
from detente.durability import Lifetime, lifetime
from detente.durability.flips import Flip
from detente.errors import DetenteError
from detente.findings.absent import absent, require_holdings
from detente.findings.as_text import plain
from detente.findings.design_result import design_result
from detente.findings.frontier_result import frontier_result
from detente.findings.market_result import allocated, market_result, priced
from detente.findings.model import Brief, Package
from detente.findings.model import Case as CaseResult
from detente.findings.model import Design as DesignResult
from detente.findings.package_result import package_result, what_flips
from detente.findings.run_record import input_lines, run_record
from detente.findings.signal_result import signal_result
from detente.incentives import Hold, hold
from detente.law import Law
from detente.law.from_case import law_of
from detente.machine import Machine, compile_package
from detente.machine.part import parts, without
from detente.markets import Markets
from detente.portfolio import Allocation
from detente.record import Record, read_record
from detente.scenarios import Outlook, outlook

Tell = Callable[[str], None]
FULL_WALKS = 192  # random walks for the shares of survival, when asked for by themselves


def silent(_: str) -> None:
    """Tells nobody how far the work is."""


@dataclass
class Findings:
    """The rooms of one case, each entered when first asked for.

    Randomness of every room comes from the seed and the room's own number, so that one room's
    result does not depend on which others were entered before.
    """

    case: Case
    seed: int
    draws: int
    tell: Tell = silent
    _held: dict[str, Hold] = field(default_factory=dict, init=False, repr=False)
    _lived: dict[str, Lifetime] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def sampler(self) -> Sampler:
        """Draws of the uncertain numbers."""
        return Sampler(self.case.estimates, self.draws, self.seed)

    @cached_property
    def law(self) -> Law:
        """The shipped law, and the case's own where it has a folder of it."""
        return law_of(self.case.folder)

    @cached_property
    def record(self) -> Record:
        """The timeline of words and deeds."""
        return read_record(self.case)

    @cached_property
    def machines(self) -> dict[str, Machine]:
        """Every package, compiled."""
        return {name: compile_package(self.case, name) for name in self.case.packages}

    def take_out(self, parts_out: Sequence[str]) -> None:
        """Takes parts out of every package that has them; one that none has is refused."""
        for part in parts_out:
            having = [name for name, m in self.machines.items() if part in parts(m)]
            if not having:
                known = [p for machine in self.machines.values() for p in parts(machine)]
                raise DetenteError(f'no package has a part "{part}"', nearest(part, known))
            for name in having:
                self.machines[name] = without(self.case, self.machines[name], part)

    def hold(self, name: str) -> Hold:
        """A package, played; once."""
        if name not in self._held:
            self.tell(f"would {name} hold? {self.draws} draws")
            self._held[name] = hold(self.machines[name], self.case.world, self.sampler)
        return self._held[name]

    def life(self, name: str) -> Lifetime:
        """A package, followed through time; once."""
        if name not in self._lived:
            self._lived[name] = lifetime(self.hold(name))
        return self._lived[name]

    def package(self, name: str) -> Package:
        """All about one package."""
        held, life = self.hold(name), self.life(name)
        self.tell(f"what is each part of {name} worth?")
        return package_result(self.case, self.law, self.machines[name], self.sampler, held, life)

    def flips(self, name: str) -> tuple[Flip, ...]:
        """What the answer of a package hangs on."""
        self.tell(f"what would turn the answer on {name}?")
        return what_flips(self.case, self.machines[name], self.sampler, FULL_WALKS)

    @cached_property
    def likely(self) -> str:
        """The package that would be signed, if any: the outlook's, or the first."""
        stated = self.case.world.outlook
        return stated.package if stated else next(iter(self.case.packages))

    def designed(self, name: str, goal: Goal = "least-relief") -> DesignResult:
        """What would hold, starting from a package, and what more relief buys."""
        self.tell(f"what would hold? starting from {name}")
        machine = self.machines[name]
        found = design(machine, self.case.world, self.sampler, goal)
        result = design_result(found, machine, self.case, self.sampler, self.law)
        if result.verdict != "holds":
            return result
        return replace(result, frontier=frontier_result(found, machine, self.case, self.sampler))

    @cached_property
    def outlook(self) -> Outlook:
        """How likely each future is."""
        alive = self.life(self.likely).alive
        case = self.case
        return outlook(case.world, self.record, alive, self.sampler, self.likely, case.ladder)

    @cached_property
    def markets(self) -> Markets:
        """What the futures do to prices."""
        self.tell("prices under each future")
        lives = {name: self.life(name) for name in self.case.packages}
        rng, signed = stream(self.seed, Stream.MARKETS), self.machines[self.likely]
        return priced(self.case, self.outlook, signed, lives, rng)

    @cached_property
    def allocation(self) -> Allocation:
        """Rotate or hold."""
        require_holdings(self.case)
        self.tell("rotate or hold?")
        rng = stream(self.seed, Stream.PORTFOLIO)
        return allocated(self.case, self.outlook, self.markets, rng)

    def brief(self) -> Brief:
        """Everything, as one object."""
        from detente.signals import read_record as read_words  # noqa: PLC0415  # loads the parser

        self.tell(f"reading {len(self.record.statements)} statements")
        rng, bare = stream(self.seed, Stream.WORDS), absent(self.case)
        words = read_words(self.record, self.case.world.as_of, rng)
        found = Brief(
            case=self._about(),
            as_of=self.case.world.as_of,
            run=run_record(self.case, self.seed, self.draws),
            signals=signal_result(words, self.record),
            packages={name: self.package(name) for name in self.case.packages},
            design=self.designed(self.likely),
            scenarios=self.outlook,
            markets=market_result(self.case, self.markets, self.machines[self.likely]),
            portfolio=None if "portfolio" in bare else self.allocation,
            claims=(),
            inputs=input_lines(self.case, self.machines.values(), self.sampler),
            missing=bare,
        )
        return replace(found, claims=decide(self.case.claims, as_json(found)))

    def _about(self) -> CaseResult:
        world = self.case.world
        return CaseResult(
            name=world.name,
            title=world.title,
            summary=world.summary,
            subject=world.subject,
            target=world.target,
            parties={name: party.name for name, party in world.parties.items()},
            statements=len(self.record.statements),
            deeds=len(self.record.deeds),
            headline="",
            standfirst="",
        )


def as_json(found: Brief) -> dict[str, Any]:
    """The brief as plain data, ready for JSON: no number that JSON cannot write."""
    data: dict[str, Any] = plain(found)
    return data


def schema() -> dict[str, Any]:
    """The JSON Schema of `brief.json`."""
    return TypeAdapter(Brief).json_schema(mode="serialization")
