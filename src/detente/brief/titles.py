"""The title of every section, as a finding; when the finding changes, so does the title."""

from collections import Counter

from detente.brief.model import Brief, Package, Part
from detente.brief.names import (
    cause_words,
    instrument_words,
    level_words,
    part_words,
    plain,
    scenario_words,
)
from detente.brief.numbers import count_of, listed, money, percent, signed_percent, upper_first
from detente.brief.words import alive_at, binding_words, key_reading, top_rung
from detente.markets.model import AssetPath
from detente.scenarios.model import Shift

_DONE = {
    "reversed": "and what was done was undone",
    "none": "and nothing done",
    "announced": "and nothing done beyond announcements",
    "mandated": "with a mandate behind it",
    "in-force": "and in force",
    "executed": "and carried out",
}


_NO_DROP: tuple[float, str, Part | None, Part | None] = (0.0, "", None, None)


def said_title(brief: Brief) -> str:
    """What was said on the subject, and what was done."""
    subject = brief.case.subject
    reading = key_reading(brief.signals, subject, brief.case.target)
    done = _DONE[top_rung(brief.signals, subject)]
    name = upper_first(instrument_words(subject))
    if reading is None:
        return f"{name}: nobody spoke of it, {done}"
    return f"{name}: {level_words(reading.level)}, {done}"


def subject_title(brief: Brief) -> str:
    """How many statements on the subject offered anything."""
    said = [r.level for r in brief.signals.readings if r.instrument == brief.case.subject]
    if not said:
        return "No statement touched the subject"
    offered, refused = sum(x > 0 for x in said), sum(x <= -2 for x in said)
    return (
        f"Of {count_of(len(said), 'statement')}, {offered} offered something and {refused} "
        "refused or gave no answer"
    )


def gap_title(brief: Brief) -> str:
    """Where words and deeds lie furthest apart."""
    gaps = [gap for gap in brief.signals.gaps if gap.low > 0]
    if not gaps:
        return "Nowhere did words clearly outrun deeds"
    widest = max(gaps, key=lambda gap: gap.gap)
    who = brief.case.parties.get(widest.actor, widest.actor)
    return f"Words outran deeds most on {instrument_words(widest.instrument)}, by {who}"


def instruments_title(brief: Brief) -> str:
    """What was talked about most, and how much of it went anywhere."""
    spoken = Counter(r.instrument for r in brief.signals.readings if r.instrument)
    if not spoken:
        return "Nothing was said on any instrument"
    most = min(spoken, key=lambda name: (-spoken[name], name))
    acted = {d.instrument for d in brief.signals.deeds if d.rung in ("in-force", "executed")}
    silent = len(set(spoken) - acted)
    named = f"Most was said about {instrument_words(most)}"
    if not silent:
        return f"{named}; every instrument saw a deed in force"
    return f"{named}; on {silent} of {len(spoken)} instruments no deed took force"


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
        return "No check finds a flaw"
    counts = [f"{plain(name)} {count_of(n, 'flaw')}" for name, n in fails.items()]
    return f"{upper_first(listed(_has(counts)))}"


def _has(counts: list[str]) -> list[str]:
    """The first with its verb, the others without: "blanket has five flaws, modular two"."""
    name, _, rest = counts[0].partition(" ")
    return [f"{name} has {rest}", *counts[1:]]


def _flaws(package: Package) -> int:
    return sum(check.verdict == "flaw" for check in package.checks)


def hold_title(brief: Brief) -> str:
    """Who cheats first in each package, or that nobody does."""
    parties = brief.case.parties
    first = {n: p.holds.first_binding for n, p in brief.packages.items()}
    broken = {n: b for n, b in first.items() if b is not None}
    if not broken:
        return "Nobody gains by cheating, in any month"
    told = {n: binding_words(b, parties) for n, b in broken.items()}
    if len(broken) == len(first) and len(set(told.values())) == 1:
        return next(iter(told.values()))
    if len(broken) == 1:
        name, words = next(iter(told.items()))
        held = listed(plain(n) for n in first if n not in broken)
        return f"In {plain(name)} {words}" + (f"; {held} holds" if held else "")
    worst = min(broken, key=lambda n: (broken[n].month, broken[n].slack))
    return f"{told[worst]} of {plain(worst)}" + _others(brief, worst)


def _others(brief: Brief, worst: str) -> str:
    later = [
        f"{plain(n)} lasts to month {b.month}"
        for n, p in brief.packages.items()
        if n != worst and (b := p.holds.first_binding) is not None
    ]
    return f"; {listed(later)}" if later else ""


def slack_title(brief: Brief) -> str:
    """For how many months somebody gains by cheating."""
    told = []
    for name, package in brief.packages.items():
        bad = {n for curve in package.slack.values() for n, x in enumerate(curve) if x < 0}
        told.append(f"{plain(name)} in {len(bad)} of {package.horizon + 1} months")
    return f"Somebody gains by cheating: {listed(told)}" if told else "No package to weigh"


def survival_title(brief: Brief) -> str:
    """Which package lives longer."""
    alive = {n: alive_at(p, 24).mean for n, p in brief.packages.items()}
    if not alive:
        return "No package to follow"
    best = max(alive, key=lambda n: alive[n])
    rest = {n: x for n, x in alive.items() if n != best}
    if not rest:
        return f"After two years {plain(best)} is alive with a chance of {percent(alive[best])}"
    against = listed(f"{plain(n)} {percent(x)}" for n, x in rest.items())
    if max(rest.values()) > alive[best] - 0.05:
        return (
            f"Two years on the packages are alive alike: {plain(best)} {percent(alive[best])}, "
            f"{against}"
        )
    return (
        f"{upper_first(plain(best))} outlives the rest: {percent(alive[best])} alive after "
        f"two years; {against}"
    )


def state_title(brief: Brief) -> str:
    """Whether being alive means being kept."""
    shares = {n: _at(p.survival.intact, 24) for n, p in brief.packages.items()}
    words = listed(f"{plain(n)} {percent(x)}" for n, x in shares.items())
    return f"Alive is not intact: kept by all after two years, {words}"


def cause_title(brief: Brief) -> str:
    """What ends the packages."""
    totals = Counter[str]()
    for package in brief.packages.values():
        for cause, curve in package.survival.by_cause.items():
            totals[cause] += curve[-1]  # type: ignore[assignment]
    if not totals or max(totals.values()) <= 0:
        return "Nothing ends the packages within their horizon"
    worst = max(totals, key=lambda cause: totals[cause])
    return f"{upper_first(cause_words(worst, brief.case.parties))} ends most packages"


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
    return f"EUR {given} bn of relief would hold, {relation} than the {now} bn on the table"


def schedule_title(brief: Brief) -> str:
    """How the designed schedule opens."""
    design = brief.design
    if design.verdict != "holds":
        return "The nearest schedule still falls short"
    months = [step.month for step in design.schedule]
    if len(months) < 2:
        return "One opening would do"
    return f"It would open in {count_of(len(months), 'step')}, the last in month {months[-1]}"


def red_line_title(brief: Brief) -> str:
    """Which red line is dearest."""
    dear = [line for line in brief.design.red_lines if line.price > 0]
    if not dear:
        return "No red line costs anything"
    top = max(dear, key=lambda line: line.price)
    who = brief.case.parties.get(top.party, top.party)
    return f"The dearest red line is {who}: {plain(top.name)}"


def outlook_title(brief: Brief) -> str:
    """What is likeliest."""
    outlook = brief.scenarios
    chance = percent(outlook.now[outlook.likeliest].mean)
    return f"{upper_first(scenario_words(outlook.likeliest))} is likeliest, at {chance}"


def odds_title(brief: Brief) -> str:
    """Whether one future stands out from the next."""
    outlook = brief.scenarios
    first, second = sorted(outlook.now, key=lambda s: -outlook.now[s].mean)[:2]
    apart = outlook.now[first].low > outlook.now[second].high
    runner = scenario_words(second)
    if apart:
        return f"It stands clear of the next, {runner}"
    return f"It does not stand clear of the next, {runner}"


def moves_title(brief: Brief) -> str:
    """What moved the odds most."""
    shift = biggest_shift(brief)
    if shift is None or shift.turned < 0.005:
        return "Nothing in the record moved the odds"
    points = f"{100 * shift.turned:.0f}"
    return (
        f"{shift.line} moved the odds most, by {points} points on {shift.date.day} {shift.date:%B}"
    )


def biggest_shift(brief: Brief) -> Shift | None:
    """The line of the record that moved most."""
    return max(brief.scenarios.history, key=lambda shift: shift.turned, default=None)


def prices_title(brief: Brief) -> str:
    """Which price would move most."""
    clear = [p for p in brief.markets.paths if p.effect_low > 0 or p.effect_high < 0]
    if not clear:
        return "No price moves by more than its own noise"
    top = max(clear, key=lambda path: abs(path.effect))
    return f"{plain(top.asset)} moves most: {_move(top)}"


def _move(path: AssetPath) -> str:
    return f"{signed_percent(path.effect)} under {scenario_words(path.scenario)}"


def spread_title(brief: Brief) -> str:
    """What protection against collapse costs."""
    costs = {s.package: s.expected[_nearest(s.months, 12)] for s in brief.markets.spreads}
    if not costs:
        return "Nothing is priced on a package"
    words = listed(f"{costs[n]:,.0f} basis points on {plain(n)}" for n in costs)
    return f"A year's protection against collapse costs {words}"


def allocation_title(brief: Brief) -> str:
    """Rotate or hold."""
    portfolio = brief.portfolio
    flip = portfolio.flip
    if flip.probability is None:
        return f"{upper_first(portfolio.verdict)}, whatever the odds"
    side = "above" if flip.probability > flip.now else "below"
    return (
        f"{upper_first(portfolio.verdict)}, until {scenario_words(flip.scenario)} is put "
        f"{side} {percent(flip.probability)}"
    )


def gain_title(brief: Brief) -> str:
    """In which future the portfolio loses most."""
    gains = brief.portfolio.pnl_by_scenario
    if not gains:
        return "No future was priced for the portfolio"
    worst = min(gains, key=lambda gain: gain.now)
    if worst.now > -0.005:
        return "The portfolio as held loses in no future"
    return f"As held, the portfolio loses most in {scenario_words(worst.scenario)}"


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


def _at(curve: tuple[float, ...], month: int) -> float:
    return curve[min(month, len(curve) - 1)]


def _nearest(months: tuple[int, ...], month: int) -> int:
    return min(range(len(months)), key=lambda i: abs(months[i] - month))
