"""Rules and head heard together: the one that is likelier to be right decides.

The rules give every reading its first verdict; `trust` says how often their cue was right at that
level in the labelled sentences. The head weighs all the words, that verdict among them, and gives
each level its probability. Where the head is at least as sure of its level as the rules' cue is
trusted, the head decides; else the rules do. What the reader believes of the nine levels:

    head decides    belief = the head's probabilities
    rules decide    belief = trust at their level, and what is left shared out as the head would
    both agree      the same, where the rules are trusted more than the head is sure

To read a no as a promise, or a promise as a no, is the dearest mistake: where the two point
opposite ways, `OPPOSITE` levels apart, the head must be as sure as `CONTRARY` to decide. The rules
always decide where they know that the words foretell what another side will do: the head knows no
sides. The reader's chance of being right is the belief in its level; below `doubt` an analyst is
asked. Where no cue was heard the head may speak alone, of something else than level 0; short of
`UNPROMPTED` that is a faint voice, which a paraphrase outweighs (`sense`).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from detente.signals.candidates import Candidate, Voice
from detente.signals.cues import PREDICTION
from detente.signals.heads.event import event_features
from detente.signals.heads.feature import Feature
from detente.signals.heads.head import LEVELS, FactualityHead, Floats, LevelHead, shipped
from detente.signals.heads.statement import statement_features
from detente.signals.heads.trust import Trust
from detente.signals.level import (
    WEIGHED,
    Original,
    Verdict,
    decide,
    heard_in,
    lone_condition,
)
from detente.signals.model import Reason, Span, Weighed

FORETOLD = Trust({}, 0.9)  # judgement: names of the other side are seldom mistaken
ALONE = 0.3  # how sure, to say anything where no cue was heard
OPPOSITE = 4  # levels
CONTRARY = 0.8  # judgement
UNPROMPTED = 0.7  # short of this a head that speaks alone is faint
_LEAST_WORDS = 3
_REASONS = 6
_SHOWN = 2
_REACH = 2
_NOWHERE = (-1, -1)


def judge_weighed(
    sentences: Sequence[Words], voice: Voice, original: Original, question: str = ""
) -> Verdict:
    """The verdict of rules and head together, with what the head made of every word."""
    heard = heard_in(sentences, voice)
    rules = decide(heard, sentences, original)
    if sum(token.is_alpha for sentence in sentences for token in sentence) < _LEAST_WORDS:
        return rules
    level_head, fact_head = shipped()
    asked = question if voice.asked else ""
    score, known = level_head.case(statement_features(sentences, asked, rules.level, heard))
    chances = level_head.probabilities(score)
    trust = FORETOLD if voice.own and rules.cue == PREDICTION else level_head.trust
    belief = believed(chances, rules, trust)
    sure = float(belief.max())
    decides = _decides(chances, rules, trust) and hears(chances, rules)
    weighed = Weighed(
        level=LEVELS[int(chances.argmax())],
        decides=decides,
        probabilities=tuple(round(float(p), 4) for p in chances),
        likely=level_head.likely(chances),
        reasons=(),
        factuality=_factuality(fact_head, _act(sentences, heard)),
    )
    at = LEVELS.index(weighed.level if decides else rules.level)
    weighed = replace(weighed, reasons=_reasons(level_head, known, at, original, sentences[0].doc))
    decided = _decided(rules, weighed, sentences) if decides else rules
    return replace(
        decided,
        weighed=weighed,
        chances=tuple(map(float, belief)) if decided.heard else None,
        unsure=sure < level_head.doubt,
        firm=decided.firm and (rules.heard or sure >= UNPROMPTED),
    )


def believed(chances: Floats, rules: Verdict, trust: Trust) -> Floats:
    """What the reader believes of the nine levels  # (9), adds up to 1."""
    if _decides(chances, rules, trust):
        return chances
    at, known = LEVELS.index(rules.level), trust.of(rules.cue, rules.level)
    rest = chances.copy()
    rest[at] = 0.0
    belief = (1 - known) * rest / rest.sum()
    belief[at] = known
    return np.asarray(belief)


def _decides(chances: Floats, rules: Verdict, trust: Trust) -> bool:
    if not rules.heard:
        return True
    best, sure = LEVELS[int(chances.argmax())], float(chances.max())
    opposite = best * rules.level < 0 and abs(best - rules.level) >= OPPOSITE
    known = trust.of(rules.cue, rules.level)
    return sure >= (max(known, CONTRARY) if opposite else known)


def hears(chances: Floats, rules: Verdict) -> bool:
    """Whether either has anything to say; a head alone: some act, and a fair chance of it."""
    some = LEVELS[int(chances.argmax())] != 0 and float(chances.max()) >= ALONE
    return rules.heard or some


def _factuality(head: FactualityHead, act: Token) -> float:
    """How far the words present the act as having happened; 0 where they only point to one."""
    return 0.0 if act.pos_ == "AUX" else round(head.of(event_features(act)), 2)


def _act(sentences: Sequence[Words], heard: Sequence[Candidate]) -> Token:
    """The word for the act: what the deciding cue hangs on, else the head of the first sentence."""
    if heard:
        return min(heard, key=lambda found: found.rank).hit.anchor
    return sentences[0].root


def _decided(rules: Verdict, weighed: Weighed, sentences: Sequence[Words]) -> Verdict:
    """The rules' verdict moved to the head's level, on the words that spoke for it most."""
    if rules.heard and weighed.level == rules.level:
        return rules
    low, high = _run(weighed)
    if rules.heard:  # the rules are a witness too: up to two levels their way
        low = min(low, max(rules.low, weighed.level - _REACH))
        high = max(high, min(rules.high, weighed.level + _REACH))
    strongest = [reason for reason in weighed.reasons if reason.weight > 0 and reason.text]
    spans = tuple(
        Span(reason.start, reason.end, reason.text, WEIGHED, 0 if number else weighed.level)
        for number, reason in enumerate(strongest[:_SHOWN])
    )
    silent = tuple(replace(span, weight=0) for span in rules.spans)
    if not spans:
        return rules
    return replace(
        rules,
        level=weighed.level,
        low=low,
        high=high,
        spans=tuple(sorted(spans + silent, key=lambda span: (span.start, span.end))),
        cue=WEIGHED,
        condition=(rules.condition or lone_condition(sentences)) if weighed.level else None,
        firm=True,
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
