"""The record read: each statement on the commitment scale, then the words against the deeds."""

from collections.abc import Iterator, Sequence
from datetime import date

from numpy.random import Generator

from detente.record.model import Record, Statement
from detente.signals.candidates import Voice
from detente.signals.clarity import clarity
from detente.signals.gap import gaps, with_ends
from detente.signals.heads.weigh import judge_weighed
from detente.signals.level import Original
from detente.signals.lexicon import own_names
from detente.signals.model import Reading, Signals
from detente.signals.parser import model_name, parse
from detente.signals.reading import Header, reading
from detente.signals.recurrence import recurrence
from detente.signals.sense import hear_both, judge_sense


def read_record(record: Record, as_of: date, rng: Generator) -> Signals:
    """Everything said and done up to and including a date; `rng` shuffles for `recurrence`."""
    statements = [statement for statement in record.statements if statement.date <= as_of]
    deeds = [deed for deed in record.deeds if deed.date <= as_of]
    readings = tuple(_read(statements))
    apart = gaps(readings, with_ends(deeds, as_of))
    return Signals(readings, apart, recurrence(readings, rng), model_name())


def _read(statements: Sequence[Statement]) -> Iterator[Reading]:
    quotes = parse(statement.quote for statement in statements)
    senses = parse(statement.sense for statement in statements)
    for said, quote, sense in zip(statements, quotes, senses, strict=True):
        voice = Voice(own_names(said.party), named=True, asked=bool(said.question))
        words = judge_weighed([*quote.sents], voice, Original(said.quote), said.question)
        verdict = hear_both(words, judge_sense(said.sense, sense, voice))
        yield reading(_header(said), verdict, clarity(said.question, said.quote, verdict))


def _header(said: Statement) -> Header:
    return Header(
        id=said.id,
        date=said.date,
        actor=said.speaker,
        party=said.party,
        instrument=said.instrument,
        about=said.question or said.sense,
        source=said.source,
        evidence=said.evidence,
        answer=said.quote,
        question=said.question,
    )
