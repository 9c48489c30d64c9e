"""Puts what was said and what was done on one timeline."""

from detente.case.model import Case, Remark
from detente.case.rows import DeedRow
from detente.errors import Place
from detente.record.model import Deed, Record, Statement


def read_record(case: Case) -> Record:
    """The record of a case, statements and deeds each by date, then by id."""
    statements = [_statement(remark) for remark in case.remarks]
    deeds = [_deed(row, place) for row, place in case.deeds]
    return Record(
        tuple(sorted(statements, key=lambda line: (line.date, line.id))),
        tuple(sorted(deeds, key=lambda line: (line.date, line.id))),
    )


def _statement(remark: Remark) -> Statement:
    head = remark.head
    return Statement(
        id=head.id,
        date=head.date,
        speaker=head.speaker,
        role=head.role,
        party=head.party,
        venue=head.venue,
        kind=head.kind,
        instrument=head.instrument,
        question=remark.question,
        quote=remark.quote,
        sense=remark.sense,
        source=head.source,
        evidence=head.evidence,
        place=remark.place,
    )


def _deed(row: DeedRow, place: Place) -> Deed:
    return Deed(
        id=row.id,
        date=row.date,
        actor=row.actor,
        party=row.party,
        instrument=row.instrument,
        act=row.act,
        rung=row.ladder,
        detail=row.detail,
        source=row.source,
        evidence=row.evidence,
        place=place,
    )
