"""The table of verbs: everything that can be asked, in the order of the help."""

from detente.answers.verb import Verb
from detente.answers.verbs.elsewhere import backtest, history, law, pooled, replay
from detente.answers.verbs.prospects import (
    allocate,
    case_minerals,
    claims,
    markets,
    minerals,
    outlook,
    price,
    score,
)
from detente.answers.verbs.said import deeds, gap, read
from detente.answers.verbs.settlements import (
    brief,
    check,
    compare,
    design,
    export,
    flips,
    given,
    hold,
    mend,
    parts,
    why,
)

VERBS: tuple[Verb, ...] = (
    *(brief, compare, check, mend, law, replay, export),
    *(hold, why, given, parts, flips, history, pooled, backtest, design),
    *(read, deeds, gap, outlook, score, price, claims, allocate, minerals, case_minerals, markets),
)


def family(verb: Verb) -> tuple[Verb, ...]:
    """A verb and those that are options of it at the command line."""
    return (verb, *(other for other in VERBS if other.of == verb.name))
