"""How far the rules may be trusted: how often each of their cues was right where labels exist.

    trust(cue, level) = (right + STRENGTH * share) / (heard + STRENGTH)

`heard`: the plain fitting sentences whose verdict the rules took from that cue at that level;
`right`: those of them whose gold is that level; `share`: right over heard of all cues together. The
reader takes the rules' verdict or the head's, whichever is likelier to be right (`weigh`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STRENGTH = 4.0  # sentences that the common share counts for
Heard = tuple[str, int, bool]  # the deciding cue, its level, whether it was right


@dataclass(frozen=True, slots=True)
class Trust:
    """The chance that the rules are right, by deciding cue and level."""

    known: Mapping[str, float]
    share: float  # where a cue was never the deciding one

    def of(self, cue: str, level: int) -> float:
        """The chance that this verdict of the rules is right."""
        return self.known.get(_name(cue, level), self.share)


def trust_from(verdicts: Iterable[Heard]) -> Trust:
    """The table from labelled verdicts of the rules."""
    heard: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for cue, level, hit in verdicts:
        heard[_name(cue, level)] += 1
        right[_name(cue, level)] += hit
    share = right.total() / max(heard.total(), 1)
    known = {
        name: round((right[name] + STRENGTH * share) / (n + STRENGTH), 3)
        for name, n in sorted(heard.items())
    }
    return Trust(known, round(share, 3))


def _name(cue: str, level: int) -> str:
    return f"{cue} {level:+d}"
