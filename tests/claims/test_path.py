"""Paths into the result: what each finds, and which cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import claim, result, says

from detente.case.claim_path import PathError, parse
from detente.claims import decide
from detente.claims.path import follow, scalar
from detente.errors import InputError

FOUND = [
    ("as_of", "2025-08-16"),
    ("packages.modular.survival.at.12", 0.62),
    ("packages.modular.survival.at[12]", 0.62),
    ("packages.modular.survival.mean[1]", 0.8),  # the key, not the function
    ("packages.modular.survival.mean[-1]", 0.6),
    ("packages.modular.survival.mean.1", 0.8),
    ("packages.modular.survival.mean.min", 0.6),
    ("packages.modular.survival.mean[1:].mean", 0.7),
    ("packages.modular.survival.mean[:-1].sum", 1.8),
    ("packages.modular.slack.min", -0.3),
    ("packages.modular.slack.RU.max", 0.2),
    ("packages.modular.slack.RU[7]", None),
    ("packages.modular.parts[whole package].at_12", 0.62),
    ("packages.modular.parts[module:energy].holds", "false"),
    ("packages.modular.parts[1:].at_12", 0.4),
    ("packages.modular.parts.at_12.len", 2),
    ("packages.modular.parts.at_12.max", 0.62),
    ("packages.modular.parts.first.holds", "true"),
    ("packages.modular.reward", None),
    ("packages.modular.reward.deeper", None),
    ("packages.len", 2),
    ("signals.readings[R1].level", -1),
    ("signals.readings.R1.level", -1),
    ("signals.readings[R1].interval[0]", -2),
    ("signals.readings[R9].level", None),
    ("signals.readings[party=US].level.max", 0),
    ("signals.readings[party=US,abstains=false].level", -1),
    ("signals.readings[level>=0].id", "R2, R3"),
    ("signals.readings[level=nothing].len", 0),
    ("signals.readings[level=nothing].level.max", None),
    ("signals.readings[level=nothing].level.sum", 0),
    ("signals.readings[level=nothing].last", None),
    ("signals.readings[colour=red].len", 0),
    ("signals.deeds[date>=2025-08-15,rung!=none].id", "D2"),
    ("signals.deeds[date < 2025-08-15].last.rung", "announced"),
    ("portfolio.gain", None),
    ("portfolio.verdict.deeper", None),
    ("markets.anything", None),
    ("scenarios.now.hardening", "mean: 0.4"),
]


@pytest.mark.parametrize(("path", "value"), FOUND)
def test_what_a_path_finds(path: str, value: float | str | None) -> None:
    found = scalar(follow(result(), parse(path)))
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


UNREADABLE = [
    ("packages..modular", '"packages..modular" breaks off at "..modular"'),
    ("packages.modular.", '"packages.modular." breaks off at "."'),
    ("packages.modular[0", '"packages.modular[0" breaks off at "[0"'),
    ("packages.modular)", '"packages.modular)" breaks off at ")"'),
    ("pakages.modular", 'no part of the result is called "pakages"; did you mean "packages"?'),
    ("[0].modular", 'no part of the result is called "[0].modular"'),
    ("signals.readings[]", "cannot read []"),
    ("signals.readings[level==0]", "cannot read [level==0]"),
    ("signals.readings[a=1,b]", "cannot read [a=1,b]"),
    ("signals.__import__('os')", "breaks off at \"('os')\""),
]


@pytest.mark.parametrize(("path", "reason"), UNREADABLE)
def test_paths_that_cannot_be_read(path: str, reason: str) -> None:
    with pytest.raises(PathError) as caught:
        parse(path)
    assert reason in str(caught.value)


def test_every_unreadable_path_of_a_ledger_is_told_at_once() -> None:
    bad = claim(
        says("pakages.modular", "above", 0),
        says("packages.modular.reward", "above", "packages..blanket"),
        show=("signals.readings[]",),
    )
    with pytest.raises(InputError) as caught:
        decide([claim(says("as_of", "equal", "x")), bad], result())
    assert str(caught.value).splitlines() == [
        'claims.yaml: claims[1].tests[0].left: no part of the result is called "pakages";'
        ' did you mean "packages"?',
        'claims.yaml: claims[1].tests[1].right: "packages..blanket" breaks off at "..blanket";'
        " write keys.joined.by.dots[0]",
        'claims.yaml: claims[1].show[0]: "signals.readings[]": cannot read [];'
        " write [0], [1:], [R108] or [party=EU]",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "id", "1", "len"]), inner, max_size=3)
    ),
    max_leaves=12,
)
STEP = st.sampled_from(
    [".a", ".b", ".1", "[0]", "[-1]", "[1:]", "[a]", "[a=1]", "[b>x]", ".len", ".min", ".mean"]
)


@given(data=JSON, steps=st.lists(STEP, max_size=5))
def test_a_readable_path_never_fails_whatever_the_result(data: object, steps: list[str]) -> None:
    found = scalar(follow({"case": data}, parse("case" + "".join(steps))))
    assert found is None or isinstance(found, float | str)
