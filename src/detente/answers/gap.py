"""Words against deeds over time: for a program and for a person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case.hints import nearest
from detente.case.streams import Stream, stream
from detente.errors import DetenteError
from detente.findings.from_claims import Findings
from detente.record.model import Deed
from detente.signals import Gap, Reading, read_record
from detente.signals.cheap_talk import CheapTalk, cheap_talk
from detente.signals.course import Course, Moved, Point, Turned, courses, moved_since, turned_since
from detente.signals.gap import RUNG_VALUE, rung_of, with_ends
from detente.signals.recurrence import RARE, Returning, outlets, parties, returning, speakers

PROCESS = "process-momentum"
_BY = {"party": parties, "speaker": speakers, "outlet": outlets}
_MANY = {"party": "parties", "speaker": "speakers", "outlet": "outlets"}


@dataclass(frozen=True, slots=True)
class _Found:
    gaps: Sequence[Gap]
    deeds: Sequence[Deed]
    courses: Sequence[Course]
    talk: Sequence[CheapTalk]
    returning: dict[str, Returning]
    moved: Sequence[Moved]
    turned: Sequence[Turned]
    since: date | None
    horizon: int
    as_of: date


def gap_answer(
    findings: Findings, party: str, instrument: str, since: date | None, horizon: int
) -> Answer:
    """Gaps with their course, the cheap-talk index, what returns, and what moved since a day."""
    as_of = findings.case.world.as_of
    if since is not None and since > as_of:
        reason = f"{since} is after the case's own day, {as_of}"
        raise DetenteError(reason, "give an earlier day", option="since")
    findings.tell(f"reading {len(findings.record.statements)} statements")
    signals = read_record(findings.record, as_of, stream(findings.seed, Stream.WORDS))
    deeds = with_ends(findings.record.deeds, as_of)
    keep = _filter(signals.gaps, party, instrument)
    paths = [course for course in courses(signals.readings, deeds, as_of) if keep(course)]
    found = _Found(
        gaps=[gap for gap in signals.gaps if keep(gap)],
        deeds=deeds,
        courses=paths,
        talk=cheap_talk(signals.readings, deeds, as_of, horizon),
        returning={
            by: returning(signals.readings, stream(findings.seed, Stream.WORDS), source)
            for by, source in _BY.items()
        },
        moved=moved_since(paths, since) if since else (),
        turned=[one for one in turned_since(signals.readings, since) if keep(one)] if since else (),
        since=since,
        horizon=horizon,
        as_of=as_of,
    )
    return Answer(_data(found), lambda console: _show(console, found))


def _filter(
    found: Collection[Gap], party: str, instrument: str
) -> Callable[[Gap | Course | Turned], bool]:
    for name, value, known in (
        ("party", party, {gap.party for gap in found}),
        ("instrument", instrument, {gap.instrument for gap in found}),
    ):
        if value and value not in known:
            remedy = nearest(value, sorted(known))
            raise DetenteError(f'nobody is on record with the {name} "{value}"', remedy)
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
        "recurrence": {
            by: [asdict(row) for row in told.rows] for by, told in found.returning.items()
        },
        "recurrence_false_alarms": {by: t.false_alarms for by, t in found.returning.items()},
        "since": found.since,
        "moved": [asdict(move) for move in found.moved],
        "words_turned": [
            {
                "party": one.party,
                "instrument": one.instrument,
                "before": _said(one.before) if one.before else None,
                "since": [_said(word) for word in one.since],
            }
            for one in found.turned
        ],
    }


def _said(word: Reading) -> dict[str, object]:
    return {"id": word.id, "date": word.date, "level": word.level, "abstains": word.abstains}


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
    waits = {(course.party, course.instrument): course for course in found.courses}
    acts = [gap for gap in found.gaps if gap.instrument != PROCESS]
    console.print(_table(found, acts, waits))
    words = "gap above 0: more was said than done; waited: days from the word to the deed"
    console.print(Text(f"{words}, + where none had come by {found.as_of}", style="dim"))
    talks = [gap for gap in found.gaps if gap.instrument == PROCESS]
    if talks:
        heading = "\nabout the process itself, where any step in it counts as the deed"
        console.print(Text(heading, style="bold"))
        console.print(_table(found, talks, waits))


def _table(found: _Found, gaps: Sequence[Gap], waits: Mapping[tuple[str, str], Course]) -> Table:
    table = Table("who", "on", "gap", "interval", "words", "deeds", "waited", box=None)
    for gap in sorted(gaps, key=lambda gap: (-gap.gap, gap.party, gap.instrument)):
        said = f"{gap.words_level:+d} {gap.words_id} ({gap.n_words})"
        interval = f"{gap.low:+.2f} to {gap.high:+.2f}"
        wait = _waited(waits[gap.party, gap.instrument])
        cells = (interval, said, _done(gap, found.deeds), wait)
        table.add_row(gap.party, gap.instrument, f"{gap.gap:+.2f}", *cells)
    return table


def _done(gap: Gap, deeds: Sequence[Deed]) -> str:
    """The deed that stands, of how many; what a reversal undid is named too."""
    if not gap.deeds_id:
        return "none"
    stands = f"{gap.deeds_rung} {gap.deeds_id}"
    same = [one for one in deeds if (one.party, one.instrument) == (gap.party, gap.instrument)]
    before = max(same, key=lambda one: RUNG_VALUE[rung_of(one)])
    if gap.deeds_rung != "reversed" or rung_of(before) == "reversed":
        return f"{stands} ({gap.n_deeds})"
    undone = "" if before.id == gap.deeds_id else f" {before.id}"
    return f"{stands}, was {rung_of(before)}{undone} ({gap.n_deeds})"


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
    for by, told in found.returning.items():
        table = Table(by, "comes back to", "times", "by chance", "p", box=None)
        rare = [row for row in told.rows if row.p_chance <= RARE]
        for row in sorted(rare, key=lambda row: row.p_chance):
            cells = (Text(row.party), row.instrument, str(row.n), f"{row.expected:.1f}")
            table.add_row(*cells, f"{row.p_chance:.4f}")
        alone = f"chance alone would show about {told.false_alarms:.1f}"
        console.print(
            Text(
                f"\n{_MANY[by]} that come back more often than chance: {len(rare)}; {alone}",
                style="bold",
            )
        )
        if rare:
            console.print(table)


def _show_moved(console: Console, found: _Found) -> None:
    console.print(Text(f"moved after {found.since}, up to {found.as_of}", style="bold"))
    table = Table("who", "on", "before", "now", "steps", box=None)
    for move in found.moved:
        steps = "; ".join(f"{step.date} {'+'.join(step.lines)}" for step in move.steps)
        before = _stand(move.before) if move.before else "unspoken"
        table.add_row(move.party, move.instrument, before, _stand(move.after), Text(steps))
    console.print(table if found.moved else "nothing")
    _show_turned(console, found)


def _show_turned(console: Console, found: _Found) -> None:
    console.print(Text("\nwhose last word is another", style="bold"))
    table = Table("who", "on", "before", "now", "words since", box=None)
    for one in found.turned:
        before = _level(one.before) if one.before else "unspoken"
        since = ", ".join(f"{word.id} {_level(word)}" for word in one.since)
        table.add_row(one.party, one.instrument, before, _level(one.since[-1]), since)
    console.print(table if found.turned else "nobody's")
    console.print(Text("? needs an analyst", style="dim"))


def _level(word: Reading) -> str:
    return f"{word.level:+d}{'?' if word.abstains else ''}"


def _stand(point: Point) -> str:
    return f"{point.gap:+.2f} ({point.level:+d}, {point.rung})"
