"""Said and done: for each party and instrument, how far the words stand from the deeds.

One scale from 0 (nothing) to 1 (done) carries both. Deeds: announced 1/4, mandated 1/2, in force
3/4, executed 1; a reversal wipes out what stood before it. A stoppage (aid paused, a veto cast) is
read the other way round: in force it leaves nothing standing, and reversed it puts the act back in
force. Words: an intention claims what an announcement does, a conditional offer what a mandate
does, a categorical promise what is in force, a performative all of it. From the conditional offer
up the speaker is bound, and his word is *kept* once a deed stands at the rung it claims (for a
performative: in force, which is all that a legal act can be); doing more then opens no gap. Level 0
and below claim no act, so that doing what one denied or played down shows as a gap below 0. The
word counted is the firmest one spoken in the speaker's own name (the first such; a reading that
needs an analyst only if there is no other). A deed that points the other way (`direction`) says
nothing about it. A truce that names its last day is reversed by its end.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.case import truces
from detente.record.model import Deed, Rung
from detente.signals.direction import opposed
from detente.signals.model import Gap, Reading

RUNG_VALUE: dict[Rung, float] = {
    "none": 0.0,
    "announced": 0.25,
    "mandated": 0.5,
    "in-force": 0.75,
    "executed": 1.0,
    "reversed": 0.0,
}
TOP = 4
BINDS = 2  # from this level on the speaker has bound himself
STOPPAGES = {  # acts that stop what the instrument stands for
    "arms-supply": re.compile(r"\b(pause|halt)", re.IGNORECASE),
    "sanctions-energy": re.compile(r"\bveto", re.IGNORECASE),
}


def gaps(readings: Iterable[Reading], deeds: Iterable[Deed]) -> tuple[Gap, ...]:
    """One row for every party and instrument somebody spoke of, in alphabetical order."""
    words: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        words.setdefault((reading.party, reading.instrument), []).append(reading)
    acts: dict[tuple[str, str], list[Deed]] = {}
    for deed in sorted(deeds, key=lambda deed: deed.date):
        acts.setdefault((deed.party, deed.instrument), []).append(deed)
    return tuple(_gap(key, words[key], acts.get(key, [])) for key in sorted(words))


def with_ends(deeds: Iterable[Deed], as_of: date) -> list[Deed]:
    """The deeds up to a day, and the ends of those that name their last day, under the same id.

    A truce that was over when it was told of ends on the day of the telling, not before it.
    """
    found = [deed for deed in deeds if deed.date <= as_of]
    ends = ((deed, last_day(deed)) for deed in found)
    return found + [
        replace(
            deed,
            date=max(day + timedelta(days=1), deed.date),
            rung="reversed",
            act=f"{deed.act}: over",
        )
        for deed, day in ends
        if day is not None and day < as_of
    ]


def last_day(deed: Deed) -> date | None:
    """The last day of a truce that names it; none where no calendar has it, as the case is told."""
    try:
        return truces.last_day(deed.act, deed.date)
    except ValueError:
        return None


def claimed(level: int) -> float:
    """How much of an act a level claims, on the scale of the deeds."""
    return max(level, 0) / TOP


def needed(level: int) -> float:
    """The deed that keeps a word of this level."""
    return min(claimed(level), RUNG_VALUE["in-force"])


def parted(level: int, done: float) -> float:
    """How far a word of this level stands from the deeds: 0 where it binds and is kept."""
    kept = level >= BINDS and done >= needed(level)
    return 0.0 if kept else claimed(level) - done


def _gap(key: tuple[str, str], readings: Sequence[Reading], deeds: Sequence[Deed]) -> Gap:
    word = min(readings, key=lambda r: (r.abstains, bool(r.attributed_to), -r.level, _day(r), r.id))
    deeds = [deed for deed in deeds if not opposed(word, deed)]
    stands = standing(deeds)
    rung = rung_of(stands) if stands else "none"
    done = RUNG_VALUE[rung]
    apart = [parted(level, done) for level in range(word.low, word.high + 1)]
    return Gap(
        party=key[0],
        instrument=key[1],
        words_level=word.level,
        words_low=word.low,
        words_high=word.high,
        words_mean=sum(reading.level for reading in readings) / len(readings),
        words_id=word.id,
        deeds_rung=rung,
        deeds_id=stands.id if stands else "",
        gap=parted(word.level, done),
        low=min(apart),
        high=max(apart),
        last_word=max(map(_day, readings)),
        last_deed=deeds[-1].date if deeds else None,
        lag_days=_lag(word, deeds),
        n_words=len(readings),
        n_deeds=len({deed.id for deed in deeds}),
    )


def rung_of(deed: Deed) -> Rung:
    """The rung on which a deed leaves its instrument."""
    stoppage = STOPPAGES.get(deed.instrument)
    if stoppage is None or not stoppage.search(deed.act):
        return deed.rung
    return "in-force" if deed.rung == "reversed" else "reversed"


def standing(deeds: Sequence[Deed]) -> Deed | None:
    """The highest deed since the last reversal; the reversal itself if nothing followed."""
    best: Deed | None = None
    for deed in deeds:
        rung = rung_of(deed)
        if best is None or "reversed" in {rung, rung_of(best)} or _value(deed) >= _value(best):
            best = deed
    return best


def _value(deed: Deed) -> float:
    return RUNG_VALUE[rung_of(deed)]


def _lag(word: Reading, deeds: Sequence[Deed]) -> int | None:
    if word.level <= 0:
        return None
    for deed in deeds:
        if deed.date >= _day(word) and _value(deed) >= needed(word.level):
            return (deed.date - _day(word)).days
    return None


def _day(reading: Reading) -> date:
    return reading.date or date.min
