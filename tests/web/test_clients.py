"""Many at once: nobody's save is lost."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from served import Site, Tab, served, small_bench

from detente.web.saving import load

NOTICE = "triggers/0/notice_days"


@pytest.mark.parametrize("clients", [10, pytest.param(50, marks=pytest.mark.proof)])
def test_many_clients_lose_no_save(tmp_path, clients):
    bench = small_bench(tmp_path, draws=2)
    with served(bench) as site, ThreadPoolExecutor(clients) as pool:
        tries = list(pool.map(lambda n: add_one(site, n), range(clients)))
    text, _ = load(bench.desk.folder, "first")
    assert f"notice_days: {30 + clients}" in text
    assert sum(tries) >= clients
    assert [p.name for p in (bench.desk.folder / "packages").iterdir()] == ["first.yaml"]


def add_one(site: Site, number: int) -> int:
    """Adds a day to a notice period and saves; on a conflict begins again from the file."""
    tab, wait = site.tab("first"), random.Random(number)  # noqa: S311  # no secret
    days = int(Tab.value(tab.page, NOTICE))
    for attempt in range(1, 200):
        assert tab.quietly("edit", **{NOTICE: str(days + 1)}) == 303
        if "go" not in tab.live("save"):
            return attempt
        sleep(wait.uniform(0, 0.4 * 2 ** min(attempt, 5)))
        assert tab.quietly("theirs") == 303
        text = tab.http.get(f"/draft/{tab.known['draft']}/yaml").text
        days = int(re.findall(r"notice_days: (\d+)", text)[0])
    raise AssertionError("never came through")
