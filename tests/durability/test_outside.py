"""Classes chosen by traits, views pooled, and the command that shows them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from typer.testing import CliRunner

from detente.cli import app
from detente.durability.choose import IMPLIED, like
from detente.durability.pooling import WEIGHTS, pool, pooling
from detente.durability.reference import load_reference, survival_at
from detente.durability.traits import TRAITS, class_id, parsed, written
from detente.errors import DetenteError


def ids(**traits: str) -> list[str]:
    return [known.id for known in like({name.replace("_", "-"): v for name, v in traits.items()})]


def test_traits_choose_the_class_of_every_data_set_that_knows_them() -> None:
    assert ids(war="civil") == ["ucdp-civil", "fortna-all"]
    assert ids(peacekeepers="yes") == ["ucdp-peacekeepers", "fortna-peacekeepers"]
    assert ids(war="between-states", third_party="yes") == ["ucdp-between-states-third-party"]


def test_what_a_data_set_has_throughout_may_be_asked_for() -> None:
    """Every ceasefire of Fortna's ended a civil war, all of our catalogue is relief."""
    assert ids(**{"class": "treaty", "war": "civil"}) == ["fortna-treaty"]
    assert ids(**{"class": "treaty", "war": "civil", "peacekeepers": "yes"}) == [
        "fortna-treaty-peacekeepers"
    ]
    assert ids(**{"class": "relief", "sender": "US"}) == ["relief-us"]


def test_a_class_that_is_too_small_offers_larger_ones() -> None:
    with pytest.raises(DetenteError, match=r"leave a trait out: ucdp-full-civil \(n = 71\)"):
        ids(**{"class": "full", "war": "civil", "peacekeepers": "yes"})


def test_an_unknown_trait_or_value_is_named() -> None:
    with pytest.raises(DetenteError, match='war: no value "civl"; did you mean "civil"'):
        like({"war": "civl"})
    with pytest.raises(DetenteError, match='no trait "wars"; did you mean "war"'):
        like({"wars": "civil"})


def test_every_class_is_found_by_its_own_traits() -> None:
    for known in load_reference().values():
        assert known in like({**IMPLIED[known.dataset], **known.traits})
        assert class_id(known.dataset, known.traits) == known.id
        assert parsed(written(known.traits)) == known.traits
        assert known.n >= 10
        assert known.groups >= 5


def test_parts_of_a_whole_add_up() -> None:
    """Every agreement has each trait once."""
    every = load_reference()
    for parts in (("civil", "between-states"), ("commission", "no-commission")):
        for count in ("n", "failures"):
            whole = sum(getattr(every[f"ucdp-{part}"], count) for part in parts)
            assert whole == getattr(every["ucdp-all"], count)


def test_pooling_is_a_mixture_that_history_always_has_a_say_in() -> None:
    assert_allclose(pool([1.0, 0.9], [1.0, 0.6], 0.75), [1.0, 0.825])
    assert_allclose(pool(0.0, 0.8, 0.75), 0.2)  # a game that says "never" is still doubted
    assert_allclose(pool([0.3], [0.7], 1), [0.3])


def test_pooling_refuses_what_is_not_a_probability() -> None:
    with pytest.raises(ValueError, match="weight"):
        pool(0.5, 0.5, 1.5)
    with pytest.raises(ValueError, match="probabilities"):
        pool([0.5, float("nan")], [0.5, 0.5], 0.5)


def test_a_mean_that_rounds_past_one_is_pooled_as_one() -> None:
    assert pool(1 + 2.0**-52, [1.0], 1.0).tolist() == [1.0]
    assert pool([-(2.0**-60)], [0.0], 0.5).tolist() == [0.0]
    assert float(pool(0.5, 1.0, 1 + 2.0**-52)) == 0.5


@pytest.mark.parametrize("wrong", [-0.3, 1.01, float("nan"), float("inf")])
def test_what_no_view_can_say_is_told_and_not_pooled(wrong: float) -> None:
    with pytest.raises(DetenteError, match="the outside view leaves"):
        pool([0.5, 0.5], [0.5, wrong], 0.5)
    with pytest.raises(DetenteError, match="weight of the inside view"):
        pool(0.5, 0.5, wrong)


def test_the_last_month_that_both_views_know_is_a_mark_of_its_own() -> None:
    """A mark on the package's last month counts, one after it does not; so with the history."""
    known = load_reference()["ucdp-all"]
    alive = [0.99**month for month in range(25)]
    assert pooling(alive, known, (12, 24)).months == (12, 24)
    assert pooling(alive, known, (12, 25)).months == (12,)
    assert pooling(alive[:9], known, (12, 24)).months == (8,)
    assert pooling(alive[:9], known, (12, 24)).survival[-1] == (alive[8],)
    end = int(known.months[-1])
    long = [0.999**month for month in range(end + 10)]
    assert pooling(long, known, (end, end + 1)).months == (end,)
    assert pooling(long, known, (end + 1,)).months == (end,)


@given(st.lists(st.floats(0, 1), min_size=25, max_size=25))
def test_the_sensitivity_runs_from_history_to_the_game(alive: list[float]) -> None:
    known = load_reference()["ucdp-all"]
    found = pooling(alive, known, (6, 12, 24, 60))
    assert found.months == (6, 12, 24), "the package ends before month 60"
    assert found.weights == WEIGHTS == (0.0, 0.25, 0.5, 0.75, 1.0)
    outside = survival_at(known, found.months)
    assert_allclose(found.survival[0], outside)
    assert_allclose(found.survival[-1], [alive[m] for m in found.months])
    assert_allclose(
        found.swing, [abs(alive[m] - o) for m, o in zip(found.months, outside, strict=True)]
    )


def run(*args: str) -> str:
    done = CliRunner().invoke(app, ["history", *args], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_the_help_lists_every_trait_and_value() -> None:
    text = " ".join(run("--help").split())
    for trait, (values, _) in TRAITS.items():
        assert f"--{trait} VALUE" in text
        assert all(value in text for value in values), trait


def test_the_command_shows_curve_size_caveats_and_both_signs() -> None:
    text = " ".join(run("--class", "treaty", "--war", "civil").split())
    assert "n = 29, failed 14, in 25 conflicts or targets" in text
    assert "0.79 (0.53-0.92)" in text
    assert "Assumption: war had not resumed" in text
    assert "1.17 (0.75 to 1.83)" in text
    assert "0.33 (0.17 to 0.65)" in text


def test_without_traits_the_small_numbers_are_in_sight() -> None:
    text = run()
    turnover = "reversal by sender turnover, no breach, all relief that took effect: "
    assert turnover + "0.032 (0.009 to 0.081) per year, 4 of n = 31" in text
    assert "half of UN sanctions had ended after 5.5 years" in text


def test_a_case_is_pooled_at_every_weight() -> None:
    args = ("--case", "alaska-2025", "--war", "between-states", "--draws", "100", "--json")
    found = json.loads(run(*args))["packages"]["modular"][0]
    assert found["reference"] == "ucdp-between-states"
    assert len(found["survival"]) == len(WEIGHTS)
    assert found["months"] == [6, 12, 24, 60]
