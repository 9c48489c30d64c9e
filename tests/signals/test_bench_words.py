"""The words bench: its scores against known values, its folds, and figures from the real sets."""

import os
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, spearmanr

from bench.words import Row
from bench.words.factuality import signature_rows
from bench.words.folds import (
    Plain,
    anchored,
    carried_over,
    decided,
    fold_of,
    held_out,
    log_odds,
)
from bench.words.measures import auc, f1, interval, kappa, macro_f1, spearman
from bench.words.near import Near, by_nearness, held_out_near, joined, middles
from bench.words.row import Task
from bench.words.sets import annotators, central_banks, clarity, pledges, speech_acts

needs_data = pytest.mark.skipif(
    "DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder"
)
RNG = np.random.default_rng(11)


def test_auc_and_rank_correlation_are_those_of_scipy() -> None:
    truth, score = RNG.integers(2, size=200), RNG.integers(9, size=200)
    u = mannwhitneyu(score[truth == 1], score[truth == 0]).statistic
    assert auc(truth, score) == pytest.approx(u / ((truth == 1).sum() * (truth == 0).sum()))
    other = RNG.normal(size=200)
    assert spearman(score, other) == pytest.approx(spearmanr(score, other).statistic)


def test_kappa_of_a_textbook_table() -> None:
    """Cohen's own kind of table: 20 and 15 on the diagonal, 5 and 10 off it; kappa .4."""
    one = np.repeat([1, 1, 0, 0], [20, 5, 10, 15])
    two = np.repeat([1, 0, 1, 0], [20, 5, 10, 15])
    assert kappa(one, two, weighted=False) == pytest.approx(0.4)
    assert kappa(one, one, weighted=True) == 1


def test_f1_by_hand() -> None:
    truth, found = np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0])
    assert (f1(truth, found), macro_f1(truth, found)) == (0.5, 0.5)


def test_an_interval_holds_its_score_and_narrows_with_more_groups() -> None:
    truth = RNG.integers(2, size=2000)
    found = np.where(RNG.random(2000) < 0.8, truth, 1 - truth)
    each, few = np.arange(2000), np.arange(2000) % 10
    for groups in (each, few):
        low, high = interval(f1, truth, found, groups)
        assert low < f1(truth, found) < high
    wide = interval(f1, truth[:200], found[:200], each[:200])
    narrow = interval(f1, truth, found, each)
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_a_group_is_never_on_both_sides_of_a_fold() -> None:
    groups = [f"answer {i % 37}" for i in range(400)]
    folds = fold_of(groups)
    for name in set(groups):
        assert (
            len({int(fold) for fold, group in zip(folds, groups, strict=True) if group == name})
            == 1
        )
    assert len(set(folds.tolist())) == 5


def test_what_only_marks_its_group_teaches_nothing() -> None:
    """A leak would give a perfect score: each group has a word and a label of its own."""
    groups = [f"g{i % 40}" for i in range(400)]
    rows = [frozenset({f"word {group}", "word the"}) for group in groups]
    label = {f"g{i}": i % 2 for i in range(40)}
    truth = np.array([label[group] for group in groups])
    chances = held_out(rows, np.eye(2)[truth], fold_of(groups), Plain(1.0))[:, 1]
    assert auc(truth, chances) < 0.7


def test_what_carries_over_is_learned() -> None:
    truth = RNG.integers(2, size=300)
    rows = [
        frozenset({f"word {'yes' if y else 'no'}", f"word {i % 7}"}) for i, y in enumerate(truth)
    ]
    folds = fold_of([str(i) for i in range(300)])
    chances = held_out(rows, np.eye(2)[truth], folds, Plain(0.3))[:, 1]
    assert auc(truth, chances) == 1
    assert f1(truth, decided(chances, truth, folds)) == 1


def test_a_group_of_its_own_leaves_the_words_what_is_theirs() -> None:
    """One group is mostly yes and says "the" more; "will" means yes in both, "the" nothing."""
    groups = RNG.integers(2, size=1200)
    truth = (RNG.random(1200) < np.where(groups, 0.8, 0.2)).astype(int)
    will = RNG.random(1200) < np.where(truth, 0.7, 0.3)
    the = RNG.random(1200) < np.where(groups, 0.9, 0.1)
    rows = [
        frozenset({f"will {w}", f"the {t}"})
        for w, t in zip(will.tolist(), the.tolist(), strict=True)
    ]
    new = [frozenset({f"will {w}", f"the {t}"}) for w in (True, False) for t in (True, False)]
    plain = carried_over(rows, np.eye(2)[truth], Plain(1.0, even=True), new)
    own = anchored(rows, [f"bank {g}" for g in groups])
    kept = carried_over(own, np.eye(2)[truth], Plain(1.0, even=True), new)
    assert abs(kept[0] - kept[1]) < 0.5 * abs(plain[0] - plain[1])  # what "the" says
    assert kept[0] - kept[2] > 1  # what "will" says


def test_nearness_is_the_ridge_of_its_kernel() -> None:
    """Oracle: the closed form (K + d I)^-1 written out; and with no damping labels come back."""
    points, labels = RNG.normal(size=(30, 4)), RNG.normal(size=30)
    moved = points - points.mean(axis=0)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    kernel = np.exp(2.0 * (moved @ moved.T - 1))
    inverse = np.linalg.inv(kernel + 0.5 * np.eye(30))
    expected = kernel @ inverse @ (labels - labels.mean()) + labels.mean()
    assert by_nearness(points, labels, points, Near(2.0, 0.5)) == pytest.approx(expected)
    assert by_nearness(points, labels, points, Near(9.0, 1e-9)) == pytest.approx(labels, abs=1e-4)


def test_nearness_learns_nothing_from_its_own_fold() -> None:
    """Each text's only twin stands in its own group: with a leak the score would be perfect."""
    centres, sides = RNG.normal(size=(60, 24)), RNG.integers(2, size=60)
    points = np.repeat(centres, 4, axis=0) + 0.01 * RNG.normal(size=(240, 24))
    truth = np.repeat(sides, 4)
    folds = fold_of([f"g{i // 4}" for i in range(240)])
    assert auc(truth, held_out_near(points, truth.astype(float), folds, Near(2.0, 0.3))) < 0.7
    mixed = np.arange(240) % 4
    assert auc(truth, held_out_near(points, truth.astype(float), mixed, Near(2.0, 0.3))) > 0.95


def test_predictions_joined_count_by_weight_and_not_by_size() -> None:
    one, two = RNG.normal(size=50), RNG.normal(size=50)
    assert joined((1.0, one), (1.0, 100 * two + 7)) == pytest.approx(joined((1.0, one), (1.0, two)))
    assert joined((2.0, one)) == pytest.approx(2 * (one - one.mean()) / one.std())


def test_middles_are_the_ranks_of_the_classes() -> None:
    labels = np.array([0, 0, 0, 2, 2, 1])
    assert middles(labels, 4) == pytest.approx([1.5 / 6, 3.5 / 6, 5 / 6, 1.0])
    assert log_odds(np.array([0.5, 0.75])) == pytest.approx([0, np.log(3)])


def test_the_aim_stands_on_one_row_of_a_task() -> None:
    truth, groups = np.tile([0, 1], 50), np.arange(100)
    for embed in (False, True):
        task = Task("set", "AUC", auc, truth, groups, 0.5, 0.9, embed)
        rows = (task.row(truth), task.row_with_embed(truth))
        assert [row.aim for row in rows] == ([None, 0.9] if embed else [0.9, 0.9])
        assert rows[1].measure == "AUC, with embed"


def test_a_row_says_by_how_much_it_missed() -> None:
    assert Row("s", "m", 1, 0.6, aim=0.7).missed_by == pytest.approx(0.1)
    assert Row("s", "m", 1, 0.06, aim=0.05, less=True).missed_by == pytest.approx(0.01)
    assert Row("s", "m", 1, 0.8, aim=0.7).missed_by == 0


@needs_data
def test_the_sets_are_read_whole() -> None:
    data = Path(os.environ["DETENTE_DATA"])
    acts, sentences, answers = speech_acts(data), pledges(data), clarity(data)
    assert (len(acts), len({example.group for example in acts})) == (7641, 258)
    assert (len(sentences), {example.label for example in sentences}) == (7041, set(range(7)))
    assert len({(example.text, example.question) for example in answers}) == len(answers) == 337
    assert len(annotators(data)) == 317
    banks = central_banks(data)
    assert (len(banks), len({example.group for example in banks})) == (6353, 20)
    assert sum(example.other for example in banks) == 2607


@pytest.mark.proof
@needs_data
def test_oracle_words_commitment_bank_and_megaveridicality() -> None:
    """Rows CommitmentBank and MegaVeridicality of the table "Words": above the simple baselines."""
    data = Path(os.environ["DETENTE_DATA"])
    rows = {(row.set, row.measure): row for row in signature_rows(data, embed=False)}
    assert rows["CommitmentBank, 3 splits", "r"].value > 0.80
    assert rows["MegaVeridicality, split 1", "r"].value > 0.769
