"""The package on a timeline: phases as bars whose ends can be dragged, acts that fall due below."""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case import Package as Clauses
from detente.findings.model import Package
from detente.web.drawing import DESK, PHONE, Axis, Mark, axis
from detente.web.edits import Control
from detente.web.treaty import Treaty
from detente.wording.names import plain, shortened
from detente.wording.numbers import upper_first

_ROW = 24.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase from month to month."""

    x: float
    y: float
    width: float
    height: float  # how far its valves stand open, on the mean
    said: str


@dataclass(frozen=True, slots=True)
class Handle:
    """The end of a bar, or the day of an act, that can be dragged along the months."""

    x: float
    y: float
    kind: str  # "end" or "act"
    control: Control
    said: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing at one width; the script needs to know how wide a month is."""

    size: str
    width: float
    height: float
    month: float
    bars: tuple[Bar, ...]
    handles: tuple[Handle, ...]
    marks: tuple[Mark, ...]


def timelines(clauses: Clauses, shown: Package, text: Treaty) -> list[Timeline]:
    """The timeline for a desk and for a phone."""
    return [_timeline(clauses, shown, text, width) for width in (DESK, PHONE)]


def _timeline(clauses: Clauses, shown: Package, text: Treaty, width: int) -> Timeline:
    desk = width == DESK
    across = axis(shown, 170 if desk else 96, width, shown.horizon)
    rows = [module.title for module in clauses.modules]
    rows += [upper_first(plain(act.name)) for act in clauses.milestones]
    most = 26 if desk else 15
    marks = [
        Mark(across.left - 8, at * _ROW + 16, shortened(row, most), "end", "ink")
        for at, row in enumerate(rows)
    ]
    foot = len(rows) * _ROW
    marks += across.ticks(foot + 14, 6 if desk else 3)
    return Timeline(
        size="wide" if desk else "narrow",
        width=width,
        height=foot + 34,
        month=across.month,
        bars=tuple(_bars(clauses, shown, across)),
        handles=tuple(_handles(clauses, shown, text, across)),
        marks=tuple(marks),
    )


def _bars(clauses: Clauses, shown: Package, across: Axis) -> Iterator[Bar]:
    rows = {module.name: at for at, module in enumerate(clauses.modules)}
    for phase in shown.phases:
        share = sum(phase.open.values()) / max(1, len(phase.open))
        height = 3 + share * (_ROW - 9)
        end = min(phase.end, shown.horizon)
        y = (rows[phase.module] + 1) * _ROW - 3 - height
        when = f"months {phase.start} to {end}"
        said = f"{plain(phase.module)}, {plain(phase.phase)}: {when}, {share:.0%} open on the mean"
        yield Bar(across.x(phase.start), y, (end - phase.start) * across.month - 1, height, said)


def _handles(clauses: Clauses, shown: Package, text: Treaty, across: Axis) -> Iterator[Handle]:
    ends = {(p.module, p.phase): p.end for p in shown.phases}
    for row, module in enumerate(clauses.modules):
        for at, phase in enumerate(module.phases[:-1]):
            control = text.controls.get(f"modules/{row}/phases/{at}/months")
            end = ends.get((module.name, phase.name))
            if control and end is not None and end <= shown.horizon:
                said = f"{module.title}, {plain(phase.name)}: least length"
                yield Handle(across.x(end), (row + 0.5) * _ROW, "end", control, said)
    due = {event.name: event.month for event in shown.events if event.kind == "milestone"}
    for row, act in enumerate(clauses.milestones):
        control = text.controls.get(f"milestones/{row}/due")
        if control and due.get(act.name, shown.horizon + 1) <= shown.horizon:
            y = (len(clauses.modules) + row + 0.5) * _ROW
            said = f"{upper_first(plain(act.name))}: due"
            yield Handle(across.x(due[act.name]), y, "act", control, said)
