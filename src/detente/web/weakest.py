"""The weak clause: where, over the draws, somebody first finds that cheating pays.

Of every draw in which some slack is below zero, the first month with one, there the party with the
least, and its best breach. The breach that comes first most often names the clause: the trigger
that covers it, or the duty behind which no trigger stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.case import Package
from detente.findings.first_break import first_breaches
from detente.findings.model import Chance
from detente.findings.package_result import share
from detente.incentives import Hold
from detente.incentives.model import Ints
from detente.web.treaty import article_words
from detente.wording.names import party_in_text, plain
from detente.wording.numbers import percent, percent_range, upper_first


@dataclass(frozen=True, slots=True)
class Weak:
    """The clause that breaks first most often, and how."""

    article: str
    clause: str  # "trigger:grey-zone" or "obligation:2.1"
    party: str
    breach: str
    covered: bool
    fails: Chance  # share of draws in which somebody gains by cheating
    first: float  # of these, the share in which this breach comes first
    month: int  # the middle one of the months in which it does
    unpunished: float  # of these, the share in which the deciders would look away
    seen: float  # chance of being seen in a month, at the mode

    def title(self, parties: Mapping[str, str]) -> str:
        """The clause as a finding."""
        kind, _, name = self.clause.partition(":")
        if kind == "obligation":
            name = f"duty of {party_in_text(self.party, parties)}"
        article = article_words(self.article)
        numbered = article.startswith("Article ") and article != self.article
        clause = f"{article}, {plain(name)}," if numbered else f"“{upper_first(plain(name))}”"
        behind = "" if self.covered else ": nothing stands behind it"
        return f"{clause} is the weak one{behind}"

    def words(self, parties: Mapping[str, str]) -> str:
        """How often, who, and why it pays."""
        who = upper_first(party_in_text(self.party, parties))
        fails = percent_range(self.fails.mean, self.fails.low, self.fails.high)
        when = "at once" if self.month == 0 else f"around month {self.month}"
        how = plain(self.breach)
        how = f"in the {how}" if how.endswith("zone") else f"by {how}"
        often = f"Somebody gains by cheating in {fails} of the draws; in {percent(self.first)} of "
        often += f"those, the largest share, the first is {who}, {how}, {when}. "
        return often + self.reason()

    def reason(self) -> str:
        """Why the breach pays where it does."""
        if not self.covered:
            return "No trigger covers that breach, so nothing answers it."
        if self.unpunished >= 0.5:
            return (
                f"A trigger covers it, but in {percent(self.unpunished)} of these draws those who "
                "would have to pull it gain more by looking away."
            )
        seldom = "only " if self.seen < 0.5 else ""
        return (
            f"Its trigger would be pulled, but the breach is seen in {seldom}{percent(self.seen)} "
            "of months, and the answer costs too little."
        )


def weakest(held: Hold, package: Package) -> Weak | None:
    """The weak clause of a played package; None if nobody gains by cheating in any draw."""
    drawn = np.arange(min(1, len(held.holds) - 1), len(held.holds))  # the mode is no draw
    slack = held.slack[drawn]
    failing = drawn[(slack < 0).any(axis=(1, 2))]
    if not len(failing):
        return None
    month = (held.slack[failing] < 0).any(axis=2).argmax(axis=1)
    breach = first_breaches(held, failing, month)
    top = int(np.bincount(breach, minlength=len(held.game.breaches)).argmax())
    mine = breach == top
    trigger = int(held.game.trigger[top])
    who, kind = held.game.breaches[top]
    article, clause = _clause(package, who, kind, trigger)
    return Weak(
        article=article,
        clause=clause,
        party=who,
        breach=kind,
        covered=trigger >= 0,
        fails=share(len(failing), len(drawn)),
        first=float(mine.mean()),
        month=int(np.median(month[mine])),
        unpunished=1 - _answered(held, failing[mine], month[mine], top),
        seen=float(held.game.seen[0, top]),
    )


def _answered(held: Hold, draws: Ints, months: Ints, breach: int) -> float:
    """In which share of these draws those who decide would act on the breach."""
    answers = np.concatenate([share[0].answers for share in held.courses])
    bits = np.unpackbits(answers[draws, months], axis=1)
    return float(bits[:, breach].mean())


def _clause(package: Package, party: str, breach: str, trigger: int) -> tuple[str, str]:
    if trigger >= 0:
        clause = package.triggers[trigger]
        return clause.article, f"trigger:{clause.name}"
    for duty in package.obligations:
        if duty.party == party and breach in duty.breaches:
            return duty.article, f"obligation:{duty.article}"
    return "", ""
