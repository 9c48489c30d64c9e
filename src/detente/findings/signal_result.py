"""What was said and what was done, as the brief shows it."""

from detente.findings.model import Deed, Gap, Reading, Recurrence, Signals, Span
from detente.record import Record, Statement
from detente.signals import model as read


def signal_result(signals: read.Signals, record: Record) -> Signals:
    """Readings with their words, gaps, recurrence, and the ladder of deeds."""
    said = {statement.id: statement for statement in record.statements}
    return Signals(
        readings=tuple(reading(r, said[r.id]) for r in signals.readings if r.date is not None),
        gaps=tuple(_gap(gap) for gap in signals.gaps),
        recurrence=tuple(
            Recurrence(r.instrument, r.party, r.n, r.expected, r.p_chance)
            for r in signals.recurrence
        ),
        deeds=tuple(
            Deed(d.id, d.date, d.actor, d.party, d.instrument, d.act, d.rung, d.source, d.evidence)
            for d in record.deeds
        ),
    )


def reading(found: read.Reading, said: Statement) -> Reading:
    """One reading beside the words that it rests on."""
    return Reading(
        id=found.id,
        date=found.date or said.date,
        actor=found.actor,
        party=found.party,
        instrument=found.instrument,
        level=found.level,
        interval=(found.low, found.high),
        spans=tuple(Span(s.start, s.end, s.text, s.cue, float(s.weight)) for s in found.spans),
        clarity=found.clarity,
        condition=found.condition.text if found.condition else None,
        p_proposition=found.p_proposition,
        p_committed=found.p_committed,
        abstains=found.abstains,
        quote=said.quote,
        sense=said.sense,
        source=found.source,
        evidence=found.evidence,
    )


def _gap(gap: read.Gap) -> Gap:
    return Gap(
        actor=gap.party,
        instrument=gap.instrument,
        gap=gap.gap,
        low=gap.low,
        high=gap.high,
        words_level=gap.words_mean,
        words_id=gap.words_id,
        deeds_rung=gap.deeds_rung,
        deeds_id=gap.deeds_id,
        lag_days=gap.lag_days,
        n_words=gap.n_words,
        n_deeds=gap.n_deeds,
    )
