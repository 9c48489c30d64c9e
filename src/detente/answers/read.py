"""Who committed to what in a text, for a program and for a person."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from detente.answers.model import Answer
from detente.errors import seen

if TYPE_CHECKING:
    from detente.signals import Reading
    from detente.signals.second import SecondReading
    from detente.signals.second.model import Seconded


def read_answer(text: str, found: "Sequence[Reading] | None" = None) -> Answer:
    """The readings of a text, or those found already."""
    from detente.signals import read_text

    readings = read_text(text) if found is None else found

    def show(console: Console) -> None:
        if not readings:
            console.print(NOTHING)
        for one in readings:
            console.print(Text(_line(one) + (_NEEDS if one.abstains else "")))

    return Answer({"readings": [_row(one) for one in readings]}, show)


def seconded_answer(found: "SecondReading") -> Answer:
    """The readings with a second opinion beside each; the reader's own verdict stays as it was."""

    def show(console: Console) -> None:
        if not found.rows:
            console.print(NOTHING)
        for row in found.rows:
            words = _line(row.reading) + f"  second opinion {_second(row)}"
            apart = f" ({row.apart} levels apart)" if row.needs_an_analyst and row.apart else ""
            console.print(Text(words + (_NEEDS + apart if row.needs_an_analyst else "")))

    second = {"by": found.by, "given": found.given, "dropped": dict(found.dropped)}
    return Answer({"readings": [_seconded_row(row) for row in found.rows], "second": second}, show)


NOTHING = "nothing in this text commits anybody to anything"
_NEEDS = "  needs an analyst"


def _line(one: "Reading") -> str:
    words = "; ".join(f'"{seen(span.text)}"' for span in one.spans)
    who, what = one.actor or "somebody", one.instrument or "-"
    return f"{one.level:+d} [{one.low:+d}, {one.high:+d}]  {seen(who)}, {what}: {words}"


def _second(row: "Seconded") -> str:
    if row.opinion is None:
        return f"dropped: {row.dropped}"
    quoted = "; ".join(f'"{seen(span)}"' for span in row.opinion.spans)
    return f"{row.opinion.level:+d}: {quoted or seen(row.opinion.why)}"


def _row(one: "Reading") -> dict[str, Any]:
    return {**asdict(one), "interval": [one.low, one.high]}


def _seconded_row(row: "Seconded") -> dict[str, Any]:
    opinion = asdict(row.opinion) if row.opinion else {"dropped": row.dropped}
    second = {**opinion, "apart": row.apart if row.opinion else None}
    return {**_row(row.reading), "second": second, "needs_an_analyst": row.needs_an_analyst}
