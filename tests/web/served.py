"""A bench on a copy of a case, and a server of it on a real socket."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from detente.case import find_case
from detente.case.starter import new_case
from detente.web.app import free_port, make_app
from detente.web.bench import Bench, make_bench
from detente.web.desk import open_desk

DRAWS = 24


def small_bench(folder: Path, draws: int = DRAWS) -> Bench:
    """The case that `new` writes, on the table."""
    return make_bench(open_desk(str(new_case("small", folder)), draws, seed=1))


def copied_bench(name: str, folder: Path, draws: int = DRAWS) -> Bench:
    """A copy of a shipped case, on the table."""
    target = folder / name
    shutil.copytree(find_case(name), target)
    return make_bench(open_desk(str(target), draws, seed=1))


@dataclass
class Site:
    """A server, and the tabs that look at it."""

    url: str
    tabs: "list[Tab]" = field(default_factory=list)

    def tab(self, package: str) -> "Tab":
        """A new tab on a package."""
        self.tabs.append(Tab(self.url, package))
        return self.tabs[-1]


@contextmanager
def served(bench: Bench) -> Iterator[Site]:
    """A server of this bench; it ends with the block."""
    listening = free_port(8700)
    port = listening.getsockname()[1]
    settings = uvicorn.Config(make_app(bench, port), log_level="error", lifespan="off")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    site = Site(f"http://127.0.0.1:{port}")
    try:
        yield site
    finally:
        for tab in site.tabs:
            tab.http.close()
        server.should_exit = True
        thread.join(10)
        listening.close()
        bench.close()


class Tab:
    """A browser tab without script: it has a page, and fills in its forms."""

    def __init__(self, url: str, package: str) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=60)
        self.get(f"/package/{package}")

    def get(self, path: str) -> httpx.Response:
        """Opens a page."""
        return self._shown(self.http.get(path))

    def do(self, verb: str, **fields: str) -> httpx.Response:
        """Sends a form of the page."""
        return self._shown(self.http.post(f"/do/{verb}", data={**self.known, **fields}))

    def quietly(self, verb: str, **fields: str) -> int:
        """Sends a form and does not look at the page that it leads to."""
        form = {**self.known, **fields}
        reply = self.http.post(f"/do/{verb}", data=form, follow_redirects=False)
        if "/draft/" in reply.headers.get("location", ""):
            self.known["draft"] = reply.headers["location"].rpartition("/")[2]
        return reply.status_code

    def live(self, verb: str, **fields: str) -> dict[str, Any]:
        """Sends a form as our own script does, and gets fragments back."""
        heads = {"x-workbench": "fragments"}
        reply = self.http.post(f"/do/{verb}", data={**self.known, **fields}, headers=heads)
        told: dict[str, Any] = reply.json()
        self.known |= {key: told[key] for key in ("draft", "stamp") if key in told}
        return told

    def _shown(self, reply: httpx.Response) -> httpx.Response:
        self.page = reply.text
        names = ("token", "draft", "package", "stamp")
        found = {n: re.search(f'name="{n}" value="([^"]*)"', reply.text) for n in names}
        if all(found.values()):
            self.known = {n: match[1] for n, match in found.items() if match}
        return reply

    @staticmethod
    def value(page: str, control: str) -> str:
        """What a number of the page stands at."""
        found = re.search(rf'<input type="number"[^>]*name="{control}"[^>]*value="([^"]*)"', page)
        assert found, control
        return found[1]
