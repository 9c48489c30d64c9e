"""Dates exact to the day, by hand and against the record."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from little_packages import ATTACK, ELECTION, OIL, RENEWAL, RESERVES, changed, held, little, spelled

from detente.errors import DetenteError
from detente.machine import Machine
from detente.machine.clocks import (
    after_days,
    after_months,
    days_of_month,
    escrow_returns,
    next_lapse,
    pause_over,
    phases_begin,
    wound_down,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def machine() -> Machine:
    """Signed on the last day of January; the licence lapses every second month."""
    return little(
        spelled(
            modules=[OIL, RESERVES], triggers=[ATTACK], ends=[ELECTION, RENEWAL], horizon_months=24
        )
    )


@pytest.mark.parametrize(
    ("begun", "days", "over"),
    [
        (date(2025, 8, 28), 30, date(2025, 9, 27)),  # UNSCR 2231, as it ran
        (date(2025, 9, 27), 2, date(2025, 9, 29)),  # and the Union's own measures
        (date(1993, 10, 11), 7, date(1993, 10, 18)),  # Haiti, report to effect
        (date(2018, 12, 19), 39, date(2019, 1, 27)),  # Rusal, notice to delisting
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 28), 0.5, date(2024, 2, 29)),  # a part of a day is a day
        (date(2024, 2, 28), 0, date(2024, 2, 28)),
    ],
)
def test_days_are_counted_from_the_day_after(begun, days, over):
    assert after_days(begun, days) == over


@pytest.mark.parametrize(
    ("begun", "months", "over"),
    [
        (date(2023, 10, 18), 6, date(2024, 4, 18)),  # licence 44, on its face
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 31), 2, date(2025, 3, 31)),  # no drift: counted from the day itself
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 1, 1), 1.5, date(2025, 2, 17)),  # 15.2 days are sixteen
    ],
)
def test_months_keep_the_day(begun, months, over):
    assert after_months(begun, months) == over


@given(DAYS, st.integers(0, 240))
def test_months_follow_each_other(day, months):
    first, second = after_months(day, months), after_months(day, months + 1)
    assert 28 <= (second - first).days <= 31
    last = (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    assert first.day == min(day.day, last.day)


def test_the_months_of_a_package_have_their_own_length():
    assert [days_of_month(machine(), month) for month in range(4)] == [28, 31, 30, 31]


def test_a_pause_is_over_after_its_months():
    assert pause_over(date(2025, 4, 10), 2) == date(2025, 6, 10)


def test_a_licence_winds_down():
    assert wound_down(machine(), "renewal", date(2025, 3, 31)) == date(2025, 5, 15)
    assert wound_down(machine(), "election", date(2025, 6, 17)) == date(2025, 6, 17)


@pytest.mark.parametrize(
    ("day", "lapse"),
    [
        (date(2024, 1, 1), date(2025, 3, 31)),  # before signature
        (date(2025, 1, 31), date(2025, 3, 31)),
        (date(2025, 3, 30), date(2025, 3, 31)),
        (date(2025, 3, 31), date(2025, 5, 31)),
        (date(2026, 1, 5), date(2026, 1, 31)),
    ],
)
def test_a_licence_lapses_every_second_month(day, lapse):
    assert next_lapse(machine(), "renewal", day) == lapse


@given(DAYS)
def test_the_next_lapse_is_the_next(day):
    lapse = next_lapse(machine(), "renewal", day)
    assert lapse is not None
    assert lapse > max(day, date(2025, 1, 31))
    months = (lapse.year - 2025) * 12 + lapse.month - 1
    assert months % 2 == 0
    assert after_months(date(2025, 1, 31), months - 2) <= max(day, date(2025, 1, 31))


def test_an_election_comes_once():
    assert next_lapse(machine(), "election", date(2025, 6, 16)) == date(2025, 6, 17)
    assert next_lapse(machine(), "election", date(2025, 6, 17)) is None


def test_phases_begin_when_what_they_wait_for_has_come():
    whole = machine()
    early = phases_begin(whole, {"pass": date(2025, 2, 10)})
    assert early == {
        "oil.trial": date(2025, 1, 31),
        "oil.full": date(2025, 2, 28),  # the trial lasts its month
        "reserves.half": date(2025, 2, 28),
    }
    late = phases_begin(whole, {"pass": date(2025, 9, 9)})
    assert late["oil.full"] == late["reserves.half"] == date(2025, 9, 9)
    never = phases_begin(whole, {})
    assert never == {"oil.trial": date(2025, 1, 31), "oil.full": None, "reserves.half": None}


def test_escrow_goes_back_at_its_deadline():
    paid = little(spelled(modules=[held(3, 2), RESERVES]))
    assert escrow_returns(paid, "oil") == date(2025, 4, 30)
    assert escrow_returns(paid, "oil", 2) == date(2025, 6, 30)
    assert escrow_returns(paid, "reserves") is None
    open_ended = changed(OIL, escrow={"holder": "a bank", "released_by": "pass"})
    assert escrow_returns(little(spelled(modules=[open_ended])), "oil") is None
    with pytest.raises(DetenteError, match="cannot be put off by 3 months; its text allows 0 to 2"):
        escrow_returns(paid, "oil", 3)


def test_names_that_are_not_there():
    with pytest.raises(DetenteError, match='no end "x"; there is: election, renewal'):
        next_lapse(machine(), "x", date(2025, 3, 1))
    with pytest.raises(DetenteError, match='no module "oi"; did you mean "oil"'):
        escrow_returns(machine(), "oi")
