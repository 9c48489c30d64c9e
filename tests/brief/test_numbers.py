"""Numbers carry no more digits than their interval justifies, and never lose their sign."""

from datetime import date
from math import nan

import pytest

from detente.findings.model import Interval
from detente.wording.numbers import (
    count_of,
    listed,
    money,
    money_range,
    month_words,
    percent,
    percent_range,
    signed_percent,
    signed_percent_range,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.314, "31"), (0.0, "0"), (0.001, "<1"), (0.999, ">99"), (1.0, "100")],
)
def test_percent_says_what_rounding_would_hide(value, words):
    assert percent(value) == f"{words}\u00a0%"


def test_percent_without_a_number_is_unknown():
    assert percent(None) == "unknown"
    assert percent(nan) == "unknown"


def test_percent_range_repeats_nothing():
    assert percent_range(0.31, 0.12, 0.55) == "31\u00a0% (12–55)"
    assert percent_range(0.001, 0.0001, 0.002) == "<1\u00a0%"


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(14.2, 14.26, 8.1, 21.4), "14 (8 to 21)"),
        (Interval(2.6, 2.65, 1.83, 4.01), "2.6 (1.8 to 4.0)"),
        (Interval(-977.0, -977.2, -1848.0, -215.0), "−977 (−1,848 to −215)"),
        (Interval(5.0, None, None, None), "5.0"),
        (Interval(None, None, None, None), "unknown"),
    ],
)
def test_money_has_the_digits_its_interval_justifies(interval, words):
    assert money_range(interval) == words


def test_nothing_is_never_minus_nothing():
    assert money(-0.001, -1.0, 1.0) == "0"
    assert signed_percent(-0.001) == "0\u00a0%"
    assert signed_percent_range(-0.12, -0.18, 0.001) == "−12\u00a0% (−18 to 0)"


def test_months_are_counted_across_years():
    assert month_words(date(2025, 11, 30), 14) == "Jan 2027"


def test_words_in_a_row():
    assert listed([]) == ""
    assert listed(["energy", "banking", "debt"]) == "energy, banking and debt"
    assert count_of(1, "flaw") == "one flaw"
    assert count_of(12, "flaw") == "12 flaws"
