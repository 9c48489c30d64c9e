"""The game a package makes: what each party gets, month by month, by complying and by cheating.

Letters. K draws (row 0 is the mode), N + 1 months (the last is the steady month), I parties,
B breaches open to obliged parties, T triggers, C = B + T causes of a pull: each breach seen, then
each trigger's false alarm. E ends, P eras: stretches of months with the same ends and guarantees.
Money is EUR bn.

A trigger may close modules for good, and an end may shut some of them: then the rest is played on,
as the same game with fewer valves. Such smaller games are the `reduced` of the whole; a place in
`(game, *game.reduced)` is what `to_trigger` and `to_end` give.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.case.rules import NAMES, RULES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Game:
    """Everything that decides the choices, as arrays."""

    parties: tuple[str, ...]
    breaches: tuple[tuple[str, str], ...]  # (party, breach), parties in order, smallest first
    triggers: tuple[str, ...]
    ends: tuple[str, ...]  # "PARTY: name"
    beta: Floats  # (K, I) discount factor of a month
    flow: Floats  # (K, N+1, I) while all comply
    standing: Floats  # (K, N+1, I) the same without stocks handed over, for months of notice
    effect: (
        Floats  # (K, B, I) change of the flow when breach b is done: gain to one, harm to others
    )
    seen: Floats  # (K, B) detected and attributed within the month; 0 where no trigger covers
    false_alarm: Floats  # (K, T) a month
    era: Ints  # (N+1,) the era of each month
    odds: Floats  # (K, P, E) chance in a month of the era of each end without breach
    recurring: Bools  # (E,) it comes round every so often, so a pause does not keep it away
    lapsed: Floats  # (K, N+1, I) value once it ended without breach
    snapped: Floats  # (K, N+1, I) value once snapped back from month n, kept relief included
    called: Floats  # (K, P, C, I) what guarantors then do, and what it costs or gives
    clock: Floats  # (K, C) months of notice
    rest: Floats  # (K, C) months of the pause that follows; 0 for a snap or a close
    shut: Floats  # (K, N+1, T, I) a pause: flow while it lasts; a close: relief kept, at once
    pauses: Bools  # (T,) the response is a pause; a close with nothing left to shut is an empty one
    rules: Ints  # (T,) place of its vote rule among the NAMES of rules
    deciders: Bools  # (T, I)
    sizes: Ints  # (B,)
    owner: Ints  # (B,) index of the breaching party
    trigger: Ints  # (C,) index of the trigger a cause pulls; -1 if none covers it
    to_trigger: Ints  # (T,) place of the game that a close leads to; -1 for a pause or a snap
    to_end: Ints  # (E,) place of the game that an end leads to; -1 if it ends the whole package
    winding: Ints  # (W,) ends after which something goes on: wind-down, or only some modules shut
    wound: Floats  # (K, N+1, W, I) relief that still arrives after such an end
    gone: tuple[str, ...] = ()  # modules that are shut for good
    reduced: "tuple[Game, ...]" = ()  # with modules shut for good, fewest first

    @property
    def months(self) -> int:
        """Months from signature to the steady month, both counted."""
        return int(self.flow.shape[1])

    @property
    def needed(self) -> Ints:
        """(T,) ayes that it takes to pull each trigger; 0: what is seen is answered."""
        seats = zip(self.rules.tolist(), self.deciders.sum(axis=1).tolist(), strict=True)
        ayes = [RULES[NAMES[rule]].needed(members) for rule, members in seats]
        return np.array(ayes, dtype=np.int64)

    @property
    def ending(self) -> Floats:
        """(K, N+1, E) chance of each end without breach in each month."""
        return np.take(self.odds, self.era, axis=1)

    @property
    def closes(self) -> Bools:
        """(T,) the response shuts modules for good, and some of them are still open."""
        return np.asarray(self.to_trigger >= 0)


@dataclass(frozen=True, slots=True)
class Played:
    """How the game is played: choices, values and slack in every draw and month."""

    profiles: Ints  # (P, M) breach of each obliged party, -1 to comply; row 0 is all comply
    choice: Ints  # (K, N+1) row of `profiles`
    equilibria: Ints  # (K, N+1) how many pure equilibria there were; 0 if none
    value: Floats  # (K, N+1, I) while triggers are believed
    disbelieved: Floats  # (K, N+1, I) once nobody believes them
    slack: Floats  # (K, N+1, I) complying less the best breach; NaN without obligation
    worst: Ints  # (K, N+1, I) the best breach of each party; -1 without obligation
    pulled: Bools  # (K, N+1, C) whether deciders would act on a cause; never if none covers it
    settled: Bools  # (K,) the steady month has a choice that confirms itself
    reduced: "tuple[Played, ...]" = ()  # how the smaller games are played


@dataclass(frozen=True, slots=True)
class Course:
    """What is played in one game in every draw, as far as it decides what becomes of the package.

    Small beside the values: choices and answers without the money behind them.
    """

    gone: tuple[str, ...]
    breachers: tuple[str, ...]  # (B,) whose breach it is
    ends: tuple[str, ...]
    seen: Floats  # (K, B)
    false_alarm: Floats  # (K, T)
    era: Ints  # (N+1,)
    odds: Floats  # (K, P, E)
    pauses: Bools  # (T,)
    trigger: Ints  # (C,)
    to_trigger: Ints  # (T,)
    to_end: Ints  # (E,)
    profiles: Ints  # (P, M)
    choice: NDArray[np.int16]  # (K, N+1)
    answers: NDArray[np.uint8]  # (K, N+1, ...) `pulled`, eight causes to the byte


@dataclass(frozen=True, slots=True)
class Binding:
    """The first month and party for which complying does not pay, at the mode."""

    party: str
    month: int
    slack: float
    breach: str
    reason: Literal["uncovered", "unpunished", "too-cheap"]
    why: str  # the same as half a sentence
    words: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Would it hold, and what does it pay to whom.

    The whole game is kept for the mode alone; of the draws, what questions are asked about.
    """

    game: Game  # at the mode
    played: Played  # at the mode
    courses: tuple[tuple[Course, ...], ...]  # for each share of the draws, one by game
    first_binding: Binding | None
    holds: Bools  # (K,) every slack of every month is at least zero
    settled: Bools  # (K,) the choices of the last phase confirm themselves
    obliged: Ints  # (M,) parties with a breach open to them
    slack: Floats  # (K, N+1, M) of these
    value: Floats  # (K, I) at signature
    relief: Floats  # (K, I) present value of relief on the comply path
    kept: Floats  # (N+1, I) at the mode: relief that a snap-back in a month cannot take back
    windfall: Floats  # (K, I) most that is kept by breaching at the best moment
    windfall_month: Ints  # (K, I)
    reward: (
        Floats  # (K, I) value under the package less value on the pre-war path; NaN if not given
    )
    warnings: tuple[str, ...]
