"""How long a move takes until the figures are new, in a real Chromium, and how large the server is.

    ./run python tests/web/measure.py [moves]

Times run from the input event to the frame after the findings were swapped. Moves are of sliders on
different clauses of the Alaska case, each to a value that was not asked for before, with 2,000
draws, after a few moves to warm up.
"""

import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from playwright.sync_api import sync_playwright

WARM, MOVES = 8, 60
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


def measure(moves: int = MOVES) -> dict[str, float]:
    """Milliseconds of a move, seconds of the first page, MiB of the server."""
    server, url = started()
    try:
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = chromium.new_page()
            begun = perf_counter()
            page.goto(url)
            first = perf_counter() - begun
            names = page.eval_on_selector_all(
                ".slider", "all => all.map(s => s.dataset.for).filter(n => n.includes('/open/'))"
            )
            times = [
                page.evaluate(ONE_MOVE, [names[n % len(names)], f"{11 + n * 0.37:.2f}"])
                for n in range(WARM + moves)
            ][WARM:]
            chromium.close()
        return {
            "median": statistics.median(times),
            "p95": statistics.quantiles(times, n=20)[18],
            "first": first,
            **size_of(server.pid),
        }
    finally:
        server.terminate()
        server.wait(10)


def started(case: str = "alaska-2025", *more: str) -> tuple[subprocess.Popen[str], str]:
    """A server of its own, and its address once it answers."""
    line = [sys.executable, "-m", "detente", "serve", case, "--no-browser", "--port", "8640", *more]
    server = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    for said in server.stderr or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+/", said):
            return server, found[0]
    raise RuntimeError("the server did not start")


def size_of(pid: int) -> dict[str, float]:
    """Memory of a process now and at most, MiB."""
    told = Path(f"/proc/{pid}/status").read_text()
    kinds = {"now": "VmRSS", "most": "VmHWM"}
    return {k: int(re.findall(rf"{v}:\s+(\d+)", told)[0]) / 1024 for k, v in kinds.items()}


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if sys.argv[1:] else MOVES)
    sys.stdout.write(
        f"edit to figures: median {found['median']:.0f} ms, p95 {found['p95']:.0f} ms; "
        f"first page {found['first']:.2f} s; server {found['now']:.0f} MiB, "
        f"at most {found['most']:.0f} MiB\n"
    )
