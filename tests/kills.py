"""Commands that write are killed at random moments: nothing half-written, nothing left for ever.

    ./run kills [KILLS] [SEED] [--quick] [--record]

A command runs in a child of a process that has loaded everything already. The child is killed as it
is about to make its n-th step on the disk (a file opened, renamed, linked, removed, a folder made),
n at random; every fourth time by a timer, wherever it happens to be. Then the files must be those
from before or those of a whole run, and after one more run nothing of ours may be left beside them.
A brief over an older brief is the one set of files in which both may stand: then its record, which
`sha256sum -c` reads, must tell. `--quick` leaves out the commands that compute for seconds;
`--record` writes the result into docs/tested.md.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from detente.cli import app
from detente.writing import PREFIX, strangers, sums, whole_file, write_new, write_whole
from tools.trials.page import KILLS, Row, record

FILE_EVENTS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}


@dataclass(frozen=True)
class Writer:
    """A command that writes, and where."""

    name: str
    words: tuple[str, ...] = ()  # in a folder with a case `mine` and a text `said.txt`
    call: Callable[[], None] | None = None  # in place of a command
    over: bool = False  # it writes over what an earlier run wrote
    new: bool = False  # a second run is refused, since the first has made it
    slow: bool = False
    record: str = ""  # of a set of files


LOADED = (  # once, so that a child need not
    "detente.case.starter",
    "detente.brief.page",
    "detente.answers.design",
    "detente.answers.check",
    "detente.answers.desk",
    "detente.answers.read_many",
)


def write_a_set() -> None:
    """Three files that belong together, and their record."""
    files: dict[str, str | bytes] = {f"set/{name}": name * 9000 for name in ("a", "b", "c")}
    bare = {Path(name).name: body for name, body in files.items()}
    write_whole({**{Path(n): b for n, b in files.items()}, Path("set/record"): sums(bare)})


def write_one() -> None:
    """A file that must not be there yet."""
    write_new(Path("one"), "x" * 9000)


def write_by_name() -> None:
    """A file that somebody else writes under a name of ours."""
    with whole_file(Path("named")) as draft:
        draft.write_text("x" * 9000)


WRITERS = (
    Writer("set", call=write_a_set, over=True, record="set/record"),
    Writer("one", call=write_one, new=True),
    Writer("named", call=write_by_name, over=True),
    Writer("new", ("new", "other"), new=True),
    Writer("schema", ("schema", "--out", "schemas"), over=True, slow=True),
    Writer("apply", ("check", "mine", "--apply", "--as", "better"), new=True, slow=True),
    Writer("export", ("export", "mine", "--to", "dot", "--out", "out.dot"), over=True, slow=True),
    Writer(
        "save",
        ("design", "mine", "--draws", "20", "--save", "better"),
        new=True,
        slow=True,
    ),
    Writer("read", ("read", "said.txt", "--to", "said.parquet"), over=True, slow=True),
    Writer(
        "allocate",
        ("allocate", "mine", "--draws", "50", "--out", "desk"),
        over=True,
        slow=True,
    ),
    Writer(
        "brief",
        ("brief", "mine", "--draws", "50", "--out", "page"),
        over=True,
        slow=True,
        record="page/brief.sha256",
    ),
)


def ran(
    words: tuple[str, ...],
    where: Path,
    kill: Callable[[], None],
    call: Callable[[], None] | None = None,
) -> int:
    """Runs a command in a child of ours, killed as `kill` arranges; how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        os.chdir(where)
        with Path(os.devnull).open("w") as void, redirect_stdout(void), redirect_stderr(void):
            kill()
            if call is not None:
                call()
            else:
                app(words, standalone_mode=False)
            code = 0
    except BaseException:  # whatever it is, the parent goes on
        code = 2
    finally:
        os._exit(code)


def counted(where: Path, at: int, told: int | None = None) -> Callable[[], None]:
    """Kills at the n-th step on the disk below a folder; with `told`, counts them there instead."""
    here = str(where)

    def arrange() -> None:
        seen = 0

        def hook(event: str, args: tuple[object, ...]) -> None:
            nonlocal seen
            if event in FILE_EVENTS and concerns(here, event, args):
                seen += 1
                if told is not None:
                    os.write(told, b".")
                elif seen == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)

    return arrange


def concerns(here: str, event: str, args: tuple[object, ...]) -> bool:
    """Whether an event changes something below a folder."""
    if event == "open" and (not isinstance(args[2], int) or not args[2] & os.O_ACCMODE):
        return False
    names = [os.fsdecode(a) for a in args if isinstance(a, str | bytes | os.PathLike)]
    return any(os.path.abspath(name).startswith(here) for name in names)


def timed(seconds: float) -> Callable[[], None]:
    """Kills after some time, wherever the child is."""
    return lambda: signal.setitimer(signal.ITIMER_REAL, seconds) and None


def files_of(where: Path) -> dict[str, bytes]:
    """Everything below a folder by its name, but what ours are under way."""
    return {
        str(path.relative_to(where)): path.read_bytes()
        for path in sorted(where.rglob("*"))
        if path.is_file() and PREFIX not in str(path) and ".parts/" not in str(path)
    }


def left(where: Path) -> list[str]:
    """What of ours is still there."""
    return [str(p) for p in where.rglob("*") if PREFIX in p.name or p.name.endswith(".parts")]


class Trial:
    """One command, what a whole run of it leaves, and in how many steps."""

    def __init__(self, writer: Writer, base: Path, chance: random.Random) -> None:
        self.writer, self.base, self.chance = writer, base, chance
        self.before, self.where = base / f"{writer.name}-before", base / writer.name
        case = base / "mine"
        shutil.copytree(case, self.before / "mine")
        (self.before / "said.txt").write_text("MINISTER: We will lift the embargo in May.\n" * 20)
        if writer.over:  # an older run, made from something else
            self.run(self.before, lambda: None)
            for name, body in files_of(self.before).items():
                if not name.startswith(("mine/", "said.txt")):
                    (self.before / name).write_bytes(body + b"older")
            if writer.words and writer.record:  # an older set that is whole
                self.run(self.before, lambda: None, seed="2")
            elif writer.record:
                self.mark_as_whole()
        self.renew()
        tell, hear = os.pipe()[::-1]
        self.run(self.where, counted(self.where, 0, tell))
        os.close(tell)
        self.steps = len(os.read(hear, 1 << 20))
        os.close(hear)
        self.old, self.whole = files_of(self.before), files_of(self.where)
        if self.steps < 2 or self.whole == self.old:
            raise SystemExit(f"{writer.name}: wrote nothing")

    def mark_as_whole(self) -> None:
        """The record of the older set, as it would be."""
        record = self.before / self.writer.record
        files = {p.name: p.read_bytes() for p in record.parent.iterdir() if p != record}
        record.write_text(sums(files))

    def renew(self) -> None:
        shutil.rmtree(self.where, ignore_errors=True)
        shutil.copytree(self.before, self.where)

    def run(self, where: Path, kill: Callable[[], None], seed: str = "") -> int:
        words = (*self.writer.words, *(("--seed", seed) if seed else ()))
        return ran(words, where, kill, self.writer.call)

    def kill(self) -> str:
        """Kills it once; what is wrong then."""
        self.renew()
        at = self.chance.randint(1, self.steps)
        late = self.chance.random() < 0.25
        self.run(
            self.where,
            timed(self.chance.uniform(0.001, 0.05)) if late else counted(self.where, at),
        )
        found = files_of(self.where)
        for name in sorted(self.old.keys() | self.whole.keys() | found.keys()):
            if found.get(name) not in (self.old.get(name), self.whole.get(name)):
                return f"{self.writer.name}, step {at}: {name} is half-written"
        if mixed := self.mixed(found):
            return f"{self.writer.name}, step {at}: {mixed}"
        code = self.run(self.where, lambda: None)
        if code and not (self.writer.new and found == self.whole):
            return f"{self.writer.name}, step {at}: the next run is refused ({code})"
        if files_of(self.where) != self.whole:
            return f"{self.writer.name}, step {at}: the next run writes something else"
        if self.writer.new and code:  # it was refused before it looked; any other run clears up
            return ""
        here = left(self.where)
        return f"{self.writer.name}, step {at}: left behind: {', '.join(here)}" if here else ""

    def mixed(self, found: dict[str, bytes]) -> str:
        """New files beside old ones, of which the record says nothing."""
        if not self.writer.record or found in (self.old, self.whole):
            return ""
        other, _ = strangers(self.where / self.writer.record)
        return "" if other else "old and new files, and the record does not tell"


def main(kills: int, seed: int, *, quick: bool, kept: bool = False) -> int:
    """Kills commands in turn; how many times something was wrong."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    wrong, done = dict[str, list[str]](), Counter[str]()
    for module in LOADED[: 1 if quick else None]:
        import_module(module)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        os.environ["TMPDIR"] = tempfile.tempdir = str(base)
        ran(("new", "mine"), base, lambda: None)
        package = base / "mine/packages/first.yaml"  # with something to mend
        package.write_text(package.read_text().replace("rule: any-of   ", "rule: unanimity"))
        trials = [Trial(w, base, chance) for w in WRITERS if not (quick and w.slow)]
        for turn in range(kills):
            trial = trials[turn % len(trials)]
            done[trial.writer.name] += 1
            if said := trial.kill():
                wrong.setdefault(trial.writer.name, []).append(said)
                sys.stdout.write(f"{said}\n")
    counts = ", ".join(f"{name} {number}" for name, number in done.items())
    sys.stdout.write(f"{kills} kills ({counts}): {sum(map(len, wrong.values()))} wrong\n")
    if kept:
        rows = [
            Row((name, f"{number} kills, {len(found)} wrong"), passed=not found)
            for name, number in done.items()
            for found in [wrong.get(name, [])]
        ]
        record(KILLS, rows)
    return sum(map(len, wrong.values()))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    kills, seed = [*numbers, *(500, 1)[len(numbers) :]][:2]
    asked = {"quick": "--quick" in sys.argv, "kept": "--record" in sys.argv}
    sys.exit(bool(main(kills, seed, **asked)))
