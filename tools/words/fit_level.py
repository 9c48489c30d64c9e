"""The level head fitted on the project's own sentences, with what is measured out of sight.

Every sentence is also read by a head fitted without it (`FOLDS` parts): temperature, conformal
bound and the point of doubt come from these scores. The trust in the rules comes from the plain
ones among the same sentences: the hard ones were written to mislead cues.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.signals.candidates import Voice
from detente.signals.heads.head import LEVELS
from detente.signals.heads.labelled import Labelled, labelled, textbook
from detente.signals.heads.solver import Fit, Penalty, scores, softmax, solve
from detente.signals.heads.statement import statement_features
from detente.signals.heads.trust import Trust, trust_from
from detente.signals.heads.weigh import believed, hears
from detente.signals.level import Original, Verdict, decide, heard_in
from detente.signals.parser import parse
from tools.words.calibrate import conformal_bound, temperature
from tools.words.rows import Columns, Names, columns, names

PENALTY = Penalty(l1=0.1, l2=2.0)
FOLDS = 5
WORDING = ": "  # parts a family from the wording heard, in a feature's name
ASKED = 0.2  # share of the fitting sentences that would go to an analyst
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Featured:
    """A labelled sentence as the head sees it, with the verdict of the rules."""

    names: Names
    rules: Verdict


def featured(rows: Sequence[Labelled]) -> list[Featured]:
    """Labelled sentences read as the reader would: speaker known, names not."""
    found = []
    for row, doc in zip(rows, parse(row.text for row in rows), strict=True):
        voice = Voice(named=True, asked=bool(row.question))
        sentences = [*doc.sents]
        heard = heard_in(sentences, voice)
        rules = decide(heard, sentences, Original(row.text))
        features = statement_features(sentences, row.question, rules.level, heard)
        found.append(Featured(names(features), rules))
    return found


def fit_level() -> dict[str, Any]:
    """The weights of the level head with its temperature, bounds and the trust in the rules."""
    own = [row for row in labelled() if not row.held_out]
    every = [*own, *textbook()]
    read, golds = featured(every), _golds(every)
    rows = [one.names for one in read]
    held, truth = _held_out(rows, golds, len(own)), np.tile(golds[: len(own)], 2)
    t = round(temperature(held, truth), 3)
    chances = softmax(held / t)
    rules = [one.rules for one in read[: len(own)]]
    trust = trust_from(
        (rule.cue, rule.level, rule.level == row.gold)
        for rule, row in zip(rules, own, strict=True)
        if rule.heard and not row.hard
    )
    table, weights = train(rows, golds)
    return {
        "base": [round(float(a), 3) for a in weights.a],
        "weights": _sparse(table, weights),
        "temperature": t,
        "bound": round(conformal_bound(chances, truth), 4),
        "doubt": round(_doubt(chances, [*rules, *rules], trust), 4),
        "trust": dict(trust.known),
        "trust_share": trust.share,
    }


def _doubt(chances: Floats, rules: Sequence[Verdict], trust: Trust) -> float:
    """The reader's own chance of being right that `ASKED` of the sentences fall short of.

    Those in which nothing is heard go to an analyst anyway, and count among them.
    """
    sure = [
        believed(row, rule, trust).max() * hears(row, rule)
        for row, rule in zip(chances, rules, strict=True)
    ]
    return float(np.quantile(sure, ASKED))


def _held_out(rows: Sequence[Names], golds: Ints, n: int) -> Floats:
    """Scores of the first n rows by heads that had not seen them: as they are, then as strangers.

    New text lies between the two, so that temperature and bound are fitted on both.
    """
    strangers = as_strangers(rows)
    held = np.zeros((2, n, len(LEVELS)))
    fold = np.arange(n) % FOLDS
    for part in range(FOLDS):
        stay = [*np.flatnonzero(fold != part).tolist(), *range(n, len(rows))]
        table, weights = train([rows[i] for i in stay], golds[stay])
        for i in np.flatnonzero(fold == part).tolist():
            held[:, i] = scores(table.matrix([rows[i], strangers[i]]), weights)
    return held.reshape(2 * n, len(LEVELS))


def as_strangers(rows: Sequence[Names]) -> list[Names]:
    """Each row without the families it owes to wordings that no other row has.

    The families were written with these sentences in view: a wording that stands in one of them
    alone may have been written for it, and would make a held-out score too good to be true.
    """
    seen = Counter(name for row in rows for name in row if WORDING in name)
    return [frozenset(_without_lone(row, seen)) for row in rows]


def _without_lone(row: Names, seen: Counter[str]) -> Iterator[str]:
    heard = [name for name in row if WORDING in name]
    known = {name.split(WORDING)[0] for name in heard if seen[name] > 1}
    lone = {name.split(WORDING)[0] for name in heard} - known
    for name in row:
        family = name.removeprefix("not ").split(",")[0].split(WORDING)[0]
        if family not in lone:
            yield name


def train(rows: Sequence[Names], golds: Ints) -> tuple[Columns, Fit]:
    """The level head on given rows."""
    table = columns(rows, least=2)
    return table, solve(table.matrix(rows), np.eye(len(LEVELS))[golds], PENALTY)


def _golds(rows: Sequence[Labelled]) -> Ints:
    return np.array([LEVELS.index(row.gold) for row in rows])


def _sparse(table: Columns, weights: Fit) -> dict[str, list[float]]:
    """What differs from nought, as [slope, level, departure, ...], with the scale taken in."""
    kept = {}
    for name, j in table.of.items():
        size = table.scales[j]
        row = [round(float(weights.b[j]) * size, 3)]
        for level, departure in zip(LEVELS, weights.d[j], strict=True):
            if abs(departure) * size >= 0.0005:
                row += [level, round(float(departure) * size, 3)]
        if len(row) > 1 or row[0]:
            kept[name] = row
    return kept
