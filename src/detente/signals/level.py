"""How firmly: the cues of a text added up to one level with an interval, span by span.

No trained weights, and none borrowed: the levels of the cues are judgement, in `data/cues.yaml`.
In each text one cue decides, the firmest by `candidates.RANKS` (main clause before subordinate,
earlier before later); modifiers then move it, and what each moved it by is its weight. Hence the
weights of the spans add up to the level exactly.

The interval starts as that point. It stretches to every other cue heard that is nearly as firm
(rank within one) or of the other sign, at most two levels off; by one either way where a lone
soft cue (-2..+1) decides; by one towards the unhedged level under a hedge; by two towards 0 where
it is unclear whose act it is; and to 0 where the words are somebody else's. Nothing heard: level 0
within [-2, 2], and the reader abstains. It abstains too where quote and paraphrase dispute each
other (`sense`), where rules and head together leave the level too unsure (`heads.weigh`), and, with
no head to say so, where the interval is four levels wide or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as Words

from detente.signals.candidates import CONDITIONAL, Candidate, Piece, Voice, candidates_in
from detente.signals.conditions import find_condition
from detente.signals.cues import PREDICTION, Hit
from detente.signals.model import HIGHEST, LOWEST, Condition, Span, Weighed
from detente.signals.proposition import proposition_of

UNHEARD = (-2, 2)
WEIGHED = "weighed"  # the cue of a verdict that the head gave (`heads.weigh`)
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
    unsure: bool = False  # the level is less likely right than the reader asks for
    chances: tuple[float, ...] | None = None  # of -4..+4 by rules and head; None: rules alone
    weighed: Weighed | None = None

    @property
    def heard(self) -> bool:
        """Whether any cue was heard."""
        return bool(self.cue)

    @property
    def faint(self) -> bool:
        """Whether the head spoke alone, and not surely."""
        return self.cue == WEIGHED and not self.firm

    @property
    def abstains(self) -> bool:
        """Whether the text needs an analyst."""
        if not self.heard or self.disputed or self.unsure:
            return True
        wide = self.high - self.low >= ABSTAIN_WIDTH and not self.attributed_to
        return wide and self.chances is None


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


def heard_in(sentences: Sequence[Words], voice: Voice) -> list[Candidate]:
    """Every cue that may decide, sentence by sentence; only the first of them is an answer."""
    return [
        candidate
        for number, sentence in enumerate(sentences)
        for candidate in candidates_in(sentence, replace(voice, asked=voice.asked and not number))
    ]


def decide(candidates: list[Candidate], sentences: Sequence[Words], original: Original) -> Verdict:
    """The verdict of the firmest cue."""
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
        condition=(best.condition or lone_condition(sentences)) if best.level else None,
        attributed_to=best.attributed_to,
        firm=_firm(best),
        proposition=proposition_of(best.hit.anchor, best.hit.tokens, best.hit.base, best.stop),
    )


def _firm(best: Candidate) -> bool:
    unclear = best.hit.soft and best.level > 0 and best.level != CONDITIONAL
    return not unclear and best.hit.name != PREDICTION


def lone_condition(sentences: Sequence[Words]) -> Condition | None:
    """The first condition of the sentences, whatever it hangs on."""
    found = next(filter(None, map(find_condition, sentences)), None)
    return found.condition if found else None


def _interval(best: Candidate, candidates: list[Candidate]) -> tuple[int, int]:
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


def _spans(best: Candidate, candidates: list[Candidate], original: Original) -> tuple[Span, ...]:
    decided = [span for piece in best.pieces for span in _cut(best.hit, piece, original)]
    heard = [
        span
        for found in candidates
        if found is not best
        for span in _cut(found.hit, (found.hit.tokens, found.hit.name, 0), original)
    ]
    return tuple(sorted(decided + heard, key=lambda span: (span.start, span.end)))


def _cut(hit: Hit, piece: Piece, original: Original) -> list[Span]:
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
