"""The smallest repair of a package, as a diff of its file."""

from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from detente.answers.design import saved_as
from detente.answers.model import Answer
from detente.design.repair import Repair, repair
from detente.design.written import sheet_of
from detente.findings.from_claims import Findings
from detente.wording.numbers import count_of


def repair_answer(findings: Findings, name: str, seconds: float, save: str = "") -> Answer:
    """The least change that makes a package hold, and cures what flaws a small change can."""
    findings.tell(f"what is the least that mends {name}? at most {seconds:g} s")
    found = repair(findings.case, findings.law, findings.sampler, name, seconds)
    words, diff = repair_words(found), ""
    if found.proof is not None and found.edits:
        diff = sheet_of(findings.case, name).diff(found.edits, save)
    saved = None
    if save:
        saved = saved_as(findings, name, found.edits, save, found.proof is not None)
    data = {
        "goal": "repair",
        "package": name,
        "verdict": "no-room" if found.proof is None else "holds",
        "words": words,
        "clauses": found.clauses,
        "steps": [asdict(step) for step in found.steps],
        "flaws_before": found.before.flaws,
        "flaws": found.left,
        "least": found.least,
        "in_time": found.in_time,
        "tried": found.tried,
        "diff": diff,
        "saved": saved,
    }

    def show(console: Console) -> None:
        console.print(Text(f"{name}, repair: {words}", style="bold"))
        for step in found.steps:
            size = "" if step.size == 1 else f" (by {step.size:.2f})"
            console.print(Text(f"- {step.words}{size}: against {', '.join(step.cures)}"))
        if found.left:
            console.print(Text(f"no single change cures: {', '.join(found.left)}", style="dim"))
        console.print(Text(diff))
        if saved:
            console.print(f"saved as {saved}")

    return Answer(data, show)


def repair_words(found: Repair) -> str:
    """What was found, as a sentence or two."""
    late = "" if found.in_time else " The time was over before all was tried."
    if found.proof is None:
        return f"Nothing that was tried makes it hold ({found.tried} changes).{late}"
    if not found.steps:
        state = "It holds as it stands"
        return f"{state}, and no single change cures a flaw without bringing another.{late}"
    cured = len(found.before.flaws) - len(found.left)
    touched = count_of(found.clauses, "clause")
    held = "It held before" if found.before.holds else "It holds"
    flaws = f"; {cured} of {len(found.before.flaws)} flaws are cured" if found.before.flaws else ""
    least = "" if found.least else " A smaller repair may exist: this one was found step by step."
    return f"{held}; {touched} changed{flaws}.{least}{late}"
