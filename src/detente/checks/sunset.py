"""Does relief outlive the guarantee behind it, or the other way round?"""

import numpy as np

from detente.case.model import Case
from detente.case.package import Guarantee
from detente.checks.model import Check
from detente.checks.powers import relief
from detente.checks.telling import agree, article, articles, at, listed, opened
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Valve

Cover = tuple[str, str, str]  # protected party, against whom, breach


def sunset_gap(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """Relief and the guarantees behind it end together, or neither ends."""
    name, guarantees = "sunset-gap", machine.package.guarantees
    valves = relief(machine, case)
    if not guarantees or not valves:
        lacking = "no guarantee" if valves else "no relief"
        return Check(name, "good", f"there is {lacking} in the package that could run out")
    last = _last_open(machine, valves)
    early = [g for cover in _covers(machine) if (g := _latest(machine, cover)) and _end(g) <= last]
    if early:
        return _uncovered(machine, valves, list({g.name: g for g in early}.values()), last)
    if last < machine.horizon and (longer := [g for g in guarantees if _end(g) > last + 1]):
        return _without_relief(machine, longer, last)
    return Check(name, "good", "no relief outlasts the guarantees behind it, nor they the relief")


def _end(guarantee: Guarantee) -> float:
    return float("inf") if guarantee.ends_month is None else guarantee.ends_month


def _covers(machine: Machine) -> list[Cover]:
    return list(
        dict.fromkeys(
            (guarantee.protects, guarantee.against, breach)
            for guarantee in machine.package.guarantees
            for breach in guarantee.breaches
        )
    )


def _latest(machine: Machine, cover: Cover) -> Guarantee | None:
    """The guarantee that answers a breach longest."""
    protects, against, breach = cover
    mine = (
        guarantee
        for guarantee in machine.package.guarantees
        if (guarantee.protects, guarantee.against) == (protects, against)
        and breach in guarantee.breaches
    )
    return max(mine, key=_end, default=None)


def _columns(machine: Machine, valves: list[Valve]) -> list[int]:
    return [machine.valves.index(valve) for valve in valves]


def _last_open(machine: Machine, valves: list[Valve]) -> int:
    """Last month in which any relief stands open while all comply; -1 if it never does."""
    months = np.flatnonzero(machine.openings[:, _columns(machine, valves)].any(axis=1))
    return int(months[-1]) if len(months) else -1


def _uncovered(machine: Machine, valves: list[Valve], early: list[Guarantee], last: int) -> Check:
    trace = []
    for guarantee in early:
        month = int(_end(guarantee))
        kinds = f"{listed(guarantee.breaches, 'or')} by {guarantee.against}"
        says = f'"{guarantee.name}" ends ({article(guarantee.article)}); from now on nobody stands'
        trace.append(f"{at(machine, month)}: {says} by {guarantee.protects} against {kinds}")
        trace.append(_still_open(machine, valves, month))
    names = listed(f'"{guarantee.name}"' for guarantee in early)
    if last >= machine.horizon:
        finding = f"relief goes on without end after {names} {agree(early, 'has', 'have')} ended"
        remedy = f"take the end out of {names}, or shut the valves with it"
    else:
        finding = f"relief lasts to month {last}, longer than {names}"
        remedy = f"let {names} last to month {last + 1} or later, or shut the valves before"
    return Check("sunset-gap", "flaw", finding, tuple(trace), remedy)


def _still_open(machine: Machine, valves: list[Valve], end: int) -> str:
    """What stands open when a guarantee has ended, or the next that opens."""
    columns = _columns(machine, valves)
    month = end + int(np.argmax(machine.openings[end:, columns].any(axis=1)))
    row = machine.openings[month, columns]
    where = articles(v.article for v, x in zip(valves, row, strict=True) if x > 0)
    still = {valve.measure: float(x) for valve, x in zip(valves, row, strict=True)}
    return f"{at(machine, month)}: open without it: {opened(still)} ({where})"


def _without_relief(machine: Machine, longer: list[Guarantee], last: int) -> Check:
    names = listed(f'"{guarantee.name}"' for guarantee in longer)
    where = articles(guarantee.article for guarantee in longer)
    trace = (
        f"{at(machine, last + 1)}: the last valve shuts, and with it what a breach would cost",
        f"{names} ({where}) {agree(longer, 'stands', 'stand')} on, and no relief pays for calm",
    )
    finding = f"{names} {agree(longer, 'outlives', 'outlive')} the relief"
    remedy = f"let some relief last as long as {names}, or end both in month {last + 1}"
    return Check("sunset-gap", "flaw", finding, trace, remedy)
