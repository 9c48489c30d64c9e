"""What a case may say, but would mislead if nobody pointed at it: each note has its line."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import combinations
from math import log
from typing import Any

from pydantic import BaseModel

from detente.case.amount import quantities
from detente.case.estimates import turned, used_estimates
from detente.case.ground import Ground
from detente.case.hints import nearest, spell
from detente.case.model import Case
from detente.case.package import Package
from detente.case.quantity import Path, Quantity
from detente.case.rates import shipped_rates
from detente.errors import Place, Problem

_HIGH_RATE, _LOW_RATE, _HIGH_ALARM = 0.5, 0.005, 0.5
_SHOWN = 3  # unused estimates, one line each; more are told in one
_COUNTED = ("obligations", "terms", "triggers", "guarantees", "ends", "milestones")
_BOOKED = ("harm", "cost", "stake", "gives", "takes", "upkeep")
_NAMES = {"name", "id", "article"}  # do not tell one clause from another
_WRITTEN_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")


def notes(case: Case, ground: Ground) -> list[Problem]:
    """Everything worth a second look, in the order of the files."""
    found = [*_numbers("case.yaml", case.world, case, ground), *_unused(case, ground)]
    for name, package in case.packages.items():
        file = f"packages/{name}.yaml"
        found += [*_numbers(file, package, case, ground), *_package(package, file, ground)]
    found += [*_same_packages(case), *_days(case)]
    found += [*_near_parties(case, ground), *_turned_rates(case, ground)]
    found += _pasted("case.yaml", "red_lines", case.world.red_lines, ground)
    return sorted(set(found), key=lambda note: (note.place.file, note.place.line or 0))


def _numbers(file: str, clause: object, case: Case, ground: Ground) -> Iterator[Problem]:
    sums: dict[Path, float] = defaultdict(float)
    for asked in quantities(clause):
        path = asked.path
        if path[:1] == ("estimates",):
            continue
        mode, times, low, high = _size(asked.quantity, case)
        sums[path[:-1] if isinstance(path[-1], int) else path] += times * mode
        base = case.estimates.get(asked.quantity.estimate or "")
        said = turned(asked, base) if base else None
        for reason, remedy in (
            *_odd(path[-1], times * low, times * high),
            *([said] if said else []),
        ):
            yield Problem(ground.place(file, path), f"{spell(path)}: {reason}", remedy)
    for path, total in sums.items():
        field = next((step for step in path if step in _BOOKED), None)
        if field and total < 0:
            reason = f"{spell(path)}: a negative {field} ({total:g}) turns its sense round"
            remedy = "write it above 0, unless that is what is meant"
            yield Problem(ground.place(file, path), reason, remedy)


def _odd(field: str | int, low: float, high: float) -> Iterator[tuple[str, str]]:
    if field == "discount" and (low > _HIGH_RATE or 0 < high < _LOW_RATE):
        reason = f"{low:g} is a yearly rate of {100 * low:g} %"
        yield reason, "write 5 % a year as 0.05: neither as a factor, 0.95, nor by the month"
    if field == "false_alarm" and high >= _HIGH_ALARM:
        reason = f"pulled in {100 * high:g} % of months with no breach at all"
        yield reason, "it is a monthly probability; leave it out if there is none"


def _size(quantity: Quantity, case: Case) -> tuple[float, float, float, float]:
    """Likeliest value, factor, least and greatest value of a number or of its estimate."""
    base = case.estimates.get(quantity.estimate) if quantity.estimate else quantity
    if base is None or base.estimate is not None:
        return 0.0, 0.0, 0.0, 0.0
    times = quantity.times * (base.times if base is not quantity else 1.0)
    mode = base.mode if base.value is None else base.value
    return mode or 0.0, times, *base.bounds


def _unused(case: Case, ground: Ground) -> Iterator[Problem]:
    used = used_estimates((case.world, case.assets, *case.packages.values()))
    idle = [name for name in case.estimates if name not in used]
    places = {
        name: ground.estimates.get(name) or ground.place("case.yaml", ("estimates", name))
        for name in idle
    }
    remedy = "name it where it belongs, or take it out"
    if len(idle) > _SHOWN:
        listed = ", ".join(f"{name} (line {places[name].line})" for name in idle[:_SHOWN])
        reason = f"{len(idle)} estimates are used by no number of the case: {listed}, …"
        yield Problem(places[idle[0]], reason, "name them where they belong, or leave them be")
        return
    for name in idle:
        yield Problem(places[name], f'estimate "{name}" is used by no number of the case', remedy)


def _package(package: Package, file: str, ground: Ground) -> Iterator[Problem]:
    for key in _COUNTED:
        yield from _pasted(file, key, getattr(package, key), ground)
    yield from _late(package, file, ground)
    yield from _opened_twice(package, file, ground)


def _late(package: Package, file: str, ground: Ground) -> Iterator[Problem]:
    """What comes due, or opens, only after the last month that is played."""
    last = package.horizon_months
    for index, milestone in enumerate(package.milestones):
        if milestone.due > last:
            path: Path = ("milestones", index, "due")
            reason = f"{spell(path)}: month {milestone.due} is past the horizon of {last}"
            yield Problem(ground.place(file, path), reason, "lengthen horizon_months")
    for at, module in enumerate(package.modules):
        begins = 0
        for index, phase in enumerate(module.phases):
            path = ("modules", at, "phases", index)
            if index and begins > last:
                reason = f"{spell(path)}: begins in month {begins}, past the horizon of {last}"
                yield Problem(ground.place(file, path), reason, "lengthen horizon_months")
            begins += phase.months
        if module.escrow and (module.escrow.deadline or 0) > last:
            path = ("modules", at, "escrow", "deadline")
            reason = f"{spell(path)}: month {module.escrow.deadline} is past the horizon of {last}"
            yield Problem(ground.place(file, path), reason, "lengthen horizon_months")


def _opened_twice(package: Package, file: str, ground: Ground) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for at, module in enumerate(package.modules):
        for index, phase in enumerate(module.phases):
            for measure, share in phase.open.items():
                other = first.setdefault(measure, module.name)
                if other != module.name and share > 0:
                    path = ("modules", at, "phases", index, "open", measure)
                    reason = f"measure {measure} is opened by modules {other} and {module.name}"
                    remedy = "it stands as open as its widest opening"
                    yield Problem(ground.place(file, path), reason, remedy)
                    first[measure] = module.name


def _pasted(file: str, key: str, clauses: Sequence[BaseModel], ground: Ground) -> Iterator[Problem]:
    """Clauses that say the same under another name count twice."""
    said: dict[str, int] = {}
    for index, clause in enumerate(clauses):
        same = said.setdefault(_gist(clause), index)
        if same != index:
            path: Path = (key, index)
            reason = f"{spell(path)} says the same as {key}[{same}], and both count"
            yield Problem(ground.place(file, path), reason, "take one of them out")


def _gist(clause: BaseModel) -> str:
    left: Any = clause.model_dump(exclude=_NAMES)
    return repr(
        {k: " ".join(v.split()).casefold() if isinstance(v, str) else v for k, v in left.items()}
    )


def _same_packages(case: Case) -> Iterator[Problem]:
    plain = {
        name: package.model_dump(exclude={"title", "summary", "sources"})
        for name, package in case.packages.items()
    }
    for one, other in combinations(plain, 2):
        if plain[one] == plain[other]:
            reason = f"is the same package as {one}"
            yield Problem(Place(f"packages/{other}.yaml", 1), reason, "change one, or take it out")


def _days(case: Case) -> Iterator[Problem]:
    """Files of the record that are named for another day than the one they give."""
    for remark in case.remarks:
        named = _WRITTEN_DAY.match(remark.place.file.rpartition("/")[2])
        if named and named[1] != str(remark.head.date):
            reason = f"the file is named for {named[1]}, and its date is {remark.head.date}"
            yield Problem(remark.place, reason, "mend the one that is wrong")


def _near_parties(case: Case, ground: Ground) -> Iterator[Problem]:
    """A body that certifies or judges need be no party; one that is nearly called so may be."""
    parties = case.world.parties
    known = {*parties, *(party.name for party in parties.values())}
    for name, package in case.packages.items():
        bodies: list[tuple[Path, str | None]] = [
            (("milestones", i, "verified_by", j), body)
            for i, milestone in enumerate(package.milestones)
            for j, body in enumerate(milestone.verified_by)
        ]
        bodies += [
            (("triggers", i, "adjudicator"), t.adjudicator) for i, t in enumerate(package.triggers)
        ]
        for path, body in bodies:
            if body and body not in parties and get_close_matches(body, known, 1, 0.75):
                reason = f'{spell(path)}: "{body}" is no party and counts as a neutral body'
                place = ground.place(f"packages/{name}.yaml", path)
                yield Problem(place, reason, nearest(body, known))


def _turned_rates(case: Case, ground: Ground) -> Iterator[Problem]:
    """A rate nearer to the other way round, units for a euro, than to the one that ships."""
    shipped = shipped_rates(case.world.as_of)
    for code, rate in case.world.rates.items():
        if code in shipped:
            apart = log(rate.euros / shipped[code].euros)
            turned = log(rate.euros * shipped[code].euros)
            if abs(turned) < abs(apart):
                path: Path = ("rates", code)
                euros = shipped[code].euros
                reason = (
                    f"rates.{code}: {rate.euros:g} euros for 1 {code}; about {euros:.3g} is known"
                )
                yield Problem(ground.place("case.yaml", path), reason, "turn it round")


def left_behind(files: Iterable[str]) -> Iterator[Problem]:
    """Files that a program keeps beside an open one; no part of the case."""
    for file in files:
        yield Problem(Place(file), "is left by a program and is not read", "close it, or delete it")
