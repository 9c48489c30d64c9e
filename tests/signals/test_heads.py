"""The fitted heads: sums that come out exactly, a solver with a twin, probabilities that cover."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from detente.signals import Reading, read_text
from detente.signals.candidates import Voice
from detente.signals.heads.event import event_features
from detente.signals.heads.head import LEVELS, shipped
from detente.signals.heads.labelled import labelled, record_readings, textbook
from detente.signals.heads.solver import Penalty, ridge, scores, softmax, solve, steps
from detente.signals.heads.statement import statement_features
from detente.signals.level import Original, decide, heard_in
from detente.signals.lexicon import own_names, party_of
from detente.signals.parser import parse
from tools.words.calibrate import calibration_error, conformal_bound, temperature
from tools.words.fit_level import as_strangers, fit_level

SPEAKER = "Karoline Leavitt"
TEXTS = (
    "We will not lift the ban.",
    "If they pull back we will lift the ban within thirty days.",
    "Compared with the hostages, the copper is a footnote to us.",
    "I will not comment, and my lips are sealed on the truce.",
    "As of noon today we have lifted the export ban.",
    "We might, some day, agree to a pause.",
)


def only(text: str) -> Reading:
    (reading,) = read_text(text, speaker=SPEAKER)
    return reading


def case_for(text: str, level: int) -> float:
    """The score of a level less the mean of all nine, from the features themselves."""
    (doc,) = parse([text])
    sentences = [*doc.sents]
    heard = heard_in(sentences, Voice(own_names(party_of(SPEAKER)), named=True))
    rules = decide(heard, sentences, Original(text)).level
    score, _ = shipped()[0].case(statement_features(sentences, "", rules, heard))
    return float(score[LEVELS.index(level)] - score.mean())


@pytest.mark.parametrize("text", TEXTS)
def test_the_reasons_add_up_to_the_case_for_the_level_read(text: str) -> None:
    reading = only(text)
    assert reading.weighed is not None
    reasons = reading.weighed.reasons
    assert sum(reason.weight for reason in reasons) == pytest.approx(case_for(text, reading.level))
    assert all(text[reason.start : reason.end] == reason.text for reason in reasons)
    assert sum(reading.weighed.probabilities) == pytest.approx(1, abs=1e-3)
    assert reading.weighed.level in reading.weighed.likely


def test_where_the_head_decides_its_strongest_words_carry_the_level() -> None:
    reading = only("Compared with the hostages, the copper is a footnote to us.")
    assert reading.weighed is not None
    assert reading.weighed.decides
    assert (reading.level, sum(span.weight for span in reading.spans)) == (-1, -1)
    (deciding,) = [span for span in reading.spans if span.weight]
    best = max(reading.weighed.reasons[:-2], key=lambda reason: reason.weight)
    assert deciding.text == best.text


def test_too_few_words_are_not_weighed() -> None:
    assert only("No comment.").weighed is None


def test_factuality_tells_what_was_done_from_what_was_refused() -> None:
    done, refused = (
        shipped()[1].of(event_features(next(t for t in doc if t.lemma_ == word)))
        for doc, word in zip(
            parse(["They lifted the ban.", "They refused to lift the ban."]),
            ("lift", "lift"),
            strict=True,
        )
    )
    assert done > 1.5
    assert refused < -0.5


# The solver


def small() -> tuple[csr_matrix, np.ndarray]:
    rng = np.random.default_rng(3)
    x = (rng.random((60, 5)) < 0.4).astype(float)
    return csr_matrix(x), np.eye(3)[rng.integers(3, size=60)]


def loss(x: csr_matrix, y: np.ndarray, flat: np.ndarray, penalty: Penalty) -> float:
    a, b, d = flat[:3], flat[3:8], flat[8:].reshape(5, 3)
    score = a + np.outer(x @ b, steps(3)) + x @ d
    fit = -(y * np.log(softmax(score))).sum()
    sizes = np.concatenate([b, d.ravel()])
    return float(fit + penalty.l1 * np.abs(sizes).sum() + penalty.l2 / 2 * (sizes**2).sum())


def test_the_solver_finds_what_a_plain_minimiser_finds() -> None:
    (x, y), penalty = small(), Penalty(l1=0.0, l2=0.5, iterations=5000)
    fit = solve(x, y, penalty)
    ours = np.concatenate([fit.a, fit.b, fit.d.ravel()])

    def at(flat: np.ndarray) -> float:
        return loss(x, y, flat, penalty)

    plain = minimize(at, np.zeros(23), method="BFGS")
    assert loss(x, y, ours, penalty) == pytest.approx(plain.fun, abs=1e-4)


def test_no_step_away_from_the_sparse_solution_does_better() -> None:
    (x, y), penalty = small(), Penalty(l1=1.0, l2=0.2, iterations=5000)
    fit = solve(x, y, penalty)
    ours = np.concatenate([fit.a, fit.b, fit.d.ravel()])
    best = loss(x, y, ours, penalty)
    assert (ours[3:] == 0).sum() >= 5
    rng = np.random.default_rng(5)
    for size in (1e-3, 1e-2, 1e-1):
        for _ in range(50):
            assert loss(x, y, ours + size * rng.normal(size=23), penalty) >= best - 1e-6


def test_ridge_is_the_normal_equation() -> None:
    x, y = small()
    truth = y @ np.array([-1.0, 0.0, 2.0])
    dense = x.toarray()
    weights = np.linalg.solve(dense.T @ dense + 3.0 * np.eye(5), dense.T @ (truth - truth.mean()))
    assert ridge(x, truth, 3.0).weights == pytest.approx(weights, abs=1e-6)


def test_two_classes_have_one_slope_and_no_departures() -> None:
    x, y = small()
    fit = solve(x, np.column_stack([y[:, 0], 1 - y[:, 0]]), Penalty(0.1, 0.1))
    assert not fit.d.any()
    assert scores(x, fit).shape == (60, 2)


# Calibration


def test_temperature_undoes_an_overconfidence_put_in_by_hand() -> None:
    rng = np.random.default_rng(1)
    honest = rng.normal(size=(4000, 3)) * 1.5
    truth = np.array([rng.choice(3, p=p) for p in softmax(honest)])
    assert temperature(honest * 2.0, truth) == pytest.approx(2.0, rel=0.1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_conformal_sets_cover_nine_in_ten_of_what_they_were_made_on(seed: int) -> None:
    rng = np.random.default_rng(seed)
    chances = softmax(rng.normal(size=(300, 4)))
    truth = rng.integers(4, size=300)
    covered = chances[np.arange(300), truth] >= conformal_bound(chances, truth)
    assert covered.mean() >= 0.9


def test_calibration_error_of_known_cases() -> None:
    right = np.array([True] * 70 + [False] * 30)
    shuffled = np.random.default_rng(0).permutation(right)
    assert calibration_error(np.full(100, 1.0), shuffled) == pytest.approx(0.3)
    assert calibration_error(right.astype(float), right) == 0


# The tables


def test_the_labelled_table_is_what_the_issue_asks_for() -> None:
    rows = labelled()
    levels = [row.gold for row in rows]
    assert len(rows) >= 500
    assert len({row.id for row in rows}) == len({(row.question, row.text) for row in rows})
    assert min(levels.count(level) for level in LEVELS) >= 50
    assert 2 * sum(row.hard for row in rows) >= len(rows)
    assert all(len(row.readings) == 3 for row in rows)
    assert 0.28 < sum(row.held_out for row in rows) / len(rows) < 0.39
    assert len(record_readings()) == 122


def test_no_held_out_sentence_is_among_those_a_fit_sees() -> None:
    held = {row.text for row in labelled() if row.held_out}
    fitted = {row.text for row in (*labelled(), *textbook()) if row.text not in held}
    assert held.isdisjoint(fitted)
    assert held.isdisjoint({row.text for row in textbook()})


def test_a_wording_of_one_sentence_alone_is_hidden_from_its_own_score() -> None:
    rows = [
        frozenset({"slight", "slight: pebble", "word pebble", "not slight"}),
        frozenset({"final", "final: never"}),
        frozenset({"final", "final: never", "final, will not"}),
    ]
    assert as_strangers(rows) == [frozenset({"word pebble"}), *rows[1:]]


@pytest.mark.proof
def test_the_level_weights_that_ship_are_those_the_tables_give() -> None:
    head, fitted = shipped()[0], fit_level()
    assert fitted["base"] == pytest.approx(head.base.tolist(), abs=0.02)
    assert fitted["temperature"] == pytest.approx(head.temperature, abs=0.02)
    assert len(set(fitted["weights"]) ^ set(head.weights)) <= 0.02 * len(head.weights)
