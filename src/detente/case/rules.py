"""Who must find a trigger worth while before it is pulled: the vote rules that a text can give."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

RuleName = Literal["automatic", "any-of", "majority", "unanimity", "renewal", "reverse-veto"]


@dataclass(frozen=True, slots=True)
class VoteRule:
    """A rule by which the deciders of a trigger pull it, and its words."""

    name: RuleName
    needed: Callable[[int], int]  # ayes that it takes, by the seats there are
    joint: Literal["or", "and"]  # between deciders, of whom it takes one or several
    who: str  # decides, in the sentence of a treaty
    how: str  # it is pulled: `{all}` and `{any}` stand for the deciders
    called: bool = True  # somebody has to call for it
    lapses: bool = False  # relief that is promised under it ends unless somebody acts

    @property
    def automatic(self) -> bool:
        """Nobody has to act: what is seen is answered."""
        return self.needed(1) == 0


def _none(seats: int) -> int:  # noqa: ARG001
    return 0


def _one(seats: int) -> int:  # noqa: ARG001
    return 1


def _more_than_half(seats: int) -> int:
    return seats // 2 + 1


def _every(seats: int) -> int:
    return seats


AUTOMATIC = VoteRule(
    name="automatic",
    needed=_none,
    joint="and",
    who="nobody, automatically",
    how="takes no vote",
    called=False,
    lapses=True,
)
ANY_OF = VoteRule("any-of", _one, "or", "any one", "may be pulled by any one of {any}")
MAJORITY = VoteRule("majority", _more_than_half, "and", "a majority", "takes a majority of {all}")
UNANIMITY = VoteRule("unanimity", _every, "and", "all", "takes unanimity of {all}")
RENEWAL = VoteRule(
    name="renewal",
    needed=_one,
    joint="or",
    who="any one that does not renew",
    how="ends relief unless {all} all agree to renew it",
    called=False,
    lapses=True,
)
REVERSE_VETO = VoteRule(
    name="reverse-veto",
    needed=_one,
    joint="or",
    who="any one that does not waive it",
    how="ends relief unless {all} all vote to keep it",
    lapses=True,
)
RULES: Mapping[RuleName, VoteRule] = {
    rule.name: rule for rule in (AUTOMATIC, ANY_OF, MAJORITY, UNANIMITY, RENEWAL, REVERSE_VETO)
}
NAMES: tuple[RuleName, ...] = tuple(RULES)  # a rule's place among them is its code in a game
