"""Results with their first words: the headline, the standfirst, and what no market says."""

from dataclasses import replace

from detente.findings import Brief, Findings
from detente.portfolio import Allocation
from detente.wording.numbers import percent_range, signed_percent
from detente.wording.words import headline, standfirst


def worded_brief(findings: Findings) -> Brief:
    """Everything that the engine finds about a case, and what it comes to."""
    found = findings.brief()
    if found.portfolio is not None:
        found = replace(found, portfolio=with_unpriced(found.portfolio, found.scenarios.signed[1]))
    about = replace(found.case, headline=headline(found), standfirst=standfirst(found))
    return replace(found, case=about)


def with_unpriced(found: Allocation, collapse: str) -> Allocation:
    """The allocation with its last note: what it rests on that no market says."""
    return replace(found, notes=(*found.notes, _unpriced(found, collapse)))


def _unpriced(found: Allocation, collapse: str) -> str:
    """That no market prices a collapse after signing: whose number it is, and what hangs on it."""
    belief = found.beliefs[collapse]
    odds = percent_range(belief.mean, belief.low, belief.high)
    gain = next(gain.now for gain in found.pnl_by_scenario if gain.scenario == collapse)
    return (
        f"no market prices a collapse after signing: its probability, {odds}, is computed from the "
        f"package's own durability, and what it does to prices, {signed_percent(gain, 1)} of the "
        "portfolio at the mean, is judgement; nothing here can be hedged at a quoted price"
    )
