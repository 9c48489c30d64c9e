"""Each source read through a real socket, in the format that it documents."""

from datetime import date

import loopback as served
import pytest
from loopback import FIRST, KEY, loopback

from detente.live import SOURCES, Settings, Span, fetch
from detente.live.model import LiveError, Series
from detente.live.parse import day

ANSWERING = {
    "fred": served.fred,
    "ecb": served.ecb,
    "eia": served.eia,
    "polymarket": served.polymarket,
    "moex": served.moex,
}
KEYS = {"FRED_API_KEY": KEY, "EIA_API_KEY": KEY}


def got(source: str, series: str, span: Span | None = None) -> tuple[Series, list]:
    with loopback(ANSWERING[source]) as there:
        settings = Settings(host=there.host, keys=KEYS)
        return fetch(SOURCES[source], series, span or Span(), settings), there.asked


def on(day: int) -> date:
    return FIRST.replace(day=day)


def test_every_source_is_served_here() -> None:
    assert set(ANSWERING) == set(SOURCES)
    assert all(source.host.startswith("https://") for source in SOURCES.values())


def test_fred_page_by_page_without_the_missing_value() -> None:
    found, asked = got("fred", "DCOILBRENTEU")
    assert found.points == tuple((on(d), 70.5 + d) for d in (1, 2, 4, 5))
    assert [query["offset"] for _, query in asked] == ["0", "2", "4"]
    assert KEY not in found.address


def test_ecb_by_either_spelling() -> None:
    found, _ = got("ecb", "EXR/D.USD.EUR.SP00.A")
    assert found.points == ((on(1), 1.01), (on(3), 1.03))
    assert got("ecb", "EXR.D.USD.EUR.SP00.A")[0].points == found.points


def test_ecb_with_a_wildcard_would_mix_series_and_is_refused() -> None:
    with pytest.raises(LiveError, match=r"2 series; ask for one, such as EXR\.D\.JPY"):
        got("ecb", "EXR/D..EUR.SP00.A")


def test_eia_newest_first_comes_out_oldest_first() -> None:
    found, asked = got("eia", "PET.RBRTE.D")
    assert found.points == tuple((on(d), 60.0 + d) for d in range(1, 6))
    assert len(asked) == 3


def test_polymarket_keeps_the_last_price_of_a_day() -> None:
    found, asked = got("polymarket", "7132")
    assert [day for day, _ in found.points] == [on(d) for d in (1, 2, 3, 4)]
    assert [price for _, price in found.points] == pytest.approx([0.1, 0.2, 0.3, 0.45])
    assert asked[0][1]["interval"] == "max"


def test_moex_index_and_the_board_that_traded_most() -> None:
    found, asked = got("moex", "IMOEX")
    assert found.points == tuple((on(d), 2900.0 + d) for d in range(1, 6))
    assert [query["start"] for _, query in asked] == ["0", "2", "4"]
    shares, asked = got("moex", "stock/shares/SBER")
    assert len(asked) > 5  # pages of two: the three boards of a day never come together
    assert shares.points == tuple((on(d), 300.0 + d) for d in range(1, 6))


@pytest.mark.parametrize("source", SOURCES)
def test_a_span_is_asked_for_and_kept_to(source: str) -> None:
    series = {
        "fred": "DCOILBRENTEU",
        "ecb": "EXR/D.USD.EUR.SP00.A",
        "eia": "PET.RBRTE.D",
        "polymarket": "7132",
        "moex": "IMOEX",
    }[source]
    whole, _ = got(source, series)
    part, asked = got(source, series, Span(on(2), on(3)))
    assert part.points == tuple(p for p in whole.points if on(2) <= p[0] <= on(3))
    assert part.points
    said = " ".join(asked[0][1].values())
    assert ("2025-01-02" in said) is (source != "polymarket")  # which refuses a long span


@pytest.mark.parametrize(
    ("source", "series", "words"),
    [
        ("fred", "NONE", "series does not exist"),
        ("ecb", "EXR/D.XXX.EUR.SP00.A", "404 (No results found.)"),
        ("eia", "PET.NONE.D", "404"),
        ("polymarket", "1", "polymarket has nothing for 1"),
        ("moex", "NONE", "moex has nothing for NONE"),
    ],
)
def test_a_series_that_is_not_there_is_told_with_a_remedy(
    source: str, series: str, words: str
) -> None:
    with pytest.raises(LiveError) as caught:
        got(source, series)
    assert words in str(caught.value)
    assert "; " in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("source", ["fred", "eia"])
def test_a_key_is_asked_for_before_anything_is_sent(source: str) -> None:
    with loopback(ANSWERING[source]) as there:
        with pytest.raises(LiveError, match=f"set {SOURCES[source].key}"):
            fetch(SOURCES[source], "X", Span(), Settings(host=there.host, keys={}))
        assert there.asked == []


def test_a_wrong_key_is_refused_without_being_shown() -> None:
    with loopback(served.eia) as there:
        settings = Settings(host=there.host, keys={"EIA_API_KEY": "wrong-secret"})
        with pytest.raises(LiveError, match="check the key") as caught:
            fetch(SOURCES["eia"], "PET.RBRTE.D", Span(), settings)
    assert "wrong-secret" not in str(caught.value)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("body", [b"<html>sorry</html>", b"{}", b'{"history": 3}', b"\xff\xfe"])
def test_an_answer_in_another_format_is_told_as_such(source: str, body: bytes) -> None:
    with loopback(lambda _path, _query: (200, body, {})) as there:
        settings = Settings(host=there.host, keys=KEYS)
        with pytest.raises(LiveError, match=r"format|no JSON|nothing for"):
            fetch(SOURCES[source], "X.Y", Span(), settings)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("2024", "2024-01-01"), ("2024-S1", "2024-01-01"), ("2024-S2", "2024-07-01"),
        ("2024-Q1", "2024-01-01"), ("2024-Q2", "2024-04-01"), ("2024-Q3", "2024-07-01"),
        ("2024-Q4", "2024-10-01"), ("2024-05", "2024-05-01"), ("2024-05-09", "2024-05-09"),
    ],
)  # fmt: skip
def test_a_period_begins_on_its_first_day(written: str, first: str) -> None:
    assert str(day(written)) == first
