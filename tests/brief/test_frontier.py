"""The frontier, the first break and the lines of a real case, on few draws."""

from itertools import pairwise

import numpy as np
import pytest

from detente.case import open_case
from detente.durability.uncertain import uncertain_numbers
from detente.findings.first_break import first_break
from detente.findings.from_claims import Findings
from detente.findings.run_record import input_lines

CASES = ("alaska-2025", "barbados-2023", "dayton-1995", "jcpoa-2015", "plan-28-2025")


@pytest.fixture(scope="module")
def findings():
    return Findings(open_case("jcpoa-2015"), seed=1, draws=40)


@pytest.fixture(scope="module")
def frontier(findings):
    return findings.designed("jcpoa").frontier


def test_the_package_as_written_stands_among_the_schedules(findings, frontier):
    (written,) = (p for p in frontier.points if p.name == "as written")
    held, life = findings.hold("jcpoa"), findings.life("jcpoa")
    target = held.game.parties.index("IR")
    assert written.relief == pytest.approx(held.relief[0, target])
    assert written.alive == pytest.approx(life.mean(life.alive)[24])
    assert written.slack == pytest.approx(held.slack[0].min())


def test_what_no_other_beats_rises_in_both(frontier):
    best = [point for point in frontier.points if not point.beaten]
    assert len(best) >= 2
    for less, more in pairwise(best):
        assert more.relief > less.relief
        assert more.alive > less.alive
    for point in frontier.points:
        cheaper = [p for p in best if p.relief <= point.relief and p.alive >= point.alive]
        assert (point not in cheaper and bool(cheaper)) == point.beaten


def test_every_schedule_shown_holds_with_the_slack_it_says(frontier):
    assert all(p.holds and p.slack >= 0 for p in frontier.points if p.name != "as written")
    named = {p.name: p for p in frontier.points}
    assert named["least relief"].relief == min(p.relief for p in frontier.points if p.holds)
    assert named["most slack"].slack == max(p.slack for p in frontier.points)


def test_the_first_break_is_counted_over_the_draws(findings):
    held = findings.hold("jcpoa")
    found = first_break(held)
    assert found is not None
    failing = np.flatnonzero((held.slack[1:] < 0).any(axis=(1, 2))) + 1
    assert len(failing) == (~held.holds[1:].astype(bool)).sum()
    party = held.game.parties.index(found.party)
    first = [
        held.obliged[held.slack[d, (held.slack[d] < 0).any(axis=1).argmax()].argmin()] == party
        for d in failing
    ]
    assert found.share <= np.mean(first) + 1e-12


@pytest.mark.parametrize("name", CASES)
def test_every_uncertain_number_of_a_case_has_its_line(name):
    findings = Findings(open_case(name), seed=1, draws=0)
    lines = input_lines(findings.case, findings.machines.values(), findings.sampler)
    known = {word for line in lines for word in (line.name, *line.called)}
    for machine in findings.machines.values():
        asked = uncertain_numbers(machine, findings.case.world, findings.sampler)
        assert {number.name for number in asked} <= known
