"""A verdict on words, joined to who spoke them, when, and about what."""

from dataclasses import dataclass
from datetime import date

from detente.record.model import Evidence
from detente.signals import chance
from detente.signals.clarity import evasion
from detente.signals.level import Verdict
from detente.signals.model import Clarity, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is known of a statement before it is read."""

    id: str
    date: date | None
    actor: str
    party: str
    instrument: str
    about: str  # stands for the proposition where the words name no act
    source: str
    evidence: Evidence
    answer: str = ""  # the words themselves, quotes and dashes made plain
    words: str = ""  # as they stand; the answer where they are not given
    question: str = ""


def reading(
    header: Header, verdict: Verdict, answered: Clarity | None, prior: float = chance.PRIOR
) -> Reading:
    """The reading of one statement; `prior` is how likely such an act was before the words."""
    belief = chance.Belief(
        verdict.level,
        verdict.low,
        verdict.high,
        hearsay=verdict.attributed_to is not None,
        chances=verdict.chances,
        factuality=verdict.weighed.factuality if verdict.weighed else 0.0,
    )
    proposition, committed = chance.of_proposition(belief, prior), chance.of_commitment(belief)
    return Reading(
        id=header.id,
        date=header.date,
        actor=header.actor,
        party=header.party,
        instrument=header.instrument,
        level=verdict.level,
        low=verdict.low,
        high=verdict.high,
        spans=verdict.spans,
        clarity=answered,
        condition=verdict.condition,
        proposition=verdict.proposition or header.about,
        attributed_to=verdict.attributed_to,
        p_proposition=proposition.mean,
        p_proposition_low=proposition.low,
        p_proposition_high=proposition.high,
        p_committed=committed.mean,
        p_committed_low=committed.low,
        p_committed_high=committed.high,
        abstains=verdict.abstains,
        source=header.source,
        evidence=header.evidence,
        weighed=verdict.weighed,
        evasion=evasion(header.answer, verdict, answered),
        words=header.words or header.answer,
        question=header.question,
    )
