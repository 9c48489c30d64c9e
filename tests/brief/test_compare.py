"""Two packages side by side: what differs is named, and what a clause does is played."""

import pytest

from detente.answers.compare import compare_answer
from detente.case import open_case
from detente.errors import DetenteError
from detente.findings.compare import NOTHING, compare
from detente.findings.from_claims import Findings


@pytest.fixture(scope="module")
def findings():
    return Findings(open_case("jcpoa-2015"), seed=1, draws=60)


@pytest.fixture(scope="module")
def compared(findings):
    return compare(findings, "jcpoa", "treaty")


def test_a_package_against_itself_differs_in_nothing(findings):
    assert compare(findings, "jcpoa", "jcpoa").clauses == ()


def test_every_difference_says_how_it_reads_and_what_it_does(compared):
    assert compared.clauses
    for clause in compared.clauses:
        assert clause.changes
        assert (clause.effects is None) != (clause.words == NOTHING) or clause.words


def test_clauses_come_in_the_order_of_their_weight(compared):
    weights = [
        abs(c.effects.kept) + abs(c.effects.holds) if c.effects else -1 for c in compared.clauses
    ]
    assert weights == sorted(weights, reverse=True)


def test_an_effect_is_what_the_game_gives_with_that_clause_exchanged(findings, compared):
    """One moved clause, played again by hand."""
    from detente.case import Sampler  # noqa: PLC0415
    from detente.durability import lifetime  # noqa: PLC0415
    from detente.incentives import hold  # noqa: PLC0415
    from detente.machine import compile_package  # noqa: PLC0415

    packages = findings.case.packages
    ends = {end.name: end for end in packages["treaty"].ends}
    moved = next(
        c for c in compared.clauses if c.clause.startswith("end ") and c.effects and not c.brought
    )
    name = moved.clause.removeprefix("end ")
    mine = packages["jcpoa"]
    kept = {end.name: end for end in mine.ends if end.name != name or name in ends}
    kept |= {name: ends[name]} if name in ends else {}
    sampler = Sampler(findings.case.estimates, findings.draws, findings.seed)
    alive = []
    for package in (mine, mine.model_copy(update={"ends": tuple(kept.values())})):
        machine = compile_package(findings.case, "jcpoa", package)
        life = lifetime(hold(machine, findings.case.world, sampler))
        alive.append(life.mean(life.alive)[24])
    assert moved.effects.alive == pytest.approx(alive[1] - alive[0], abs=1e-12)


def test_an_unknown_package_is_refused_with_the_nearest_name(findings):
    with pytest.raises(DetenteError, match="did you mean"):
        compare_answer(findings, "jcpoa", "treatty")
