"""The project's own sentences and the Alaska record: agreement of the readings, and the score."""

from collections.abc import Iterator, Sequence
from time import process_time

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from bench.words.measures import exact, interval, kappa, macro_f1, near
from bench.words.row import EMBED, Row
from detente.record.model import Statement
from detente.signals.candidates import Voice
from detente.signals.embed import level_chances
from detente.signals.heads.head import LEVELS
from detente.signals.heads.labelled import Labelled, labelled, record_readings
from detente.signals.heads.weigh import judge_weighed
from detente.signals.level import Original, Verdict, decide, heard_in
from detente.signals.lexicon import own_names
from detente.signals.parser import parse
from detente.signals.sense import hear_both, judge_sense
from tools.words.calibrate import calibration_error

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_LEAST = 1e-4  # a probability that rounding made nothing


def own_rows(*, embed: bool) -> Iterator[Row]:
    """Agreement on all sentences; score, calibration and speed on the held-out third."""
    rows = labelled()
    yield from _agreement("own sentences", [row.readings for row in rows], ("author", "A", "B"))
    kept = [row for row in rows if row.held_out]
    began = process_time()
    docs = list(parse(row.text for row in kept))
    parsed = process_time()
    verdicts = [_read(row, doc) for row, doc in zip(kept, docs, strict=True)]
    read = process_time()
    rules = [_rules(row, doc) for row, doc in zip(kept, docs, strict=True)]
    ruled = process_time()
    yield from _scores(kept, verdicts, rules)
    if embed:
        yield from _seconded(kept, verdicts)
    n = len(kept)
    yield Row("speed", "sentences per CPU second, with parser", n, n / (read - began), aim=100)
    yield Row("speed", "sentences per CPU second, cues alone", n, n / (ruled - read), aim=1500)
    yield Row("speed", "sentences per CPU second, cues and head", n, n / (read - parsed))


def _scores(
    kept: Sequence[Labelled], verdicts: Sequence[Verdict], rules: Sequence[Verdict]
) -> Iterator[Row]:
    gold = np.array([row.gold for row in kept])
    each = np.arange(len(kept))
    reader = np.array([verdict.level for verdict in verdicts])
    head = np.array([v.weighed.level if v.weighed else v.level for v in verdicts])
    hard = np.array([row.hard for row in kept])
    ruled = np.array([verdict.level for verdict in rules])
    name = "own test third"
    for who, found, aim in (("head", head, 0.70), ("reader", reader, None), ("rules", ruled, None)):
        low, high = interval(macro_f1, gold, found, each)
        yield Row(name, f"macro-F1, {who}", len(kept), macro_f1(gold, found), low, high, aim=aim)
    for who, mask in (("hard", hard), ("plain", ~hard)):
        yield Row(name, f"macro-F1, head, {who}", int(mask.sum()), macro_f1(gold[mask], head[mask]))
    yield Row(name, "exact, reader", len(kept), exact(gold, reader))
    yield Row(name, "within one, reader", len(kept), near(gold, reader))
    yield from _calibrated(name, gold, head, verdicts)


def _seconded(kept: Sequence[Labelled], verdicts: Sequence[Verdict]) -> Iterator[Row]:
    """How well the second opinion does by itself, and with the head, each counting half.

    The mean of their log-probabilities, fitted to nothing. It was seen to do better here than the
    mean of the probabilities, and no other way was tried.
    """
    gold = np.array([row.gold for row in kept])
    second = level_chances([row.text for row in kept])
    first = np.array([_chances(verdict) for verdict in verdicts])
    both = np.log(first + _LEAST) + np.log(second + _LEAST)
    for who, chances in (("second opinion", second), ("head and second", both)):
        found = np.array(LEVELS)[chances.argmax(axis=1)]
        low, high = interval(macro_f1, gold, found, np.arange(len(kept)))
        value = macro_f1(gold, found)
        measure = f"macro-F1, {who}, {EMBED}"
        yield Row("own test third", measure, len(kept), value, low, high)


def _chances(verdict: Verdict) -> tuple[float, ...]:
    """The head's probabilities; all on the rules' level where the text is too short for it."""
    if verdict.weighed:
        return verdict.weighed.probabilities
    return tuple(float(level == verdict.level) for level in LEVELS)


def _calibrated(name: str, gold: Ints, head: Ints, verdicts: Sequence[Verdict]) -> Iterator[Row]:
    known = np.array([verdict.weighed is not None for verdict in verdicts])
    seen = [verdict.weighed for verdict in verdicts if verdict.weighed]
    chances = np.array([weighed.probabilities for weighed in seen])
    right = head[known] == gold[known]
    error = calibration_error(chances.max(axis=1), right)
    covered = [g in weighed.likely for g, weighed in zip(gold[known], seen, strict=True)]
    size = float(np.mean([len(weighed.likely) for weighed in seen]))
    n = len(seen)
    yield Row(name, "expected calibration error", n, error, aim=0.05, less=True)
    yield Row(name, "gold in the likely set (made for 0.90)", n, float(np.mean(covered)))
    yield Row(name, "levels in the likely set", n, size)
    yield from _asked(name, gold, verdicts)


def _asked(name: str, gold: Ints, verdicts: Sequence[Verdict]) -> Iterator[Row]:
    """What goes to an analyst, and how the reader does on what it keeps and on what it gives up."""
    asked = np.array([verdict.abstains for verdict in verdicts])
    reader = np.array([verdict.level for verdict in verdicts])
    yield Row(name, "needs an analyst", len(gold), float(asked.mean()))
    for what, mask in (("kept", ~asked), ("given to an analyst", asked)):
        yield Row(name, f"exact, reader, {what}", int(mask.sum()), exact(gold[mask], reader[mask]))


def record_rows(statements: Sequence[Statement]) -> Iterator[Row]:
    """Agreement on the statements of the Alaska record, and the reader's score on them."""
    readings = record_readings()
    kept = [said for said in statements if said.id in readings]
    name = "Alaska record"
    both = [readings[said.id] for said in kept]
    yield from _agreement(name, both, ("A", "B"))
    read = zip(kept, parse(s.quote for s in kept), parse(s.sense for s in kept), strict=True)
    found = [_said(said, quote, sense) for said, quote, sense in read]
    reader, rules = (np.array(levels) for levels in zip(*found, strict=True))
    agreed = np.array([len(set(levels)) == 1 for levels in both])
    gold = np.array([levels[0] for levels in both])
    each = np.arange(len(kept))
    for who, levels in (("reader", reader), ("rules alone", rules)):
        low, high = interval(exact, gold[agreed], levels[agreed], each[agreed])
        n = int(agreed.sum())
        yield Row(name, f"exact where A and B agree, {who}", n, exact(gold[agreed], levels[agreed]),
                  low, high)  # fmt: skip
        yield Row(name, f"within one, {who}", n, near(gold[agreed], levels[agreed]))
        yield Row(
            name, f"quadratic kappa with A, {who}", len(kept), kappa(gold, levels, weighted=True)
        )


def _agreement(
    name: str, readings: Sequence[tuple[int, ...]], readers: Sequence[str]
) -> Iterator[Row]:
    table = np.array(readings)
    for one in range(len(readers)):
        for two in range(one + 1, len(readers)):
            pair = f"{readers[one]} and {readers[two]}"
            first, second = table[:, one], table[:, two]
            n = len(table)
            yield Row(name, f"kappa, {pair}", n, kappa(first, second, weighted=False))
            yield Row(name, f"quadratic kappa, {pair}", n, kappa(first, second, weighted=True))


def _read(row: Labelled, doc: Doc) -> Verdict:
    voice = Voice(named=True, asked=bool(row.question))
    return judge_weighed([*doc.sents], voice, Original(row.text), row.question)


def _rules(row: Labelled, doc: Doc) -> Verdict:
    voice = Voice(named=True, asked=bool(row.question))
    sentences = [*doc.sents]
    return decide(heard_in(sentences, voice), sentences, Original(row.text))


def _said(said: Statement, quote: Doc, sense: Doc) -> tuple[int, int]:
    voice = Voice(own_names(said.party), named=True, asked=bool(said.question))
    second = judge_sense(said.sense, sense, voice)
    sentences, original = [*quote.sents], Original(said.quote)
    weighed = judge_weighed(sentences, voice, original, said.question)
    ruled = decide(heard_in(sentences, voice), sentences, original)
    return hear_both(weighed, second).level, hear_both(ruled, second).level
