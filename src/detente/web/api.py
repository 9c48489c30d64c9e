"""The same answers for programs: JSON under /api, with the errors of the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from detente.answers.check import check_answer
from detente.answers.design import Ask, design_answer
from detente.answers.history import history_answer
from detente.answers.hold import flips_answer, hold_answer, why_answer
from detente.answers.law import law_answer
from detente.answers.model import Answer
from detente.answers.read import read_answer
from detente.design.proposal import Question
from detente.errors import Problem
from detente.findings.as_text import as_text
from detente.findings.from_claims import Findings
from detente.web.bench import Bench

MOST_DRAWS = 5000  # of one question: they are held in memory
MOST_WORDS = 100_000  # characters of a text to be read


class Complaint(BaseModel):
    """One thing wrong: where, what, and how to mend it."""

    place: str = Field(description="file and line, or the part of the request; empty if neither")
    reason: str
    remedy: str


class Complaints(BaseModel):
    """All that is wrong at once, as the command line says it."""

    problems: list[Complaint]


class Words(BaseModel):
    """A text to be read."""

    text: str = Field(max_length=MOST_WORDS, description="a statement, in English")


Some = Annotated[str, Query(max_length=200)]
Package = Annotated[str, Query(max_length=200, description="one package; all if not given")]
Seed = Annotated[int, Query(ge=0, le=2**32 - 1, description="same seed, same answer")]
Draws = Annotated[int, Query(ge=2, le=MOST_DRAWS, description="draws of the uncertain numbers")]
Answered = dict[str, Any]


def told(
    problems: Sequence[Problem], status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Problems as JSON."""
    found = [{"place": str(p.place), "reason": p.reason, "remedy": p.remedy} for p in problems]
    return _json({"problems": found}, status, headers)


def api(bench: Bench) -> APIRouter:
    """All questions that a program may ask about the case on the table."""
    wrong: dict[int | str, dict[str, Any]] = {
        400: {"model": Complaints},
        422: {"model": Complaints},
    }
    routes, ask = APIRouter(prefix="/api", responses=wrong), _Questions(bench)
    questions: dict[str, Callable[..., Response]] = {
        "/check": ask.check,
        "/hold": ask.hold,
        "/why": ask.why,
        "/flips": ask.flips,
        "/design": ask.design,
        "/outlook": ask.outlook,
        "/price": ask.price,
        "/allocate": ask.allocate,
        "/law": ask.law,
        "/history": ask.history,
    }
    for path, question in questions.items():
        routes.add_api_route(path, question, response_model=Answered)
    routes.add_api_route("/read", ask.read, methods=["POST"], response_model=Answered)
    return routes


@dataclass(frozen=True, slots=True)
class _Questions:
    bench: Bench

    def check(self, package: Package = "") -> Response:
        """Every named condition: good, or the shortest story that breaks it."""
        return self._of(lambda found: check_answer(found, package))

    def hold(
        self,
        package: Package = "",
        without: Annotated[list[str] | None, Query(max_length=20)] = None,
        seed: Seed = 1,
        draws: Draws = 2000,
    ) -> Response:
        """Slack, first binding constraint, survival, relief, windfall and reward."""

        def ask(found: Findings) -> Answer:
            found.take_out(without or [])
            return hold_answer(found, package)

        return self._of(ask, seed, draws)

    def why(
        self,
        question: Annotated[str, Query(max_length=60, description="PARTY@MONTH, such as RU@14")],
        package: Package = "",
        seed: Seed = 1,
    ) -> Response:
        """The ledger of one decision."""
        return self._of(lambda found: why_answer(found, package, question), seed)

    def flips(self, package: Package = "", seed: Seed = 1) -> Response:
        """The numbers that the answer hangs on."""
        return self._of(lambda found: flips_answer(found, package), seed)

    def design(
        self,
        package: Package = "",
        goal: Some = "least-relief",
        seconds: Annotated[float, Query(ge=1, le=60, description="limit of a search")] = 60,
        seed: Seed = 1,
        draws: Draws = 2000,
    ) -> Response:
        """What would hold within the red lines, and what each red line costs."""
        ask = Ask(Question(seconds=seconds))
        return self._of(lambda found: design_answer(found, package, goal, ask), seed, draws)

    def outlook(self, seed: Seed = 1, draws: Draws = 2000) -> Response:
        """How likely each future is, and which line of the record moved it."""
        from detente.answers.futures import outlook_answer  # noqa: PLC0415  # heavy

        return self._of(outlook_answer, seed, draws)

    def price(self, seed: Seed = 1, draws: Draws = 2000) -> Response:
        """What each future does to prices, and durability to spreads."""
        from detente.answers.futures import price_answer  # noqa: PLC0415  # heavy

        return self._of(price_answer, seed, draws)

    def allocate(self, seed: Seed = 1, draws: Draws = 2000) -> Response:
        """Rotate or hold, and the probability at which the answer turns."""
        from detente.answers.futures import allocate_answer  # noqa: PLC0415  # heavy

        return self._of(allocate_answer, seed, draws)

    def law(
        self,
        measure: Some = "",
        member: Some = "",
        on: Annotated[date | None, Query(description="the day; today if not given")] = None,
    ) -> Response:
        """Who may open, close or let lapse a measure on a day, and who can stop it."""
        self.bench.desk.refresh()
        return _json(law_answer(self.bench.desk.law, on or date.today(), measure, member).data)

    def history(self, name: Some = "") -> Response:
        """What became of settlements elsewhere: one reference class, or all."""
        return _json(history_answer(name).data)

    def read(self, words: Words) -> Response:
        """Who committed to what in a text."""
        return _json(self.bench.asked(lambda: read_answer(words.text).data))

    def _of(self, ask: Callable[[Findings], Answer], seed: int = 1, draws: int = 2) -> Response:
        found = Findings(self.bench.desk.refresh(), seed, draws)
        return _json(self.bench.asked(lambda: ask(found).data))


def _json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    heads = dict(headers or {})
    return Response(as_text(data), status, heads, media_type="application/json")
