"""The futures: by hand where it can be, by theorem where one holds, and what is refused."""

import time

import numpy as np
import pytest
from futures import PRIOR, alive, record, sampler, weighs, wide, world
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.scenarios import SCENARIOS, Outlook, assumed, outlook
from detente.scenarios.chain import learn, stretched, turns
from detente.scenarios.model import UNSIGNED

RATIO = st.floats(0.34, 3.0)
RATIOS = st.fixed_dictionaries(dict.fromkeys((*UNSIGNED, "settlement-holds"), RATIO))
SHARE = st.floats(0.0, 1.0)


def _today(found: Outlook) -> dict[str, float]:
    return {name: found.by_month[name][0] for name in UNSIGNED}


def _one(ratios: dict[str, float], line: str = "D1") -> dict[str, object]:
    return {"line": line, "ratios": ratios, "why": "because"}


def test_two_months_by_hand() -> None:
    """Talks only, for ever: 5 % sign each month, of those 10 % fall apart each month."""
    only_talks = world(prior={"talks-without-convergence": 1}, horizon_months=2)
    found = outlook(only_talks, record({}), alive(0.1), sampler())
    signed = (0.05, 0.95 * 0.05)
    holds = signed[0] * 0.9 + signed[1]
    assert found.now["settlement-holds"].mean == pytest.approx(holds)
    assert found.now["settlement-collapses"].mean == pytest.approx(sum(signed) - holds)
    assert found.now["talks-without-convergence"].mean == pytest.approx(0.95**2)
    assert found.likeliest == "talks-without-convergence"


def test_nobody_signs_while_no_channel_is_open() -> None:
    hard = world(prior={"hardening": 1}, arrival=1)
    found = outlook(hard, record({}), alive(0.1), sampler())
    assert found.now["hardening"].mean == 1
    assert found.now["settlement-holds"].high == 0


def test_a_deed_of_today_updates_by_bayes() -> None:
    lines = [weighs("D1", hardening=2, escalation=0.5)]
    found = outlook(world(lines, stay=1), record({"D1": 0}), alive(0.1), sampler())
    weight = {**PRIOR, "hardening": 0.6, "escalation": 0.1}
    for name, probability in _today(found).items():
        assert probability == pytest.approx(weight[name] / 1.2)
    assert found.history[0].regime == pytest.approx(_today(found))


def test_old_news_fades() -> None:
    lines = [weighs("D1", hardening=3)]
    moved = [
        outlook(world(lines), record({"D1": days}), alive(0.1), sampler()).history[0].moved
        for days in (0, 100, 300)
    ]
    assert moved[0] > 2 * moved[1] > 4 * moved[2] > 0


def test_evidence_for_a_settlement_multiplies_the_odds_of_a_signature() -> None:
    only_talks = {"prior": {"talks-without-convergence": 1}, "horizon_months": 1}
    lines = [weighs("D1", settlement_holds=3), weighs("D2", settlement_holds=2)]
    found = outlook(world(lines, **only_talks), record({"D1": 9, "D2": 1}), alive(0), sampler())
    odds = 6 * 0.05 / 0.95
    assert found.now["settlement-holds"].mean == pytest.approx(odds / (1 + odds))
    assert [shift.line for shift in found.history] == ["D1", "D2"]


def test_a_stronger_package_makes_holding_likelier_and_leaves_the_unsigned_alone() -> None:
    weak, strong = (outlook(world(), record({}), alive(h), sampler()) for h in (0.2, 0.01))
    assert strong.now["settlement-holds"].mean > 1.5 * weak.now["settlement-holds"].mean
    for name in UNSIGNED:
        assert strong.now[name] == weak.now[name]


@settings(max_examples=60, deadline=None)
@given(
    prior=st.lists(st.floats(0.01, 1), min_size=4, max_size=4),
    stay=SHARE,
    arrival=SHARE,
    hazard=SHARE,
    ratios=st.lists(RATIOS, max_size=4),
)
def test_probabilities_add_to_one(
    prior: list[float], stay: float, arrival: float, hazard: float, ratios: list[dict[str, float]]
) -> None:
    lines = [_one(r, f"D{i}") for i, r in enumerate(ratios)]
    case = world(lines, prior=dict(zip(UNSIGNED, prior, strict=True)), stay=stay, arrival=arrival)
    deeds = {f"D{i}": 40 * i for i in range(len(ratios))}
    found = outlook(case, record(deeds), alive(hazard, 3), sampler(3))
    for month in range(13):
        assert sum(found.by_month[name][month] for name in SCENARIOS) == pytest.approx(1)
    for told in (found.before, *(shift.probabilities for shift in found.history)):
        assert sum(told.values()) == pytest.approx(1)
        assert min(told.values()) >= -1e-12


@settings(max_examples=40, deadline=None)
@given(days=st.lists(st.integers(0, 500), min_size=1, max_size=5), ratio=st.floats(0.8, 1.25))
def test_a_line_as_likely_under_every_future_moves_nothing(days: list[int], ratio: float) -> None:
    """One ratio for all regimes is as good as none: only their proportions carry news."""
    lines = [_one(dict.fromkeys(UNSIGNED, ratio), f"S{i}") for i in range(len(days))]
    said = record({}, {f"S{i}": day for i, day in enumerate(days)})
    found = outlook(world(lines), said, alive(0.1), sampler())
    assert max(shift.moved for shift in found.history) == pytest.approx(0, abs=1e-12)
    assert max(shift.turned for shift in found.history) == pytest.approx(0, abs=1e-12)
    assert {k: v.mean for k, v in found.now.items()} == pytest.approx(dict(found.before))


@settings(max_examples=40, deadline=None)
@given(ratios=st.lists(RATIOS, min_size=2, max_size=4), data=st.data())
def test_order_of_the_lines_of_a_month_does_not_change_the_end(
    ratios: list[dict[str, float]], data: st.DataObject
) -> None:
    days = data.draw(st.permutations(range(len(ratios))))
    names = [f"D{i}" for i in range(len(ratios))]
    lines = [_one(r, name) for r, name in zip(ratios, names, strict=True)]
    ends = []
    for order, listed in ((range(len(ratios)), lines), (days, lines[::-1])):
        done = record(dict(zip(names, order, strict=True)))
        ends.append(outlook(world(listed), done, alive(0.1), sampler()).now)
    for name in SCENARIOS:
        assert ends[0][name].mean == pytest.approx(ends[1][name].mean)


def test_the_moves_of_the_record_add_up() -> None:
    lines = [weighs("D1", hardening=3), weighs("D2", freeze=2), weighs("S1", escalation=1.2)]
    found = outlook(world(lines), record({"D1": 200, "D2": 90}, {"S1": 3}), alive(0.1), sampler())
    assert [(shift.line, shift.kind) for shift in found.history] == [
        ("D1", "deed"),
        ("D2", "deed"),
        ("S1", "statement"),
    ]
    last = found.history[-1].probabilities
    assert last == pytest.approx({name: found.now[name].mean for name in SCENARIOS})
    assert found.history[2].words == "words S1"


def test_intervals_hold_ninety_per_cent_of_the_draws_and_the_mean() -> None:
    case = world(arrival=wide(0.005, 0.02, 0.1), stay=wide(0.6, 0.8, 0.95))
    found = outlook(case, record({}), alive(0.05, 1000), sampler(1000))
    for odds in found.now.values():
        assert odds.low < odds.mean < odds.high
    assert set(found.at) == {"1", "3", "6", "12"}
    assert found.at["12"] == found.now


def test_same_seed_same_outlook_other_seed_another() -> None:
    case, lines = world(arrival=wide(0.005, 0.02, 0.1)), record({})
    first, again, other = (
        outlook(case, lines, alive(0.05), sampler(seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first.now != other.now


def test_without_draws_the_mode_speaks() -> None:
    found = outlook(world(), record({}), alive(0.1, 0), sampler(0))
    assert sum(odds.mean for odds in found.now.values()) == pytest.approx(1)


def test_a_case_without_outlook_gets_wide_unsourced_priors() -> None:
    found = outlook(world(outlook=None), record({}), alive(0.1, 500), sampler(500), "modular")
    assert found.package == "modular"
    assert found.now["hardening"].high - found.now["hardening"].low > 0.1
    taken = assumed("modular")
    for quantity in (taken.arrival, taken.stay, *taken.prior.values()):
        assert quantity is not None
        assert quantity.standing == "unsourced"


def test_a_short_survival_curve_goes_on_at_its_last_hazard() -> None:
    assert stretched(alive(0.1, 0, 3), 6) == pytest.approx(alive(0.1, 0, 6))
    assert stretched(alive(1.0, 0, 3), 6) == pytest.approx(alive(1.0, 0, 6))
    assert stretched(alive(0.1, 0, 9), 6).shape == (1, 10)


def test_turns_are_probabilities_and_learning_forgets_scale() -> None:
    base = np.array([[0.1, 0.4, 0.3, 0.2], [0, 0, 1, 0]])
    matrix = turns(base, np.array([0.8, 0.5]))
    assert matrix.sum(axis=2) == pytest.approx(np.ones((2, 4)))
    assert matrix[0, 1, 2] == pytest.approx(0.2 * 0.3 / 0.6)
    ratios = np.array([1.0, 2.0, 0.5, 1.0])
    assert learn(base, ratios) == pytest.approx(learn(base, 7 * ratios))


REFUSED = [
    (
        [weighs("D1", hardening=4)],
        "outlook.evidence[0].ratios.hardening: 4 is out of bounds; a deed may weigh 0.33 to 3",
    ),
    (
        [weighs("S1", freeze=1.5)],
        "outlook.evidence[0].ratios.freeze: 1.5 is out of bounds;"
        " a statement may weigh 0.8 to 1.25",
    ),
    (
        [weighs("D9", freeze=1.5)],
        'outlook.evidence[0].line: no line of the record "D9"; there is: D1, S1',
    ),
    (
        [weighs("D1", frieze=1.5)],
        'outlook.evidence[0].ratios.frieze: no scenario "frieze"; did you mean "freeze"?',
    ),
    (
        [weighs("D1", settlement_collapses=2)],
        "outlook.evidence[0].ratios.settlement-collapses: no line of the record speaks for it;"
        " durability is computed from the package; weigh settlement-holds, which is signing",
    ),
    (
        [weighs("D1", freeze=2), weighs("D1", freeze=2)],
        'outlook.evidence[1].line: "D1" is weighed twice; a line counts once; join its ratios',
    ),
]


@pytest.mark.parametrize(("evidence", "message"), REFUSED)
def test_evidence_that_is_refused(evidence: list[object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        outlook(world(evidence), record({"D1": 1}, {"S1": 1}), alive(0.1), sampler())
    assert str(caught.value) == f"case.yaml: {message}"


def test_priors_that_are_refused() -> None:
    for prior, message in (
        ({"peace": 1}, 'outlook.prior.peace: no unsigned regime "peace"; there is: escalation, '),
        ({"freeze": 0}, "outlook.prior: weights must be 0 or more, and not all 0; give at least"),
    ):
        with pytest.raises(InputError, match=r"^case\.yaml: ") as caught:
            outlook(world(prior=prior), record({}), alive(0.1), sampler())
        assert message in str(caught.value)


def test_two_thousand_draws_and_thirty_lines_take_a_blink() -> None:
    lines = [weighs(f"D{i}", hardening=1.5) for i in range(30)]
    done = record({f"D{i}": 7 * i for i in range(30)})
    survival = alive(0.02, 2000, 60)
    start = time.perf_counter()
    outlook(world(lines), done, survival, sampler(2000))
    assert time.perf_counter() - start < 1  # about .1 s on two cores
