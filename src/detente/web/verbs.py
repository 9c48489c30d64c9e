"""The actions one by one: each changes one draft, or writes one file, or begins long work."""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from detente.case.syntax import Path as Steps
from detente.errors import DetenteError
from detente.web.bench import Bench
from detente.web.pages import problems_of
from detente.web.proposals import proposed
from detente.web.reading import Value, read_package
from detente.web.saving import copy_case, load, no_conflict, save
from detente.web.session import Draft, Version
from detente.web.view import SEARCHES, Asked, as_it_stands

Form = Mapping[str, str]
Verb = Callable[[Bench, Draft, Form], str | None]  # where to go then; the draft, if nowhere else


class RefusedError(DetenteError):
    """Something a person wrote that cannot stand, kept so that it can be mended."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        super().__init__("\n".join(map(str, asked.problems)))


def _edit(bench: Bench, draft: Draft, form: Form) -> None:
    """Moves the numbers that the form has otherwise than the draft."""
    view = as_it_stands(bench, draft)
    changes: dict[Steps, Value] = {}
    written: dict[str, str] = {}
    controls = view.treaty.controls
    try:
        for name, text in form.items():
            control = controls.get(name)
            if control is not None and text != control.shown:
                written[name] = text
                changes[control.path] = control.read(text)
        if changes:
            version = draft.now.moved(changes)
            bench.results.of(draft.package, version)
            draft.push(version)
    except DetenteError as error:
        raise RefusedError(Asked(refused=written, problems=problems_of(error))) from None


def _revert(bench: Bench, draft: Draft, form: Form) -> None:
    """Takes one number back to what was last saved."""
    view = as_it_stands(bench, draft)
    control = view.treaty.controls.get(form.get("revert", ""))
    if control is None:
        raise DetenteError("this number is no longer there", "reload the page")
    node = draft.saved.data
    try:
        for step in control.path:
            node = node[step]
    except (KeyError, IndexError, TypeError):
        raise DetenteError("the saved package has no such number", "edit it as YAML") from None
    version = draft.now.moved({control.path: node})
    bench.results.of(draft.package, version)
    draft.push(version)


def _yaml(bench: Bench, draft: Draft, form: Form) -> None:
    """Takes a whole text."""
    text = form.get("text", "").replace("\r\n", "\n")
    try:
        document, _ = read_package(bench.desk.case, draft.package, text)
        version = Version(text, document)
        bench.results.of(draft.package, version)
    except DetenteError as error:
        asked = Asked(yaml=True, text=text, problems=problems_of(error))
        raise RefusedError(asked) from None
    if text != draft.now.yaml:
        draft.push(version)


def _save(bench: Bench, draft: Draft, _: Form) -> None:
    _write(bench, draft, draft.package, draft.stamp)


def _overwrite(bench: Bench, draft: Draft, form: Form) -> None:
    """Saves over a change of somebody else's, who was looked at."""
    _write(bench, draft, draft.package, form.get("stamp", ""))


def _write(bench: Bench, draft: Draft, name: str, stamp: str | None) -> None:
    if stamp is not None:
        no_conflict(bench.desk.folder, name, stamp)
    text = draft.now.yaml
    document, package = read_package(bench.desk.case, name, text)
    new = save(bench.desk.folder, name, text, stamp)
    version = Version(text, document)
    bench.desk.took(name, package, version, new)
    draft.package = name
    draft.kept(version, new)


def _theirs(bench: Bench, draft: Draft, _: Form) -> None:
    """Goes on with the file as it is; the draft's own state is one undo away."""
    version, stamp = bench.desk.version(draft.package)
    draft.push(version)
    draft.kept(version, stamp)


def _save_as(bench: Bench, draft: Draft, form: Form) -> None:
    _write(bench, draft, form.get("name", "").strip(), None)


def _copy(bench: Bench, draft: Draft, _: Form) -> None:
    """Copies a case that may not be written to, and goes on in the copy."""
    copied = copy_case(bench.desk.folder, Path(copy_target(bench)))
    bench.desk.folder = copied
    bench.desk.refresh()
    _write(bench, draft, draft.package, load(copied, draft.package)[1])


def copy_target(bench: Bench) -> str:
    """Where a copy of the case would go: beside whoever started the server."""
    return str(Path.cwd() / bench.desk.folder.resolve().name)


def _search(bench: Bench, draft: Draft, form: Form) -> str:
    goal = form.get("goal", "")
    if goal not in SEARCHES:
        raise DetenteError(f'no search "{goal[:40]}"', f"there is: {', '.join(SEARCHES)}")
    command = ["design", "{case}", "--package", draft.package, "--goal", goal]
    return _start(bench, draft, SEARCHES[goal], command)


def _brief(bench: Bench, draft: Draft, _: Form) -> str:
    return _start(bench, draft, "The whole brief", ["brief", "{case}", "--out", "out"])


def _start(bench: Bench, draft: Draft, title: str, command: list[str]) -> str:
    sizes = ["--json", "--draws", str(bench.desk.draws), "--seed", str(bench.desk.seed)]
    job = bench.jobs.start(draft, bench.desk.folder, title, [*command, *sizes])
    return f"/job/{quote(job.id)}"


def _cancel(bench: Bench, _: Draft, form: Form) -> str:
    return f"/job/{quote(bench.jobs.cancel(form.get('job', '')).id)}"


def _apply(bench: Bench, draft: Draft, form: Form) -> None:
    """Makes the change that a search found."""
    job = bench.jobs.get(form.get("job", ""))
    version = proposed(bench, job) if job.draft == draft.id else None
    if version is None:
        raise DetenteError("this work found no change for this draft")
    bench.results.of(draft.package, version)
    draft.push(version)


VERBS: Mapping[str, Verb] = {
    "edit": _edit,
    "revert": _revert,
    "yaml": _yaml,
    "undo": lambda _, draft, __: draft.move(-1),
    "redo": lambda _, draft, __: draft.move(1),
    "reset": lambda _, draft, __: draft.push(draft.saved),
    "save": _save,
    "overwrite": _overwrite,
    "theirs": _theirs,
    "save-as": _save_as,
    "copy": _copy,
    "search": _search,
    "brief": _brief,
    "cancel": _cancel,
    "apply": _apply,
}
