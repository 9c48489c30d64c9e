"""The game a package makes: what each party gets, month by month, by complying and by cheating.

Letters. K draws (row 0 is the mode), N + 1 months (the last is the steady month), I parties,
B breaches open to obliged parties, T triggers, C = B + T causes of a pull: each breach seen, then
each trigger's false alarm. Money is EUR bn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    ending: Floats  # (K, N+1, E) probability of each end without breach
    recurring: Bools  # (E,) it comes round every so often, so a pause does not keep it away
    lapsed: Floats  # (K, N+1, I) value once it ended without breach
    snapped: Floats  # (K, N+1, I) value once snapped back from month n, kept relief included
    called: Floats  # (K, C, I) what guarantors then do, and what it costs or gives
    clock: Floats  # (K, C) months of notice
    rest: Floats  # (K, C) months of the pause that follows; 0 for a snap
    paused: Floats  # (K, N+1, T, I) flow while trigger t pauses its modules
    pauses: Bools  # (T,) the response is a pause, not a snap
    rules: Ints  # (T,) index into RULES
    deciders: Bools  # (T, I)
    sizes: Ints  # (B,)
    owner: Ints  # (B,) index of the breaching party
    trigger: Ints  # (C,) index of the trigger a cause pulls; -1 if none covers it

    @property
    def months(self) -> int:
        """Months from signature to the steady month, both counted."""
        return int(self.flow.shape[1])


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


@dataclass(frozen=True, slots=True)
class Binding:
    """The first month and party for which complying does not pay, at the mode."""

    party: str
    month: int
    slack: float
    breach: str
    words: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Would it hold, and what does it pay to whom."""

    game: Game
    played: Played
    first_binding: Binding | None
    holds: Bools  # (K,) every slack of every month is at least zero
    relief: Floats  # (K, I) present value of relief on the comply path
    windfall: Floats  # (K, I) most that is kept by breaching at the best moment
    windfall_month: Ints  # (K, I)
    reward: (
        Floats  # (K, I) value under the package less value on the pre-war path; NaN if not given
    )
    warnings: tuple[str, ...]
