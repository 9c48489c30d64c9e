"""A package with every mechanical remedy that helps and hurts nothing else, and what it came to."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from detente.case.document import Document, parse_yaml
from detente.case.editing import changed, edited
from detente.case.ground import Ground
from detente.case.links import unresolved
from detente.case.model import Case
from detente.case.package import Package
from detente.checks.from_machine import CONDITIONS, check
from detente.checks.mend import Mend
from detente.checks.mends import MENDS
from detente.checks.model import Check
from detente.law import Law
from detente.machine import compile_package

WORSE = ("good", "unknown", "flaw")  # the further right, the worse


@dataclass(frozen=True, slots=True)
class Refused:
    """A remedy that was not carried out, and why."""

    mend: Mend
    why: str


@dataclass(slots=True)
class Mended:
    """What was done to a package, the verdicts before and after, and the new file."""

    name: str
    before: tuple[Check, ...]
    after: tuple[Check, ...]
    text: str = ""
    applied: list[Mend] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def left(self) -> tuple[Check, ...]:
        """What is still to be mended, by people."""
        return tuple(found for found in self.after if found.verdict != "good")


def mend(case: Case, name: str, law: Law, text: str) -> Mended:
    """The package of that name, whose file holds `text`, mended condition by condition."""
    desk = _Desk(case, name, law, parse_yaml(text, f"packages/{name}.yaml"))
    before = desk.judge(desk.package)
    done = Mended(name, before, before)
    for condition in CONDITIONS:
        desk.work(condition, done)
    edits = [edit for step in done.applied for edit in step.edits]
    done.text = edited(text, edits, f"packages/{name}.yaml")
    return done


@dataclass(slots=True)
class _Desk:
    """The package as it stands while it is mended."""

    case: Case
    name: str
    law: Law
    document: Document
    data: Any = field(init=False)
    package: Package = field(init=False)

    def __post_init__(self) -> None:
        self.data = self.document.data
        self.package = Package.model_validate(self.data, context=self.case.lexicon)

    def judge(self, package: Package) -> tuple[Check, ...]:
        return check(compile_package(self.case, self.name, package), self.case, self.law)

    def work(self, condition: str, done: Mended) -> None:
        """Carries out remedies for one condition for as long as one of them helps."""
        tried: set[str] = set()
        while verdict_of(done.after, condition) != "good" and condition in MENDS:
            mend = next((m for m in self.remedies(condition) if m.says not in tried), None)
            if mend is None:
                return
            tried.add(mend.says)
            self.attempt(mend, done)

    def remedies(self, condition: str) -> Iterator[Mend]:
        """Candidates for one condition; none more where the package is too large to search."""
        machine = compile_package(self.case, self.name, self.package)
        with suppress(OverflowError):
            yield from MENDS[condition](machine, self.case, self.law)

    def attempt(self, mend: Mend, done: Mended) -> None:
        """Keeps a remedy that helps its condition and makes no other verdict worse."""
        data = changed(self.data, mend.edits)
        package = self.sound(data)
        if isinstance(package, str):
            done.refused.append(Refused(mend, package))
            return
        after = self.judge(package)
        if why := _hurts(mend, done.after, after):
            done.refused.append(Refused(mend, why))
        elif _helps(mend, done.after, after):
            self.data, self.package, done.after = data, package, after
            done.applied.append(mend)

    def sound(self, data: Any) -> Package | str:
        """The package of changed data, or why there is none."""
        try:
            package = Package.model_validate(data, context=self.case.lexicon)
        except ValidationError as error:
            return str(error.errors()[0]["msg"])
        file = f"packages/{self.name}.yaml"
        packages = {**self.case.packages, self.name: package}
        case = replace(self.case, packages=packages, holdings=())
        ground = Ground(lambda _, path: self.document.place(path), frozenset(), {})
        problems = [p for p in unresolved(case, ground, ()) if p.place.file == file]
        return problems[0].reason if problems else package


def verdict_of(checks: tuple[Check, ...], condition: str) -> str:
    """The verdict on one condition."""
    return next(found.verdict for found in checks if found.name == condition)


def _hurts(mend: Mend, before: tuple[Check, ...], after: tuple[Check, ...]) -> str:
    """The first other condition that a remedy would make worse."""
    for old, new in zip(before, after, strict=True):
        if old.name != mend.condition and WORSE.index(new.verdict) > WORSE.index(old.verdict):
            return f"{new.name} would no longer be {old.verdict}: {new.finding}"
    return ""


def _helps(mend: Mend, before: tuple[Check, ...], after: tuple[Check, ...]) -> bool:
    """Whether the condition is better, or one of several flaws under it is gone.

    What is kept after a breach is one number, so there a flaw that merely changes is no gain.
    """
    old, new = (_only(checks, mend.condition) for checks in (before, after))
    gain = WORSE.index(old.verdict) - WORSE.index(new.verdict)
    one_of_several = old.verdict == "flaw" and old.name != "exposure"
    return gain > 0 or (gain == 0 and one_of_several and new != old)


def _only(checks: tuple[Check, ...], condition: str) -> Check:
    return next(found for found in checks if found.name == condition)
