"""The law of a case: what ships, and the case's own files beside it, read with the case."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from detente.case import Case, find_case, open_case
from detente.case.hints import nearest, spell
from detente.errors import InputError, Place, Problem
from detente.law.document import read_lines
from detente.law.from_data import SHIPPED, load_law
from detente.law.model import Law

_ALIKE = 0.8  # how near a misspelt name is to what it should be
_MEASURE = re.compile(r"^  - measure: (\S+)$", re.MULTILINE)


def law_of(folder: Path) -> Law:
    """The shipped law, and the case's own where it has a folder of it; raises InputError."""
    own = folder / "law"
    return load_law(own, shown="law") if own.is_dir() else load_law()


def open_with_law(name: str) -> Case:
    """A case, with its law files read too; raises InputError with every problem of both."""
    folder = find_case(name)
    case, law, problems = None, None, list[Problem]()
    try:
        case = open_case(name)
    except InputError as error:
        problems += error.problems
    try:
        law = law_of(folder) if (folder / "law").is_dir() else None
    except InputError as error:
        problems += error.problems
    if case and not problems:
        problems += _unknown(case, law.measures if law else shipped_measures())
        problems += _misspelt(case, law) if law else ()
    if case is None or problems:
        raise InputError(problems)
    return case


def shipped_measures() -> tuple[str, ...]:
    """Names of the measures that ship, without reading their rules: a case is opened often."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml")))
    return tuple(name for text in texts for name in _MEASURE.findall(text))


def _unknown(case: Case, known: tuple[str, ...]) -> Iterator[Problem]:
    """Measures of the case whose `law:` names nothing that the law files have."""
    wrong = {n: m.law for n, m in case.world.measures.items() if m.law and m.law not in known}
    lines = read_lines(case.folder / "case.yaml", "case.yaml") if wrong else None
    for name, law in wrong.items():
        path = ("measures", name, "law")
        place = lines.place(path) if lines else Place("case.yaml")
        reason = f'{spell(path)}: no measure "{law}" in the law files'
        yield Problem(place, reason, nearest(law or "", known))


def _misspelt(case: Case, law: Law) -> Iterator[Problem]:
    """Measures of the case's own law that nothing names, and that are a near miss of one."""
    measures = case.world.measures
    named = {m.law or name for name, m in measures.items()}
    linked = {name for rule in law for name in (rule.review, rule.follows, *rule.locks) if name}
    lacking = [name for name, m in measures.items() if (m.law or name) not in law.measures]
    for measure in law.measures:
        own = next(rule for rule in law if rule.measure == measure).place
        if own.file.startswith("law/data/") or measure in named | linked | {*measures}:
            continue
        for near in get_close_matches(measure, lacking, n=1, cutoff=_ALIKE):
            reason = f'the case has no measure "{measure}"'
            yield Problem(own, reason, f'did you mean "{near}"?')
