"""The title of every figure, as a finding; when the finding changes, so does the title."""

import re
from collections import Counter

from detente.durability.flips import Flip
from detente.findings.model import Brief, Package
from detente.portfolio import Allocation
from detente.scenarios.model import Shift
from detente.wording.names import (
    cause_words,
    instrument_words,
    number_words,
    party_in_text,
    party_words,
    plain,
    scenario_words,
    shortened,
)
from detente.wording.numbers import basis, count_of, listed, percent, signed_percent, upper_first
from detente.wording.titles import at_month
from detente.wording.words import alive_at


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
    who = party_in_text(widest.actor, brief.case.parties)
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


def slack_title(brief: Brief) -> str:
    """For how many months somebody gains by cheating."""
    bad = {
        name: len({n for curve in package.slack.values() for n, x in enumerate(curve) if x < 0})
        for name, package in brief.packages.items()
    }
    if bad and not any(bad.values()):
        return "At the likeliest inputs nobody gains by cheating in any month"
    told = [
        f"{plain(name)} {_in_months(months, brief.packages[name].horizon + 1)}"
        for name, months in bad.items()
    ]
    return f"When somebody gains by cheating: {listed(told)}" if told else "No package to weigh"


def _in_months(bad: int, total: int) -> str:
    if bad in (0, total):
        return "in every month" if bad else "in none"
    return f"in {bad} of {total} months"


def state_title(brief: Brief) -> str:
    """Whether being alive means being kept."""
    shares = {
        n: at_month(p.survival.intact, 24) / max(alive_at(p, 24).mean, 1e-9)
        for n, p in brief.packages.items()
    }
    words = listed(f"{percent(x)} under {plain(n)}" for n, x in shares.items())
    return f"Alive is not kept: of what is alive after two years all sides keep {words}"


def alive_title(brief: Brief) -> str:
    """Whether history is kinder than the game."""
    kinder, harsher = [], []
    for name, package in brief.packages.items():
        survival, last = package.survival, len(package.survival.mean) - 1
        stands = outside_at(package, last)
        if stands > survival.high[last]:
            kinder.append(name)
        if stands < survival.low[last]:
            harsher.append(name)
    if kinder:
        return f"History was kinder to settlements than the game is to {_plainly(kinder)}"
    if harsher:
        return f"The game is kinder to {_plainly(harsher)} than history to settlements"
    return "The game and history agree within their intervals"


def outside_at(package: Package, month: int) -> float:
    """Share of the reference class that still stood in a month."""
    outside = package.survival.outside
    steps = zip(outside.months, outside.survival, strict=True)
    before = [share for at, share in steps if at <= month]
    return before[-1] if before else 1.0


def _plainly(names: list[str]) -> str:
    return listed(plain(name) for name in names)


def cause_title(brief: Brief) -> str:
    """What ends the packages."""
    totals: dict[str, float] = {}
    for package in brief.packages.values():
        for cause, curve in package.survival.by_cause.items():
            totals[cause] = totals.get(cause, 0.0) + curve[-1]
    if not totals or max(totals.values()) <= 0:
        return "Nothing ends the packages within their horizon"
    worst = max(totals, key=lambda cause: totals[cause])
    return f"The commonest end: {cause_words(worst, brief.case.parties)}"


def other_parts_title(brief: Brief) -> str:
    """How many parts a package cannot do without."""
    needing: dict[int, list[str]] = {}
    for name, package in brief.packages.items():
        if package.parts and package.parts[0].holds:
            needed = sum(not part.holds for part in package.parts[1:])
            needing.setdefault(needed, []).append(plain(name))
    told = [
        f"{listed(names)} {'holds' if len(names) == 1 else 'hold'} no more without any one of "
        f"{count_of(count, 'part')}"
        for count, names in needing.items()
        if count
    ]
    if needing and not told:
        return f"{upper_first(listed(needing[0]))} would hold without any one part"
    return upper_first(listed(told)) if told else "No package holds, with or without its parts"


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
    who = party_words(top.party, brief.case.parties)
    return f"The dearest red line: {who}, {plain(top.name)}"


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
    what = shortened(shift.words.partition(";")[0], 70)
    when = f"{shift.date.day} {shift.date:%B}"
    return f"{what}: {100 * shift.turned:.0f} points on {when}, the largest move"


def biggest_shift(brief: Brief) -> Shift | None:
    """The line of the record that moved most."""
    return max(brief.scenarios.history, key=lambda shift: shift.turned, default=None)


def effects_title(brief: Brief) -> str:
    """How many moves are clear of zero."""
    paths = brief.markets.paths
    clear = sum(p.effect_low > 0 or p.effect_high < 0 for p in paths)
    measured = sum(p.t_statistic is not None for p in paths)
    return f"Of {len(paths)} moves {clear} are clear of zero; {measured} rest on measurement"


def spread_title(brief: Brief) -> str:
    """What protection against collapse costs."""
    priced = [s for s in brief.markets.spreads if s.months]
    costs = {s.package: s.expected[_nearest(s.months, 12)] for s in priced}
    if not costs:
        return "Nothing is priced on a package"
    words = listed(f"{basis(costs[n])} basis points on {plain(n)}" for n in costs)
    return f"A year's protection against collapse costs {words}"


def weights_title(portfolio: Allocation) -> str:
    """Which weights would move."""
    moved = {
        asset: portfolio.weights_best.get(asset, now) - now
        for asset, now in portfolio.weights_now.items()
    }
    most = max(moved, key=lambda asset: abs(moved[asset]), default="")
    if not most or abs(moved[most]) < 5e-4:
        return "No weight is worth moving"
    return f"{upper_first(plain(most))} would move most, by {signed_percent(moved[most], 1)}"


def gain_title(portfolio: Allocation) -> str:
    """In which future the portfolio loses most."""
    gains = portfolio.pnl_by_scenario
    if not gains:
        return "No future was priced for the portfolio"
    worst = min(gains, key=lambda gain: gain.now)
    if worst.now > -0.0005:
        return "The portfolio as held loses in no future"
    return f"As held, the portfolio loses most in {scenario_words(worst.scenario)}"


def _nearest(months: tuple[int, ...], month: int) -> int:
    return min(range(len(months)), key=lambda i: abs(months[i] - month))


def hanging(brief: Brief) -> tuple[str, tuple[Flip, ...]]:
    """The package whose answer some number can turn, the likeliest first; and those numbers."""
    names = sorted(brief.packages, key=lambda name: name != brief.scenarios.package)
    for name in names:
        turning = tuple(f for f in brief.packages[name].flips if f.breakeven is not None)
        if turning:
            return name, tuple(sorted(turning, key=lambda f: -f.chance))
    return (names[0] if names else ""), ()


def flips_title(brief: Brief) -> str:
    """Which single number comes nearest to turning the answer."""
    name, turning = hanging(brief)
    if not turning:
        return "No single number turns an answer by itself"
    return f"{upper_first(plain(name))} hangs most on {bare(turning[0])}"


def bare(flip: Flip) -> str:
    """A number by its words, without quotation marks."""
    return re.sub(r"[“”]", "", number_words(flip.words))
