"""The findings of the workbench in words: the headline, the numbers, and what changed since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.findings.model import Chance, Package, Part
from detente.web.results import Result
from detente.wording.names import party_in_text, plain
from detente.wording.numbers import listed, money, money_range, percent, percent_range, upper_first
from detente.wording.words import alive_at, binding_words, why_words

MARK = 24  # months at which survival is told


@dataclass(frozen=True, slots=True)
class Change:
    """One number that moved since the last save, with the reason where one can be told."""

    words: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """A part of the package and what is left without it."""

    part: str
    kept: float  # chance that all still comply after a year without it
    lost: float  # how much less than with it
    alive: float
    holds: bool


def headline(result: Result, parties: Mapping[str, str]) -> str:
    """The finding: the weak clause, or that there is none."""
    if result.weak is None:
        return "No clause breaks: nobody gains by cheating, in any draw"
    return result.weak.title(parties)


def standfirst(result: Result, parties: Mapping[str, str]) -> str:
    """Whether it holds, what breaks first and why, with the three numbers that matter."""
    shown, binding = result.shown, result.shown.holds.first_binding
    chance, alive = shown.holds.probability, alive_at(shown, MARK)
    kept = _kept(shown)
    if binding is None:
        seldom = "but only " if chance.mean < 0.5 else ""
        told = f"At the likeliest numbers it holds, {seldom}in {_range(chance)} of the draws. "
    else:
        told = f"It does not hold: {binding_words(binding, parties)}; {why_words(binding)}. "
        told += f"It holds in {_range(chance)} of the draws. "
    lives = percent_range(alive.mean, alive.low, alive.high)
    return f"{told}After two years it is alive with {lives}, and kept by all with {percent(kept)}."


def _range(chance: Chance) -> str:
    return percent_range(chance.mean, chance.low, chance.high)


def numbers(shown: Package, target: str) -> list[tuple[str, str]]:
    """The numbers of a package, for one column of a table."""
    chance, alive = shown.holds.probability, alive_at(shown, MARK)
    binding = shown.holds.first_binding
    flaws = [plain(check.name) for check in shown.checks if check.verdict == "flaw"]
    interval = shown.intervals.get("relief_pv", {}).get(target)
    least = min((min(row) for row in shown.slack.values()), default=0.0)
    first = "nobody"
    if binding is not None:
        first = f"{binding.party}, month {binding.month}, {plain(binding.breach)}"
    kept = _kept(shown)
    return [
        ("Holds, share of draws", _range(chance)),
        ("First to break", first),
        (f"Alive after {MARK} months", percent_range(alive.mean, alive.low, alive.high)),
        (f"Kept by all after {MARK} months", percent(kept)),
        ("Least slack, EUR bn", money(least)),
        ("Relief, EUR bn", money_range(interval) if interval else money(shown.relief_pv)),
        ("Windfall, EUR bn", money(shown.windfall)),
        ("Flaws", listed(flaws) or "none"),
    ]


def changed(before: Result, after: Result, parties: Mapping[str, str], target: str) -> list[Change]:
    """What moved since the last save, weightiest first."""
    old, new = before.shown, after.shown
    why = _because(before, after, parties)
    moves = sorted(_moves(old, new), key=lambda move: -abs(move[2] - move[1]))
    told = [Change(words, percent(was), percent(now)) for words, was, now in moves]
    told = [change for change in told if change.before != change.after]
    if told and why:
        told[0] = replace(told[0], why=why)
    relief = [_relief(shown, target) for shown in (old, new)]
    if relief[0] != relief[1]:
        told.append(Change("relief, EUR bn", *relief))
    if before.weak != after.weak:
        titles = [headline(result, parties) for result in (before, after)]
        if titles[0] != titles[1]:
            told.append(Change("the finding", f"“{titles[0]}”", f"“{titles[1]}”"))
    return told + list(_flaws(old, new))


def _relief(shown: Package, target: str) -> str:
    """The mean over the draws, as the table of numbers has it, to a tenth."""
    interval = shown.intervals.get("relief_pv", {}).get(target)
    known = interval is not None and interval.mean is not None
    return f"{interval.mean if interval and known else shown.relief_pv:.1f}"


def _moves(old: Package, new: Package) -> Iterator[tuple[str, float, float]]:
    """Chances that may have moved, as they were and as they are."""
    holds, alive = "share of draws in which it holds", f"survival at {MARK} months"
    yield holds, old.holds.probability.mean, new.holds.probability.mean
    yield alive, alive_at(old, MARK).mean, alive_at(new, MARK).mean
    yield f"kept by all at {MARK} months", _kept(old), _kept(new)


def _kept(shown: Package) -> float:
    return shown.survival.intact[min(MARK, shown.horizon)]


def _flaws(old: Package, new: Package) -> Iterator[Change]:
    was = {check.name: check.verdict for check in old.checks}
    for check in new.checks:
        before = was.get(check.name, check.verdict)
        if before != check.verdict:
            yield Change(f"check {plain(check.name)}", before, check.verdict, check.finding)


def _because(before: Result, after: Result, parties: Mapping[str, str]) -> str:
    """The reason that the clauses themselves give: what is covered, who no longer gains."""
    was, now = _covered(before), _covered(after)
    gained, lost = sorted(now - was), sorted(was - now)
    if gained or lost:
        words = [f"{plain(kind)} is now covered" for _, kind in gained]
        words += [f"{plain(kind)} is no longer covered" for _, kind in lost]
        return f"because {listed(words)}"
    old, new = before.shown.holds.first_binding, after.shown.holds.first_binding
    if old is not None and (new is None or (old.party, old.breach) != (new.party, new.breach)):
        who = party_in_text(old.party, parties)
        return f"because {who} no longer gains first by {plain(old.breach)}"
    if new is not None and old is None:
        return f"because {party_in_text(new.party, parties)} now gains by {plain(new.breach)}"
    return ""


def _covered(result: Result) -> set[tuple[str, str]]:
    return {(e.party, e.breach) for e in result.machine.exposures if e.trigger is not None}


def worth(parts: Sequence[Part]) -> list[Worth]:
    """What each part is worth, dearest first; the whole package is what they are set against."""
    if not parts:
        return []
    whole, *others = parts
    found = [
        Worth(_part(p.part), p.intact_12, whole.intact_12 - p.intact_12, p.at_12, p.holds)
        for p in others
    ]
    return sorted(found, key=lambda part: -part.lost)


def _part(part: str) -> str:
    kind, colon, name = part.partition(":")
    return upper_first(f"{kind} “{plain(name)}”" if colon else plain(part))


def worth_title(parts: Sequence[Part]) -> str:
    """Which clause carries the package, or that none does by itself."""
    single = [part for part in worth(parts) if "“" in part.part]
    if not single or single[0].lost < 0.02:
        return "No single clause carries it"
    top = single[0]
    with_it = percent(parts[0].intact_12)
    return f"{top.part} carries it: kept for a year with {with_it}, without it {percent(top.kept)}"
