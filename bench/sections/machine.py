"""The product machine: states a second, beside Storm on the text that we export."""

from collections.abc import Iterator

from bench.machine_rate import MONTHS, exported, product_rate
from bench.peers import asked
from bench.row import Row
from detente.findings.from_claims import Tell
from detente.writing import scratch

MOST_SECONDS, MOST_MIB, MILLION = 20, 2048, 1_000_000
EXPORTED = 6  # months of the text that both are given


def rows(tell: Tell) -> Iterator[Row]:
    """A million states built and searched; then the machine by chance, as Storm builds it."""
    tell(f"the free machine over {MONTHS} months")
    free = product_rate()
    owed = f"{MILLION:,} states under {MOST_SECONDS} s and {MOST_MIB // 1024} GiB"
    kept = free.states >= MILLION and free.seconds < MOST_SECONDS and free.peak < MOST_MIB
    yield Row("states of the free machine", free.states, "states")
    yield Row("  built and searched in", free.seconds, "s", owed=owed, kept=kept)
    yield Row("  peak memory", free.peak, "MiB")
    yield Row("  a second", free.a_second, "states/s")
    tell(f"the machine by chance over {EXPORTED} months, here and in Storm")
    ours = product_rate(EXPORTED, chance=True)
    theirs = _storm()
    number = theirs["states"] if theirs else None
    same = number == ours.states if theirs else None
    what = "states of the exported machine"
    yield Row(what, ours.states, "states", "Storm", number, "the same states", same)
    rate = theirs["states"] / theirs["seconds"] if theirs else None
    yield Row("  a second, moves kept", ours.a_second, "states/s", "Storm", rate)


def _storm() -> dict[str, float] | None:
    with scratch() as folder:
        file = folder / "machine.prism"
        file.write_text(exported(EXPORTED), encoding="utf-8")
        return asked("storm", str(file))
