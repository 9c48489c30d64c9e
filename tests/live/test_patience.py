"""Time-outs, retries, the cache, and what is said without a network."""

import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import loopback as served
import pytest
from loopback import as_json, loopback

from detente.live import SOURCES, Settings, Span, as_table, fetch
from detente.live.asking import Patience
from detente.live.cache import Cache, Kept
from detente.live.model import LiveError, Series

MOEX = SOURCES["moex"]
NOWHERE = "http://127.0.0.1:9"  # the discard port, where nobody listens


def patient(rests: list[float], tries: int = 4, seconds: float = 5.0) -> Patience:
    return Patience(seconds=seconds, tries=tries, sleep=rests.append)


def test_it_comes_back_after_trouble_that_passes() -> None:
    troubles = [503, 429, 500]

    def troubled(path, query):
        if troubles:
            status = troubles.pop(0)
            return status, b"later", {"Retry-After": "7"} if status == 429 else {}
        return served.moex(path, query)

    rests: list[float] = []
    with loopback(troubled) as there:
        found = fetch(MOEX, "IMOEX", Span(), Settings(host=there.host, patience=patient(rests)))
    assert len(found.points) == 5
    assert rests == [0.5, 7.0, 2.0]  # doubling, unless the source says how long


def test_what_does_not_pass_is_not_asked_again() -> None:
    rests: list[float] = []
    with loopback(lambda _path, _query: (400, b"what?", {})) as there:
        with pytest.raises(LiveError, match=r"answered 400 \(what\?\)"):
            fetch(MOEX, "IMOEX", Span(), Settings(host=there.host, patience=patient(rests)))
        assert len(there.asked) == 1
    assert rests == []


def test_a_source_that_never_recovers_is_given_up() -> None:
    rests: list[float] = []
    said = "it answered 503, asked 4 times; check the network"
    busy = loopback(lambda _path, _query: (503, b"", {}))
    with busy as there, pytest.raises(LiveError, match=said):
        fetch(MOEX, "IMOEX", Span(), Settings(host=there.host, patience=patient(rests)))
    assert rests == [0.5, 1.0, 2.0]


def test_a_source_that_hangs_runs_into_the_time_out() -> None:
    let_go = threading.Event()

    def hanging(_path, _query):
        let_go.wait(10)
        return as_json({})

    with loopback(hanging) as there:
        settings = Settings(host=there.host, patience=patient([], tries=2, seconds=0.2))
        with pytest.raises(LiveError, match=r"no answer within 0\.2 seconds, asked 2 times"):
            fetch(MOEX, "IMOEX", Span(), settings)
        let_go.set()


def test_without_a_network_it_says_what_to_do() -> None:
    with pytest.raises(LiveError, match=r"no connection .* or work from files"):
        fetch(MOEX, "IMOEX", Span(), Settings(host=NOWHERE, patience=patient([])))


def test_the_cache_stands_in_while_fresh_and_when_the_source_is_silent(tmp_path: Path) -> None:
    fresh, old = Cache(tmp_path), Cache(tmp_path, hours=0)
    with loopback(served.moex) as there:
        first = fetch(MOEX, "IMOEX", Span(), Settings(cache=fresh, host=there.host))
        asked = len(there.asked)
        again = fetch(MOEX, "IMOEX", Span(), Settings(cache=fresh, host=there.host))
        assert len(there.asked) == asked
        assert again.points == first.points
        other = fetch(
            MOEX, "IMOEX", Span(since=date(2025, 1, 4)), Settings(cache=fresh, host=there.host)
        )
        assert len(other.points) == 2
        fetch(MOEX, "IMOEX", Span(), Settings(cache=old, host=there.host))
        assert len(there.asked) > asked + 1
    silent = Settings(cache=old, host=NOWHERE, patience=patient([]))
    found = fetch(MOEX, "IMOEX", Span(), silent)
    assert found.stale
    assert found.points == first.points
    assert not again.stale


def test_a_spoilt_cache_is_as_none(tmp_path: Path) -> None:
    cache, span = Cache(tmp_path), Span()
    cache.keep("moex", "IMOEX", span, Kept(((date(2025, 1, 1), 1.0),), datetime.now(UTC)))
    kept = cache.read("moex", "IMOEX", span)
    assert kept is not None
    assert cache.fresh(kept, datetime.now(UTC) + timedelta(hours=11))
    assert not cache.fresh(kept, datetime.now(UTC) + timedelta(hours=13))
    assert not cache.fresh(kept, datetime.now(UTC) - timedelta(hours=1))  # a clock put back
    (file,) = (tmp_path / "moex").iterdir()
    file.write_bytes(b"no parquet")
    assert cache.read("moex", "IMOEX", span) is None


@pytest.mark.parametrize("name", ["series.csv", "series.parquet"])
def test_the_file_holds_what_was_fetched(tmp_path: Path, name: str) -> None:
    points = ((date(2025, 1, 1), 1.25), (date(2025, 1, 3), -0.5))
    body = as_table(Series("moex", "IMOEX", points, ""), tmp_path / name)
    (tmp_path / name).write_bytes(body.encode() if isinstance(body, str) else body)
    with duckdb.connect() as base:
        rows = base.execute(f"SELECT day, value FROM '{tmp_path / name}' ORDER BY day").fetchall()  # noqa: S608
    assert tuple(rows) == points


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The command line in this process, with its cache under the test's folder."""
    from detente.cli import main  # noqa: PLC0415

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("FRED_API_KEY", "")

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["detente", "fetch", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0)

    return run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("frd", "X"), 'no source "frd"; did you mean "fred"?'),
        (("fred", "X"), "set FRED_API_KEY"),
        (("moex", "X", "--since", "soon"), '--since "soon" is no date'),
    ],
)
def test_the_command_refuses_with_a_remedy_and_writes_nothing(
    words, said, command, capsys, tmp_path: Path
) -> None:
    assert command(*words, "--out", str(tmp_path / "x.csv")) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_what_is_kept(command, capsys, tmp_path: Path) -> None:
    """Through the whole command line, offline: the cache was filled a moment ago."""
    points = ((date(2025, 1, 1), 2901.0), (date(2025, 1, 2), 2902.5))
    kept = Kept(points, datetime.now(UTC))
    Cache(tmp_path / "detente").keep("moex", "IMOEX", Span(), kept)
    out = tmp_path / "imoex.csv"
    assert command("moex", "IMOEX", "--out", str(out)) == 0
    assert out.read_text() == "day,value\n2025-01-01,2901.0\n2025-01-02,2902.5\n"
    assert "wrote 2 values, 2025-01-01 to 2025-01-02" in capsys.readouterr().err
