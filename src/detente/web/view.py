"""The workbench as a page and as fragments: everything its templates show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from detente.case.hints import nearest
from detente.errors import DetenteError, Problem
from detente.web import words
from detente.web.bench import Bench
from detente.web.differences import Difference, differences
from detente.web.drawing import scale_edges, slack_drawings, survival_drawings
from detente.web.results import Result
from detente.web.session import Draft, Version
from detente.web.timeline import timelines
from detente.web.treaty import Treaty, treaty
from detente.wording.names import party_in_text
from detente.wording.numbers import count_of, upper_first
from detente.wording.titles import timeline_title

FRAGMENTS = (
    *("finding", "changes", "numbers", "figures", "parts", "checks", "timeline", "toolbar"),
    "status",
)
SEARCHES = {"least-relief": "What would hold?", "repair": "Smallest repair"}  # goal: button


@dataclass(frozen=True)
class View:
    """One package on the bench: as its file has it, or as a draft has it."""

    bench: Bench
    name: str
    draft: Draft | None
    version: Version
    saved: Version
    stamp: str

    @property
    def url(self) -> str:
        """Where this view is."""
        return f"/draft/{self.draft.id}" if self.draft else f"/package/{self.name}"

    @cached_property
    def result(self) -> Result:
        """What the package comes to."""
        return self.bench.results.of(self.name, self.version)

    @cached_property
    def before(self) -> Result:
        """What the saved package comes to."""
        return self.bench.results.of(self.name, self.saved)

    @cached_property
    def treaty(self) -> Treaty:
        """The text with its handles."""
        return treaty(self.result.clauses, self.result.data, self.bench.desk.case.world)

    @cached_property
    def differences(self) -> list[Difference]:
        """What was moved since the last save."""
        return differences(self.saved.data, self.version.data, self.treaty.controls)


def of_package(bench: Bench, name: str) -> View:
    """A package as its file has it."""
    version, stamp = bench.desk.version(name)
    return View(bench, name, None, version, version, stamp)


def of_draft(bench: Bench, id_: str) -> View:
    """A package as a draft has it."""
    bench.desk.refresh()
    return as_it_stands(bench, bench.drafts.get(id_))


def as_it_stands(bench: Bench, draft: Draft) -> View:
    """The same without a look at the folder."""
    return View(bench, draft.package, draft, draft.now, draft.saved, draft.stamp)


@dataclass(frozen=True, slots=True)
class Asked:
    """What else the page was asked to show, and what was refused."""

    parts: bool = False
    yaml: bool = False
    beside: str = ""
    text: str | None = None  # YAML that was refused
    refused: Mapping[str, str] = field(default_factory=dict)  # numbers that were
    problems: tuple[Problem, ...] = ()
    copy_to: str = ""  # where a copy of the case could be written


def context(view: View, asked: Asked) -> dict[str, Any]:
    """Everything that the page and each of its fragments may name."""
    bench, result, before = view.bench, view.result, view.before
    text, moved = view.treaty, view.differences
    parts = bench.results.parts(result) if asked.parts else bench.results.parts_if_known(result)
    names = bench.desk.names
    return {
        "bench": bench,
        "desk": bench.desk,
        "view": view,
        "asked": asked,
        "result": result,
        "shown": result.shown,
        "parties": names,
        "headline": words.headline(result, names),
        "standfirst": words.standfirst(result, names),
        "weak": result.weak,
        "why": result.weak.words(names) if result.weak else "",
        "numbers": words.numbers(result.shown, bench.desk.case.world.target),
        "was": dict(words.numbers(before.shown, bench.desk.case.world.target)),
        "beside": _beside(view, asked.beside),
        "moved": moved,
        "moved_controls": {d.control: d.before for d in moved if d.control},
        "changed": words.changed(before, result, names, bench.desk.case.world.target),
        "treaty": text,
        "signatories": [party_in_text(name, names) for name in result.clauses.signatories],
        "timeline_title": timeline_title(view.name, result.shown),
        "timelines": timelines(result.clauses, result.shown, text),
        "slack": slack_drawings(result.shown, names),
        "edges": scale_edges(result.shown),
        "survival": survival_drawings(result.shown, before.shown),
        "parts": words.worth(parts) if parts else None,
        "parts_title": words.worth_title(parts) if parts else "What is each clause worth?",
        "flaws": [check for check in result.shown.checks if check.verdict != "good"],
        "checks_title": _checks_title(result),
        "searches": SEARCHES,
        "draft_id": view.draft.id if view.draft else "",
        "can_undo": bool(view.draft and view.draft.at),
        "can_redo": bool(view.draft and view.draft.at < len(view.draft.steps) - 1),
        "dirty": bool(view.draft and view.draft.dirty),
    }


def fragments(view: View, asked: Asked, *, with_treaty: bool) -> dict[str, str]:
    """The parts of the page that a move of a handle rewrites, by their id."""
    told = context(view, asked)
    names = (*FRAGMENTS, "treaty") if with_treaty else FRAGMENTS
    render = view.bench.templates.get_template
    return {name: render(f"{name}.html").render(told) for name in names}


def page(view: View, asked: Asked = Asked(), template: str = "page.html", **more: str) -> str:
    """The whole page."""
    told = context(view, asked)
    told |= more
    told["yaml"] = asked.text if asked.text is not None else view.version.yaml
    return view.bench.templates.get_template(template).render(told)


def _beside(view: View, other: str) -> dict[str, str]:
    """The numbers of another saved package, to stand beside this one's."""
    if not other:
        return {}
    packages = view.bench.desk.case.packages
    if other not in packages:
        raise DetenteError(f'no package "{other[:60]}"', nearest(other, packages))
    version, _ = view.bench.desk.version(other)
    result = view.bench.results.of(other, version)
    return dict(words.numbers(result.shown, view.bench.desk.case.world.target))


def _checks_title(result: Result) -> str:
    flaws = [check for check in result.shown.checks if check.verdict == "flaw"]
    if not flaws:
        return "No check finds a flaw"
    return upper_first(f"{count_of(len(flaws), 'flaw')} in the text")
