"""Supply risk against the published cases and by hand; bargaining power against closed forms."""

import json
import os
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import combinations, permutations
from math import factorial
from pathlib import Path
from xml.etree import ElementTree as Tree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.markets.bargaining_power import NEEDS, access_values, bargaining_power
from detente.markets.minerals import MINERALS, PARTIES, member_of, minerals, rated
from detente.markets.supply_risk import (
    concentration,
    import_risk,
    let_in,
    shut_out,
    supply_risk,
)
from tools.markets.fit_minerals import mineral_tables

needs_data = pytest.mark.skipif(
    "DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder"
)
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# Row "Supply risk, USA 2022" of the oracles: concentration, import risk, score.
USA_2022 = {
    "Nickel": (0.267490, 0.00120768, 0.00032304),
    "Manganese": (0.203518, 0.545189, 0.110956),
    "Graphite": (0.470663, 0.584227, 0.274974),
}


def _trade(path: Path) -> dict[str, list[tuple[str, float]]]:
    """(exporter's number, tonnes) of American imports, by mineral, from the authors' workbook."""
    with zipfile.ZipFile(path) as book:
        texts = [
            "".join(part.text or "" for part in item.iter(f"{_SHEET}t"))
            for item in Tree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
        ]
        sheet = Tree.fromstring(book.read("xl/worksheets/sheet5.xml"))  # noqa: S314
    found = defaultdict(list)
    for row in list(sheet.iter(f"{_SHEET}row"))[1:]:
        cells = {}
        for cell in row:
            value = cell.findtext(f"{_SHEET}v")
            if value is not None:
                column = re.sub(r"\d", "", cell.get("r", ""))
                cells[column] = texts[int(value)] if cell.get("t") == "s" else value
        if "G" in cells:
            found[cells["D"]].append((cells["B"], float(cells["G"])))
    return found


@needs_data
@pytest.mark.parametrize("mineral", USA_2022)
def test_usa_2022_as_published(mineral: str) -> None:
    import sqlite3  # noqa: PLC0415

    folder = Path(os.environ["DETENTE_DATA"]) / "markets"
    with closing(sqlite3.connect(folder / "world_mining_data.db")) as mines:
        rows = mines.execute(f'SELECT Country_Code, "2022" FROM "{mineral}"').fetchall()  # noqa: S608
    output = {code: float(tonnes or 0) for code, tonnes in rows if code != "DELETE"}
    with closing(sqlite3.connect(folder / "wgi.db")) as governance:
        rated = governance.execute('SELECT country_code, CAST("2022" AS REAL) FROM Normalized')
        known = dict(rated.fetchall())
    supply = dict(_trade(folder / "geopolrisk_testing_case.xlsx")[mineral])
    ratings = {code: known.get(code, 0.0) for code in supply}  # as the workbook: unrated is safe
    supply["842"] = output.get("842", 0.0)
    world, bought = concentration(output), import_risk(supply, "842", ratings)
    assert (world, bought, world * bought) == pytest.approx(USA_2022[mineral], rel=2e-5)


def test_concentration_2024() -> None:
    found = {name: concentration(mineral.output) for name, mineral in minerals().items()}
    assert found["gallium"] == pytest.approx(0.974, abs=5e-4)
    assert found["graphite"] == pytest.approx(0.586, abs=5e-4)
    assert found["rare-earths"] == pytest.approx(0.486, abs=5e-4)
    assert found["nickel"] == pytest.approx(0.404, abs=5e-4)
    assert found["palladium"] == pytest.approx(0.314, abs=5e-4)
    assert found["lithium"] == pytest.approx(0.244, abs=5e-4)
    assert minerals()["palladium"].produced_by("RU") == pytest.approx(0.409, abs=5e-4)


@pytest.mark.parametrize("name", MINERALS)
def test_the_shipped_shares_are_shares(name: str) -> None:
    mineral = minerals()[name]
    for parts in (mineral.output, *mineral.sources.values()):
        assert sum(parts.values()) == pytest.approx(1)
        assert min(parts.values()) > 0
    assert all(
        member_of(source) != "EU" for source in mineral.sources.get("EU", {}) if source != "EU"
    )


def test_four_worlds_by_hand() -> None:
    """EU palladium: half a score is a sum, so the change is concentration x what is replaced."""
    supply = minerals()["palladium"].sources["EU"]
    ratings = {source: rated(source).risk for source in supply}
    own, russia = supply["EU"], supply["RUS"]
    others = sum(s * ratings[c] for c, s in supply.items() if c not in {"EU", "RUS"})
    risk = supply_risk("RU", ["EU"], ["palladium"]).risks[0]
    today = risk.concentration * (others + russia * ratings["RUS"])
    assert risk.score.today == pytest.approx(today, rel=1e-4)
    # Without Russia everything else, the own mines too, grows by 1 / (1 - its share).
    assert risk.score.without_supplier == pytest.approx(
        risk.concentration * others / (1 - russia), rel=1e-4
    )
    assert risk.exposure == pytest.approx(russia)
    assert risk.exposure_open == pytest.approx((1 - own) * 0.4094 / (1 - 0.0035), abs=1e-3)
    assert risk.score.gone == pytest.approx(
        risk.score.without_supplier * risk.concentration_gone / risk.concentration
    )


def test_a_supplier_worse_than_the_rest_raises_the_score_and_a_better_one_lowers_it() -> None:
    assert supply_risk("RU", ["US", "EU"], ["palladium"]).change_low > 0
    assert supply_risk("CAN", ["US"], ["palladium"]).change_high < 0


def test_the_change_is_the_difference_of_the_scores_and_lies_in_its_interval() -> None:
    found = supply_risk("RU", ["US", "EU"])
    assert found.change == pytest.approx(found.with_supplier - found.without_supplier)
    assert found.change_low < found.change < found.change_high
    assert set(found.minerals) == {
        *("aluminium", "antimony", "nickel", "palladium", "platinum", "vanadium")
    }
    changes = [(part.score, part.change) for part in found.importers]
    changes += [(part.score, part.change) for part in found.risks]
    for score, change in changes:
        assert change == pytest.approx(score.with_supplier - score.without_supplier)


@given(st.floats(0.0, 0.9), st.floats(0.0, 1.0))
def test_shutting_out_keeps_a_whole_and_the_proportions(share: float, part: float) -> None:
    rest = 1 - share
    supply = {"RUS": share, "ZAF": rest * part, "CAN": rest * (1 - part)}
    shut = shut_out(supply, "RU")
    assert "RUS" not in shut
    assert sum(shut.values()) == pytest.approx(1)
    assert shut["ZAF"] == pytest.approx(part)


@pytest.mark.parametrize("name", [n for n, m in minerals().items() if "EU" in m.sources])
@pytest.mark.parametrize("supplier", ["RU", "UA", "CN"])
def test_letting_in_never_lowers_the_suppliers_share(name: str, supplier: str) -> None:
    mineral = minerals()[name]
    before, after = mineral.sources["EU"], let_in(mineral, "EU", supplier)

    def held(supply: Mapping[str, float]) -> float:
        return sum(s for c, s in supply.items() if member_of(c) == supplier)

    assert held(after) >= held(before) - 1e-12
    assert sum(after.values()) == pytest.approx(sum(before.values()))
    assert after.get("EU", 0) == pytest.approx(before.get("EU", 0))


def test_what_the_tables_do_not_hold_is_refused_with_a_remedy() -> None:
    with pytest.raises(InputError) as caught:
        supply_risk("RUU", ["UK"], ["paladium"])
    assert str(caught.value).splitlines() == [
        'minerals: no mineral "paladium"; did you mean "palladium"?',
        'minerals: no importer "UK"; there is: CN, EU, US',
        'minerals: no supplier "RUU"; did you mean "RU"?',
    ]
    with pytest.raises(InputError, match="no mineral of UA is bought by US"):
        supply_risk("UA", ["US"])


def shapley(players: Sequence[str], worth: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """The Shapley value of every player, coalition by coalition: what the fast one must equal."""
    n = len(players)
    values = dict.fromkeys(players, 0.0)
    for player in players:
        rest = [other for other in players if other != player]
        for size in range(n):
            share = factorial(size) * factorial(n - size - 1) / factorial(n)
            for chosen in combinations(rest, size):
                before = frozenset(chosen)
                values[player] += share * (worth(before | {player}) - worth(before))
    return values


def test_a_glove_market() -> None:
    """One left glove against two right ones: the one that is scarce takes two thirds."""
    values = shapley("LMR", lambda s: float("L" in s and len(s) > 1))
    assert values == pytest.approx({"L": 2 / 3, "M": 1 / 6, "R": 1 / 6})
    same = access_values(np.array([1.0, 0, 0]), np.array([0, 1.0, 1.0]))
    assert same == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def _parts(size: int) -> st.SearchStrategy[np.ndarray]:
    whole = st.lists(st.floats(0.01, 1), min_size=size, max_size=size)
    return whole.map(lambda raw: np.array(raw) / sum(raw))


@given(_parts(5), _parts(5))
def test_the_value_is_the_mean_over_all_orders_and_adds_up(
    output: np.ndarray, need: np.ndarray
) -> None:
    by_order = np.zeros(5)
    for order in permutations(range(5)):
        reached = 0.0
        for k in range(5):
            joined = list(order[: k + 1])
            worth = min(output[joined].sum(), need[joined].sum())
            by_order[order[k]] += (worth - reached) / 120
            reached = worth
    values = access_values(output, need)
    assert values == pytest.approx(by_order)
    assert values.sum() == pytest.approx(1)
    assert (values >= -1e-12).all()
    plain = shapley(
        "abcde",
        lambda s: min(
            sum(output["abcde".index(i)] for i in s), sum(need["abcde".index(i)] for i in s)
        ),
    )
    assert values == pytest.approx(list(plain.values()))


def test_power_over_palladium() -> None:
    found = bargaining_power(["palladium", "gallium"], np.random.default_rng(1))
    power = {(p.mineral, p.party): p for p in found}
    for mineral in ("all", "palladium", "gallium"):
        assert sum(power[mineral, party].value for party in PARTIES) == pytest.approx(1)
    for p in found:
        assert p.low - 1e-9 <= p.value <= p.high + 1e-9 or p.party == "others"
    assert power["palladium", "RU"].value > 5 * NEEDS["RU"].mode
    assert power["gallium", "CN"].value > power["palladium", "CN"].value
    again = bargaining_power(["palladium", "gallium"], np.random.default_rng(1))
    assert again == found


def test_a_folder_without_databases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        mineral_tables(tmp_path)
    assert str(caught.value).splitlines()[0] == (
        "baci.db: no such file; give the folder that holds the three databases"
    )
    assert len(caught.value.problems) == 3


def test_the_command_answers_for_a_case_and_refuses_one_that_does_not_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from detente.cli import main  # noqa: PLC0415

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["detente", "minerals", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0)

    assert run("alaska-2025", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    risk = found["supply_risk"]
    assert (risk["supplier"], [i["importer"] for i in risk["importers"]]) == ("RU", ["US", "EU"])
    assert risk["with_supplier"] > risk["without_supplier"]
    assert sum(p["value"] for p in found["power"] if p["mineral"] == "all") == pytest.approx(1)
    assert run("jcpoa-2015") == 2
    assert "assets.yaml: asks about no minerals; write minerals:" in capsys.readouterr().err
    assert run("--mineral", "paladium") == 2
    assert 'did you mean "palladium"?' in capsys.readouterr().err
