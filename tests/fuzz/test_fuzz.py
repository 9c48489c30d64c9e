"""A bounded part of `./run fuzz`: only errors of our own, and numbers that are numbers."""

import time
from pathlib import Path

import pytest
from demands import faults
from folders import NAMES, Table, files_of
from tries import attempt, broken, remembered

from detente.case import open_case

SECONDS = 8.0  # for all tries; at least LEAST are made
LEAST, MOST = 20, 250


def test_whatever_comes_is_answered_or_refused(tmp_path: Path) -> None:
    began = time.monotonic()
    with remembered():
        table = Table(tmp_path / "case")
        for seed in range(1, MOST):
            failures = attempt(seed, table)
            assert not failures, f"./run fuzz --replay {seed}\n{failures[0]}"
            if seed > LEAST and time.monotonic() - began > SECONDS:
                break


def test_a_seed_says_it_all() -> None:
    assert [broken(seed)[:2] for seed in range(30)] == [broken(seed)[:2] for seed in range(30)]
    assert len({broken(seed)[1] for seed in range(200)}) > 150


@pytest.mark.parametrize("name", NAMES)
def test_what_is_broken_was_whole(name: str, tmp_path: Path) -> None:
    assert open_case(str(Table(tmp_path / "case").lay(files_of(name)))).packages


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"slack": {"RU": (0.0, float("nan"))}}, "slack.RU is nan"),
        ({"survival": {"mean": [1.2], "intact": [1.2], "eroded": [0.0]}}, "no share"),
        ({"survival": {"mean": [0.9], "intact": [0.5], "eroded": [0.3]}}, "is not intact"),
        ({"at": {"6": {"a": {"mean": 0.5}, "b": {"mean": 0.6}}}}, "adds to 1.1"),
        ({"holds": {"probability": {"mean": 0.5, "low": 0.6, "high": 0.4}}}, "down to 0.4"),
        ({"words": "alive with nan %"}, "says nan or inf"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_seen(answer: object, fault: str) -> None:
    assert fault in " ".join(faults(answer))


def test_words_that_hold_the_letters_are_no_fault() -> None:
    assert not list(faults({"words": "finance, information and nan-nai", "share": 0.3}))
