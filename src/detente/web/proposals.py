"""What a search found, as a change of the package that can be looked at before it is made."""

import re
from collections.abc import Mapping
from typing import Any

from detente.case.syntax import Path
from detente.errors import DetenteError
from detente.machine import Machine
from detente.web.bench import Bench
from detente.web.differences import differences
from detente.web.jobs import Job
from detente.web.reading import Value, read_package
from detente.web.session import Version
from detente.web.view import of_draft
from detente.web.words import numbers
from detente.wording.names import plain
from detente.wording.numbers import listed, upper_first

AGAIN = 1  # seconds until a page without script asks how far the work is


def proposed(bench: Bench, job: Job) -> Version | None:
    """The package as a search would have it; None if it found nothing that holds."""
    answer = job.answer or {}
    if job.state != "done" or answer.get("verdict") != "holds":
        return None
    if "diff" in answer:
        return _from_diff(bench, job, answer["diff"])
    machine = bench.results.of(job.package, job.base).machine
    return job.base.moved(_from_schedule(machine, answer["schedule"]))


def _from_diff(bench: Bench, job: Job, diff: str) -> Version | None:
    if not diff:
        return None
    text = patched(job.base.yaml, diff)
    document, _ = read_package(bench.desk.case, job.package, text)
    return Version(text, document)


def patched(text: str, diff: str) -> str:
    """A text with a unified diff of it carried out; every line that is taken out must be there."""
    old, new, at = text.splitlines(keepends=True), list[str](), 0
    for line in diff.splitlines(keepends=True)[2:]:
        if found := re.match(r"@@ -(\d+)(?:,(\d+))? ", line):
            start = int(found[1]) - (found[2] != "0")  # an empty stretch is named by the line above
            new += old[at:start]
            at = start
        elif line[0] == "+":
            new.append(line[1:])
        else:
            if at >= len(old) or old[at].rstrip("\n") != line[1:].rstrip("\n"):
                raise DetenteError("the package found does not fit the draft it was looked for in")
            new += [] if line[0] == "-" else [old[at]]
            at += 1
    return "".join([*new, *old[at:]])


def _from_schedule(machine: Machine, schedule: list[Mapping[str, Any]]) -> dict[Path, Value]:
    """A schedule of openings as new numbers in the phases; a phase takes what its first month has.

    The schedule names measures, so two modules that open the same one get the same opening.
    """
    spans = {(span.module, span.phase): span.start for span in machine.spans}
    changes: dict[Path, Value] = {}
    for row, module in enumerate(machine.package.modules):
        for at, phase in enumerate(module.phases):
            found = _open_at(schedule, spans[module.name, phase.name])
            for measure, share in phase.open.items():
                new = round(float(found.get(measure, share)), 6)
                if abs(new - share) > 1e-9:
                    changes["modules", row, "phases", at, "open", measure] = new
    return changes


def _open_at(schedule: list[Mapping[str, Any]], month: int) -> Mapping[str, float]:
    """What stands open in a month, by the last step that came before."""
    steps = [step for step in schedule if int(step["month"]) <= month]
    found: Mapping[str, float] = steps[-1]["open"] if steps else {}
    return found


def job_context(bench: Bench, name: str) -> dict[str, Any]:
    """How far long work is, and what it would change if it found something."""
    job = bench.jobs.get(name)
    answer, version = job.answer or {}, proposed(bench, job)
    told: dict[str, Any] = {
        "bench": bench,
        "desk": bench.desk,
        "job": job,
        "again": AGAIN,
        "moved": [],
        "columns": [],
        "words": answer.get("words", ""),
        "lines": answer.get("story") or [_step(step) for step in answer.get("steps", ())],
        "back": f"/draft/{job.draft}",
    }
    if version is None:
        return told
    view, target = of_draft(bench, job.draft), bench.desk.case.world.target
    then = dict(numbers(bench.results.of(view.name, version).shown, target))
    columns = [(words, was, then[words]) for words, was in numbers(view.result.shown, target)]
    moved = differences(view.version.data, version.data, view.treaty.controls)
    return {**told, "moved": moved, "columns": columns}


def _step(step: Mapping[str, Any]) -> str:
    flaws = [plain(cure) for cure in step["cures"] if cure != "does not hold"]
    why = "so that it holds" if len(flaws) < len(step["cures"]) else ""
    told = [why, f"against {listed(flaws)}" if flaws else ""]
    return f"{upper_first(step['words'])}: {listed(filter(None, told))}"
