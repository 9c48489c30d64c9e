"""What a case is asked, in process: each question by name, its cost, and what it gives."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

from jinja2 import Environment

from detente.answers.check import check_answer
from detente.answers.design import design_answer
from detente.answers.desk import OwnFiles, allocation_answer, allocation_of
from detente.answers.export import export_answer
from detente.answers.futures import (
    claims_answer,
    outlook_answer,
    price_answer,
)
from detente.answers.gap import gap_answer
from detente.answers.given import given_answer
from detente.answers.hold import flips_answer, hold_answer, parts_answer, why_answer
from detente.answers.repair import repair_answer
from detente.brief.page import to_html
from detente.case import Case
from detente.findings.as_text import as_text
from detente.findings.from_claims import Findings, silent
from detente.law import Law, load_law
from detente.web.bench import _templates, make_bench
from detente.web.desk import Desk
from detente.web.verbs import VERBS
from detente.web.view import Asked, as_it_stands, fragments

_TYPED = ("0", "1", "-1", "", "nan", "1e400", "1e308", "100", "50", "7", "0.3", "abc", "12,5", "−3")


@cache
def _law() -> Law:
    return load_law()


@cache
def _pages() -> Environment:
    return _templates()


@dataclass
class Asking:
    """A case, and the same chance for every question about it."""

    case: Case
    rng: random.Random
    draws: int

    @cached_property
    def found(self) -> Findings:
        """The rooms, with the law as it was read once."""
        found = Findings(self.case, 1, self.draws, silent)
        if not (self.case.folder / "law").is_dir():
            found.__dict__["law"] = _law()
        return found

    @property
    def one(self) -> str:
        """The package that the dear questions are about."""
        return self.found.likely

    def check(self) -> Any:
        """Every named condition."""
        return check_answer(self.found, "").data

    def hold(self) -> Any:
        """Slack and survival of every package."""
        return hold_answer(self.found, "").data

    def why(self) -> Any:
        """The ledger of one decision, of whoever is obliged."""
        party, month = self.rng.choice(list(self.case.world.parties)), self.rng.choice((0, 1, 7))
        return why_answer(self.found, self.one, f"{party}@{month}").data

    def given(self) -> Any:
        """What is known once the package was seen alive."""
        return given_answer(self.found, self.one, [f"alive@{self.rng.choice((1, 6))}"]).data

    def outlook(self) -> Any:
        """How likely each future is."""
        return outlook_answer(self.found).data

    def export(self) -> Any:
        """The machine in some format."""
        to = self.rng.choice(("prism", "json", "efg", "dot"))
        months = None if to == "dot" else 1
        export_answer(self.found, self.one, to, months, None)  # its own words may say `inf`

    def flips(self) -> Any:
        """What turns the answer."""
        return flips_answer(self.found, self.one).data

    def parts(self) -> Any:
        """What each part is worth."""
        return parts_answer(self.found, self.one).data

    def design(self) -> Any:
        """What would hold."""
        goals = ("least-relief", "most-slack", "least-crossing")
        return design_answer(self.found, self.one, self.rng.choice(goals)).data

    def repair(self) -> Any:
        """The smallest repair."""
        return repair_answer(self.found, self.one, 1.0, "").data

    def gap(self) -> Any:
        """Words against deeds."""
        since = self.rng.choice((None, self.case.world.as_of - timedelta(days=40)))
        return gap_answer(self.found, "", "", since, 90).data

    def price(self) -> Any:
        """What the futures do to prices."""
        return price_answer(self.found).data

    def allocate(self) -> Any:
        """Rotate or hold."""
        return allocation_answer(allocation_of(self.found, OwnFiles())).data

    def claims(self) -> Any:
        """The analyst's claims."""
        return claims_answer(self.found).data

    def brief(self) -> Any:
        """Everything, as page and as JSON."""
        found = self.found.brief()
        to_html(found)
        as_text(found)
        return {**asdict(found), "run": None}

    def edit(self) -> Any:
        """Some handles of the workbench moved, and the page that comes back."""
        desk = Desk(self.case.folder, self.case, self.found.law, self.draws, 1)
        desk._seen = (("", 0, 0),)
        bench = make_bench(desk)
        bench.templates = _pages()
        try:
            version, stamp = desk.version(self.one)
            draft = bench.drafts.new(self.one, version, stamp)
            controls = list(as_it_stands(bench, draft).treaty.controls)
            moved = self.rng.sample(controls, min(len(controls), self.rng.choice((1, 2))))
            VERBS["edit"](bench, draft, {name: self.rng.choice(_TYPED) for name in moved})
            page = fragments(as_it_stands(bench, draft), Asked(), with_treaty=True)
            return {**page, **asdict(as_it_stands(bench, draft).result.shown)}
        finally:
            bench.close()


Question = Callable[[Asking], Any]
CHEAP: tuple[Question, ...] = (Asking.check, Asking.hold, Asking.outlook)
SOME: tuple[Question, ...] = (Asking.why, Asking.given, Asking.export, Asking.edit, Asking.gap)
DEAR: tuple[Question, ...] = (
    *(Asking.flips, Asking.parts, Asking.design, Asking.price, Asking.repair),
    *(Asking.allocate, Asking.claims, Asking.brief),
)


def questions(rng: random.Random, *, small: bool) -> list[Question]:
    """What is asked in one try: the cheap ones always, the dear ones seldom."""
    asked = [*CHEAP, *rng.sample(SOME, 2 if small else 1)]
    chance = rng.random()
    if chance < (0.25 if small else 0.04):
        asked.append(rng.choice(DEAR))
    return asked
