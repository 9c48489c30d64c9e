"""Who committed to what in a text, for a program and for a person."""

from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from detente.brief.answers import Answer


def read_answer(text: str) -> Answer:
    """The readings of a text."""
    from detente.signals import read_text

    readings = read_text(text)

    def show(console: Console) -> None:
        if not readings:
            console.print("nothing in this text commits anybody to anything")
        for found in readings:
            words = "; ".join(f'"{span.text}"' for span in found.spans)
            needs = "  needs an analyst" if found.abstains else ""
            who = found.actor or "somebody"
            what = found.instrument or "-"
            line = f"{found.level:+d} [{found.low:+d}, {found.high:+d}]  {who}, {what}: {words}"
            console.print(Text(line + needs))

    rows = [{**asdict(found), "interval": [found.low, found.high]} for found in readings]
    return Answer({"readings": rows}, show)
