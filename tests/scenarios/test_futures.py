"""A case with futures of its own: followed by hand, equal to the six, and through every command."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from futures import alive, record, sampler, weighs, wide, world
from hypothesis import given
from hypothesis import strategies as st
from sample import sample

from detente.brief.figures.outlook import odds_figure
from detente.case import open_case
from detente.case.futures import SIX
from detente.case.starter import new_case
from detente.cli import main
from detente.errors import InputError
from detente.findings.from_claims import Findings
from detente.findings.market_result import market_result
from detente.portfolio import Belief, Holding, Mandate, allocate
from detente.scenarios import SCENARIOS, Outlook, outlook
from detente.wording.words import standfirst

PEACE = {
    "kept": {"title": "Kept", "signed": "holds"},
    "broken": {"title": "Broken", "signed": "collapses"},
}
TALKS_AND_WAR = {
    **PEACE,
    "talks": {"title": "Talks", "channel": True},
    "war": {"title": "War"},
}
TURNS = {"talks": {"talks": 0.7, "war": 0.3}, "war": {"war": 0.9, "talks": 0.1}}


def _own(**changes: object) -> Outlook:
    clauses = {"futures": TALKS_AND_WAR, "prior": {"talks": 1, "war": 0}, "turns": TURNS}
    case = world(stay=None, **{**clauses, **changes})
    return outlook(case, record({}), alive(0.1, 0), sampler(0))


def test_two_months_by_hand() -> None:
    """A year from talks alone, then a month of signing at .05 and the turns of those who do not."""
    found = _own(horizon_months=2, arrival=0.05)
    assert found.scenarios == ("kept", "broken", "talks", "war")
    assert found.signed == ("kept", "broken")
    assert found.titles["war"] == "War"
    matrix = np.array([[0.7, 0.3], [0.1, 0.9]])
    regime = np.array([1.0, 0.0]) @ np.linalg.matrix_power(matrix, 12)
    first = 0.05 * regime[0]
    regime = (regime - [first, 0]) @ matrix
    second = 0.05 * regime[0]
    assert found.now["kept"].mean == pytest.approx(first * 0.9 + second)
    assert found.now["broken"].mean == pytest.approx(first * 0.1)
    assert found.now["war"].mean == pytest.approx(((regime - [second, 0]) @ matrix)[1])


def test_the_six_written_out_are_the_six() -> None:
    """The same set as a case's own, its turns those of the base rates, gives the same odds."""
    prior = {"freeze": 0.1, "talks-without-convergence": 0.4, "hardening": 0.3, "escalation": 0.2}
    leave = {name: 0.2 / (1 - weight) for name, weight in prior.items()}
    turns = {
        one: {other: 0.8 if one == other else leave[one] * prior[other] for other in prior}
        for one in prior
    }
    given_futures = {name: future.model_dump(exclude_none=True) for name, future in SIX.items()}
    lines, done = [weighs("D1", hardening=2.0, settlement_holds=1.3)], record({"D1": 40})
    plain = outlook(world(lines, prior=prior), done, alive(0.1, 0), sampler(0))
    own = world(lines, prior=prior, stay=None, turns=turns, futures=given_futures)
    found = outlook(own, done, alive(0.1, 0), sampler(0))
    assert found.scenarios == SCENARIOS
    for name in SCENARIOS:
        assert found.now[name].mean == pytest.approx(plain.now[name].mean)
    assert found.history[0].moved == pytest.approx(plain.history[0].moved)


@given(
    st.integers(1, 10).flatmap(
        lambda n: st.lists(
            st.lists(st.floats(0.01, 1), min_size=n, max_size=n), min_size=n, max_size=n
        )
    )
)
def test_any_turns_give_odds_that_add_to_one(weights: list[list[float]]) -> None:
    names = [f"f{i}" for i in range(len(weights))]
    futures = {**PEACE, **{name: {"title": name, "channel": name == "f0"} for name in names}}
    rows = {
        name: dict(zip(names, (float(w) for w in np.array(row) / sum(row)), strict=True))
        for name, row in zip(names, weights, strict=True)
    }
    found = _own(futures=futures, prior=dict.fromkeys(names, 1), turns=rows)
    for month in range(13):
        assert sum(found.by_month[name][month] for name in found.scenarios) == pytest.approx(1)


def test_an_uncertain_row_adds_to_one_in_every_draw() -> None:
    row = {"talks": wide(0.4, 0.7, 0.9), "war": wide(0.1, 0.3, 0.9)}
    case = world(
        stay=None,
        futures=TALKS_AND_WAR,
        prior={"talks": 1, "war": 1},
        turns={**TURNS, "talks": row},
    )
    found = outlook(case, record({}), alive(0.1, 500), sampler(500))
    assert sum(odds.mean for odds in found.now.values()) == pytest.approx(1)
    assert found.now["war"].low < found.now["war"].mean < found.now["war"].high


def test_a_line_may_weigh_only_futures_of_the_case() -> None:
    lines = [weighs("D1", hardening=2.0)]
    case = world(lines, stay=None, futures=TALKS_AND_WAR, prior={"talks": 1, "war": 1}, turns=TURNS)
    with pytest.raises(InputError, match=r'no scenario "hardening"; there is: kept, talks, war'):
        outlook(case, record({"D1": 1}), alive(0.1), sampler())


def _written(parent: Path, unsigned: int) -> Path:
    """The starter case with so many unsigned futures of its own, and prices that read them."""
    folder = new_case("own", parent)
    names = [f"course-{i}" for i in range(unsigned)]
    futures = "".join(
        f"    {name}: {{title: Course {i}, channel: {str(i == 0).lower()}}}\n"
        for i, name in enumerate(names)
    )
    given_futures = (
        "  futures:\n"
        "    peace: {title: Kept, signed: holds}\n"
        "    lost: {title: Broken, signed: collapses}\n" + futures
    )
    prior = f"  prior: {{{', '.join(f'{name}: 1' for name in names)}}}\n"
    path = folder / "case.yaml"
    text = path.read_text("utf-8")
    start = text.index("  prior:")
    end = text.index("  evidence:", start)
    ratios = "ratios: {talks-without-convergence: 1.5, hardening: 0.7, escalation: 0.5}"
    text = text[:start] + given_futures + prior + "  stay: 0.9\n" + text[end:]
    path.write_text(text.replace(ratios, "ratios: {course-0: 1.5}"), "utf-8")
    path = folder / "assets.yaml"
    text = path.read_text("utf-8")
    for old, new in (
        ("settlement-holds", "peace"),
        ("settlement-collapses", "lost"),
        ("escalation", names[-1]),
    ):
        text = text.replace(f"{old}:", f"{new}:")
    path.write_text(text, "utf-8")
    return folder


def _told(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of the real command."""
    monkeypatch.setattr(sys, "argv", ["detente", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


@pytest.mark.parametrize("command", ["outlook", "price", "allocate"])
def test_three_futures_are_shown_by_name(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The fewest: two ends of the package and one that is neither."""
    words = [command, str(_written(tmp_path, 1)), "--draws", "40"]
    assert _told(words, monkeypatch) == 0
    text = capsys.readouterr().out
    for name in ("peace", "lost", "course-0"):
        assert name in text or name.replace("-", " ") in text
    assert "settlement-holds" not in text


def test_prices_the_portfolio_and_the_note_speak_of_twelve_futures(tmp_path: Path) -> None:
    """The most; the rest of the note is a sample, as nothing of it reads the futures."""
    found = Findings(open_case(str(_written(tmp_path, 10))), 1, 40)
    names = ("peace", "lost", *(f"course-{i}" for i in range(10)))
    assert found.outlook.scenarios == tuple(found.outlook.now) == names
    markets = market_result(found.case, found.markets, found.machines["first"])
    assert tuple(dict.fromkeys(path.scenario for path in markets.paths)) == names
    assert {p.scenario for p in markets.paths if p.jump is not None} == {"lost"}
    held = [
        Holding(row.asset, row.weight, row.low, row.high, row.cost_bp)
        for row in found.case.holdings
    ]
    beliefs = {s: Belief(o.low, o.mean, o.high) for s, o in found.outlook.now.items()}
    rng, mandate = np.random.default_rng(1), Mandate(scenario="peace")
    allocation = allocate(found.markets, held, beliefs, rng, mandate)
    assert tuple(gain.scenario for gain in allocation.pnl_by_scenario) == names
    brief = replace(sample(), scenarios=found.outlook, markets=markets)
    assert [row[0] for row in odds_figure(brief).table.rows] == [
        name.replace("-", " ").capitalize() for name in names
    ]
    likeliest = max(found.outlook.now.items(), key=lambda item: item[1].mean)[0]
    assert standfirst(brief).startswith(likeliest.replace("-", " ").capitalize())


def test_a_sensitivity_asks_each_future_for_its_ceasefire(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _written(tmp_path, 1)
    path = folder / "assets.yaml"
    text = path.read_text("utf-8").replace("kind: equity", "kind: equity\n    sensitivity: IMOEX")
    path.write_text(text, "utf-8")
    assert _told(["price", str(folder), "--draws", "20"], monkeypatch) == 2
    want = 'case.yaml: outlook.futures.course-0: no "ceasefire", with which aldea-shares was seen'
    assert want in capsys.readouterr().err
