"""The workbench in a real Chromium: from a moved number to figures that are new, and its size.

A server of its own is started for the main case, with the draws that it has by itself. Sliders of
different clauses are moved by turns to values that were not asked for before, and back again. Times
run from the input event to the frame after the findings were swapped, the browser's own work
included, and leave out the way back. The processor time beside them hardly depends on what else the
machine has to do.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from bench.row import Row
from detente.errors import DetenteError
from detente.findings.from_claims import Tell

if TYPE_CHECKING:
    from playwright.sync_api import Page

CASE, PORT = "alaska-2025", 8640
WARM, MOVES = 8, 40
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
SLIDERS = """
all => all.filter(s => s.dataset.for.includes('/open/')).map(s => [s.dataset.for, Number(s.value)])
"""
ONE_MOVE = """
([name, value]) => new Promise((done) => {
  const root = document.documentElement;
  const before = root.dataset.moves;
  const field = document.querySelector(`#treaty input[type=number][name="${CSS.escape(name)}"]`);
  const begun = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  new MutationObserver((_, watcher) => {
    if (root.dataset.moves === before) return;
    watcher.disconnect();
    requestAnimationFrame(() => done(performance.now() - begun));
  }).observe(root, { attributes: true, attributeFilter: ["data-moves"] });
})
"""


def rows(tell: Tell) -> Iterator[Row]:
    """Milliseconds of a move, seconds of the first page, MiB of the server."""
    tell("a server of its own starts")
    with _served() as (server, url, started), _chromium() as page:
        begun = perf_counter()
        page.goto(url)
        first = perf_counter() - begun
        tell(f"{WARM} moves to warm up, then {MOVES}")
        sliders = page.eval_on_selector_all(".slider", SLIDERS)
        moves = [(*sliders[n % len(sliders)], n) for n in range(WARM + MOVES)]
        for move in moves[:WARM]:
            _there_and_back(page, *move)
        before = _cpu(server.pid)
        times = sorted(_there_and_back(page, *move) for move in moves[WARM:])
        cpu = 1000 * (_cpu(server.pid) - before) / MOVES
        middle, late = median(times), quantiles(times, n=20)[18]
        size = _peak(server.pid)
    yield Row("edit to new figures, median", middle, "ms", owed="under 200", kept=middle < 200)
    yield Row("edit to new figures, 95 in 100", late, "ms", owed="under 500", kept=late < 500)
    yield Row("  the quickest", times[0], "ms")
    yield Row("  processor time of the server", cpu, "ms")
    yield Row("first page", first, "s", owed="under 1.5", kept=first < 1.5)
    yield Row("from the command to an address", started, "s")
    yield Row("memory of the server at most", size, "MiB", owed="under 400", kept=size < 400)


def _there_and_back(page: "Page", name: str, value: float, turn: int) -> float:
    """Milliseconds of one move up or down by some points of a hundred."""
    by = 3 + turn * 0.37
    moved = value - by if value + by > 100 else value + by
    took: float = page.evaluate(ONE_MOVE, [name, f"{moved:.2f}"])
    page.evaluate(ONE_MOVE, [name, f"{value:g}"])
    return took


@contextmanager
def _served() -> Iterator[tuple["subprocess.Popen[str]", str, float]]:
    """A server in a process of its own, its address, and the seconds until it answered."""
    line = [sys.executable, "-m", "detente", "serve", CASE, "--no-browser", "--port", str(PORT)]
    begun = perf_counter()
    server = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)  # noqa: S603  # ours
    try:
        for said in server.stderr or ():
            if found := ADDRESS.search(said):
                yield server, found[0], perf_counter() - begun
                return
        raise DetenteError("the workbench did not start; try: detente serve alaska-2025")
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def _chromium() -> Iterator["Page"]:
    """A tab of the Chromium that is on the path."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # in a checkout alone
    except ImportError:
        raise DetenteError("playwright is not here: run this through ./run in a checkout") from None
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise DetenteError("no chromium on the path; install it, for the workbench is timed in it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def _cpu(process: int) -> float:
    """Seconds of processor time that a process has taken; not a number where nobody tells."""
    told = Path(f"/proc/{process}/stat")
    if not told.is_file():
        return float("nan")
    user, system = told.read_text("utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _peak(process: int) -> float:
    """Most memory that a process has held, in MiB; not a number where nobody tells."""
    told = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+)", told.read_text("utf-8")) if told.is_file() else None
    return int(found[1]) / 1024 if found else float("nan")
