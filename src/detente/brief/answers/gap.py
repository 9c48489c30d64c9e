"""Words against deeds over time: for a program and for a person."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.brief.answers import Answer
from detente.brief.from_claims import Findings
from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.signals import Gap, Recurrence, read_record
from detente.signals.cheap_talk import CheapTalk, cheap_talk
from detente.signals.course import Course, Moved, Point, courses, moved_since
from detente.signals.recurrence import outlets, parties, recurrence, speakers

_BY = {"party": parties, "speaker": speakers, "outlet": outlets}
_RARE = 0.05


@dataclass(frozen=True, slots=True)
class _Found:
    gaps: Sequence[Gap]
    courses: Sequence[Course]
    talk: Sequence[CheapTalk]
    returning: dict[str, list[Recurrence]]
    moved: Sequence[Moved]
    since: date | None
    horizon: int
    as_of: date


def gap_answer(
    findings: Findings, party: str, instrument: str, since: date | None, horizon: int
) -> Answer:
    """Gaps with their course, the cheap-talk index, what returns, and what moved since a day."""
    as_of = findings.case.world.as_of
    if since is not None and since > as_of:
        raise DetenteError(f"--since {since} is after the case's own day, {as_of}")
    findings.tell(f"reading {len(findings.record.statements)} statements")
    signals = read_record(findings.record, as_of, np.random.default_rng([findings.seed, 1]))
    deeds = [done for done in findings.record.deeds if done.date <= as_of]
    keep = _filter(signals.gaps, party, instrument)
    paths = [course for course in courses(signals.readings, deeds, as_of) if keep(course)]
    found = _Found(
        gaps=[gap for gap in signals.gaps if keep(gap)],
        courses=paths,
        talk=cheap_talk(signals.readings, deeds, as_of, horizon),
        returning={
            by: [*recurrence(signals.readings, np.random.default_rng([findings.seed, 1]), source)]
            for by, source in _BY.items()
        },
        moved=moved_since(paths, since) if since else (),
        since=since,
        horizon=horizon,
        as_of=as_of,
    )
    return Answer(_data(found), lambda console: _show(console, found))


def _filter(found: Collection[Gap], party: str, instrument: str) -> Callable[[Gap | Course], bool]:
    for name, value, known in (
        ("party", party, {gap.party for gap in found}),
        ("instrument", instrument, {gap.instrument for gap in found}),
    ):
        if value and value not in known:
            remedy = nearest(value, sorted(known))
            raise DetenteError(f'nobody is on record with the {name} "{value}"; {remedy}')
    return lambda one: (
        one.party == (party or one.party) and one.instrument == (instrument or one.instrument)
    )


def _data(found: _Found) -> dict[str, object]:
    return {
        "as_of": found.as_of,
        "horizon_days": found.horizon,
        "gaps": [asdict(gap) for gap in found.gaps],
        "courses": [asdict(course) for course in found.courses],
        "cheap_talk": [asdict(row) for row in found.talk],
        "recurrence": {by: [asdict(row) for row in rows] for by, rows in found.returning.items()},
        "since": found.since,
        "moved": [asdict(move) for move in found.moved],
    }


def _show(console: Console, found: _Found) -> None:
    if found.since is not None:
        _show_moved(console, found)
        return
    if not found.gaps:
        console.print("nobody is on record in this case")
        return
    _show_gaps(console, found)
    _show_talk(console, found)
    _show_returning(console, found)


def _show_gaps(console: Console, found: _Found) -> None:
    table = Table("who", "on", "gap", "interval", "words", "deeds", "waited", box=None)
    waits = {(course.party, course.instrument): course for course in found.courses}
    for gap in sorted(found.gaps, key=lambda gap: (-gap.gap, gap.party, gap.instrument)):
        said = f"{gap.words_level:+d} {gap.words_id} ({gap.n_words})"
        done = f"{gap.deeds_rung} {gap.deeds_id} ({gap.n_deeds})"
        interval = f"{gap.low:+.2f} to {gap.high:+.2f}"
        wait = _waited(waits[gap.party, gap.instrument])
        table.add_row(gap.party, gap.instrument, f"{gap.gap:+.2f}", interval, said, done, wait)
    console.print(table)
    words = "gap above 0: more was said than done; waited: days from the word to the deed"
    console.print(Text(f"{words}, + where none had come by {found.as_of}", style="dim"))


def _waited(course: Course) -> str:
    if course.waited_days is None:
        return "-"
    return f"{course.waited_days}{'+' if course.censored else ''}"


def _show_talk(console: Console, found: _Found) -> None:
    head = f"no deed within {found.horizon} days"
    table = Table("level", head, "interval", "words", "subjects", "kept", "censored", box=None)
    for row in found.talk:
        interval = f"{row.low:.0%} to {row.high:.0%}"
        counts = map(str, (row.n, row.subjects, row.kept, row.censored))
        table.add_row(f"{row.level:+d}", f"{row.p_no_deed:.0%}", interval, *counts)
    console.print(Text("\ncheap talk", style="bold"))
    console.print(table)


def _show_returning(console: Console, found: _Found) -> None:
    for by, rows in found.returning.items():
        table = Table(by, "comes back to", "times", "by chance", "p", box=None)
        rare = [row for row in rows if row.p_chance <= _RARE]
        for row in sorted(rare, key=lambda row: row.p_chance):
            cells = (Text(row.party), row.instrument, str(row.n), f"{row.expected:.1f}")
            table.add_row(*cells, f"{row.p_chance:.4f}")
        asked = f"of {len(rows)} tried, about {_RARE * len(rows):.0f} would show by chance"
        console.print(Text(f"\nreturns more often than chance, {asked}", style="bold"))
        console.print(table if rare else "nobody")


def _show_moved(console: Console, found: _Found) -> None:
    console.print(Text(f"moved after {found.since}, up to {found.as_of}", style="bold"))
    table = Table("who", "on", "before", "now", "steps", box=None)
    for move in found.moved:
        steps = "; ".join(f"{step.date} {'+'.join(step.lines)}" for step in move.steps)
        before = _stand(move.before) if move.before else "unspoken"
        table.add_row(move.party, move.instrument, before, _stand(move.after), Text(steps))
    console.print(table if found.moved else "nothing")


def _stand(point: Point) -> str:
    return f"{point.gap:+.2f} ({point.level:+d}, {point.rung})"
