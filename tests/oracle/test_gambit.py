"""Gambit reads our trees, and its pure equilibria hold the outcome that the game plays.

A vote is a small game of its own; Gambit, which looks for equilibria of the whole tree, also lists
those in which somebody threatens to vote against himself where nobody ever looks. So of its
equilibria those count in which every single decider votes for what it likes better.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from small_case import PACKAGE, Edit, held

from detente.findings.game_tree import PULL, game_tree
from detente.incentives import Hold
from detente.machine.tree import Choice, Leaf, Node, nodes, to_efg

pygambit = pytest.importorskip(
    "pygambit", reason="Gambit is not here: it comes with the dependency group oracle"
)

ALONE = (PACKAGE, "deciders: [AL, CA]\n    notice_days: 30", "deciders: [AL]\n    notice_days: {}")
LATE = (PACKAGE, "deciders: [BO, CA]", "deciders: [BO]")
AUTOMATIC = (PACKAGE, "rule: any-of   ", "rule: automatic ")
PAUSE = (PACKAGE, "rule: any-of   ", "response: pause\n    rule: any-of   ")
ALARM = (PACKAGE, "false_alarm: 0.01", "false_alarm: {}")
UNCOVERED = (PACKAGE, "covers: [raid, invasion]", "covers: [invasion]")
FEW = (PACKAGE, "breaches: [raid, invasion]", "breaches: [raid]")
GAIN = ("estimates.csv", "0.02,0.04,0.08", "{0},{0},{0}")


def filled(edit: Edit, value: object) -> Edit:
    return edit[0], edit[1], edit[2].format(value)


PACKAGES = [
    [filled(ALONE, days), filled(ALARM, alarm), LATE, *more]
    for days, alarm, more in product(
        (3, 30, 200),
        (0.02, 0.05),
        ([], [UNCOVERED], [AUTOMATIC, filled(GAIN, 0.3)], [PAUSE], [FEW, filled(GAIN, 0.9)]),
    )
]


def choices(node: Node) -> Iterator[Choice]:
    if isinstance(node, Choice):
        yield node
    if not isinstance(node, Leaf):
        for branch in node.branches:
            yield from choices(branch[-1])


def sincere(choice: Choice) -> str | None:
    """What a decider likes better where its vote is the last word; None for conduct and ties."""
    after = [branch for _, branch in choice.branches if isinstance(branch, Leaf)]
    if choice.branches[0][0] != PULL or len(after) < len(choice.branches):
        return None
    pull, away = (leaf.payoffs[choice.party] for leaf in after)
    return None if abs(pull - away) < 1e-9 else choice.branches[int(away > pull)][0]


def sets(root: Node, party: int) -> list[Choice]:
    """A node of each information set of a party, in the order in which Gambit numbers them."""
    first: dict[str, Choice] = {}
    for choice in choices(root):
        if choice.party == party:
            first.setdefault(choice.information, choice)
    return list(first.values())


def played(profile, game, root: Node, parties: tuple[str, ...]) -> dict[tuple[int, str], str]:
    """The action of each information set in a pure profile of Gambit."""
    chosen = {}
    for number, party in enumerate(parties):
        for choice, (_, mixed) in zip(sets(root, number), profile[party], strict=True):
            words = [word for word, _ in choice.branches]
            chosen[number, choice.information] = max(words, key=lambda word: mixed[word])
    return chosen


def credible(chosen: dict[tuple[int, str], str], root: Node) -> bool:
    wanted = ((choice, sincere(choice)) for choice in choices(root))
    return all(
        want is None or chosen[choice.party, choice.information] == want for choice, want in wanted
    )


def equilibria(hold: Hold, months: int, tmp_path) -> list[tuple[int, np.ndarray]]:
    """Breaches on the path and payoffs of each credible pure equilibrium that Gambit finds."""
    parties, root = hold.game.parties, game_tree(hold, months)
    file = tmp_path / "game.efg"
    file.write_text(to_efg("small", parties, root), encoding="utf-8")
    game = pygambit.read_efg(str(file))
    found = []
    for profile in pygambit.nash.enumpure_agent_solve(game).equilibria:
        chosen = played(profile, game, root, parties)
        if credible(chosen, root):
            breaches = sum(
                word not in ("comply", PULL, "look away")
                for (_, information), word in chosen.items()
                if information.startswith("month")
            )
            paid = profile.payoffs
            found.append((breaches, np.array([float(paid[party]) for party in parties])))
    return found


@pytest.mark.parametrize("edits", PACKAGES)
def test_the_outcome_of_a_month_is_the_equilibrium_of_its_tree(edits, tmp_path):
    hold = held(*edits)
    found = equilibria(hold, 1, tmp_path)
    assert found
    fewest = min(breaches for breaches, _ in found)
    assert any(
        breaches == fewest and paid == pytest.approx(hold.played.value[0, 0], abs=1e-7)
        for breaches, paid in found
    )


def test_two_months_of_one_party(tmp_path):
    bare = (PACKAGE, "breaches: [stalling]", "breaches: []")
    hold = held(AUTOMATIC, FEW, bare, filled(ALARM, 0))
    found = equilibria(hold, 2, tmp_path)
    assert found
    assert all(paid == pytest.approx(hold.played.value[0, 0], abs=1e-7) for _, paid in found)


def test_the_trees_differ():
    """The thirty packages are thirty games, and in some of them somebody breaches."""
    holds = [held(*edits) for edits in PACKAGES]
    assert len({tuple(hold.played.value[0, 0].round(9)) for hold in holds}) > 15
    assert {int(hold.played.choice[0, 0] > 0) for hold in holds} == {0, 1}
    assert all(nodes(game_tree(hold, 1)) < 200 for hold in holds)
