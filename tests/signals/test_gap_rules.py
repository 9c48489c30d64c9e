"""What keeps a word, which deeds say nothing about it, and estimators checked by simulation."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_record import AS_OF, done, gap_of, said, word

from detente.record.model import Deed
from detente.signals import Reading
from detente.signals.cheap_talk import cheap_talk
from detente.signals.course import courses, moved_since, turned_since
from detente.signals.direction import Direction, of_deed, of_word, opposed
from detente.signals.gap import gaps, last_day, parted, with_ends
from detente.signals.recurrence import returning


@pytest.mark.parametrize(
    ("level", "gap"),
    [  # none, announced, mandated, in force, executed
        (4, (1.0, 0.75, 0.5, 0.0, 0.0)),
        (3, (0.75, 0.5, 0.25, 0.0, 0.0)),
        (2, (0.5, 0.25, 0.0, 0.0, 0.0)),
        (1, (0.25, 0.0, -0.25, -0.5, -0.75)),
        (0, (0.0, -0.25, -0.5, -0.75, -1.0)),
        (-4, (0.0, -0.25, -0.5, -0.75, -1.0)),
    ],
)
def test_a_word_that_binds_is_kept_and_more_is_no_gap(level: int, gap: tuple[float, ...]) -> None:
    assert tuple(parted(level, 0.25 * rung) for rung in range(5)) == pytest.approx(gap)


@given(st.integers(-4, 4), st.floats(0, 1))
def test_more_deeds_never_widen_the_gap(level: int, done_so_far: float) -> None:
    assert parted(level, done_so_far) >= parted(level, min(done_so_far + 0.25, 1.0))
    assert -1 <= parted(level, done_so_far) <= 1


def test_a_performed_act_is_kept_by_a_law_in_force() -> None:
    """The EU just approved its 18th package: nothing more is to come."""
    spoken = word("2025-07-18", 4, 1)
    deeds = [done("2025-07-18", "in-force")]
    (gap,) = gaps([spoken], deeds)
    (course,) = courses([spoken], deeds, AS_OF)
    assert (gap.gap, gap.lag_days, course.waited_days) == (0.0, 0, 0)
    assert cheap_talk([spoken], deeds, AS_OF, 20)[0].p_no_deed == 0.0


@pytest.mark.parametrize(
    ("act", "way"),
    [
        ("16th package adopted", "tighten"),
        ("Executive order: additional 25% duty on India", "tighten"),
        ("General Licence 8L allowed to expire", "tighten"),
        ("General Licence 125 for the Alaska meetings", "ease"),
        ("Task Force KleptoCapture disbanded", "ease"),
        ("Sanctions on Belavia lifted", "ease"),
        ("Listings renewed with some removals", ""),
        ("A Tuesday", ""),
    ],
)
def test_which_way_a_deed_points(act: str, way: Direction) -> None:
    assert of_deed(done("2025-07-01", "in-force", act=act)) == way
    assert of_deed(done("2025-07-01", "in-force", act=act, instrument="ceasefire")) == ""


def test_an_act_of_easing_keeps_no_threat() -> None:
    threat = replace(word("2025-03-07", 3, 1), words="We will impose large scale sanctions.")
    offer = replace(threat, words="If they pull back, we will lift the sanctions.", level=2)
    eased = done("2025-03-12", "in-force", act="General licence 5 for banks", number=1)
    tightened = done("2025-03-20", "in-force", act="New sanctions adopted", number=2)
    assert (of_word(threat), of_word(offer)) == ("tighten", "ease")
    assert opposed(threat, eased)
    assert not opposed(threat, tightened)
    for spoken, kept in ((threat, "D2"), (offer, "D1")):
        (gap,) = gaps([spoken], [eased, tightened])
        assert (gap.deeds_id, gap.n_deeds, gap.gap) == (kept, 1, 0.0)
    (course,) = courses([threat], [eased], AS_OF)
    assert (course.waited_days, course.censored) == ((AS_OF - date(2025, 3, 7)).days, True)


@pytest.mark.parametrize(
    ("act", "day", "last"),
    [
        ("Easter truce, 18:00 19 April to 00:00 21 April", "2025-04-19", "2025-04-21"),
        ("Victory Day truce 8-10 May", "2025-05-08", "2025-05-10"),
        ("Christmas truce 31 December to 2 January", "2025-12-31", "2026-01-02"),
        ("Kyiv ultimatum: truce from 12 May or massive sanctions", "2025-05-10", "None"),
        ("Truce to 31 June", "2025-06-01", "None"),
        ("30-day halt to strikes", "2025-03-18", "None"),
    ],
)
def test_a_truce_that_names_its_last_day(act: str, day: str, last: str) -> None:
    assert str(last_day(done(day, "executed", act=act))) == last


def test_a_truce_stands_until_it_is_over() -> None:
    spoken = said("2025-05-01", "We might.", instrument="ceasefire")
    truce = done("2025-05-08", "executed", act="Victory Day truce 8-10 May", instrument="ceasefire")
    assert gap_of([spoken], [truce]).deeds_rung == "reversed"
    assert gap_of([spoken], [truce]).n_deeds == 1
    assert with_ends([truce], date(2025, 5, 10)) == [truce]
    assert [d.rung for d in with_ends([truce], date(2025, 5, 11))] == ["executed", "reversed"]


def test_a_truce_told_of_when_it_was_over_does_not_stand() -> None:
    spoken = said("2024-09-01", "We might.", instrument="ceasefire")
    act = "Harvest truce 3-5 September"
    truce = done("2024-09-07", "executed", act=act, instrument="ceasefire")
    assert [(str(d.date), d.rung) for d in with_ends([truce], date(2024, 9, 8))] == [
        ("2024-09-07", "executed"), ("2024-09-07", "reversed"),
    ]  # fmt: skip
    assert gap_of([spoken], [truce]).deeds_rung == "reversed"


def test_a_threat_put_off_shows_as_another_last_word() -> None:
    """The firmest word stands, so that the gap does not move; the last word does."""
    words = [word("2025-07-28", 3, 1), word("2025-08-13", -2, 2), word("2025-08-15", -3, 3)]
    words += [word("2025-08-14", 3, 4, party="EU", attributed_to="Rutte")]
    assert moved_since(courses(words, [], AS_OF), date(2025, 8, 8))[0].party == "EU"
    (turned,) = turned_since(words, date(2025, 8, 8))
    assert turned.before is not None
    assert (turned.party, turned.before.id) == ("US", "S1")
    assert [(one.id, one.level) for one in turned.since] == [("S2", -2), ("S3", -3)]
    assert turned_since(words, date(2025, 8, 15)) == ()
    again = [*words, word("2025-08-16", 3, 5)]
    assert turned_since(again, date(2025, 8, 8)) == ()


def spoken_once(base: Reading, number: int, day: date) -> Reading:
    return replace(base, id=f"S{number}", date=day, instrument=f"i{number}")


def test_cheap_talk_finds_the_chance_that_made_the_record() -> None:
    """Waits drawn with P(T > 60) = 0.6; words through the year, cut off at its end."""
    rng = np.random.default_rng(11)
    base, truth, horizon = word("2025-01-01", 3, 1), 0.6, 60
    rate = -np.log(truth) / horizon
    shares, held, plain = [], 0, []
    for _ in range(120):
        words, deeds = list[Reading](), list[Deed]()
        for n in range(40):
            day = AS_OF - timedelta(days=int(rng.integers(1, 228)))
            words.append(spoken_once(base, n, day))
            kept = day + timedelta(days=1 + int(rng.exponential(1 / rate)))
            if kept <= AS_OF:
                deeds.append(done(str(kept), "in-force", instrument=f"i{n}", number=n))
        (row,) = cheap_talk(words, deeds, AS_OF, horizon)
        shares.append(row.p_no_deed)
        plain.append(1 - row.kept / row.n)
        held += row.low <= truth <= row.high
    assert np.mean(shares) == pytest.approx(truth, abs=0.02)
    assert np.mean(plain) > truth + 0.03  # what counting alone would say, blind to the cut
    assert held / 120 >= 0.93  # made for 0.95 or more


def statements(rng: np.random.Generator, count: int) -> list[Reading]:
    base = word("2025-07-01", 1, 1)
    return [
        replace(base, id=f"S{n}", party=f"P{rng.integers(6)}", instrument=f"i{rng.integers(5)}")
        for n in range(count)
    ]


def test_without_a_pattern_rare_rows_are_as_many_as_foretold() -> None:
    rng = np.random.default_rng(5)
    shown, foretold, chances = 0, 0.0, list[float]()
    for _ in range(25):
        found = returning(statements(rng, 60), rng)
        chances += [row.p_chance for row in found.rows if row.expected > 1]
        shown += sum(row.p_chance <= 0.05 for row in found.rows)
        foretold += found.false_alarms
    assert shown == pytest.approx(foretold, abs=3 * np.sqrt(foretold))
    assert np.mean(np.array(chances) <= 0.05) < 0.08
    assert np.mean(np.array(chances) <= 0.5) < 0.65


def test_a_planted_pattern_is_found() -> None:
    rng = np.random.default_rng(6)
    words = statements(rng, 60)
    words += [replace(words[0], id=f"X{n}", party="P1", instrument="i1") for n in range(8)]
    found = min(returning(words, rng).rows, key=lambda row: row.p_chance)
    assert (found.party, found.instrument) == ("P1", "i1")
    assert found.p_chance < 0.005
