"""The first months of a package's game as a tree; behind them stand the game's own values.

In a month of the tree the obliged parties choose at once, nature says whether the package ends and
what is seen first, and the deciders of what is seen vote at once. What follows is paid at the
leaves: the value of the snap-back, of an end, of disbelief, and after the last month of the tree
the value of going on. So its equilibrium is that of the game from signature.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.errors import DetenteError
from detente.incentives import Hold
from detente.incentives.comply_path import ComplyPath, values_played
from detente.incentives.model import Floats
from detente.incentives.profiles import obliged
from detente.machine.tree import Choice, Draw, Leaf, Node

MOST_NODES = 50_000
COMPLY, PULL, AWAY = "comply", "pull", "look away"


def game_tree(hold: Hold, months: int) -> Node:
    """The tree of the first months, at the mode; raises DetenteError where it is too large."""
    return _Tree(hold, months).month(0, _Account.empty(len(hold.game.parties)), "")


class _Account:
    """What each party has by now, and by how much what comes is discounted."""

    def __init__(self, had: Floats, factor: Floats) -> None:
        self.had, self.factor = had, factor

    @classmethod
    def empty(cls, parties: int) -> "_Account":
        return cls(np.zeros(parties), np.ones(parties))

    def paid(self, amount: Floats, discount: Floats) -> "_Account":
        return _Account(self.had + self.factor * amount, self.factor * discount)


@dataclass(frozen=True, slots=True)
class _Month:
    """A month once all have chosen: what each has, what went before, what each did."""

    n: int
    account: _Account
    before: str
    done: tuple[int, ...]

    @property
    def told(self) -> str:
        return f"{self.before}{self.n}:{','.join(map(str, self.done))}"


class _Tree:
    def __init__(self, hold: Hold, months: int) -> None:
        self.game, self.played, self.months = hold.game, hold.played, months
        self.path = ComplyPath(hold.game, hold.played.pulled[0], values_played(hold.played))
        self.parties, self.needed = obliged(hold.game), hold.game.needed
        self.left = MOST_NODES

    def month(self, n: int, account: _Account, before: str) -> Node:
        """The node with which a month begins."""
        if n == self.months:
            last = min(n, self.game.months - 1)
            return self._leaf("goes on", account, self.played.value[0, last])
        return self._conduct(n, account, before, ())

    def _conduct(self, n: int, account: _Account, before: str, done: tuple[int, ...]) -> Node:
        """Parties choose one after another, none knowing what the others choose."""
        if len(done) == len(self.parties):
            effect = sum((self.game.effect[0, b] for b in done if b >= 0), self._nothing())
            now = account.paid(self.game.flow[0, n] + effect, self.path.beta)
            return self._drawn(_Month(n, now, before, done))
        party = self.parties[len(done)]
        options = [-1, *np.flatnonzero(self.game.owner == party).tolist()]
        branches = tuple(
            (self._named(b), self._conduct(n, account, before, (*done, b))) for b in options
        )
        after = f" after {before}" if before else ""
        return self._counted(Choice(party, f"month {n}{after}", branches))

    def _named(self, breach: int) -> str:
        return COMPLY if breach < 0 else self.game.breaches[breach][1]

    def _nothing(self) -> Floats:
        return np.zeros(len(self.game.parties))

    def _drawn(self, month: _Month) -> Node:
        """Nature: the package ends, or something is seen first, or nothing is."""
        ends = float(self.path.h[month.n])
        left, branches = 1 - ends, []
        if ends:
            leaf = self._leaf("ended", month.account, self.path.exits.believed[0, month.n])
            branches.append(("it ends", ends, leaf))
        for cause, chance in self._chances(month.done):
            if left * chance > 0:
                branches.append((self._cause(cause), left * chance, self._seen(month, cause)))
            left *= 1 - chance
        if left > 0:
            onward = self.month(month.n + 1, month.account, f"{month.told};")
            branches.append(("nothing is seen", left, onward))
        return self._counted(Draw(f"month {month.n}", tuple(branches)))

    def _chances(self, done: tuple[int, ...]) -> Iterator[tuple[int, float]]:
        breaches = len(self.game.breaches)
        yield from ((b, float(self.game.seen[0, b])) for b in sorted(done) if b >= 0)
        yield from ((breaches + t, float(f)) for t, f in enumerate(self.game.false_alarm[0]))

    def _cause(self, cause: int) -> str:
        breaches = self.game.breaches
        if cause < len(breaches):
            return f"{' '.join(breaches[cause])} is seen"
        return f"false alarm of {self.game.triggers[cause - len(breaches)]}"

    def _seen(self, month: _Month, cause: int) -> Node:
        trigger = int(self.game.trigger[cause])
        if trigger < 0:
            return self._away(month)
        if self.needed[trigger] == 0:
            return self._acted(month, cause)
        return self._votes(month, cause, np.flatnonzero(self.game.deciders[trigger]).tolist(), ())

    def _votes(
        self, month: _Month, cause: int, deciders: list[int], votes: tuple[bool, ...]
    ) -> Node:
        """Deciders vote at once on what is seen, knowing their own conduct."""
        if len(votes) == len(deciders):
            needed = self.needed[self.game.trigger[cause]]
            return self._acted(month, cause) if sum(votes) >= needed else self._away(month)
        party = deciders[len(votes)]
        pull, away = (self._votes(month, cause, deciders, (*votes, vote)) for vote in (True, False))
        own = dict(zip(self.parties, month.done, strict=True)).get(party)
        conduct = "" if own is None else f", own conduct: {self._named(own)}"
        information = f"{self._cause(cause)} in month {month.n}{conduct}"
        after = f" after {month.before}" if month.before else ""
        return self._counted(Choice(party, f"{information}{after}", ((PULL, pull), (AWAY, away))))

    def _acted(self, month: _Month, cause: int) -> Node:
        constant, weight = (part[cause] for part in self.path.responses[month.n])
        if not weight.any():
            return self._leaf("snapped or closed", month.account, constant)
        later = month.account.paid(constant, weight)
        return self.month(month.n + 1, later, f"{month.told} {cause} paused;")

    def _away(self, month: _Month) -> Node:
        last = min(month.n + 1, self.game.months - 1)
        return self._leaf("looked away", month.account, self.path.lax[last])

    def _leaf(self, name: str, account: _Account, value: Floats) -> Node:
        had = account.had + account.factor * value
        return self._counted(Leaf(name, tuple(float(amount) for amount in had)))

    def _counted(self, node: Node) -> Node:
        self.left -= 1
        if self.left < 0:
            remedy = f"give fewer than {self.months}"
            remedy, by = (remedy, "months") if self.months > 1 else ("use the format prism", "to")
            reason = f"a tree of {self.months} months has more than {MOST_NODES:,} nodes"
            raise DetenteError(reason, remedy, by=by)
        return node
