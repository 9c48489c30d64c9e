"""What would hold, for a program and for a person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer, chosen
from detente.answers.saving import check_name, save_package
from detente.case.editing import Edit
from detente.design import GOALS
from detente.design.conflicts import Conflict
from detente.design.proposal import Proposal, Question, propose
from detente.design.written import sheet_of
from detente.errors import DetenteError
from detente.findings.design_result import design_result
from detente.findings.from_claims import Findings
from detente.findings.model import Design
from detente.wording.design_words import clash_words, demand_words, story


@dataclass(frozen=True, slots=True)
class Ask:
    """All that can be asked of `design` beside the goal."""

    question: Question = field(default_factory=Question)
    parties: str = ""  # two of them, for the payoff frontier
    save: str = ""  # name of the package to be written
    point: int = 0  # of a frontier, counted from 1


_OF_SCHEDULES = ("drop", "bound", "vary")
_OF_GOAL: Mapping[str, tuple[str, ...]] = {
    "repair": (),
    "frontier": ("bound", "parties", "point"),
}


def design_answer(findings: Findings, package: str, goal: str, ask: Ask | None = None) -> Answer:
    """What would hold, starting from one package."""
    known = next((name for name in GOALS if name == goal), None)
    if known is None:
        raise DetenteError(f'no goal "{goal}"', f"there is: {', '.join(GOALS)}")
    ask = ask or Ask()
    ask = replace(ask, question=replace(ask.question, goal=known))
    if known != "least-relief" and (ask.question.robust is not None or ask.question.choose):
        option = "modules" if ask.question.choose else "robust"
        reason = f"goes with the goal least-relief, not with {goal}"
        raise DetenteError(reason, "leave it out", option=option)
    if ask.question.choose and ask.question.robust is not None:
        raise DetenteError(
            "cannot be asked together with a choice of modules",
            "save the choice first",
            option="robust",
        )
    _refuse_unheard(goal, ask)
    name = chosen(findings, package)[0] if package else findings.likely
    if ask.save:
        check_name(findings.case, ask.save)
    if known == "repair":
        from detente.answers.repair import repair_answer

        return repair_answer(findings, name, ask.question.seconds, ask.save)
    if known == "frontier":
        from detente.answers.frontier import frontier_answer

        return frontier_answer(findings, name, ask)
    return _schedule_answer(findings, name, ask)


def _refuse_unheard(goal: str, ask: Ask) -> None:
    """What a goal takes no account of is refused, not dropped: the answer would be another's."""
    asked = {
        "drop": ask.question.drop,
        "bound": ask.question.bounds,
        "vary": ask.question.vary,
        "parties": ask.parties,
        "point": ask.point,
    }
    heard = _OF_GOAL.get(goal, _OF_SCHEDULES)
    unheard = [option for option, value in asked.items() if value and option not in heard]
    if unheard:
        also = f", nor for {' and '.join(unheard[1:])}" if unheard[1:] else ""
        reason = f"the goal {goal} has no use for it{also}"
        raise DetenteError(reason, "leave it out", option=unheard[0])
    if ask.point and not ask.save:
        reason = "says which package is saved, and none is"
        raise DetenteError(reason, "name the package to save, too", option="point")


def _schedule_answer(findings: Findings, name: str, ask: Ask) -> Answer:
    findings.tell(f"what would hold? starting from {name}")
    case, sampler, question = findings.case, findings.sampler, ask.question
    found = propose(case, findings.law, sampler, name, question)
    written = found.proof.machine  # with the edits: other numbers may have moved than openings
    answer = replace(found.design, openings=written.openings)
    result = design_result(answer, written, case, sampler)
    lines = story(found, case, sampler)
    saved = None
    if ask.save:
        saved = saved_as(findings, name, found.edits, ask.save, found.design.verdict == "holds")
    data: dict[str, Any] = {
        **asdict(result),
        "story": lines,
        "slack_by_party": _least_slack(found),
        "value_by_party": _by_party(found, found.proof.held.value[0]),
        "relief_by_party": _by_party(found, found.proof.held.relief[0]),
        "flaws": found.proof.flaws,
        "new_flaws": found.new_flaws,
        "steps": found.told.steps,
        "crossings": [asdict(line) for line in found.design.crossings],
        "drops": [asdict(drop) for drop in found.told.drops],
        "conflict": conflict_data(found.told.conflict),
        "robust": _robust(found),
        "alive": found.told.alive and asdict(found.told.alive),
        "begins": found.told.begins,
        "settings": [asdict(setting) for setting in found.told.settings],
        "gap": found.told.gap,
        "stopped": found.told.stopped,
        "saved": saved,
    }

    def show(console: Console) -> None:
        console.print(Text(f"{name}, {question.goal}: {result.words}", style="bold"))
        for line in lines:
            console.print(Text(line))
        show_schedule(console, result)
        if saved:
            console.print(f"saved as {saved}")

    return Answer(data, show)


def show_schedule(console: Console, found: Design) -> None:
    """Openings by month, prices, and what holds the answer back."""
    if found.verdict == "holds":
        table = Table("from month", "date", "stands open", box=None)
        for step in found.schedule:
            opened = ", ".join(f"{m} {x:.2f}" for m, x in step.open.items() if x > 0.005)
            table.add_row(str(step.month), str(step.date), Text(opened or "nothing"))
        console.print(table)
    table = Table("red line", "price, EUR bn for the whole line", box=None)
    for line in found.red_lines:
        table.add_row(Text(f"{line.party}:{line.name}"), f"{line.price:.2f}")
    console.print(table)
    for words in found.binding[:5]:
        console.print(Text(f"held back by: {words}", style="dim"))
    if found.unpriced:
        lines = ", ".join(found.unpriced)
        console.print(Text(f"about terms, so without a price here: {lines}", style="dim"))


def saved_as(
    findings: Findings, name: str, edits: tuple[Edit, ...], save: str, survives: bool
) -> str:
    """The path that a designed package was written to; what is no solution is not saved."""
    if not survives:
        reason = "there is no solution to save"
        raise DetenteError(reason, "ask without it to see why", option="save")
    sheet = sheet_of(findings.case, name)
    title = f"{findings.case.packages[name].title} ({save})"
    return str(save_package(findings.case, sheet, edits, save, title))


def conflict_data(clash: Conflict | None) -> Mapping[str, Any] | None:
    """A conflict for a program: its sentence, its demands and what is enough on each."""
    if clash is None:
        return None
    demands = [
        {
            "kind": giving.demand.kind,
            "party": giving.demand.party,
            "name": giving.demand.name,
            "words": demand_words(giving),
            "enough_here": giving.within,
            "enough": giving.overall,
            "unit": giving.unit or "share of the opening",
        }
        for giving in clash.givings
    ]
    return {"words": clash_words(clash), "demands": demands, "smallest": clash.proven}


def _by_party(found: Proposal, values: Any) -> dict[str, float]:
    return {p: float(x) for p, x in zip(found.proof.machine.parties, values, strict=True)}


def _least_slack(found: Proposal) -> dict[str, float]:
    held = found.proof.held
    least = held.slack[0].min(axis=0)
    return {held.game.parties[i]: float(x) for i, x in zip(held.obliged, least, strict=True)}


def _robust(found: Proposal) -> dict[str, Any] | None:
    if found.told.robust is None:
        return None
    data = asdict(found.told.robust)
    del data["y"]
    return data
