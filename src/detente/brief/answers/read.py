"""Who committed to what in a text, for a program and for a person."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from detente.brief.answers import Answer

if TYPE_CHECKING:
    from detente.signals import Reading


def read_answer(text: str, found: "Sequence[Reading] | None" = None) -> Answer:
    """The readings of a text, or those found already."""
    from detente.signals import read_text

    readings = read_text(text) if found is None else found

    def show(console: Console) -> None:
        if not readings:
            console.print("nothing in this text commits anybody to anything")
        for one in readings:
            words = "; ".join(f'"{span.text}"' for span in one.spans)
            needs = "  needs an analyst" if one.abstains else ""
            who = one.actor or "somebody"
            what = one.instrument or "-"
            line = f"{one.level:+d} [{one.low:+d}, {one.high:+d}]  {who}, {what}: {words}"
            console.print(Text(line + needs))

    rows = [{**asdict(one), "interval": [one.low, one.high]} for one in readings]
    return Answer({"readings": rows}, show)
