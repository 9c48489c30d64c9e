"""Old evidence loses its weight at a stated rate, and the loss is told."""

from datetime import date, timedelta

import pytest
from futures import AS_OF, alive, record, sampler, weighs, world

from detente.case.rows import RungRow
from detente.errors import InputError
from detente.scenarios import Outlook, outlook
from detente.scenarios.fading import LINES, QUOTES, YEAR, line_kept, quote_kept

TALKS = {"prior": {"talks-without-convergence": 1}, "stay": 1}


def _quoted(age: int, *, price: float = 0.9, ahead: int = 180) -> list[RungRow]:
    """A ladder of so many days ago; its last date lies ahead of the case's."""
    by = AS_OF + timedelta(days=ahead)
    return [RungRow(date=AS_OF - timedelta(days=age), by=by, price=price)]


def _holds(found: Outlook) -> float:
    return found.now["settlement-holds"].mean


def test_a_line_counts_in_full_for_a_year_and_half_after_another_half() -> None:
    assert line_kept(AS_OF - timedelta(days=YEAR), AS_OF) == 1
    assert line_kept(AS_OF - timedelta(days=int(YEAR + 2 * LINES)), AS_OF) == pytest.approx(0.25)
    assert quote_kept(AS_OF - timedelta(days=int(QUOTES)), AS_OF) == 0.5


def test_what_an_old_line_says_of_a_signature_fades_and_is_told() -> None:
    none = outlook(world(**TALKS), record({}), alive(0.0), sampler())
    lines = [weighs("D1", settlement_holds=3)]
    moved = {
        days: outlook(world(lines, **TALKS), record({"D1": days}), alive(0.0), sampler())
        for days in (90, 330, 730, 7300)
    }
    assert _holds(moved[90]) == _holds(moved[330]) > _holds(moved[730]) > _holds(moved[7300])
    assert _holds(moved[7300]) == pytest.approx(_holds(none), abs=1e-4)
    assert moved[330].notes == ()
    (told,) = moved[730].notes
    assert told.startswith("stale evidence, a line older than a year loses half its weight every")
    assert "D1 (730 days old" in told
    assert "faded to 25% of its weight" in told
    assert "faded to 25%" in moved[730].history[0].why


def test_an_old_quote_is_faded_and_told() -> None:
    none = _holds(outlook(world(**TALKS), record({}), alive(0.0), sampler()))
    by_age = {
        age: outlook(world(**TALKS), record({}), alive(0.0), sampler(), "", _quoted(age))
        for age in (0, 5, 30, 90, 360)
    }
    held = [_holds(found) for found in by_age.values()]
    assert held == sorted(held, reverse=True)
    assert held[0] > none + 0.1
    assert held[-1] == pytest.approx(none, abs=0.002)
    assert by_age[0].notes == by_age[5].notes == ()
    (told,) = by_age[90].notes
    day = AS_OF - timedelta(days=90)
    assert f"quoted 90 days before {AS_OF}, faded to 12.5% of its weight" in told
    assert "at weight 0.0625; quoted 90 days" in by_age[90].history[-1].why
    assert by_age[90].history[-1].date == day


def test_an_old_quote_speaks_of_what_is_ahead_of_the_case() -> None:
    """What was dear because of dates that have passed is no news of those to come."""
    age = 60
    quoted = AS_OF - timedelta(days=age)
    passed = RungRow(date=quoted, by=AS_OF - timedelta(days=1), price=0.8)
    flat = RungRow(date=quoted, by=AS_OF + timedelta(days=180), price=0.8001)
    free = RungRow(date=quoted, by=AS_OF + timedelta(days=180), price=0.95)
    low, high = (
        _holds(outlook(world(**TALKS), record({}), alive(0.0), sampler(), "", [passed, last]))
        for last in (flat, free)
    )
    none = _holds(outlook(world(**TALKS), record({}), alive(0.0), sampler()))
    assert low < none < high


def test_a_ladder_of_which_every_date_has_passed_is_refused() -> None:
    rows = [
        RungRow(date=date(2024, 8, 1), by=date(2024, 12, 31), price=0.02),
        RungRow(date=date(2024, 8, 1), by=date(2025, 6, 30), price=0.6),
    ]
    with pytest.raises(InputError, match="every date of the latest quote, 2024-08-01, has passed"):
        outlook(world(), record({}), alive(0.1), sampler(), "", rows)


def test_a_ladder_of_later_days_is_not_read_and_that_is_told() -> None:
    found = outlook(world(), record({}), alive(0.1), sampler(), "", _quoted(-10))
    assert found.history == ()
    assert found.notes == (f"the prediction market is quoted only after {AS_OF}: it is not read",)
