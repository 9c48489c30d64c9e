"""The unit of a number is read: converted to EUR bn and months, or refused at its line."""

from datetime import date
from pathlib import Path

import pytest
from changed import changed, read

from detente.case import open_case
from detente.case.rates import shipped_rates
from detente.case.units import Unit, parsed
from detente.errors import InputError

ROW = "oil trade regained,EUR bn a month,0.25,0.4,0.6"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("EUR bn a month", Unit("money", 1.0, "EUR", 1.0)),
        ("bn EUR monthly", Unit("money", 1.0, "EUR", 1.0)),
        ("€m/yr", Unit("money", 1e-3, "EUR", 12.0)),
        ("US$ bn p.a.", Unit("money", 1.0, "USD", 12.0)),
        ("trillion roubles a quarter", Unit("money", 1e3, "RUB", 3.0)),
        ("EUR bn (prices of 2024) one-off", Unit("money", 1.0, "EUR")),
        ("EUR", Unit("money", 1e-9, "EUR")),
        ("bn a month", Unit("money", 1.0, "", 1.0)),
        ("% a year", Unit("share", 0.01, "", 12.0)),
        ("years", Unit("time", 12.0)),
        ("EUR m/km2", None),
        ("EUR lakh", None),
        ("thousand persons/month", None),
    ],
)
def test_units_in_many_words(text: str, meant: Unit | None) -> None:
    assert parsed(text) == meant


@pytest.mark.parametrize(
    ("cells", "factor"),
    [
        ("oil trade regained,EUR m a month,250,400,600", 1.0),
        ("oil trade regained,EUR bn a quarter,0.75,1.2,1.8", 1.0),
        ("oil trade regained,EUR bn a year,3,4.8,7.2", 1.0),
        ("oil trade regained,USD bn a month,0.25,0.4,0.6", 1 / 1.0389),
        ("oil trade regained,GBP million a month,250,400,600", 1 / 0.82918),
    ],
)
def test_an_estimate_comes_to_the_unit_of_the_house(
    cells: str, factor: float, tmp_path: Path
) -> None:
    found = read(tmp_path, ("estimates.csv", ROW, cells)).estimates["E01"]
    ends = [found.low, found.mode, found.high]
    assert ends == pytest.approx([0.25 * factor, 0.4 * factor, 0.6 * factor])
    assert found.unit == "EUR bn a month"


def test_the_rate_of_the_case_comes_before_the_one_that_ships(tmp_path: Path) -> None:
    case = read(
        tmp_path,
        ("estimates.csv", ROW, "oil trade regained,USD bn a month,0.25,0.4,0.6"),
        ("case.yaml", "\nparties:", "\nrates: {USD: {euros: 0.5, source: invented}}\nparties:"),
    )
    assert case.estimates["E01"].mode == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("case.yaml", "AL: 0.05}    #", "AL: {value: 1, unit: EUR bn}}  #", "is a sum at once"),
        ("case.yaml", "once: {BO: E02}", "once: {BO: E01}", "is a flow where a sum"),
        ("estimates.csv", ROW, "oil,UAH bn a month,1,2,3", "no rate for UAH"),
        ("estimates.csv", ROW, "oil,bn a month,1,2,3", "names no currency"),
        ("estimates.csv", ROW, "oil,barrels a day,1,2,3", "is not understood"),
        ("case.yaml", "detected: 0.99", "detected: {value: 0.9, unit: a year}", "by the month"),
        ("case.yaml", "attributed: 0.8", "attributed: {value: 0.8, unit: EUR bn}", "not fit"),
    ],
)
def test_what_cannot_be_converted_is_refused_at_its_line(
    file: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        open_case(str(changed(tmp_path, (file, old, new))))
    [problem] = caught.value.problems
    assert told in problem.reason + problem.remedy
    assert problem.place.line
    assert problem.remedy


def test_a_factor_may_turn_a_flow_into_a_sum_if_it_says_so(tmp_path: Path) -> None:
    worth = "once: {BO: {estimate: E01, times: 3, unit: EUR bn}}"
    case = read(tmp_path, ("case.yaml", "once: {BO: E02}", worth))
    assert case.world.measures["reserve-freeze"].once["BO"][0].times == 3.0


def test_per_cents_are_shares(tmp_path: Path) -> None:
    case = read(tmp_path, ("case.yaml", "attributed: 0.8 ", "attributed: {value: 80, unit: '%'} "))
    assert case.world.breaches["BO"]["raid"].attributed.value == pytest.approx(0.8)


def test_rates_have_a_day_no_later_than_asked_and_not_a_year_older() -> None:
    assert shipped_rates(date(1995, 1, 1)) == {}
    assert shipped_rates(date(2040, 1, 1)) == {}
    found = shipped_rates(date(2025, 2, 15))
    assert found["USD"].on == date(2024, 12, 31)
    assert found["USD"].euros == pytest.approx(1 / 1.0389)
    assert "Bank of Russia" in found["RUB"].source
