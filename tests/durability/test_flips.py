"""What flips it: break-evens and shares of the variance that are known in closed form."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.case import Case, Sampler, open_case
from detente.case.quantity import Quantity
from detente.durability.flips import Flip, flips
from detente.durability.number_words import places
from detente.durability.shares import shares
from detente.durability.uncertain import uncertain_numbers
from detente.incentives import hold
from detente.machine import Machine, compile_package

CASE = """
format: detente/case/1
name: one-party
title: One party that may raid
as_of: 2025-02-15
subject: ceasefire
target: BO
parties:
  AL: {name: Aldea, role: sender, discount: 0.05}
  BO: {name: Borvia, role: target, discount: {low: 0.05, mode: 0.1, high: 0.4}}
measures: {}
peace: {BO: P}
breaches:
  BO:
    raid: {title: Raids, size: 1, gain: G, detected: {low: 0.02, mode: 0.5, high: 0.9}}
    skirmish: {title: Skirmishes, size: 1, gain: 0, detected: 1}
snapped: {}
lapsed: {}
estimates:
  G: {low: 0.1, mode: 0.6, high: 2}
  P: {low: 0.005, mode: 0.02, high: 0.05, moves_with: G, why: "GAIN of a quiet border. Invented"}
  unused: {low: 1, mode: 2, high: 3}
"""

PACKAGE = """
format: detente/package/1
title: Quiet for a share in the trade
signed: 2025-04-01
horizon_months: 24
signatories: [AL, BO]
obligations:
  - {party: BO, article: "1", act: Keeps quiet, breaches: [BREACH]}
triggers:
  - {name: attack, article: "2", against: BO, covers: [raid, skirmish], rule: automatic}
"""

ENDS = """
ends:
  - {name: vote, party: AL, probability: {low: 0.01, mode: 0.03, high: 0.1}, every_months: 1}
  - {name: coup, party: BO, probability: {low: 0.0, mode: 0.02, high: 0.05}, every_months: 1}
"""


def one_party(folder: Path, breach: str = "raid", more: str = "") -> tuple[Case, Machine]:
    (folder / "packages").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    package = PACKAGE.replace("BREACH", breach) + more
    (folder / "packages" / "one.yaml").write_text(package, encoding="utf-8")
    case = open_case(str(folder))
    return case, compile_package(case, "one")


def found(case: Case, machine: Machine, walks: int = 16, **more: Any) -> dict[str, Flip]:
    sampler = Sampler(case.estimates, 0, 1, **more)
    listed = flips(case, machine, sampler, np.random.default_rng(3), walks)
    return {flip.name: flip for flip in listed}


@pytest.fixture(scope="module")
def modular() -> tuple[Case, Machine, tuple[Flip, ...]]:
    case = open_case("alaska-2025")
    machine = compile_package(case, "modular")
    sampler = Sampler(case.estimates, 0, 1)
    return case, machine, flips(case, machine, sampler, np.random.default_rng(3), 64)


def test_breakevens_are_those_of_the_stage_constraint(tmp_path: Path) -> None:
    """Oracle "stage constraint": holds iff g <= q beta (V - S), V = P / (1 - beta) and S = 0."""
    flip = found(*one_party(tmp_path))
    gain, peace, seen, rate = 0.6, 0.02, 0.5, 0.1
    beta = (1 + rate) ** (-1 / 12)
    patient = gain / (gain + seen * peace)
    expected = {
        "G": (seen * beta * peace / (1 - beta), "above"),
        "P": (gain * (1 - beta) / (beta * seen), "below"),
        "breaches.BO.raid.detected": (gain * (1 - beta) / (beta * peace), "below"),
        "parties.BO.discount": (patient**-12 - 1, "above"),
    }
    assert set(flip) == set(expected)
    for name, (value, side) in expected.items():
        assert flip[name].breakeven == pytest.approx(value, rel=1e-6)
        assert flip[name].direction == side


def test_the_chance_beyond_is_that_of_the_range(tmp_path: Path) -> None:
    case, machine = one_party(tmp_path)
    gain = found(case, machine)["G"]
    assert gain.breakeven is not None
    drawn = Sampler(case.estimates, 100_000, 1).of(Quantity(estimate="G"), "x")[1:]
    assert gain.chance == pytest.approx(np.mean(drawn > gain.breakeven), abs=0.005)


def test_the_sentence_names_the_number_and_where_it_turns(tmp_path: Path) -> None:
    flip = found(*one_party(tmp_path))
    assert flip["G"].sentence.startswith(
        "The answer turns if Borvia's gain from a month of raid (G) is above 1.25 EUR bn a month; "
        "it is put at 0.6, and the chance that it is above is "
    )
    assert "chance that raid by Borvia is seen is below 0.239;" in (
        flip["breaches.BO.raid.detected"].sentence
    )


def test_a_verdict_that_fails_turns_the_other_way(tmp_path: Path) -> None:
    """With a gain above its break-even of 1.25, only less of it, or more at stake, would hold."""
    case, machine = one_party(tmp_path)
    flip = found(case, machine, fixed={"G": 1.4})
    assert "G" not in flip, "what is fixed is certain"
    assert flip["P"].direction == "above"
    assert flip["parties.BO.discount"].direction == "below"


def test_no_breach_that_pays_leaves_nothing_to_turn(tmp_path: Path) -> None:
    flip = found(*one_party(tmp_path, "skirmish"))
    assert {f.breakeven for f in flip.values()} == {None}
    assert flip["P"].sentence == (
        "No believable value of Borvia's gain from a month of peace (P) turns the answer by itself."
    )
    assert {f.share_12 for f in flip.values()} == {0.0}, "survival does not vary at all"


def test_tornado_and_shares_of_two_ends(tmp_path: Path) -> None:
    """Alive at n is (1 - v)^n (1 - c)^n: the product splits as Var X (E Y)^2 + Var X Var Y / 2."""
    case, machine = one_party(tmp_path, "skirmish", ENDS)
    flip = found(case, machine, walks=3000)
    vote, coup = flip["packages.one.ends.vote"], flip["packages.one.ends.coup"]
    sampler = Sampler(case.estimates, 0, 1)
    ends = [n for n in uncertain_numbers(machine, case.world, sampler) if ".ends." in n.name]
    v, c = (number.at((np.arange(200_000) + 0.5) / 200_000) for number in ends)
    for n, low, high, share, error in (
        (12, vote.survival_12_low, vote.survival_12_high, vote.share_12, vote.share_12_error),
        (24, vote.survival_60_low, vote.survival_60_high, vote.share_60, vote.share_60_error),
    ):
        assert low == pytest.approx((1 - np.quantile(v, 0.05)) ** n * 0.98**n, rel=1e-4)
        assert high == pytest.approx((1 - np.quantile(v, 0.95)) ** n * 0.98**n, rel=1e-4)
        x, y = (1 - v) ** n, (1 - c) ** n
        both = x.var() * y.var() / 2
        credit = x.var() * y.mean() ** 2 + both, y.var() * x.mean() ** 2 + both
        assert error < 0.02
        assert share == pytest.approx(credit[0] / sum(credit), abs=4 * error)
    assert vote.share_12 + coup.share_12 == pytest.approx(1)


def test_shares_of_a_sum_are_those_of_the_parts() -> None:
    weights = np.array([3.0, 2.0, 1.0, 0.0])
    start, end = np.random.default_rng(1).random((2, 4000, 4))
    rng = np.random.default_rng(2)
    got = shares(lambda x: (x @ weights)[:, None], start, end, np.arange(4), rng)
    assert got.share[:, 0] == pytest.approx(weights**2 / 14, abs=0.04)
    assert got.share[3, 0] == 0
    assert got.share.sum() == pytest.approx(1)


def test_values_of_one_factor_move_and_count_as_one() -> None:
    """3 x0 + x1 + 2 x2, the first two one factor with the same level: 4^2 against 2^2."""
    start, end = np.random.default_rng(1).random((2, 4000, 3))
    start[:, 1], end[:, 1] = start[:, 0], end[:, 0]
    rng, factor = np.random.default_rng(2), np.array([0, 0, 1])
    got = shares(lambda x: (x @ np.array([3.0, 1.0, 2.0]))[:, None], start, end, factor, rng)
    assert got.share[:, 0] == pytest.approx([0.8, 0.2], abs=0.04)


def test_what_factors_do_together_is_divided_evenly() -> None:
    """(x0 - .5)(x1 - .5) has no first-order effect; Sobol's total effects would be 1 and 1."""
    start, end = np.random.default_rng(1).random((2, 4000, 3))
    rng = np.random.default_rng(2)

    def product(x: np.ndarray) -> np.ndarray:
        return ((x[:, 0] - 0.5) * (x[:, 1] - 0.5))[:, None]

    got = shares(product, start, end, np.arange(3), rng)
    assert got.share[:, 0] == pytest.approx([0.5, 0.5, 0.0], abs=0.04)


def test_the_error_is_how_far_off_the_share_is() -> None:
    weights, off = np.array([3.0, 2.0, 1.0]), []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        start, end = rng.random((2, 200, 3))
        got = shares(lambda x: (x @ weights)[:, None], start, end, np.arange(3), rng)
        off.append((got.share[:, 0] - weights**2 / 14) / got.error[:, 0])
    assert np.sqrt(np.mean(np.square(off))) == pytest.approx(1, abs=0.2)


def test_every_breakeven_turns_the_verdict_of_the_whole_engine(
    modular: tuple[Case, Machine, tuple[Flip, ...]],
) -> None:
    """`hold` itself, a little before and a little beyond each break-even."""
    case, machine, listed = modular
    sampler = Sampler(case.estimates, 0, 1)
    usual = bool(hold(machine, case.world, sampler).holds[0])
    turning = [(flip, flip.breakeven) for flip in listed if flip.breakeven is not None]
    assert len(turning) > 5
    for flip, turn in turning:
        way = 1 if flip.direction == "above" else -1
        nudge = 1e-4 * max(abs(turn), flip.high - flip.low)
        for shift, expected in ((-way, usual), (way, not usual)):
            fixed = replace(sampler, fixed={flip.name: turn + shift * nudge})
            assert bool(hold(machine, case.world, fixed).holds[0]) == expected, flip.sentence


def test_every_number_has_a_name_a_unit_and_a_place(
    modular: tuple[Case, Machine, tuple[Flip, ...]],
) -> None:
    case, machine, listed = modular
    sampler = Sampler(case.estimates, 0, 1)
    said = places(machine, case.world)
    for number in uncertain_numbers(machine, case.world, sampler):
        assert set(number.uses) <= set(said), "every use has words"
    for flip in listed:
        assert flip.words != flip.name
        is_share = 0 <= flip.low <= flip.high <= 1
        assert flip.unit or is_share
        assert flip.low <= flip.mode <= flip.high


def test_shares_of_all_factors_add_to_one(
    modular: tuple[Case, Machine, tuple[Flip, ...]],
) -> None:
    *_, listed = modular
    for key in ("share_12", "share_60"):
        by_factor = {flip.factor: getattr(flip, key) for flip in listed}
        assert sum(by_factor.values()) == pytest.approx(1)
    with_gas = {flip.share_60 for flip in listed if flip.factor == "W23"}
    assert len(with_gas) == 1, "numbers that move together have one share"


def test_the_most_important_come_first_and_again(
    modular: tuple[Case, Machine, tuple[Flip, ...]],
) -> None:
    case, machine, listed = modular
    assert [f.importance for f in listed] == sorted((f.importance for f in listed), reverse=True)
    sampler = Sampler(case.estimates, 0, 1)
    assert listed == flips(case, machine, sampler, np.random.default_rng(3), 64)


def test_a_fixed_number_leaves_all_others_as_they_were() -> None:
    low, high = {"low": 1, "mode": 2, "high": 6}, {"low": 1, "mode": 5, "high": 6}
    named = {
        "a": Quantity.model_validate(low),
        "b": Quantity.model_validate({**high, "moves_with": "a"}),
    }
    free = Sampler(named, 50, 7)
    fixed = replace(free, fixed={"a": 4.0, "here": np.arange(51.0)})
    assert set(fixed.of(Quantity(estimate="a", times=-2), "x")) == {-8.0}
    b = Quantity(estimate="b")
    assert np.array_equal(fixed.of(b, "x"), free.of(b, "x")), "b still moves with a's stream"
    assert fixed.of(Quantity.model_validate({**low, "times": 2}), "here")[7] == 14
    assert np.array_equal(fixed.of(named["a"], "there"), free.of(named["a"], "there"))


def test_only_numbers_that_the_package_uses_are_listed(tmp_path: Path) -> None:
    case, machine = one_party(tmp_path)
    numbers = uncertain_numbers(machine, case.world, Sampler(case.estimates, 0, 1))
    assert "unused" not in {number.name for number in numbers}
    gain = next(number for number in numbers if number.name == "G")
    assert gain.uses == ("breaches.BO.raid.gain[0]",)
    assert {n.name: n.factor for n in numbers}["P"] == "G"
