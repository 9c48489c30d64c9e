"""The finding in words: what the numbers of a brief come to, said first.

Nothing here is fixed text about a case: every sentence is chosen, and filled, from results.
"""

import re
from collections.abc import Mapping

from detente.findings.model import Brief, Package, Reading, Signals
from detente.incentives.model import Binding
from detente.scenarios.model import Odds, Outlook
from detente.wording.names import (
    RUNGS,
    bargain_words,
    party_in_text,
    plain,
    scenario_words,
    several,
)
from detente.wording.numbers import percent_range, upper_first

TALKS = "talks-without-convergence"
SMALL = 0.25  # a signed settlement less likely than this is not what is going on
LIKELY = 0.5
EVEN = 0.1  # on either side of it
_INSTEAD = {  # what is going on, where it is no bargain over the subject
    TALKS: "A process.",
    "freeze": "A freeze.",
    "hardening": "Positions harden.",
    "escalation": "More war.",
}


def headline(brief: Brief) -> str:
    """The finding in a few words; another finding, another headline."""
    likeliest, package = brief.scenarios.likeliest, best_package(brief)
    holds, collapses = brief.scenarios.signed
    if likeliest == holds:
        return _deal(brief.packages.get(brief.scenarios.package, package))
    if likeliest in _INSTEAD and _played_down(brief) and p_signed(brief.scenarios).mean < SMALL:
        return f"Not a {bargain_words(brief.case.subject)} bargain. {_INSTEAD[likeliest]}"
    if package is not None and package.holds.probability.mean >= LIKELY:
        return "A package that would hold, if anyone signs it"
    if likeliest == collapses:
        return "A deal that would not last"
    return _weak_link(brief, package) or _drift(brief)


def _deal(package: Package | None) -> str:
    """Whether the package that would be signed is likely to be kept."""
    chance = package.holds.probability.mean if package else 0.0
    if abs(chance - LIKELY) < EVEN:
        return "A deal is likely; that it is kept is a coin toss"
    return (
        "A deal is likely, and it would last" if chance > LIKELY else "A deal that would not last"
    )


def standfirst(brief: Brief) -> str:
    """Few sentences with the three numbers that matter, each with its interval."""
    outlook = brief.scenarios
    likeliest = outlook.likeliest
    holds = outlook.signed[0]
    other = holds if holds in outlook.now and likeliest != holds else ""
    first = f"{upper_first(scenario_words(likeliest))} is the likeliest course over the next "
    first += f"{outlook.horizon} months, at {odds_words(outlook.now[likeliest])}"
    if other:
        first += "; a signed settlement that still stands by then is at "
        first += odds_words(outlook.now[other])
    return f"{first}. {_second_sentence(brief)}"


def odds_words(odds: Odds) -> str:
    """A probability with its interval."""
    return percent_range(odds.mean, odds.low, odds.high)


def p_signed(outlook: Outlook) -> Odds:
    """The chance that a package is signed at all; the ends add up, so the interval is wide."""
    signed = [outlook.now[name] for name in outlook.signed if name in outlook.now]
    return Odds(
        mean=sum(odds.mean for odds in signed),
        low=sum(odds.low for odds in signed),
        high=min(1.0, sum(odds.high for odds in signed)),
    )


def key_reading(signals: Signals, subject: str, target: str) -> Reading | None:
    """The answer that decides the headline question: the last one on the subject.

    An answer to a question counts before a remark, and any side before the one to be tempted.
    """
    on_subject = [r for r in signals.readings if r.instrument == subject]
    if not on_subject:
        return None
    return max(on_subject, key=lambda r: (r.party != target, r.clarity is not None, r.date, r.id))


def top_rung(signals: Signals, instrument: str) -> str:
    """How far up the ladder the deeds on an instrument went."""
    rungs = [deed.rung for deed in signals.deeds if deed.instrument == instrument]
    return max(rungs, key=RUNGS.index, default="none")


def best_name(packages: Mapping[str, Package]) -> str | None:
    """The package with the best chance of holding, then of being alive at the horizon."""
    if not packages:
        return None
    return max(
        packages,
        key=lambda name: (
            packages[name].holds.probability.mean,
            packages[name].survival.mean[-1],
        ),
    )


def best_package(brief: Brief) -> Package | None:
    """The package itself."""
    name = best_name(brief.packages)
    return None if name is None else brief.packages[name]


def alive_at(package: Package, month: int) -> Odds:
    """Chance that a package is alive in a month, or in its last if it ends before."""
    survival = package.survival
    at = min(month, len(survival.mean) - 1)
    return Odds(survival.mean[at], survival.low[at], survival.high[at])


def binding_words(binding: Binding, parties: Mapping[str, str]) -> str:
    """Who cheats first, how and when: "Russia cheats first, in the grey zone, from month 0"."""
    who = upper_first(party_in_text(binding.party, parties))
    verb = "cheat" if several(who) else "cheats"
    return f"{who} {verb} first, {_manner(binding.breach)}, {_moment(binding.month)}"


def why_words(binding: Binding) -> str:
    """Why that breach pays, as the game says it."""
    return re.sub(r'"([^"]*)"', r"“\1”", binding.why)


def _manner(breach: str) -> str:
    return f"in the {plain(breach)}" if breach.endswith("zone") else f"by {plain(breach)}"


def _moment(month: int) -> str:
    return "from month 0" if month == 0 else f"in month {month}"


def _played_down(brief: Brief) -> bool:
    """The subject was neither offered nor ruled out, and no deed with the target says otherwise."""
    subject, target = brief.case.subject, brief.case.target
    reading = key_reading(brief.signals, subject, target)
    if reading is None or reading.level != -1:
        return False
    telling = [
        RUNGS.index(deed.rung)
        for deed in brief.signals.deeds
        if deed.instrument == subject and (deed.party == target or deed.date >= reading.date)
    ]
    return max(telling, default=0) <= RUNGS.index("announced")


def _weak_link(brief: Brief, package: Package | None) -> str:
    """What breaks the best package, where that is the news."""
    binding = package.holds.first_binding if package is not None else None
    if binding is None:
        return ""
    if binding.reason == "unpunished":
        return "The triggers nobody would pull"
    if binding.reason == "uncovered":
        return f"The {plain(binding.breach)} that no trigger covers"
    return (
        f"{upper_first(party_in_text(binding.party, brief.case.parties))} would be first to cheat"
    )


def _drift(brief: Brief) -> str:
    lines = {
        TALKS: "Talks go on, and nothing converges",
        "freeze": "A freeze, not a peace",
        "hardening": "Positions harden, and nobody moves",
        "escalation": "More war is likelier than less",
    }
    likeliest = brief.scenarios.likeliest
    return lines.get(likeliest, f"{upper_first(scenario_words(likeliest))} is likeliest")


def _second_sentence(brief: Brief) -> str:
    name = best_name(brief.packages)
    desk = f"a desk should {brief.portfolio.verdict}" if brief.portfolio else ""
    if name is None:
        return f"No package is on the table{desk and f'; {desk}'}."
    package = brief.packages[name]
    holds = package.holds.probability
    chance = percent_range(holds.mean, holds.low, holds.high)
    rank = "best" if len(brief.packages) > 2 else "better"
    which = f"The {rank} package," if brief.packages.keys() - {name} else "The package,"
    lead = f"{which} “{plain(name)}”, holds in {chance} of the draws"
    binding = package.holds.first_binding
    breaks = "at the likeliest inputs nobody gains by cheating"
    if binding is not None:
        breaks = binding_words(binding, brief.case.parties)
    return f"{lead}; {breaks}.{desk and f' {upper_first(desk)}.'}"
