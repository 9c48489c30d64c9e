"""A case on the desk: each question a method, each answer a result."""

from collections.abc import Callable
from typing import Any

from detente.brief.answers import Answer, chosen
from detente.brief.from_claims import Findings, silent
from detente.brief.writing import plain
from detente.case import open_case
from detente.errors import DetenteError
from detente.notebook import drawings, tables
from detente.notebook.result import Drawing, Result

_DRAWS = 2000
_LEAST_DRAWS = 2


def open_desk(case: str, seed: int = 1) -> "Desk":
    """A case by its folder, or by its name if it ships; refuses what the command line refuses."""
    return Desk(case, seed)


class Desk:
    """A case read and checked once; rooms are entered as they are asked for and kept."""

    def __init__(self, case: str, seed: int = 1) -> None:
        self.case = open_case(case)
        self.seed = seed
        self._found: dict[tuple[int, tuple[str, ...]], Findings] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What would mislead in silence, each with the file and the line it stands on."""
        return tuple(map(str, self.case.notes))

    @property
    def packages(self) -> tuple[str, ...]:
        """Names of the packages of the case."""
        return tuple(self.case.packages)

    def findings(self, draws: int = _DRAWS, without: tuple[str, ...] = ()) -> Findings:
        """The rooms behind the answers, for those who want the arrays."""
        if not isinstance(draws, int) or draws < _LEAST_DRAWS:
            raise DetenteError(f"draws={draws!r}: give a whole number of at least {_LEAST_DRAWS}")
        key = (draws, without)
        if key not in self._found:
            found = Findings(self.case, self.seed, draws, silent)
            found.take_out(without)
            self._found[key] = found
        return self._found[key]

    def check(self, package: str = "") -> Result:
        """Flaws of every package, or of one."""
        from detente.brief.answers.check import check_answer

        answer = check_answer(self.findings(2), package)
        return _result("Flaws", answer, tables.flaws)

    def hold(
        self, package: str = "", draws: int = _DRAWS, without: str | tuple[str, ...] = ()
    ) -> Result:
        """Would it hold: slack and survival by month."""
        from detente.brief.answers.hold import hold_answer

        findings = self.findings(draws, (without,) if isinstance(without, str) else without)
        answer = hold_answer(findings, package)
        return _result("Would it hold", answer, tables.months, drawings.survival)

    def flips(self, package: str = "", draws: int = _DRAWS) -> Result:
        """The numbers that the answer hangs on."""
        from detente.brief.answers.hold import flips_answer

        answer = flips_answer(self.findings(draws), package)
        return _result("What would turn it", answer, tables.flips, drawings.flips)

    def design(self, package: str = "", goal: str = "least-relief", draws: int = _DRAWS) -> Result:
        """What would hold within the red lines."""
        from detente.brief.answers.design import design_answer

        answer = design_answer(self.findings(draws), package, goal)
        return _result("What would hold", answer, tables.schedule, drawings.schedule)

    def outlook(self, draws: int = _DRAWS) -> Result:
        """How likely each future is."""
        from detente.brief.answers.futures import outlook_answer

        answer = outlook_answer(self.findings(draws))
        return _result("The futures", answer, tables.odds, drawings.odds)

    def price(self, draws: int = _DRAWS) -> Result:
        """What each future does to prices."""
        from detente.brief.answers.futures import price_answer

        answer = price_answer(self.findings(draws))
        return _result("Prices", answer, tables.effects, drawings.effects)

    def allocate(self, draws: int = _DRAWS) -> Result:
        """Rotate or hold."""
        from detente.brief.answers.futures import allocate_answer

        answer = allocate_answer(self.findings(draws))
        return _result("Rotate or hold", answer, tables.weights, drawings.weights)

    def claims(self, draws: int = _DRAWS) -> Result:
        """The analyst's claims against the numbers."""
        from detente.brief.answers.futures import claims_answer

        return _result("Claims", claims_answer(self.findings(draws)), tables.claims)

    def read(self, text: str) -> Result:
        """Who committed to what in a text, how firmly."""
        from detente.brief.answers.read import read_answer

        return _result("Readings", read_answer(text), tables.readings)

    def result(self, package: str, draws: int = _DRAWS) -> Any:
        """The whole public result of one package, as the brief shows it."""
        findings = self.findings(draws)
        chosen(findings, package)
        return findings.package(package)


def _result(
    title: str,
    answer: Answer,
    table: Callable[[Any], tables.Rows],
    draw: Callable[[tables.Rows], Drawing] | None = None,
) -> Result:
    data = plain(answer.data)
    rows = table(data)
    return Result(title, data, rows, (lambda: draw(rows)) if draw else None)
