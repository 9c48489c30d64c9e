"""Reads the `replay.yaml` of a case, and says everything that is wrong with it at once."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from detente.case.document import Document, read_yaml
from detente.case.events import HAPPENS_TO, NAMES, REPLAY_FORMAT, Event, Replay
from detente.case.from_folder import find_case, shipped_cases, shipped_episodes
from detente.case.hints import nearest, refused
from detente.case.model import Case
from detente.case.package import Package
from detente.case.quantity import Path as Steps
from detente.errors import InputError, Place, Problem

FILE = "replay.yaml"


def replayed_cases() -> Mapping[str, Path]:
    """Every shipped episode and case that can be replayed, by the name it is asked for."""
    every = {
        **{name.removeprefix("episodes/"): at for name, at in shipped_episodes().items()},
        **shipped_cases(),
    }
    return {name: folder for name, folder in every.items() if (folder / FILE).is_file()}


def find_episode(name: str) -> Path:
    """The folder of an episode, given by its name or as a path; raises InputError."""
    known, short = replayed_cases(), name.removeprefix("episodes/")
    if short in known:
        return known[short]
    if not Path(name).is_dir() and name not in shipped_cases():
        reason = "no such folder, and no episode of that name ships"
        raise InputError([Problem(Place(name), reason, nearest(short, known))])
    folder = find_case(name)
    if not (folder / FILE).exists():
        remedy = f"write one with format: {REPLAY_FORMAT}; {nearest(short, known)}"
        raise InputError([Problem(Place(name), f"has no {FILE}", remedy)])
    return folder


def read_replay(case: Case) -> Replay:
    """What was done and what followed; raises InputError with every problem found."""
    document = read_yaml(case.folder / FILE, FILE)
    if not isinstance(document.data, dict) or document.data.get("format") != REPLAY_FORMAT:
        place = document.place(["format"])
        problem = Problem(place, "is no replay", f"begin it with format: {REPLAY_FORMAT}")
        raise InputError([problem])
    try:
        replay = Replay.model_validate(document.data)
    except ValidationError as error:
        raise InputError(refused(document, error, Replay)) from None
    problems = list(_problems(case, replay, document))
    if problems:
        raise InputError(problems)
    return replay


def _problems(case: Case, replay: Replay, document: Document) -> Iterator[Problem]:
    if replay.package not in case.packages:
        reason = f'package: no package "{replay.package}"'
        remedy = nearest(replay.package, case.packages)
        yield Problem(document.place(["package"]), reason, remedy)
        return
    package = case.packages[replay.package]
    known = _clauses(case, package)
    for index, event in enumerate(replay.events):
        kind = NAMES[event.does]
        names = known[kind] if kind != "breach" else case.world.breaches.get(event.party, {})
        steps: Steps = ("events", index)
        yield from _unnamed(document, (*steps, "what"), kind, event.what, names)
        yield from _too_early(document, (*steps, "on"), event, package)
    for index, after in enumerate(replay.happened):
        kind = HAPPENS_TO[after.what]
        yield from _unnamed(document, ("happened", index, "of"), kind, after.of, known[kind])


def _clauses(case: Case, package: Package) -> dict[str, Collection[str]]:
    """All that an event or an effect may name, by kind."""
    return {
        "milestone": [milestone.name for milestone in package.milestones],
        "trigger": [trigger.name for trigger in package.triggers],
        "end": [end.name for end in package.ends],
        "module": [module.name for module in package.modules],
        "phase": [f"{m.name}.{phase.name}" for m in package.modules for phase in m.phases],
        "measure": [*case.world.measures],
    }


def _unnamed(
    document: Document, path: Steps, kind: str, name: str, known: Collection[str]
) -> Iterator[Problem]:
    if name not in known:
        where = f"{path[0]}[{path[1]}].{path[2]}"
        yield Problem(document.place(path), f'{where}: no {kind} "{name}"', nearest(name, known))


def _too_early(
    document: Document, path: Steps, event: Event, package: Package
) -> Iterator[Problem]:
    if event.on and event.on < package.signed:
        reason = f"events[{path[1]}].on: {event.on} is before signature on {package.signed}"
        yield Problem(document.place(path), reason, "give a later day, or leave the event out")
