"""One month of the game by plain enumeration, written from the definitions and nothing else."""

from itertools import product

from detente.incentives.model import Game

NEEDED = {"automatic": 0, "any-of": 1, "renewal": 1, "reverse-veto": 1}


class Month:
    """Month n of draw 0, where going on is worth `onward` and disbelief `lax`, by party."""

    def __init__(self, game: Game, n: int, onward: list[float], lax: list[float]) -> None:
        self.game, self.n, self.onward, self.lax = game, n, onward, lax
        alive, paused = 1.0, 1.0
        for end, again in zip(game.ending[0, n], game.recurring, strict=True):
            alive *= 1 - end
            paused *= 1 - end if again else 1.0
        self.h, self.h_paused = 1 - alive, 1 - paused
        self.parties = range(len(game.parties))

    def effect(self, breaches: list[int], i: int) -> float:
        return sum(self.game.effect[0, b, i] for b in breaches)

    def at_will(self) -> list[int]:
        """What each party does when nobody watches: its best breach, if that pays at all."""
        effect = self.game.effect[0]
        own = [[b for b, o in enumerate(self.game.owner) if o == i] for i in self.parties]
        best = [max(bs, key=lambda b, i=i: effect[b, i]) for i, bs in enumerate(own) if bs]
        return [b for b in best if effect[b, self.game.owner[b]] > 0]

    def acted(self, cause: int, i: int) -> float:
        """What it is worth to a party that a cause is acted upon."""
        game, n, t = self.game, self.n, self.game.trigger[cause]
        beta, clock, rest = game.beta[0, i], game.clock[0, cause], game.rest[0, cause]
        on_the_clock = game.standing[0, n, i] + self.effect(self.at_will(), i)
        after = game.snapped[0, n, i] + game.called[0, cause, i]
        if game.pauses[t]:
            rate = beta * (1 - self.h_paused)
            a_month = game.paused[0, n, t, i] + beta * self.h_paused * game.lapsed[0, n, i]
            after = a_month * (1 - rate**rest) / (1 - rate) + rate**rest * self.onward[i]
        return on_the_clock * (1 - beta**clock) / (1 - beta) + beta**clock * after

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
        goes_on = (1 - self.h) * (follows + unseen * self.onward[i])
        ends = self.h * game.lapsed[0, self.n, i]
        return (
            game.flow[0, self.n, i] + self.effect(breaches, i) + game.beta[0, i] * (ends + goes_on)
        )

    def played(self, rules: tuple[str, ...]) -> list[float]:
        """Values under the equilibrium of fewest, then smallest, then first-listed breaches."""
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
        chosen = min(stable or [least], key=lambda p: (len(p), sum(game.sizes[b] for b in p)))
        return [self.value(chosen, pulled, i) for i in self.parties]
