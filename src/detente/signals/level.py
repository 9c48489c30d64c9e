"""How firmly: the cues of a text added up to one level with an interval, span by span.

No trained weights, and none borrowed: the levels of the cues are judgement, in `data/cues.yaml`.
In each text one cue decides, the firmest by `RANKS` (main clause before subordinate, earlier
before later); modifiers then move it, and what each moved it by is its weight. Hence the weights
of the spans add up to the level exactly.

The interval starts as that point. It stretches to every other cue heard that is nearly as firm
(rank within one) or of the other sign, at most two levels off; by one either way where a lone
soft cue (-2..+1) decides; by one towards the unhedged level under a hedge; by two towards 0 where
it is unclear whose act it is; and to 0 where the words are somebody else's. Nothing heard: level 0
within [-2, 2], and the reader abstains. It abstains too where the interval is four levels wide or
more, and where quote and paraphrase dispute each other (`sense`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as Words

from detente.signals.conditions import Found, find_condition
from detente.signals.cues import PREDICTION, Hit, governs, hear, modifiers
from detente.signals.lexicon import lexicon
from detente.signals.model import HIGHEST, LOWEST, Condition, Span
from detente.signals.proposition import proposition_of
from detente.signals.scope import according_to, clause, noun_phrase, owner, sources, subject

RANKS = {4: 0, -4: 1, 3: 1, -3: 2, 2: 2, -1: 3, 1: 4, 0: 7, -2: 6}
_RANK_OF_NAME = {PREDICTION: 5, "wish": 6, "answer": 0}
_SUBORDINATE = 2  # how much a relative clause or a thought is put back
_TOLD = 3  # and what is only told of somebody
DEPENDS = "depends"  # a cue that is itself half of a condition
CONDITIONAL = 2
UNHEARD = (-2, 2)
ABSTAIN_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text commits to, before it is known who said it when."""

    level: int
    low: int
    high: int
    spans: tuple[Span, ...]
    cue: str  # the deciding cue; empty if nothing was heard
    condition: Condition | None
    attributed_to: str | None
    proposition: str
    firm: bool = True  # the cue decides by itself: the speaker's own act, not a prediction
    disputed: bool = False  # quote and paraphrase point opposite ways

    @property
    def heard(self) -> bool:
        """Whether any cue was heard."""
        return bool(self.cue)

    @property
    def abstains(self) -> bool:
        """Whether the text needs an analyst."""
        wide = self.high - self.low >= ABSTAIN_WIDTH and not self.attributed_to
        return not self.heard or wide or self.disputed


_Piece = tuple[tuple[int, ...], str, int]  # tokens, cue, weight


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    rank: int
    level: int
    pieces: tuple[_Piece, ...]
    stretch: tuple[int, int]
    condition: Condition | None
    attributed_to: str | None
    stop: int | None  # the token where the condition begins


NOTHING = Verdict(0, *UNHEARD, (), "", None, None, "")


@dataclass(frozen=True, slots=True)
class Original:
    """The text spans are cut from, and where in it the parsed piece begins."""

    text: str
    offset: int = 0

    def cut(self, start: int, end: int, cue: str, weight: int) -> Span:
        """The words from start to end of the parsed piece, verbatim."""
        start, end = start + self.offset, end + self.offset
        return Span(start, end, self.text[start:end], cue, weight)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is speaking: the names of his side, whether he is known, whether he was asked."""

    own: frozenset[str] = frozenset()
    named: bool = False
    asked: bool = False


def judge(sentences: Sequence[Words], voice: Voice, original: Original) -> Verdict:
    """The verdict on parsed sentences that stand together."""
    candidates = [
        candidate
        for number, sentence in enumerate(sentences)
        for candidate in _candidates(sentence, replace(voice, asked=voice.asked and not number))
    ]
    if not candidates:
        return NOTHING
    best = min(candidates, key=lambda found: found.rank)
    low, high = _interval(best, candidates)
    return Verdict(
        level=best.level,
        low=low,
        high=high,
        spans=_spans(best, candidates, original),
        cue=best.hit.name,
        condition=(best.condition or _lone_condition(sentences)) if best.level else None,
        attributed_to=best.attributed_to,
        firm=_firm(best),
        proposition=proposition_of(best.hit.anchor, best.hit.tokens, best.hit.base, best.stop),
    )


def _firm(best: _Candidate) -> bool:
    unclear = best.hit.soft and best.level > 0 and best.level != CONDITIONAL
    return not unclear and best.hit.name != PREDICTION


def _lone_condition(sentences: Sequence[Words]) -> Condition | None:
    found = next(filter(None, map(find_condition, sentences)), None)
    return found.condition if found else None


def _candidates(sentence: Words, voice: Voice) -> list[_Candidate]:
    condition = find_condition(sentence)
    asked = sentence.text.rstrip(" \"'").endswith("?")
    idle = {i for covered, _ in modifiers(sentence) if len(covered) > 1 for i in covered}
    hits = [
        hit
        for hit in [*_answer(sentence, voice), *hear(sentence, voice.own, named=voice.named)]
        if not (condition and condition.covers(hit.anchor.i) and hit.name != DEPENDS)
        and not (asked and hit.level != -2)
        and not idle & {*hit.tokens}
    ]
    return [_candidate(hit, sentence, condition, voice) for hit in hits]


def _answer(sentence: Words, voice: Voice) -> list[Hit]:
    """A yes or no that opens an answer."""
    first = sentence[0]
    if voice.asked and sentence[-1].lower_ in lexicon().yes:
        return [Hit(sentence[-1], (sentence[-1].i,), "answer", 3, 3)]
    alone = voice.asked and (len(sentence) == 1 or sentence[1].is_punct)
    if alone and first.lower_ in lexicon().yes:
        return [Hit(first, (first.i,), "answer", 3, 3)]
    if alone and first.lower_ in {"no", "nope", "never"}:
        return [Hit(first, (first.i,), "answer", -4, -4)]
    return []


def _candidate(hit: Hit, sentence: Words, condition: Found | None, voice: Voice) -> _Candidate:
    level, pieces = hit.level, [(hit.tokens, hit.name, hit.level)]
    low = high = 0
    moved = _conditioned(hit)
    if condition and moved != level:
        tokens = tuple(range(condition.first, condition.last + 1))
        pieces.append((tokens, "condition", moved - level))
        level = moved
    elif condition and level == 1:
        high = 1
    for covered, kind in modifiers(sentence):
        moved = _moved(level, kind) if _modifies(covered, hit) else level
        if moved != level:
            pieces.append((covered, kind, moved - level))
            low, high = (low, 1) if level > 0 else (-1, high)
            level = moved
    who = sources(clause(hit.anchor), voice.own) or according_to(sentence)
    if hit.soft:
        low, high = (min(low, -2), high) if level > 0 else (low, max(high, 2))
    return _Candidate(
        hit=hit,
        rank=_rank(hit, level) + _SUBORDINATE * hit.soft + _TOLD * bool(who),
        level=level,
        pieces=tuple(pieces),
        stretch=(low, high),
        condition=condition.condition if condition else None,
        attributed_to=" > ".join(who) or (None if voice.named else _named_subject(hit)),
        stop=condition.first if condition else None,
    )


def _named_subject(hit: Hit) -> str | None:
    """In prose without a speaker the named subject is whose word it is."""
    found = subject(hit.anchor)
    other = owner(hit.anchor, frozenset()) == "other"
    return noun_phrase(found) if found is not None and other else None


def _conditioned(hit: Hit) -> int:
    """The level under a condition: a promise or an offer with one is +2, a denial limited."""
    if hit.level == 3 or (hit.level == 1 and hit.name == "offer"):
        return 2
    return -3 if hit.level == -4 else hit.level


def _modifies(covered: tuple[int, ...], hit: Hit) -> bool:
    return not {*covered} & {*hit.tokens} and governs(hit, hit.anchor.doc[covered[0]])


def _moved(level: int, kind: str) -> int:
    if level == -4:
        return -3
    return 1 if kind == "hedge" and level in {CONDITIONAL, 3} else level


def _rank(hit: Hit, level: int) -> int:
    rank = _RANK_OF_NAME.get(hit.name, min(RANKS[hit.level], RANKS[level]))
    return rank + _SUBORDINATE * (clause(hit.anchor).dep_ in {"relcl", "acl"})


def _interval(best: _Candidate, candidates: list[_Candidate]) -> tuple[int, int]:
    low, high = best.level + best.stretch[0], best.level + best.stretch[1]
    agreeing = sum(found.level == best.level for found in candidates)
    if -2 <= best.level <= 1 and agreeing == 1:
        low, high = low - 1, high + 1
    for found in candidates:
        if found.rank <= best.rank + 1 or found.level * best.level < 0:
            low = min(low, max(found.level, best.level - 2))
            high = max(high, min(found.level, best.level + 2))
    if best.attributed_to:
        low, high = min(low, 0), max(high, 0)
    return max(low, LOWEST), min(high, HIGHEST)


def _spans(best: _Candidate, candidates: list[_Candidate], original: Original) -> tuple[Span, ...]:
    decided = [span for piece in best.pieces for span in _cut(best.hit, piece, original)]
    heard = [
        span
        for found in candidates
        if found is not best
        for span in _cut(found.hit, (found.hit.tokens, found.hit.name, 0), original)
    ]
    return tuple(sorted(decided + heard, key=lambda span: (span.start, span.end)))


def _cut(hit: Hit, piece: _Piece, original: Original) -> list[Span]:
    """The tokens as one verbatim span, or as several where more than three words lie between."""
    tokens, cue, weight = piece
    runs = [[tokens[0]]]
    for i in tokens[1:]:
        if i - runs[-1][-1] <= 4:
            runs[-1].append(i)
        else:
            runs.append([i])
    doc = hit.anchor.doc
    return [
        original.cut(doc[run[0]].idx, doc[run[-1]].idx + len(doc[run[-1]]), cue, weight * (not n))
        for n, run in enumerate(runs)
    ]
