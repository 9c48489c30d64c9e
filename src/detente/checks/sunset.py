"""Does relief outlive the guarantee behind it, or the other way round?

Relief lasts through the days in which it is wound down. An end that shuts modules and not the
package leaves the guarantees standing, and may take away all the relief that pays for calm.
"""

import numpy as np

from detente.case.model import Case
from detente.case.package import End, Guarantee
from detente.checks.ends import comes, strikes, winding_down, wound_down
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
    last = _last(machine, valves)
    if early := _early(machine, last):
        return _uncovered(machine, valves, early, last)
    if longer := _longer(machine, last):
        return _without_relief(machine, longer, last)
    if stripped := _stripped(machine, valves):
        return _after_an_end(machine, *stripped)
    return Check(name, "good", "no relief outlasts the guarantees behind it, nor they the relief")


def ill_timed(machine: Machine, case: Case) -> tuple[list[Guarantee], int | None]:
    """Guarantees that end before the relief or after it, and when they should; None: never."""
    valves = relief(machine, case)
    last = _last(machine, valves) if valves else machine.horizon
    wrong = _early(machine, last) or _longer(machine, last)
    return wrong, None if last >= machine.horizon else last + 1


def _last(machine: Machine, valves: list[Valve]) -> int:
    """Last month of any relief, its winding down included."""
    return max(_last_open(machine, valves), _last_wound_down(machine, valves))


def _early(machine: Machine, last: int) -> list[Guarantee]:
    """Guarantees that have ended, with none like them left, while relief goes on."""
    found = [g for cover in _covers(machine) if (g := _latest(machine, cover)) and _end(g) <= last]
    return list({guarantee.name: guarantee for guarantee in found}.values())


def _longer(machine: Machine, last: int) -> list[Guarantee]:
    """Guarantees that stand on after the last relief."""
    over = last < machine.horizon
    return [g for g in machine.package.guarantees if over and _end(g) > last + 1]


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


def _last_wound_down(machine: Machine, valves: list[Valve]) -> int:
    """Last month in which relief that a dated end has cut off is still finished."""
    months = [
        wound_down(end, month)
        for end in machine.package.ends
        if end.modules and end.on
        for month in comes(machine, end)
        if _open_in(machine, [v for v in valves if strikes(end, v.module)], month)
    ]
    return min(max(months, default=-1), machine.horizon)


def _open_in(machine: Machine, valves: list[Valve], month: int) -> bool:
    return bool(machine.openings[month, _columns(machine, valves)].any())


def _stripped(machine: Machine, valves: list[Valve]) -> tuple[End, int, list[Guarantee]] | None:
    """An end that shuts all relief from some month on, and the guarantees that then go on."""
    for end in machine.package.ends:
        rest = [valve for valve in valves if not strikes(end, valve.module)]
        month = next(iter(comes(machine, end)), machine.horizon + 1) if end.modules else None
        if month is None or month > machine.horizon:
            continue
        over = wound_down(end, month)
        shut = machine.openings[month:, _columns(machine, rest)]
        longer = [g for g in machine.package.guarantees if _end(g) > over + 1]
        if longer and not shut.any() and machine.openings[month:].any():
            return end, month, longer
    return None


def _after_an_end(machine: Machine, end: End, month: int, longer: list[Guarantee]) -> Check:
    names = listed(f'"{guarantee.name}"' for guarantee in longer)
    where = articles(guarantee.article for guarantee in longer)
    on = f"{end.on}, month {month}" if end.on else at(machine, month)
    trace = (
        f"{on}: {end.name} of {end.party} shuts {listed(end.modules)}, and with it the last of "
        f"the relief{winding_down(end)}",
        f"{names} ({where}) {agree(longer, 'stands', 'stand')} on, and no relief pays for calm",
    )
    outlives = agree(longer, "outlives", "outlive")
    finding = f"{names} {outlives} the relief once {end.party} lets {listed(end.modules)} lapse"
    remedy = f'let "{end.name}" end the whole package, or let other relief stand when it strikes'
    return Check("sunset-gap", "flaw", finding, trace, remedy)


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
    if not machine.openings[end:, columns].any():
        return f"{at(machine, end)}: what was under way is still being wound down without it"
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
