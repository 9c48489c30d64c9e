"""Words waiting for deeds: the gap day by day, waits cut off by the closing date, cheap talk."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_record import AS_OF, done, read, said, word

from detente.signals.cheap_talk import cheap_talk, kaplan_meier, waits
from detente.signals.course import courses, moved_since
from detente.signals.recurrence import outlets, recurrence


def test_the_gap_opens_with_a_word_and_closes_with_its_deed() -> None:
    words = [word("2025-07-01", 3, 1), word("2025-07-20", 1, 2)]
    deeds = [done("2025-07-04", "announced"), done("2025-07-31", "in-force", number=2)]
    (course,) = courses(words, deeds, AS_OF)
    assert [(str(p.date), p.gap, p.lines) for p in course.points] == [
        ("2025-07-01", 0.75, ("S1",)),
        ("2025-07-04", 0.5, ("D1",)),
        ("2025-07-31", 0.0, ("D2",)),
    ]
    assert (course.waited_days, course.censored) == (30, False)


def test_a_wait_that_is_not_over_is_cut_off_at_the_closing_date() -> None:
    (course,) = courses([word("2025-08-06", 3, 1)], [done("2025-08-10", "announced")], AS_OF)
    assert (course.waited_days, course.censored) == (10, True)


def test_a_promise_of_what_stands_already_waits_for_nothing() -> None:
    words, deeds = [word("2025-08-06", 3, 1)], [done("2025-07-01", "in-force")]
    (course,) = courses(words, deeds, AS_OF)
    assert (course.waited_days, course.censored) == (None, False)
    assert [*waits(words, deeds, AS_OF)] == []


def test_what_moved_and_which_line_moved_it() -> None:
    words = [word("2025-07-01", 1, 1), word("2025-08-08", 3, 2)]
    (move,) = moved_since(courses(words, [done("2025-08-09", "mandated")], AS_OF), date(2025, 8, 1))
    assert move.before is not None
    assert (move.before.gap, move.after.gap) == (0.25, 0.25)
    assert [(step.gap, step.lines) for step in move.steps] == [(0.75, ("S2",)), (0.25, ("D1",))]
    assert moved_since(courses(words, [], AS_OF), AS_OF) == ()


def test_the_last_point_is_the_gap_of_the_record() -> None:
    statements = [
        said("2025-07-01", "We might.", number=1),
        said("2025-07-05", "We will.", number=2),
    ]
    deeds = [done("2025-07-03", "announced")]
    signals = read(statements, deeds)
    (course,) = courses(signals.readings, deeds, AS_OF)
    assert course.points[-1].gap == signals.gaps[0].gap


def test_kaplan_and_meier_by_hand() -> None:
    """Days 1, 2+, 3, 3, 5+: S = 4/5, then 4/5 (1 - 2/3); Greenwood adds 1/(5 4) and 2/(3 1)."""
    days = np.array([1, 2, 3, 3, 5])
    kept = np.array([True, False, True, True, False])
    survival, variance = kaplan_meier(days, kept, 4)
    assert survival == pytest.approx(4 / 5 / 3)
    assert variance == pytest.approx(survival**2 * (1 / 20 + 2 / 3))
    assert kaplan_meier(days, kept, 1)[0] == pytest.approx(4 / 5)


def test_cheap_talk_by_level() -> None:
    words = [word("2025-01-01", 3, 1), word("2025-02-01", 1, 2, instrument="ceasefire")]
    words += [word("2025-08-10", 3, 3, instrument="territory")]
    deeds = [done("2025-01-20", "in-force"), done("2025-06-01", "executed", instrument="ceasefire")]
    firm, soft = cheap_talk(words, deeds, AS_OF, 90)
    assert (firm.level, firm.n, firm.kept, firm.censored) == (3, 2, 1, 1)
    assert firm.p_no_deed == pytest.approx(
        0.0
    )  # the censored word was gone before the deed's 19th day
    assert (soft.level, soft.p_no_deed, soft.kept) == (1, 1.0, 0)
    for row in (firm, soft):
        assert 0 <= row.low <= row.p_no_deed <= row.high <= 1
        assert row.high - row.low > 0.5  # one word tells next to nothing


def test_words_told_by_others_and_doubtful_ones_are_not_counted() -> None:
    words = [
        word("2025-01-01", 3, 1, attributed_to="Putin"),
        word("2025-01-01", 3, 2, abstains=True),
    ]
    assert cheap_talk(words, [], AS_OF, 90) == ()


def test_ten_words_on_one_thing_count_as_one() -> None:
    same = [word("2025-01-01", 3, n) for n in range(10)]
    apart = [replace(one, instrument=f"i{n}") for n, one in enumerate(same)]
    (one,), (ten,) = cheap_talk(same, [], AS_OF, 90), cheap_talk(apart, [], AS_OF, 90)
    assert (one.subjects, ten.subjects) == (1, 10)
    assert one.low == pytest.approx(0.025)  # exact for one of one
    assert ten.low == pytest.approx(0.025**0.1)  # for ten of ten


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=30))
def test_without_censoring_the_index_is_the_plain_share(cases: list[tuple[int, bool]]) -> None:
    days = np.array([day for day, _ in cases])
    survival, _ = kaplan_meier(days, np.ones(len(cases), dtype=bool), 30)
    assert survival == pytest.approx(np.mean(days > 30))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 200), st.booleans()), min_size=1, max_size=20),
    st.integers(1, 200),
)
def test_more_time_leaves_less_unkept(cases: list[tuple[int, bool]], horizon: int) -> None:
    days, kept = np.array([d for d, _ in cases]), np.array([k for _, k in cases])
    assert kaplan_meier(days, kept, horizon + 30)[0] <= kaplan_meier(days, kept, horizon)[0]


def test_an_idea_that_returns_by_outlet() -> None:
    base = word("2025-07-01", 1, 1)
    day = timedelta(days=1)
    assert base.date is not None
    words = [
        replace(base, id=f"S{n}", date=base.date + n * day, source=source, instrument=instrument)
        for n, (source, instrument) in enumerate(
            [("tass.com 2025-07-01; www.tass.ru 1", "arctic")] * 5
            + [("memory, 2025", "ceasefire")] * 9
        )
    ]
    rows = {
        (r.party, r.instrument): r for r in recurrence(words, np.random.default_rng(1), outlets)
    }
    assert {*rows} == {("tass.com", "arctic"), ("tass.ru", "arctic"), ("memory", "ceasefire")}
    assert rows["tass.com", "arctic"].n == 5
    assert rows["tass.com", "arctic"].p_chance < 0.01
