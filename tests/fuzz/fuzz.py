"""Breaks cases on purpose: `./run fuzz --tries 20000`, `./run fuzz --replay 4711`."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from folders import Table
from tries import Failure, attempt, remembered

from tools.trials.page import FUZZ, Row, record

_SHOWN = 6  # seeds of one cause
_MEMORY = 16 << 30  # bytes: what would take the machine along is a fault


def main() -> int:
    """Tries many seeds, tells what failed grouped by cause; 1 if anything did."""
    asked = _options()
    began = time.monotonic()
    seeds = range(asked.first, asked.first + asked.tries)
    if asked.replay is not None:
        seeds = range(asked.replay, asked.replay + 1)
    if asked.worker:
        _work(seeds[:: asked.worker], sys.stdout)
        return 0
    shares = [seeds[at :: asked.jobs] for at in range(min(asked.jobs, len(seeds)))]
    with ThreadPoolExecutor(len(shares)) as threads:
        failures = [one for found in threads.map(_watched, shares) for one in found]
    _tell(failures, full=asked.replay is not None)
    if asked.json:
        rows = [asdict(failure) for failure in failures]
        Path(asked.json).write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    seconds = time.monotonic() - began
    sys.stdout.write(f"{len(seeds)} tries, {len(failures)} failures, {seconds:.0f} s\n")
    if asked.record:
        _record(seeds, failures, seconds)
    return 1 if failures else 0


def _record(seeds: Sequence[int], failures: Sequence[Failure], seconds: float) -> None:
    sites = len({failure.site for failure in failures})
    said = f"{len(seeds)} tries, {len(failures)} failures of {sites} kinds, {seconds / 60:.0f} min"
    record(FUZZ, [Row((f"{seeds[0]} to {seeds[-1]}", said), passed=not failures)])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run fuzz", description=__doc__)
    parser.add_argument("--tries", type=int, default=2000, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--replay", type=int, metavar="SEED", help="one seed, with its traceback")
    parser.add_argument("--record", action="store_true", help="the result into docs/tested.md")
    parser.add_argument("--json", metavar="FILE", help="every failure in a file")
    parser.add_argument("--worker", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _watched(seeds: Sequence[int]) -> list[Failure]:
    """The failures of some seeds, tried in a process of their own; another, where it dies."""
    left, found = list(seeds), list[Failure]()
    while left:
        for seed, failures in _reported(left):
            left.remove(seed)
            found += failures
            for failure in failures:
                sys.stderr.write(f"\r{failure.seed}: {failure.site}\n")
            sys.stderr.write(f"\r{len(seeds) - len(left)} of {len(seeds)}")
        if left:
            died = left.pop(0)
            found.append(Failure(died, "replay it", "a question", "the process died", ""))
    sys.stderr.write("\n")
    return found


def _reported(seeds: Sequence[int]) -> Iterator[tuple[int, list[Failure]]]:
    """Seed by seed what a process reports, until it is done or dead."""
    step = seeds[1] - seeds[0] if len(seeds) > 1 else 1
    command = [sys.executable, __file__, "--worker", str(step)]
    command += ["--first", str(seeds[0]), "--tries", str(step * len(seeds))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        for line in worker.stdout or ():
            seed, failures = json.loads(line)
            yield seed, [Failure(**failure) for failure in failures]


def _work(seeds: Sequence[int], out: TextIO) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))  # addresses are cheap
    memory = Path("/dev/shm")  # noqa: S108  # a folder in memory, if there is one
    with (
        remembered(),
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
    ):
        table = Table(Path(folder) / "case")
        for seed in seeds:
            failures = [asdict(failure) for failure in attempt(seed, table)]
            out.write(json.dumps([seed, failures]) + "\n")
            out.flush()


def _tell(failures: Sequence[Failure], *, full: bool = False) -> None:
    """The failures, grouped by where they came up, the most frequent first."""
    groups: dict[str, list[Failure]] = defaultdict(list)
    for failure in sorted(failures, key=lambda failure: failure.seed):
        groups[failure.site].append(failure)
    for site, found in sorted(groups.items(), key=lambda group: -len(group[1])):
        first = found[0]
        seeds = ", ".join(str(seed) for seed in dict.fromkeys(f.seed for f in found[:_SHOWN]))
        lines = [f"{len(found)} x {site}", f"  asked {first.asked}: {first.what}"]
        lines += [f"  {first.done[:400]}", f"  --replay {seeds}"]
        sys.stdout.write("\n".join(lines) + "\n\n")
        if full:
            sys.stdout.write("".join(f"{one.trace}\n" for one in found))


if __name__ == "__main__":
    raise SystemExit(main())
