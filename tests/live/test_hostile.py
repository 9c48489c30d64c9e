"""Answers that are none: cut off, endless, of another kind, or from another place."""

import contextlib
import json
import logging
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import loopback as served
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import KEY, as_json, loopback

from detente.live import SOURCES, Settings, Span, fetch
from detente.live.asking import Patience
from detente.live.cache import Cache, Kept
from detente.live.fetch import _read
from detente.live.model import LiveError, Series, SilentError

MOEX, FRED, EIA, ECB = (SOURCES[name] for name in ("moex", "fred", "eia", "ecb"))
KEYS = {"FRED_API_KEY": KEY, "EIA_API_KEY": KEY}


def quick(**rules: object) -> Patience:
    return Patience(**{"seconds": 5.0, "tries": 2, "sleep": lambda _: None, **rules})  # type: ignore[arg-type]


def asked(answering, source=MOEX, series: str = "IMOEX", **rules: object):
    """What a fetch comes to where every answer is `answering`, and how often it was asked."""
    with loopback(answering) as there:
        rest = Settings(host=there.host, keys=KEYS, patience=quick(**rules))
        try:
            found: Series | LiveError = fetch(source, series, Span(), rest)
        except LiveError as error:
            found = error
    assert KEY not in str(found)
    return found, len(there.asked)


def test_another_host_is_refused_and_sent_nothing() -> None:
    with loopback(served.fred) as elsewhere:
        leading = {"Location": f"{elsewhere.host}/fred/series/observations?api_key={KEY}"}
        error, times = asked(lambda _p, _q: (302, b"", leading), FRED, "DCOILBRENTEU")
        assert "sends us to another place, http://127.0.0.1; that is refused" in str(error)
        assert (elsewhere.asked, times) == ([], 1)


def test_the_same_host_may_move_a_page() -> None:
    def moved(path, query):
        if path.startswith("/old"):
            return served.moex(path.removeprefix("/old"), query)
        start = query["start"]
        return 301, b"", {"Location": f"/old{path}?start={start}&iss.meta=off"}

    found, _ = asked(moved)
    assert len(found.points) == 5
    circle, _ = asked(lambda path, _q: (301, b"", {"Location": path}))
    assert "round in a circle" in str(circle)


def test_an_endless_answer_is_let_go() -> None:
    error, times = asked(lambda _p, _q: (200, b"[" * 300_000, {}), most_bytes=200_000)
    assert "answered with more than 0 MB; ask for fewer days" in str(error)
    assert times == 1


def test_an_answer_that_drips_is_let_go() -> None:
    error, times = asked(lambda _p, _q: (200, b" " * 200_000, {}), whole=-1.0)
    assert isinstance(error, SilentError)
    assert times == 2


def test_an_answer_cut_off_on_the_way_is_asked_for_again() -> None:
    cut = [True]

    def short(path, query):
        status, body, head = served.moex(path, query)
        if cut and cut.pop():
            return status, body, {**head, "X-Cut": "1"}
        return status, body, head

    found, times = asked(short)
    assert len(found.points) == 5
    assert times == 4  # three pages, the first of them twice


@pytest.mark.parametrize("name", SOURCES)
def test_half_an_answer_is_told_as_such(name: str) -> None:
    series = {"ecb": "EXR/D.USD.EUR.SP00.A", "eia": "PET.RBRTE.D", "polymarket": "7132"}
    known = {"fred": "DCOILBRENTEU", "moex": "IMOEX"} | series
    answers = {n: getattr(served, n) for n in SOURCES}

    def half(path, query):
        status, body, head = answers[name](path, query)
        return status, body[: len(body) // 2 + 7], head

    found, _ = asked(half, SOURCES[name], known[name])
    if name == "ecb":  # a table cut at a row reads as a shorter one: only its rows can tell
        assert isinstance(found, LiveError) or found.points == ((date(2025, 1, 1), 1.01),)
    else:
        assert "no JSON" in str(found)


@pytest.mark.parametrize("name", SOURCES)
def test_a_page_for_people_is_no_series(name: str) -> None:
    page = b"<!doctype html><title>Sign in to the network</title>"
    series = "EXR/D.USD.EUR.SP00.A" if name == "ecb" else "7132"
    error, _ = asked(
        lambda _p, _q: (200, page, {"Content-Type": "text/html"}), SOURCES[name], series
    )
    assert "no SDMX-CSV" in str(error) or "no JSON" in str(error)


def test_pages_that_lead_back_are_no_loop() -> None:
    def stuck(path, query):
        return served.moex(path, {**query, "start": "0"})

    error, times = asked(stuck)
    assert "sends the same page again" in str(error)
    assert times == 2


def test_a_source_may_say_when_to_come_back() -> None:
    rests: list[float] = []
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    asked(lambda _p, _q: (429, b"", {"Retry-After": soon}), sleep=rests.append)
    assert 10 < rests[0] <= 20
    error, times = asked(lambda _p, _q: (429, b"", {"Retry-After": "3600"}))
    assert str(error) == "moex: it answered 429 and asks to wait 3600 seconds; do so"
    assert times == 1


def test_a_key_that_is_sent_back_is_struck_out() -> None:
    def told(_path, query):
        return as_json({"error": f"no quota left for {query['api_key']}"}, 403)

    error, _ = asked(told, EIA, "PET.RBRTE.D")
    assert "no quota left for [key]" in str(error)


def test_no_log_holds_the_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        asked(served.eia, EIA, "PET.RBRTE.D")
    assert KEY not in caplog.text
    assert logging.getLogger("httpx").level == logging.NOTSET


@pytest.mark.parametrize(
    "series", ["../../admin", "A?b=c", "A B", "", "A#b", "x" * 300, "http://x"]
)
def test_what_is_no_name_never_reaches_an_address(series: str) -> None:
    error, times = asked(served.moex, MOEX, series)
    assert "is no name of a series; write it as IMOEX" in str(error)
    assert times == 0


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(LiveError, match="2025-02-01 is after 2025-01-01; turn the days round"):
        fetch(MOEX, "IMOEX", Span(date(2025, 2, 1), date(2025, 1, 1)), Settings())


def test_a_refusal_is_not_hidden_by_what_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, hours=0)
    cache.keep("moex", "IMOEX", Span(), Kept(((date(2025, 1, 1), 1.0),), datetime.now(UTC)))
    with loopback(lambda _p, _q: (404, b"no such index", {})) as there:
        settings_ = Settings(host=there.host, cache=cache, patience=quick())
        with pytest.raises(LiveError, match="answered 404"):
            fetch(MOEX, "IMOEX", Span(), settings_)


def test_what_is_kept_needs_no_key_and_holds_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with loopback(served.fred) as there:
        first = fetch(FRED, "DCOILBRENTEU", Span(), Settings(cache, host=there.host, keys=KEYS))
    again = fetch(FRED, "DCOILBRENTEU", Span(), Settings(cache, keys={}))
    assert again.points == first.points
    (file,) = (tmp_path / "fred").iterdir()
    assert KEY.encode() not in file.read_bytes()
    assert KEY not in file.name


def test_a_cache_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with loopback(served.moex) as there:
        settings_ = Settings(Cache(tmp_path / "file"), host=there.host, patience=quick())
        with pytest.raises(LiveError, match="cannot be written; name another folder for the cache"):
            fetch(MOEX, "IMOEX", Span(), settings_)


_CELLS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_WORDS = (
    "history history.cursor columns data response observations count total t p date value period "
    "TRADEDATE CLOSE VALUE INDEX PAGESIZE"
)
_KEYS = st.sampled_from(_WORDS.split())
_ANSWERS = st.recursive(
    _CELLS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5)
)


@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=60, deadline=None)
@given(answer=_ANSWERS, raw=st.binary(max_size=60))
def test_whatever_is_answered_is_points_or_a_refusal(name: str, answer: object, raw: bytes) -> None:
    for body in (json.dumps(answer).encode(), raw, b"KEY,TIME_PERIOD,OBS_VALUE\n" + raw):
        with contextlib.suppress(LiveError):
            page = _read(SOURCES[name], body, 0)
            assert all(isinstance(day, date) for day, _ in page.points)


def test_deep_nests_are_refused() -> None:
    with pytest.raises(LiveError):
        _read(MOEX, b"[" * 200_000, 0)
