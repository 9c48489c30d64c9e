"""A small record: words set against deeds, and what keeps returning."""

from dataclasses import replace
from datetime import date

import pytest
from scipy.stats import hypergeom
from small_record import done, gap_of, read, said

from detente.record.model import Statement
from detente.signals import Reading


def one(statement: Statement) -> Reading:
    (reading,) = read([statement]).readings
    return reading


def test_a_threat_with_a_deadline_that_lapsed_leaves_a_gap() -> None:
    gap = gap_of(
        [said("2025-07-14", "We will impose tariffs.")],
        [done("2025-07-14", "announced"), done("2025-08-08", "reversed", number=2)],
    )
    assert (gap.words_level, gap.deeds_rung, gap.deeds_id) == (3, "reversed", "D2")
    assert gap.gap == pytest.approx(0.75)
    assert gap.low <= gap.gap <= gap.high
    assert gap.lag_days is None
    assert (gap.last_word, gap.last_deed) == (date(2025, 7, 14), date(2025, 8, 8))


def test_a_promise_kept_closes_the_gap_after_its_lag() -> None:
    gap = gap_of(
        [said("2025-07-01", "We will impose tariffs.")],
        [done("2025-07-04", "announced"), done("2025-07-31", "in-force", number=2)],
    )
    assert (gap.gap, gap.lag_days, gap.deeds_id) == (0.0, 30, "D2")


def test_doing_what_was_denied_shows_below_zero() -> None:
    gap = gap_of([said("2025-07-01", "We will not.")], [done("2025-07-04", "in-force")])
    assert gap.gap == pytest.approx(-0.75)
    assert gap.lag_days is None


def test_the_firmest_word_counts_and_the_first_time_it_was_spoken() -> None:
    statements = [
        said("2025-07-01", "We might.", number=1),
        said("2025-07-02", "We will.", number=2),
        said("2025-07-03", "We will.", number=3),
        said("2025-07-04", "No comment.", number=4),
    ]
    gap = gap_of(statements, [])
    assert (gap.words_id, gap.n_words, gap.deeds_rung, gap.deeds_id) == ("S2", 4, "none", "")
    assert gap.words_mean == pytest.approx((1 + 3 + 3 - 2) / 4)


def test_a_pause_undone_puts_supplies_back_in_force() -> None:
    supply = "arms-supply"
    paused = done("2025-07-01", "in-force", act="Shipments halted", instrument=supply)
    lifted = done("2025-07-07", "reversed", act="Halt reversed", instrument=supply, number=2)
    word = said("2025-06-30", "We will send weapons.", instrument=supply)
    assert gap_of([word], [paused]).deeds_rung == "reversed"
    assert gap_of([word], [paused, lifted]).deeds_rung == "in-force"


def test_nothing_after_the_closing_date_is_read() -> None:
    late = said("2025-08-17", "We will.", number=2)
    signals = read([said("2025-08-16", "We might."), late], [done("2025-08-20", "executed")])
    assert [reading.id for reading in signals.readings] == ["S1"]
    assert signals.gaps[0].n_deeds == 0


def test_without_a_quote_the_paraphrase_is_heard_with_a_wider_interval() -> None:
    reading = one(said("2025-07-01", "", sense="Conditional offer: aluminium if limits go."))
    assert (reading.level, reading.low, reading.high) == (2, 1, 3)
    assert {span.witness for span in reading.spans} == {"sense"}
    assert reading.spans[0].text == "Conditional offer"
    assert reading.condition is not None
    assert reading.condition.text == "limits go"


def test_a_firm_quote_outweighs_the_paraphrase() -> None:
    quote = one(said("2025-07-01", "We will not.", sense="Momentum."))
    assert quote.level == -4
    assert quote.high == -3
    assert not quote.abstains


def test_quote_and_paraphrase_at_odds_need_an_analyst() -> None:
    reading = one(said("2025-07-01", "We will not.", sense="Promises to lift the ban."))
    assert reading.level == -4
    assert reading.abstains


def test_neither_witness_says_anything() -> None:
    reading = one(said("2025-07-01", "", sense="A Tuesday."))
    assert (reading.level, reading.abstains) == (0, True)


def test_an_answer_taken_from_the_record_has_a_clarity() -> None:
    asked = said("2025-07-01", "We'll see what happens.", question="Would he offer it?")
    assert one(asked).clarity == "non-reply"
    assert one(replace(asked, quote="Yes.")).clarity == "clear"
    assert one(replace(asked, quote="Yes.")).level == 3
    assert one(replace(asked, question="")).clarity is None


def test_recurrence_against_the_exact_chance() -> None:
    """The shuffles approach the hypergeometric tail, which is what they sample."""
    statements = [
        said("2025-07-01", "We might.", party=party, instrument=instrument, number=number)
        for number, (party, instrument) in enumerate(
            [("RU", "arctic-energy-cooperation")] * 4
            + [("RU", "ceasefire")] * 3
            + [("US", "ceasefire")] * 6
            + [("US", "arctic-energy-cooperation")]
        )
    ]
    rows = {(row.party, row.instrument): row for row in read(statements).recurrence}
    row = rows["RU", "arctic-energy-cooperation"]
    exact = hypergeom(14, 5, 7).sf(row.n - 1)
    assert (row.n, row.expected) == (4, pytest.approx(2.5))
    assert row.p_chance == pytest.approx(exact, abs=0.03)
    assert ("US", "arctic-energy-cooperation") not in rows


def test_the_same_seed_gives_the_same_signals() -> None:
    statements = [said("2025-07-01", "We will.", number=n) for n in range(3)]
    assert read(statements) == read(statements)


def test_an_empty_record_is_read() -> None:
    signals = read([])
    assert (signals.readings, signals.gaps, signals.recurrence) == ((), (), ())
    assert "en_core_web_sm" in signals.reader
