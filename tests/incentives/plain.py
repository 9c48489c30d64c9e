"""One month of the game by plain enumeration, written from the definitions and nothing else."""

from itertools import product

from detente.incentives.model import Game, Played

NEEDED = {"automatic": 0, "any-of": 1, "renewal": 1, "reverse-veto": 1}


class Month:
    """Month n of draw 0, where going on is worth `onward` and disbelief `lax`, by party.

    `whole` is how the largest game is played, from which the values of the smaller ones are read.
    """

    def __init__(
        self, game: Game, n: int, onward: list[float], lax: list[float], whole: Played | None = None
    ) -> None:
        self.game, self.n, self.onward, self.lax, self.whole = game, n, onward, lax, whole
        alive, paused = 1.0, 1.0
        for end, again in zip(game.ending[0, n], game.recurring, strict=True):
            alive *= 1 - end
            paused *= 1 - end if again else 1.0
        self.alive, self.alive_paused = alive, paused
        self.parties = range(len(game.parties))

    def smaller(self, place: int, i: int, believed: bool = True) -> float:
        """Next month in the game with modules shut."""
        assert self.whole is not None
        played = self.whole.reduced[place - 1]
        values = played.value if believed else played.disbelieved
        return float(values[0, min(self.n + 1, self.game.months - 1), i])

    def ended(self, i: int, believed: bool = True, paused: bool = False) -> float:
        """Chance times value of every end that may strike, the first in the list before others."""
        game, left, total = self.game, 1.0, 0.0
        for e, chance in enumerate(game.ending[0, self.n]):
            if paused and not game.recurring[e]:
                continue
            place, value = game.to_end[e], game.lapsed[0, self.n, i]
            if place >= 0:
                value = self.smaller(place, i, believed)
            if e in game.winding:
                value += game.wound[0, self.n, list(game.winding).index(e), i]
            total += left * chance * value
            left *= 1 - chance
        return total

    def effect(self, breaches: list[int], i: int) -> float:
        return float(sum(self.game.effect[0, b, i] for b in breaches))

    def at_will(self) -> list[int]:
        """What each party does when nobody watches: its best breach, if that pays at all."""
        effect = self.game.effect[0]
        own = [[b for b, o in enumerate(self.game.owner) if o == i] for i in self.parties]
        best = [max(bs, key=effect[:, i].tolist().__getitem__) for i, bs in enumerate(own) if bs]
        return [b for b in best if effect[b, self.game.owner[b]] > 0]

    def acted(self, cause: int, i: int) -> float:
        """What it is worth to a party that a cause is acted upon."""
        game, n, t = self.game, self.n, self.game.trigger[cause]
        beta, clock, rest = game.beta[0, i], game.clock[0, cause], game.rest[0, cause]
        on_the_clock = game.standing[0, n, i] + self.effect(self.at_will(), i)
        after = game.snapped[0, n, i] + game.called[0, game.era[n], cause, i]
        if game.to_trigger[t] >= 0:
            after = game.shut[0, n, t, i] + self.smaller(game.to_trigger[t], i)
        if game.pauses[t]:
            rate = beta * self.alive_paused
            a_month = game.shut[0, n, t, i] + beta * self.ended(i, paused=True)
            after = a_month * (1 - rate**rest) / (1 - rate) + rate**rest * self.onward[i]
        return float(on_the_clock * (1 - beta**clock) / (1 - beta) + beta**clock * after)

    def is_acted_upon(self, cause: int, rule: str) -> bool:
        t = self.game.trigger[cause]
        if t < 0:
            return False
        seats = [i for i in self.parties if self.game.deciders[t, i]]
        ayes = sum(self.acted(cause, i) >= self.lax[i] for i in seats)
        majority = len(seats) // 2 + 1
        return ayes >= {**NEEDED, "majority": majority, "unanimity": len(seats)}[rule]

    def value(self, breaches: list[int], pulled: list[bool], i: int) -> float:
        game, follows, unseen = self.game, 0.0, 1.0
        for c in range(len(game.trigger)):
            b = c - len(game.breaches)
            chance = game.false_alarm[0, b] if b >= 0 else game.seen[0, c] * (c in breaches)
            follows += unseen * chance * (self.acted(c, i) if pulled[c] else self.lax[i])
            unseen *= 1 - chance
        goes_on = self.alive * (follows + unseen * self.onward[i])
        now = game.flow[0, self.n, i] + self.effect(breaches, i)
        return float(now + game.beta[0, i] * (self.ended(i) + goes_on))

    def doubted(self, i: int) -> float:
        """The month's value once nobody believes the triggers."""
        now = self.game.flow[0, self.n, i] + self.effect(self.at_will(), i)
        goes_on = self.alive * self.lax[i]
        return float(now + self.game.beta[0, i] * (self.ended(i, believed=False) + goes_on))

    def played(self, rules: tuple[str, ...], darkest: bool = False) -> list[float]:
        """Values under the equilibrium of fewest, then smallest, then first-listed breaches.

        The darkest is the last in this order, not the first.
        """
        game = self.game
        kinds = [rules[game.rules[t]] for t in game.trigger]
        pulled = [self.is_acted_upon(c, kind) for c, kind in enumerate(kinds)]
        menus = [[None, *[b for b, o in enumerate(game.owner) if o == i]] for i in self.parties]
        profiles = [[b for b in profile if b is not None] for profile in product(*menus)]

        def regret(breaches: list[int]) -> float:
            gains = [0.0]
            for i in self.parties:
                others = [b for b in breaches if game.owner[b] != i]
                now = self.value(breaches, pulled, i)
                for other in menus[i]:
                    other_way = sorted([*others, *([] if other is None else [other])])
                    gains.append(self.value(other_way, pulled, i) - now)
            return max(gains)

        stable = [p for p in profiles if regret(p) <= 1e-9]
        least = min(profiles, key=regret)
        ordered = sorted(stable or [least], key=lambda p: (len(p), sum(game.sizes[b] for b in p)))
        chosen = ordered[-1 if darkest else 0]
        return [self.value(chosen, pulled, i) for i in self.parties]
