"""Which clause is worth most, and to whom: with the part less without it, on the same draws."""

import json
from dataclasses import replace

import numpy as np
import pytest
from small_case import machine_of, small_case
from typer.testing import CliRunner

from detente.case import Case, Sampler
from detente.cli import app
from detente.durability import lifetime
from detente.findings.part_worth import Worths, dearest, part_worths
from detente.incentives import hold
from detente.machine.part import parts, without

DRAWS = 40


@pytest.fixture(scope="module")
def case() -> Case:
    return small_case()


@pytest.fixture(scope="module")
def worths(case: Case) -> Worths:
    return part_worths(case, machine_of(case), Sampler(case.estimates, DRAWS, 1))


def test_every_part_is_there_the_dearest_first(case, worths):
    assert {worth.part for worth in worths.parts} == set(parts(machine_of(case)))
    kept = [worth.intact for worth in worths.parts]
    assert kept == sorted(kept, reverse=True)


def test_a_worth_is_the_whole_less_the_rest_on_the_same_draws(case, worths):
    machine, sampler = machine_of(case), Sampler(case.estimates, DRAWS, 1)
    whole = hold(machine, case.world, sampler)
    for worth in worths.parts:
        rest = hold(without(case, machine, worth.part), case.world, sampler)
        lives = [lifetime(held) for held in (whole, rest)]
        alive = [life.mean(life.alive)[[12, 36]] for life in lives]
        assert worth.alive == pytest.approx(alive[0] - alive[1])
        for m, i in enumerate(whole.obliged):
            lost = whole.slack[0, :, m].min() - rest.slack[0, :, m].min()
            assert worth.slack[whole.game.parties[i]] == pytest.approx(lost)
        apart = (whole.value - rest.value)[1:]
        assert worth.value["BO"].mean == pytest.approx(apart[:, 1].mean())
        assert worth.value["BO"].low == pytest.approx(np.quantile(apart[:, 1], 0.05))
        assert worth.holds_without == rest.holds[0]


def test_the_answer_is_a_sentence(worths):
    best = max((w for w in worths.parts if ":" in w.part), key=lambda worth: worth.intact)
    kind, name = best.part.split(":")
    assert worths.words.startswith(f'Most hangs on {kind} "{name}": with it ')
    assert "In money " in worths.words


def test_where_nothing_matters_it_says_so(worths):
    nothing = {"BO": replace(worths.parts[0].value["BO"], mean=0.0)}
    idle = [replace(w, intact=(0.0, 0.0), value=nothing) for w in worths.parts]
    assert dearest(idle, np.zeros(2)) == "No single clause decides whether all comply."
    assert dearest([], np.zeros(2)) == "The package has no part that could be taken out."


def test_the_command_tells_a_sentence_and_a_table():
    shown = CliRunner().invoke(app, ["hold", "barbados-2023", "--parts", "--draws", "20"])
    assert shown.exit_code == 0, shown.output
    assert "licence-44: " in shown.output
    assert "worth most to, EUR bn" in shown.output
    told = CliRunner().invoke(app, ["hold", "barbados-2023", "--parts", "--draws", "20", "--json"])
    found = json.loads(told.stdout)["packages"]["licence-44"]
    assert {"alive", "intact", "slack", "parts", "words"} == set(found)


def test_hold_tells_the_first_to_break_in_a_sentence_and_the_money_of_every_party():
    shown = CliRunner().invoke(
        app, ["hold", "alaska-2025", "--package", "blanket", "--draws", "20"]
    )
    assert shown.exit_code == 0, shown.output
    assert (
        "blanket: Russia is the first for whom complying does not pay: in month 0" in shown.output
    )
    lines = shown.output.splitlines()
    money = next(i for i, line in enumerate(lines) if "EUR bn, mode (90 % of draws)" in line)
    parties = [line.split()[1] for line in lines[money + 1 :] if line.split()[:1] == ["blanket"]]
    assert parties[:2] == ["RU", "UA"]
