"""The title of every section, as a finding; when the finding changes, so does the title."""

from collections import Counter

from detente.findings.model import Brief, Package, Part
from detente.markets.model import AssetPath
from detente.portfolio import Allocation
from detente.wording.names import (
    instrument_words,
    level_words,
    part_words,
    plain,
    scenario_words,
)
from detente.wording.numbers import count_of, listed, money, percent, signed_percent, upper_first
from detente.wording.words import alive_at, binding_words, key_reading

_SURE = 0.95  # of the draws
_NO_DROP: tuple[float, str, Part | None, Part | None] = (0.0, "", None, None)


def said_title(brief: Brief) -> str:
    """What was said on the subject, and what was done."""
    subject = brief.case.subject
    if "signals" in brief.missing:
        return "Nothing is on record"
    reading = key_reading(brief.signals, subject, brief.case.target)
    name = upper_first(instrument_words(subject))
    if reading is None:
        return f"{name}: nobody spoke of it"
    since = [d for d in brief.signals.deeds if d.instrument == subject and d.date >= reading.date]
    done = f"{count_of(len(since), 'deed')} since" if since else "and no deed since"
    return f"{name}: {level_words(reading.level)}, {done}"


def packages_title(brief: Brief) -> str:
    """How the packages on the table stage their relief."""
    steps = {name: len(opening_months(p)) for name, p in brief.packages.items()}
    if len(steps) == 1:
        name, package = next(iter(brief.packages.items()))
        return timeline_title(name, package)
    told = [
        f"{plain(name)} {'all at once' if n == 1 else 'in ' + count_of(n, 'step')}"
        for name, n in steps.items()
    ]
    return f"Relief on offer: {listed(told)}"


def timeline_title(name: str, package: Package) -> str:
    """How relief is staged."""
    months = opening_months(package)
    label = upper_first(plain(name))
    if not months:
        return f"{label} opens nothing"
    if months == [0]:
        return f"{label} opens everything at signature"
    return f"{label} opens in {count_of(len(months), 'step')}, the last in month {months[-1]}"


def opening_months(package: Package) -> list[int]:
    """Months in which some valve opens further than before."""
    months, before = set(), dict[tuple[str, str], float]()
    for phase in sorted(package.phases, key=lambda phase: phase.start):
        for valve, opening in phase.open.items():
            if opening > before.get((phase.module, valve), 0.0):
                months.add(phase.start)
            before[phase.module, valve] = opening
    return sorted(months)


def flaws_title(brief: Brief) -> str:
    """How many checks each package fails."""
    fails = {name: _flaws(package) for name, package in brief.packages.items()}
    if not any(fails.values()):
        open_ones = sum(c.verdict == "unknown" for p in brief.packages.values() for c in p.checks)
        undecided = f"; {count_of(open_ones, 'check')} could not be decided" if open_ones else ""
        return f"No check finds a flaw{undecided}"
    (first, n), *rest = fails.items()
    told = [f"{plain(first)} has {count_of(n, 'flaw')}"]
    told += [f"{plain(name)} {count_of(n, '', ' ').strip()}" for name, n in rest]
    return upper_first(listed(told))


def _flaws(package: Package) -> int:
    return sum(check.verdict == "flaw" for check in package.checks)


def hold_title(brief: Brief) -> str:
    """Who cheats first in each package, or that nobody does."""
    parties = brief.case.parties
    first = {n: p.holds.first_binding for n, p in brief.packages.items()}
    broken = {n: b for n, b in first.items() if b is not None}
    if not broken:
        return _nobody(brief)
    told = {n: binding_words(b, parties) for n, b in broken.items()}
    if len(broken) == len(first) and len(set(told.values())) == 1:
        return next(iter(told.values()))
    if len(broken) == 1:
        name, words = next(iter(told.items()))
        held = listed(_held(n, p) for n, p in brief.packages.items() if n not in broken)
        return f"In {plain(name)} {words}" + (f"; {held}" if held else "")
    worst = min(broken, key=lambda n: (broken[n].month, broken[n].slack))
    return f"{told[worst]} of {plain(worst)}" + _others(brief, worst)


def _nobody(brief: Brief) -> str:
    """That nobody gains at the mode, and in how many draws it is so."""
    chances = {n: p.holds.probability.mean for n, p in brief.packages.items()}
    if min(chances.values()) >= _SURE:
        return "Nobody gains by cheating, in any month"
    order = sorted(chances, key=lambda n: -chances[n])
    told = listed(f"{plain(n)} {percent(chances[n])}" for n in order)
    if not order[1:]:
        often = percent(chances[order[0]])
        return f"Nobody gains by cheating at the likeliest inputs, and in {often} of draws"
    return f"Nobody gains by cheating at the likeliest inputs; share of draws: {told}"


def _held(name: str, package: Package) -> str:
    chance = package.holds.probability.mean
    return (
        f"{plain(name)} holds, {'but only ' if chance < 0.5 else ''}in {percent(chance)} of draws"
    )


def _others(brief: Brief, worst: str) -> str:
    later = [
        f"{plain(n)} lasts to month {b.month}"
        for n, p in brief.packages.items()
        if n != worst and (b := p.holds.first_binding) is not None
    ]
    return f"; {listed(later)}" if later else ""


def survival_title(brief: Brief) -> str:
    """Which package is kept longest, and whether another merely lives longer."""
    kept = {n: at_month(p.survival.intact, 24) for n, p in brief.packages.items()}
    alive = {n: alive_at(p, 24).mean for n, p in brief.packages.items()}
    best = max(kept, key=lambda n: kept[n])
    told = f"{upper_first(plain(best))} is kept by all for two years with a chance of "
    told += percent(kept[best])
    rest = [f"{plain(n)} {percent(x)}" for n, x in kept.items() if n != best]
    longest = max(alive, key=lambda n: alive[n])
    more = f"; {plain(longest)} lives longer, but unkept" if longest != best else ""
    return told + (f", {listed(rest)}" if rest else "") + more


def parts_title(brief: Brief) -> str:
    """Which part of a package carries it."""
    drops = [
        (package.parts[0].intact_12 - part.intact_12, name, part, package.parts[0])
        for name, package in brief.packages.items()
        for part in package.parts[1:]
    ]
    drop, name, part, whole = max(drops, key=lambda found: found[0], default=_NO_DROP)
    if part is None or whole is None or drop < 0.02:
        return "No single part carries a package"
    return (
        f"{upper_first(plain(name))} {part_words(part.part)}: kept by all for a year with "
        f"{percent(part.intact_12)}, not {percent(whole.intact_12)}"
    )


def design_title(brief: Brief) -> str:
    """What would hold, and how much less or more it gives."""
    design = brief.design
    if design.verdict == "no-room" or design.relief_pv is None:
        return "No schedule of relief holds within the red lines"
    if design.verdict == "not-survived":
        return "What the search found does not survive the full test"
    given, now = money(design.relief_pv), money(design.relief_pv_now)
    relation = "less" if design.relief_pv < design.relief_pv_now else "more"
    chance = design.probability
    seldom = chance is not None and chance.mean < 0.5
    often = f", but only in {percent(chance.mean)} of draws" if chance and seldom else ""
    return f"EUR {given} bn of relief would do, {relation} than the {now} bn on the table{often}"


def outlook_title(brief: Brief) -> str:
    """What is likeliest."""
    outlook = brief.scenarios
    chance = percent(outlook.now[outlook.likeliest].mean)
    return f"{upper_first(scenario_words(outlook.likeliest))} is likeliest, at {chance}"


def prices_title(brief: Brief) -> str:
    """Which price would move most."""
    if not brief.markets.paths:
        return "No price is computed"
    clear = [p for p in brief.markets.paths if p.effect_low > 0 or p.effect_high < 0]
    if not clear:
        return "No price moves by more than its own noise"
    top = max(clear, key=lambda path: abs(path.effect))
    return f"{upper_first(plain(top.asset))} moves most: {_move(top)}"


def _move(path: AssetPath) -> str:
    return f"{signed_percent(path.effect)} under {scenario_words(path.scenario)}"


def allocation_title(brief: Brief) -> str:
    """Rotate or hold."""
    return verdict_title(brief.portfolio) if brief.portfolio else "Nothing to allocate"


def verdict_title(portfolio: Allocation) -> str:
    """The verdict, and what would turn it."""
    flip = portfolio.flip
    if flip.probability is None:
        return f"{upper_first(portfolio.verdict)}, whatever the odds"
    side = "above" if flip.probability > flip.now else "below"
    return (
        f"{upper_first(portfolio.verdict)}, until {scenario_words(flip.scenario)} is put "
        f"{side} {percent(flip.probability)}"
    )


def claims_title(brief: Brief) -> str:
    """How the analyst's claims fared."""
    verdicts = Counter(claim.verdict for claim in brief.claims)
    total = len(brief.claims)
    if not total:
        return "No claim was put to the test"
    return (
        f"Of {total} claims {verdicts['holds']} hold, {verdicts['fails']} fail "
        f"and {verdicts['undecided']} stay undecided"
    )


def method_title(brief: Brief) -> str:
    """How much of this rests on unsourced numbers."""
    files, bare = len(brief.run.inputs), len(brief.run.unsourced)
    made = f"Made from {count_of(files, 'file')}"
    return f"{made}; {count_of(bare, 'number')} without a source"


def at_month(curve: tuple[float, ...], month: int) -> float:
    """A curve in a month, or in its last if it ends before."""
    return curve[min(month, len(curve) - 1)]
