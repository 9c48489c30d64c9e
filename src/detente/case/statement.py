"""One file of the record: its front matter as YAML, and question, quote and sense below it."""

from dataclasses import dataclass

from detente.case.document import Document, parse_yaml
from detente.errors import InputError, Place, Problem

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement file taken apart, before its head is checked."""

    head: Document
    question: str
    quote: str
    sense: str


def take_apart(text: str, file: str) -> Sheet:
    """Head and body of a statement file; raises InputError where there is no head."""
    lines = text.split("\n")
    fences = [at for at, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0]]):
        remedy = f"begin with {_FENCE}, then id, date, speaker and so on, then {_FENCE}"
        raise InputError([Problem(Place(file, 1), "has no front matter", remedy)])
    first, last = fences
    head = parse_yaml("\n".join(lines[first + 1 : last]), file, first_line=first + 2)
    if not isinstance(head.data, dict):
        place = Place(file, first + 2)
        raise InputError([Problem(place, "front matter is no mapping", "write it as id: S1")])
    return Sheet(head, *_body(lines[last + 1 :]))


def _body(lines: list[str]) -> tuple[str, str, str]:
    """Question (`Q:` lines), quote (`>` lines) and sense (the rest) of a statement."""
    question, quote, sense = [], [], []
    for line in lines:
        if line.startswith("Q:"):
            question.append(line[2:].strip())
        elif line.startswith(">"):
            quote.append(line[1:].strip())
        elif line.strip():
            sense.append(line.strip())
    return " ".join(question), " ".join(quote), " ".join(sense)
