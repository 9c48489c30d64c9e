"""Reads the law that ships, and a folder of your own, and says at once all that is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from pydantic import ValidationError

from detente.case.hints import explain, nearest
from detente.errors import InputError, Place, Problem
from detente.law.build import build_body, build_rule
from detente.law.document import Lines, read_lines
from detente.law.form import LawFile, MeasureForm, RuleForm
from detente.law.model import Act, Body, Law, Rule
from detente.law.soundness import body_problems, law_problems

SHIPPED = Path(__file__).parent / "data"


def load_law(folder: Path | None = None, shown: str = "") -> Law:
    """All rules that ship, with those of `folder` beside them; raises InputError.

    Problems name the files of the folder by its path, or as `shown`.
    """
    files = [(path, f"law/data/{path.name}") for path in sorted(SHIPPED.glob("*.yaml"))]
    if folder is not None:
        at = shown or str(folder)
        files += [(path, f"{at}/{path.name}") for path in _own(folder, at)]
    read = _read(files)
    bodies = _bodies(read)
    _refuse([*_unknown_bodies(read, bodies)])
    law = _law(read, bodies)
    _refuse([*body_problems(bodies), *law_problems(law)])
    return law


@dataclass(frozen=True, slots=True)
class _File:
    form: LawFile
    lines: Lines


def _own(folder: Path, at: str) -> list[Path]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        remedy = "give a folder with a .yaml that has `measures:` in it"
        _refuse([Problem(Place(at), "holds no law file", remedy)])
    return paths


def _read(files: Iterable[tuple[Path, str]]) -> list[_File]:
    """All files, or all their problems."""
    read: list[_File] = []
    problems: list[Problem] = []
    for path, file in files:
        try:
            read.append(_form(read_lines(path, file)))
        except InputError as error:
            problems += error.problems
    _refuse(problems)
    return read


def _form(lines: Lines) -> _File:
    try:
        return _File(LawFile.model_validate(lines.data), lines)
    except ValidationError as error:
        raise InputError(
            Problem(lines.place(detail["loc"]), *explain(detail, LawFile))
            for detail in error.errors(include_url=False)
        ) from None


def _bodies(read: Sequence[_File]) -> dict[str, tuple[Body, ...]]:
    """Every body by name, its make-ups in the order of their dates."""
    found: dict[str, list[Body]] = defaultdict(list)
    for file in read:
        for index, form in enumerate(file.form.bodies):
            found[form.body].append(build_body(form, file.lines.place(("bodies", index))))
    return {name: tuple(sorted(made, key=attrgetter("since"))) for name, made in found.items()}


def _rules(read: Sequence[_File]) -> Iterator[tuple[MeasureForm, RuleForm, Place]]:
    for file in read:
        for at, measure in enumerate(file.form.measures):
            for index, form in enumerate(measure.rules):
                yield measure, form, file.lines.place(("measures", at, "rules", index))


def _unknown_bodies(read: Sequence[_File], bodies: Mapping[str, object]) -> Iterator[Problem]:
    for measure, form, place in _rules(read):
        name = form.body or measure.body
        if name not in bodies:
            reason = f'"{measure.measure}" {form.act}: no body "{name}"'
            yield Problem(place, reason, nearest(name, bodies))


def _law(read: Sequence[_File], bodies: Mapping[str, tuple[Body, ...]]) -> Law:
    found: dict[tuple[str, Act], list[Rule]] = defaultdict(list)
    for measure, form, place in _rules(read):
        found[measure.measure, form.act].append(build_rule(measure, form, place, bodies))
    rules = {key: tuple(sorted(made, key=attrgetter("since"))) for key, made in found.items()}
    return Law(rules, bodies)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)
