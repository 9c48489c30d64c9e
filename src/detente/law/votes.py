"""Is a proposal carried, given who is for it, and can some stop it?

Let M be the members, A ⊆ M the ayes, B ⊆ M the abstaining, N = M − A − B the noes.

alone            A holds at least one member (the office decides for itself)
unanimity        N is empty (an abstention does not stop it)
qualified        |A| ≥ m, no veto player in N, and
                 population(A) ≥ p · population(M) or |M − A| < k (too few to block)
reverse-veto     the question put is whether relief goes on, so the re-imposition stands
                 unless the noes carry a qualified vote to keep the relief
congress-review  the President proposes; a chamber counts among the ayes if more than a third of
                 it would sustain his veto; he loses only if both chambers are missing

References: TEU art. 16(4) and 31(1), TFEU art. 238; UN Charter art. 27(3); UNSCR 2231 para. 11;
US Constitution art. I § 7.
"""

from collections.abc import Collection
from math import fsum

from detente.law.model import Body, Vote


def carried(
    body: Body, vote: Vote, ayes: Collection[str], abstaining: Collection[str] = ()
) -> bool:
    """Whether the act goes through with these members for it; the rest are against."""
    for_it = _members(body, ayes)
    away = _members(body, abstaining) - for_it
    against = frozenset(body.members) - for_it - away
    match vote:
        case "alone":
            return bool(for_it)
        case "unanimity":
            return bool(for_it) and not against
        case "qualified":
            return _qualified(body, for_it, against)
        case "reverse-veto":
            return not _qualified(body, against, for_it)
        case "congress-review":
            return "President" in for_it and bool(for_it & {"House", "Senate"})


def can_stop(body: Body, vote: Vote, blockers: Collection[str]) -> bool:
    """Whether these members defeat the act though all others are for it."""
    return not carried(body, vote, frozenset(body.members) - _members(body, blockers))


def _qualified(body: Body, ayes: frozenset[str], noes: frozenset[str]) -> bool:
    need = body.qualified
    if need is None:
        raise ValueError(f"{body.id} has no qualified majority")
    if len(ayes) < need.members or noes & body.vetoes:
        return False
    share = _population(body, ayes) / (_population(body, frozenset(body.members)) or 1.0)
    return share >= need.population or len(body.members) - len(ayes) < need.blocking


def _population(body: Body, members: frozenset[str]) -> float:
    """Summed exactly: what just reaches the share does so in any order of the members."""
    return fsum(people for member, people in body.populations.items() if member in members)


def _members(body: Body, names: Collection[str]) -> frozenset[str]:
    strangers = sorted(set(names) - set(body.members))
    if strangers:
        raise ValueError(f"{', '.join(strangers)} has no vote in {body.id}")
    return frozenset(names)
