"""The head heard beside the rules: where it is more likely right than wrong, it decides.

The rules give every reading its first verdict. The head, which counts that verdict among its
features, weighs all the words; where it gives a level at least an even chance, that level stands.
Where no cue was heard it must be surer. Agreement leaves the rules' spans as they are.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from detente.signals.candidates import Candidate, Voice
from detente.signals.heads.event import event_features
from detente.signals.heads.feature import Feature
from detente.signals.heads.head import LEVELS, Floats, LevelHead, shipped
from detente.signals.heads.statement import statement_features
from detente.signals.level import Original, Verdict, decide, heard_in, lone_condition
from detente.signals.model import Reason, Span, Weighed

EVEN = 0.5
UNPROMPTED = 0.7  # where no cue was heard
_LEAST_WORDS = 3
_REASONS = 6
CUE = "weighed"
_WIDE = 4  # levels a conformal set may reach before an analyst is asked
_SHOWN = 2
_REACH = 2
_NOWHERE = (-1, -1)


def judge_weighed(
    sentences: Sequence[Words], voice: Voice, original: Original, question: str = ""
) -> Verdict:
    """The verdict of rules and head together, with what the head made of every word."""
    heard = heard_in(sentences, voice)
    verdict = decide(heard, sentences, original)
    if sum(token.is_alpha for sentence in sentences for token in sentence) < _LEAST_WORDS:
        return verdict
    level_head, fact_head = shipped()
    asked = question if voice.asked else ""
    score, known = level_head.case(statement_features(sentences, asked, verdict.level, heard))
    chances = level_head.probabilities(score)
    best = LEVELS[int(chances.argmax())]
    sure = float(chances.max()) >= (EVEN if verdict.heard else UNPROMPTED)
    level = best if sure else verdict.level
    weighed = Weighed(
        level=best,
        decides=sure,
        probabilities=tuple(round(float(p), 4) for p in chances),
        likely=level_head.likely(chances),
        reasons=_reasons(level_head, known, LEVELS.index(level), original, sentences[0].doc),
        factuality=round(fact_head.of(event_features(_act(sentences, heard))), 2),
    )
    decided = _decided(verdict, weighed, sentences) if sure else verdict
    return replace(decided, weighed=weighed)


def _act(sentences: Sequence[Words], heard: Sequence[Candidate]) -> Token:
    """The word for the act: what the deciding cue hangs on, else the head of the first sentence."""
    if heard:
        return min(heard, key=lambda found: found.rank).hit.anchor
    return sentences[0].root


def _decided(verdict: Verdict, weighed: Weighed, sentences: Sequence[Words]) -> Verdict:
    """The rules' verdict moved to the head's level, on the words that spoke for it most."""
    if verdict.heard and weighed.level == verdict.level:
        return verdict
    low, high = _run(weighed)
    if verdict.heard:  # the rules are a witness too: up to two levels their way
        low = min(low, max(verdict.low, weighed.level - _REACH))
        high = max(high, min(verdict.high, weighed.level + _REACH))
    strongest = [reason for reason in weighed.reasons if reason.weight > 0 and reason.text]
    spans = tuple(
        Span(reason.start, reason.end, reason.text, CUE, 0 if number else weighed.level)
        for number, reason in enumerate(strongest[:_SHOWN])
    )
    silent = tuple(replace(span, weight=0) for span in verdict.spans)
    if not spans:
        return verdict
    return replace(
        verdict,
        level=weighed.level,
        low=low,
        high=high,
        spans=tuple(sorted(spans + silent, key=lambda span: (span.start, span.end))),
        cue=CUE,
        condition=(verdict.condition or lone_condition(sentences)) if weighed.level else None,
        firm=True,
        unsure=weighed.likely[-1] - weighed.likely[0] >= _WIDE,
    )


def _run(weighed: Weighed) -> tuple[int, int]:
    """The likely levels that neighbour the head's own without a gap."""
    low = high = weighed.level
    while low - 1 in weighed.likely:
        low -= 1
    while high + 1 in weighed.likely:
        high += 1
    return low, high


def _reasons(
    head: LevelHead, known: Sequence[tuple[Feature, Floats]], at: int, original: Original, doc: Doc
) -> tuple[Reason, ...]:
    """What every stretch of words adds to the case for a level; adds up to that case exactly."""
    added: dict[tuple[int, int], list[tuple[float, str]]] = {}
    for feature, row in known:
        place = (feature.tokens[0], feature.tokens[-1]) if feature.tokens else _NOWHERE
        added.setdefault(place, []).append((float(row[at] - row.mean()), feature.name))
    weights = {place: sum(weight for weight, _ in found) for place, found in added.items()}
    order = sorted(weights, key=lambda place: (place == _NOWHERE, -abs(weights[place]), place))
    kept = [place for place in order if place != _NOWHERE][:_REASONS]
    rest = sum(weights[place] for place in order if place not in kept)
    reasons = [
        _reason(doc, place, weights[place], max(added[place])[1], original) for place in kept
    ]
    base = float(head.base[at] - head.base.mean())
    return (*reasons, Reason(0, 0, "", "everything else", rest), Reason(0, 0, "", "base", base))


def _reason(
    doc: Doc, place: tuple[int, int], weight: float, name: str, original: Original
) -> Reason:
    first, last = place
    span = original.cut(doc[first].idx, doc[last].idx + len(doc[last]), name, 0)
    return Reason(span.start, span.end, span.text, name, weight)
