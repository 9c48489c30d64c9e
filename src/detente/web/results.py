"""What a package comes to, worked out at every move and remembered for as long as it is of use."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from detente.case import Package, Sampler
from detente.checks import check
from detente.durability import lifetime
from detente.findings.model import Package as Shown
from detente.findings.model import Part
from detente.findings.package_result import quick_result, worth_of_parts
from detente.machine import Machine, compile_package
from detente.web.desk import Desk
from detente.web.playing import Players
from detente.web.reading import checked
from detente.web.session import Version
from detente.web.weakest import Weak, weakest

Worked = TypeVar("Worked")
MOST_KEPT = 60


@dataclass(frozen=True, slots=True)
class Result:
    """A package as written, all that the engine says about it, and its weak clause."""

    key: str
    clauses: Package
    data: Mapping[str, Any]
    machine: Machine = field(repr=False)
    shown: Shown
    weak: Weak | None


@dataclass(slots=True)
class Results:
    """Results by what they were worked out from.

    All are worked out on one thread, one after the other: so many clients need no more memory.
    """

    desk: Desk
    players: Players
    _kept: OrderedDict[str, Result] = field(default_factory=OrderedDict)
    _parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1), repr=False)

    def of(self, name: str, version: Version) -> Result:
        """The result of a package; raises InputError if it cannot be read."""
        data = version.data
        case = self.desk.case
        key = _key(name, version, case.hashes)
        if found := self._kept.get(key):
            self._used_again(key)
            return found
        package = checked(case, name, version.document, data)

        def work() -> Result:
            known = self._kept.get(key) or self._worked_out(key, name, package, data)
            self._keep(known)
            return known

        return self.in_turn(work)

    def in_turn(self, work: Callable[[], Worked]) -> Worked:
        """Something that takes the engine, after all that was asked for before."""
        return self._worker.submit(work).result()

    def close(self) -> None:
        """Nothing more is worked out."""
        self._worker.shutdown(cancel_futures=True)
        self.players.close()

    def parts(
        self, result: Result, wanted: Callable[[], bool] = lambda: True
    ) -> tuple[Part, ...] | None:
        """What each part is worth; None if nobody wants to know any more.

        Others get their turn between two parts, for a move of a handle must not wait for a table.
        """
        if result.key not in self._parts:
            case = replace(
                self.desk.case,
                packages={**self.desk.case.packages, result.machine.name: result.clauses},
            )
            found: list[Part] = []
            trials = worth_of_parts(case, result.machine, self._sampler())
            while wanted():
                part = self.in_turn(lambda: next(trials, None))
                if part is None:
                    self._parts[result.key] = tuple(found)
                    break
                found.append(part)
        return self._parts.get(result.key)

    def parts_if_known(self, result: Result) -> tuple[Part, ...] | None:
        """The same where it was worked out before."""
        return self._parts.get(result.key)

    def _worked_out(self, key: str, name: str, package: Package, data: Any) -> Result:
        case = replace(self.desk.case, packages={**self.desk.case.packages, name: package})
        machine = compile_package(case, name)
        law = self.desk.law
        checks = self.players.meanwhile(lambda: check(machine, case, law))
        held = self.players.hold(machine, case.world)
        shown = quick_result(case, law, machine, checks.result(), held, lifetime(held))
        return Result(key, package, data, machine, shown, weakest(held, package))

    def _sampler(self) -> Sampler:
        return Sampler(self.desk.case.estimates, self.desk.draws, self.desk.seed)

    def _used_again(self, key: str) -> None:
        with suppress(KeyError):  # another thread may have forgotten it meanwhile
            self._kept.move_to_end(key)

    def _keep(self, result: Result) -> None:
        self._kept[result.key] = result
        self._kept.move_to_end(result.key)
        while len(self._kept) > MOST_KEPT:
            gone, _ = self._kept.popitem(last=False)
            self._parts.pop(gone, None)


def _key(name: str, version: Version, hashes: Mapping[str, str]) -> str:
    world = sorted(pair for pair in hashes.items() if not pair[0].startswith("packages/"))
    told = json.dumps([name, version.digest, world])
    return hashlib.sha256(told.encode()).hexdigest()
