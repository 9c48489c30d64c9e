"""The second witness: our paraphrase of a statement whose words are missing or say nothing.

It is our own shorthand ("Conditional offer: ...", "Non-answer."), so it is read by the patterns
under `senses` in the lexicon, leftmost first: no labelled sentence is written so, and the head
would take "non-answer" for a word like others. What no pattern knows is a sentence about a
speaker, and is read as one, by rules and head: on the reported sentences of the fitting set the
head is right about twice as often as the rules alone. Being second-hand a paraphrase never stands
as a point: the interval reaches at least one level either way.
"""

from dataclasses import replace

from spacy.tokens import Doc

from detente.signals.candidates import CONDITIONAL, Voice
from detente.signals.conditions import find_condition
from detente.signals.heads.weigh import judge_weighed
from detente.signals.level import NOTHING, Original, Verdict
from detente.signals.lexicon import lexicon
from detente.signals.model import HIGHEST, LOWEST, Condition, Span
from detente.signals.parser import plain

PARAPHRASE = "paraphrase"
DISPUTE = 4


def judge_sense(sense: str, doc: Doc, voice: Voice) -> Verdict:
    """The verdict on a paraphrase."""
    named = _named(sense)
    verdict = named if named.heard else judge_weighed([*doc.sents], voice, Original(sense))
    if not verdict.heard or verdict.faint:
        return NOTHING
    return replace(
        verdict,
        weighed=None,  # its reasons count in the paraphrase, and a reading shows those of a quote
        low=max(verdict.low - 1, LOWEST),
        high=min(verdict.high + 1, HIGHEST),
        spans=tuple(replace(span, witness="sense") for span in verdict.spans),
        condition=_first_condition(doc) if verdict.level else None,
    )


def _first_condition(doc: Doc) -> Condition | None:
    found = next(filter(None, map(find_condition, doc.sents)), None)
    return found.condition if found else None


def _named(sense: str) -> Verdict:
    text = plain(sense)
    found = sorted(
        (match.start(), -match.end(), level)
        for level, pattern in lexicon().senses
        for match in pattern.finditer(text)
    )
    if not found:
        return NOTHING
    level = found[0][2]
    if level in {0, 1, 3} and any(other == CONDITIONAL for _, _, other in found):
        level = CONDITIONAL
    spans = tuple(
        Span(start, -end, sense[start:-end], PARAPHRASE, level if number == 0 else 0)
        for number, (start, end, _) in enumerate(found)
    )
    return replace(NOTHING, level=level, low=level, high=level, spans=spans, cue=PARAPHRASE)


def hear_both(quote: Verdict, sense: Verdict) -> Verdict:
    """The quote decides where it is firm; a paraphrase outside its interval stretches that by one.

    Where the quote is silent the paraphrase decides. Where it speaks of an act without saying
    whose (`firm` is false), the paraphrase decides within an interval that covers both. Where the
    two point opposite ways, by four levels or more, an analyst is needed.
    """
    if not quote.heard:
        return sense
    if sense.cue != PARAPHRASE:
        return quote
    condition = quote.condition or (sense.condition if quote.level > 0 else None)
    if not quote.firm:
        unheard = tuple(replace(span, weight=0) for span in quote.spans)
        low, high = min(quote.low, sense.low), max(quote.high, sense.high)
        return replace(
            sense,
            low=low,
            high=high,
            spans=unheard + sense.spans,
            condition=condition or sense.condition,
        )
    opposed = quote.level * sense.level < 0 and abs(quote.level - sense.level) >= DISPUTE
    low = quote.low - (sense.level < quote.low)
    high = quote.high + (sense.level > quote.high)
    return replace(quote, low=low, high=high, condition=condition, disputed=opposed)
