"""The weak clause in words, at and on either side of every threshold."""

from dataclasses import replace

import numpy as np
import pytest
from served import small_bench

from detente.findings.model import Chance
from detente.web.view import of_package
from detente.web.weakest import Weak, weakest
from detente.web.words import standfirst

WEAK = Weak(
    article="3.2",
    clause="trigger:late-licences",
    party="AL",
    breach="stalling",
    covered=True,
    fails=Chance(0.4, 0.3, 0.5),
    first=0.6,
    month=7,
    unpunished=0.4,
    seen=0.6,
)
NAMES = {"AL": "Aldea"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"covered": False}, "No trigger covers that breach"),
        ({"unpunished": 0.5}, "in 50 % of these draws those who would have to pull it"),
        ({"unpunished": 0.499}, "Its trigger would be pulled"),
        ({"seen": 0.5}, "is seen in 50 % of months"),
        ({"seen": 0.499}, "is seen in only 50 % of months"),
    ],
)
def test_why_it_pays(change, words):
    assert words in replace(WEAK, **change).reason().replace("\u00a0", " ")


def test_when_and_how_often():
    told = WEAK.words(NAMES).replace("\u00a0", " ")
    assert (
        "in 60 % of those, the largest share, the first is Aldea, by stalling, around month 7. "
        in (told)
    )
    assert "at once" in replace(WEAK, month=0).words(NAMES)
    assert "around month 1." in replace(WEAK, month=1).words(NAMES)
    assert "in the grey zone" in replace(WEAK, breach="grey-zone").words(NAMES)


def test_the_title_names_the_clause_and_what_is_not_there():
    assert WEAK.title(NAMES) == "Article 3.2, late licences, is the weak one"
    bare = replace(WEAK, covered=False, clause="obligation:3.2")
    assert bare.title(NAMES) == (
        "Article 3.2, duty of Aldea, is the weak one: nothing stands behind it"
    )


def test_it_is_counted_over_the_draws_without_the_mode(tmp_path):
    """By hand: slack below zero in two of three draws, first by one breach and then by another."""
    bench = small_bench(tmp_path, 3)
    try:
        view = of_package(bench, "first")
        machine, world = view.result.machine, bench.desk.case.world
        held = bench.results.players.hold(machine, world)
    finally:
        bench.close()
    slack = np.ones_like(held.slack)
    assert weakest(replace(held, slack=slack), view.result.clauses) is None
    slack[0] = -1.0  # the mode is no draw
    assert weakest(replace(held, slack=slack), view.result.clauses) is None
    slack[:, 2, 0] = 0.0  # what pays exactly nothing is no gain
    slack[1:] = np.maximum(slack[1:], 0.0)
    assert weakest(replace(held, slack=slack), view.result.clauses) is None
    slack[1, 4, 0] = slack[3, 6, 0] = -0.1
    found = weakest(replace(held, slack=slack), view.result.clauses)
    assert found is not None
    assert found.fails.mean == pytest.approx(2 / 3)
    assert found.party == held.game.breaches[0][0] or found.party in held.game.parties
    assert found.month in (4, 5, 6)


@pytest.mark.parametrize(("share", "only"), [(0.3, True), (0.49, True), (0.5, False), (0.8, False)])
def test_where_most_draws_fail_it_holds_in_but_few(share, only, tmp_path):
    bench = small_bench(tmp_path, 3)
    try:
        result = of_package(bench, "first").result
    finally:
        bench.close()
    chance = Chance(share, share - 0.1, share + 0.1)
    holds = replace(result.shown.holds, first_binding=None, probability=chance)
    shown = replace(result.shown, holds=holds)
    told = standfirst(replace(result, shown=shown), NAMES)
    assert told.startswith("At the likeliest numbers it holds, ")
    assert ("but only " in told) == only
