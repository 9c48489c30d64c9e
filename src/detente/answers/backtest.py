"""Forecasts of survival against what happened: for a program and for a person."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case import Case, Sampler, find_case
from detente.case.from_replay import read_replay, replayed_cases
from detente.case.streams import Stream, stream
from detente.durability import lifetime
from detente.durability.backtest import (
    BASE,
    INSIDE,
    MARKS,
    OUTSIDE,
    VIEWS,
    Forecast,
    Score,
    Tried,
    forecasts,
    scores,
    target_of,
)
from detente.durability.outcomes import Known, stated_outcomes, stood
from detente.errors import DetenteError
from detente.incentives import hold
from detente.law.from_case import open_with_law
from detente.machine import compile_package

Tell = Callable[[str], None]
_HINDSIGHT = (
    "these packages were written as files after their outcomes were known: no number was set to "
    "fit them, but a gain of the game over views without a story is an upper reading"
)
_BASIC = {
    "inside": "the game",
    "outside": "relief elsewhere",
    "base rate": "the rest of this table",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A package and a mark with nothing to score, and why."""

    case: str
    month: int | None
    why: str


def backtest_answer(seed: int, draws: int, tell: Tell) -> Answer:
    """Every package whose outcome is known: what the game said, what happened, and the scores."""
    tried, out = _all_tried(seed, draws, tell)
    made = forecasts(tried)
    found = scores(made, stream(seed, Stream.BACKTEST))

    def show(console: Console) -> None:
        console.print(_forecast_table(made))
        for left in out:
            where = f" at {left.month} months" if left.month else ""
            console.print(Text(f"left out: {left.case}{where}: {left.why}", style="dim"))
        console.print(_score_table(found))
        for line in (*_verdict(found), _HINDSIGHT):
            console.print(Text(line))

    data = {
        "forecasts": [{**asdict(one.tried), "views": dict(one.views)} for one in made],
        "left_out": [asdict(left) for left in out],
        "scores": [asdict(score) for score in found],
    }
    return Answer(data, show)


def _all_tried(seed: int, draws: int, tell: Tell) -> tuple[list[Tried], list[LeftOut]]:
    tried: list[Tried] = []
    out: list[LeftOut] = []
    for name, folder in _folders().items():
        tell(f"what would have been said of {name}?")
        try:
            case = open_with_law(str(folder))
            known = _known(case, name)
            each = list(_tried(case, name, known, seed, draws))
        except DetenteError as error:
            out.append(LeftOut(name, None, str(error).splitlines()[0]))
            continue
        tried += [one for one in each if isinstance(one, Tried)]
        out += [one for one in each if isinstance(one, LeftOut)]
    return tried, out


def _folders() -> dict[str, Path]:
    """Every case that says how it came out, full cases first."""
    return {**{name: find_case(name) for name in stated_outcomes()}, **replayed_cases()}


def _known(case: Case, name: str) -> Known:
    stated = stated_outcomes().get(name)
    if stated:
        return stated
    replay = read_replay(case)
    return Known(replay.package, replay.episode, replay.outcome)


def _tried(case: Case, name: str, known: Known, seed: int, draws: int) -> Iterator[Tried | LeftOut]:
    """The game as of signature at every mark; nothing that came later is read."""
    machine = compile_package(case, known.package)
    life = lifetime(hold(machine, case.world, Sampler(case.estimates, draws, seed), warned=False))
    alive, target = life.mean(life.alive), target_of(known.episode)
    for month in MARKS:
        came = stood(known.outcome, machine.package.signed, month)
        if came is None:
            yield LeftOut(name, month, f"known to have stood until {known.outcome.day} only")
        elif month >= len(alive):
            yield LeftOut(name, month, f"the package is followed to month {len(alive) - 1} only")
        else:
            yield Tried(name, known.package, target, month, float(alive[month]), came)


def _forecast_table(made: tuple[Forecast, ...]) -> Table:
    table = Table("package", "months", *VIEWS, "stood", box=None)
    for one in made:
        said = (f"{one.views[view]:.0%}" for view in VIEWS)
        stood_words = "yes" if one.tried.stood else "no"
        name = f"{one.tried.case}, {one.tried.package}"
        table.add_row(Text(name), str(one.tried.month), *said, stood_words)
    return table


def _score_table(found: tuple[Score, ...]) -> Table:
    table = Table("view", "months", "n", "targets", "Brier", "log score", "game behind", box=None)
    for score in found:
        table.add_row(
            score.view,
            "all" if score.month is None else str(score.month),
            str(score.n),
            str(score.targets),
            f"{score.brier:.3f} ({score.brier_low:.3f} to {score.brier_high:.3f})",
            f"{score.log_score:.3f} ({score.log_low:.3f} to {score.log_high:.3f})",
            ""
            if score.view == INSIDE
            else f"{score.behind:+.3f} ({score.behind_low:+.3f} to {score.behind_high:+.3f})",
        )
    return table


def _verdict(found: tuple[Score, ...]) -> Iterator[str]:
    """Who did better over all marks and whether that is clear; then wherever the game lost."""
    for score in found:
        if score.month is None and score.view in {OUTSIDE, BASE}:
            better = "loses to" if score.behind > 0 else "beats"
            clear = score.behind_low > 0 or score.behind_high < 0
            doubt = "" if clear else "; the interval does not exclude a tie"
            yield (
                f"over all marks the game {better} {_BASIC[score.view]} by {abs(score.behind):.3f} "
                f"Brier (n = {score.n} forecasts on {score.targets} targets{doubt})"
            )
    yield from _defeats(found)


def _defeats(found: tuple[Score, ...]) -> Iterator[str]:
    games = {score.month: score for score in found if score.view == INSIDE}
    for score in found:
        game, where = games[score.month], _when(score.month)
        briers, logs = (game.brier, score.brier), (game.log_score, score.log_score)
        for name, (ours, theirs) in (("Brier", briers), ("the log score", logs)):
            if ours > theirs:
                yield f"{where} the game loses to {score.view} on {name}: {ours:.3f}, {theirs:.3f}"


def _when(month: int | None) -> str:
    return "over all marks" if month is None else f"at {month} months"
