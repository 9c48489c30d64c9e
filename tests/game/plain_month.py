"""One month in force: acts, all at once; flows; an end; the first cause seen; the next place."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import permutations, product

from plain_package import Breach, Gate, Number
from plain_rules import Rules, changed
from plain_states import Counts, Force, Joint, Move, Outcome, Stage, State, Vote

NOTHING = Move()


class Month:
    """What may happen in a month, given how it is entered."""

    def __init__(self, rules: Rules, force: Force) -> None:
        self.rules, self.force, self.package = rules, force, rules.package
        self.levels = dict(force.levels)
        self.released = rules.released(force.free)

    @cached_property
    def due(self) -> tuple[Gate, ...]:
        """Gates that stand in the way of what hangs on them."""
        rules, force = self.rules, self.force
        return tuple(
            g
            for g in self.package.gates
            if g.name not in force.missed and force.places[rules.track[g.name]] == g.place
        )

    @cached_property
    def turns(self) -> list[tuple[Gate, str]]:
        """Owners that must say first, in their order, whether they perform."""
        return [(gate, owner) for gate in self.due for owner in gate.owners[:-1]]

    def stage(self) -> Stage:
        """The month, or the next owner who has to say first whether he performs."""
        if len(self.force.said) < len(self.turns):
            return self._asked(*self.turns[len(self.force.said)])
        menus = {i: self._menu(name) for i, name in enumerate(self.package.names)}
        players = tuple(i for i, menu in menus.items() if len(menu) > 1)
        shown = tuple(menus[i] for i in players)
        return Stage(players, shown, {joint: self._outcome(joint) for joint in product(*shown)})

    def _asked(self, gate: Gate, owner: str) -> Stage:
        menu = (NOTHING, Move((gate.name,)))
        none = (0,) * len(self.package.parties)
        outcomes: dict[Joint, Outcome] = {
            (move,): Outcome(none, ((1, self.force._replace(said=(*self.force.said, says))),))
            for move, says in zip(menu, (True, False), strict=True)
        }
        return Stage((self.package.names.index(owner),), (menu,), outcomes, timeless=True)

    def _menu(self, name: str) -> tuple[Move, ...]:
        """Withholding and breaching are joint: each pair is a move of its own."""
        own = [g.name for g in self.due if g.owners[-1] == name]
        held = [
            tuple(g for g, no in zip(own, noes, strict=True) if no)
            for noes in product((False, True), repeat=len(own))
        ]
        breaches = [None, *(b.name for b in self.package.breaches if self._may(b, name))]
        return tuple(sorted((Move(h, b) for h in held for b in breaches), key=lambda m: m.odd))

    def _may(self, breach: Breach, name: str) -> bool:
        reached, force = self.rules.reached, self.force
        begun = breach.since is None or reached(breach.since, force)
        over = breach.until is not None and reached(breach.until, force)
        spent = breach.shape == "once" and breach.name in self.levels
        return breach.owner == name and begun and not over and not spent

    # what joint moves lead to

    def _outcome(self, joint: Joint) -> Outcome:
        said = zip(self.turns, self.force.said, strict=True)
        held = {gate.name for (gate, _), performs in said if not performs}
        held.update(name for move in joint for name in move.withholds)
        done = [self.rules.breaches[move.breach] for move in joint if move.breach is not None]
        performed = [g for g in self.due if g.name not in held]
        chances: dict[State, Number] = {}
        for chance, opened in self._certified(performed):
            for p, state in self._ways(opened, frozenset(held), done):
                if p:
                    chances[state] = chances.get(state, 0) + chance * p
        ways = tuple((p, state) for state, p in chances.items())
        return Outcome(self._flow(performed, done), ways)

    def _flow(self, performed: list[Gate], done: list[Breach]) -> tuple[Number, ...]:
        force, rules = self.force, self.rules
        total = rules.flow(force.places, dict.fromkeys(force.shut, 1))
        for b in done:
            effect = rules.effect(b, self.levels.get(b.name, 0), force.month)
            total = [x + y for x, y in zip(total, effect, strict=True)]
        for gate in performed:
            paid, worth = rules.by_party(gate.costs), rules.by_party(gate.worth)
            for i, (c, w) in enumerate(zip(paid, worth, strict=True)):
                total[i] += gate.certified * (w - c)
        return tuple(total)

    def _certified(self, performed: list[Gate]) -> Iterator[tuple[Number, frozenset[str]]]:
        for passes in product((True, False), repeat=len(performed)):
            chance: Number = 1
            for gate, passed in zip(performed, passes, strict=True):
                chance = chance * (gate.certified if passed else 1 - gate.certified)
            if chance:
                pairs = zip(performed, passes, strict=True)
                yield chance, frozenset(g.name for g, passed in pairs if passed)

    def _ways(
        self, opened: frozenset[str], held: frozenset[str], done: list[Breach]
    ) -> Iterator[tuple[Number, State]]:
        rules, force = self.rules, self.force
        end = rules.ending(force.month)
        lapsed = rules.ended(self.package.lapsed, force.places)
        yield end, lapsed
        withheld = self._withheld(opened, held)
        late = [rules.gates[g] for g, w in withheld if w == rules.gates[g].lapses_after]
        if any(gate.missed == "lapse" for gate in late):
            yield 1 - end, lapsed
            return
        names = {gate.name for gate in late}
        then = rules.later(force)._replace(
            places=rules.advanced(force.places, opened),
            withheld=tuple(c for c in withheld if c[0] not in names),
            free=self._free(held),
            missed=force.missed | names,
            said=(),
        )
        for chance, state in self._seen(then, done):
            yield (1 - end) * chance, state

    def _withheld(self, opened: frozenset[str], held: frozenset[str]) -> Counts:
        counts = self.force.withheld
        for gate in self.due:
            if gate.lapses_after is not None:
                so_far = dict(self.force.withheld).get(gate.name, 0)
                now = 0 if gate.name in opened else so_far + (gate.name in held)
                counts = changed(counts, gate.name, now)
        return counts

    def _free(self, held: frozenset[str]) -> Counts:
        """Releases that are left next month."""
        left = [(key, months - 1) for key, months in self.force.free if months > 1]
        given = [(f"gate {g.name}", 1) for g in self.due if g.name in held and g.releases]
        return tuple(sorted(left + given))

    # who is seen first

    def _seen(self, then: Force, done: list[Breach]) -> Iterator[tuple[Number, State]]:
        levels = self._levels(done)
        finished = [b for b in done if b.shape == "plan" and dict(levels)[b.name] == b.takes]
        causes = [(b, b.seen, (0, b.order), b.trigger) for b in finished or done]
        watched: list[tuple[Breach | None, Number, tuple[int, int], str]] = [
            (b, seen, order, name)
            for b, seen, order, name in causes
            if name is not None and self._watches(name) and b.name not in self.released
        ]
        if not finished:
            watched += [
                (None, t.false_alarm, (1, t.order), t.name)
                for t in self.package.triggers
                if t.false_alarm and self._watches(t.name)
            ]
        firsts = first_seen([(order, chance) for _, chance, order, _ in watched])
        for (breach, _, _, name), chance in zip(watched, firsts, strict=True):
            yield chance, self._caused(then, levels, breach, name)
        unseen = 1 - sum(firsts)
        if finished:
            yield unseen, self._completed(finished[0])
            return
        for chance, believed in self._recovered():
            yield unseen * chance, then._replace(levels=levels, believed=believed)

    def _watches(self, name: str) -> bool:
        """Whether a trigger is believed and has something left to shut."""
        trigger = self.rules.triggers[name]
        spent = trigger.response == "close" and self.force.shut.issuperset(trigger.modules)
        return self.rules.mark(trigger) in self.force.believed and not spent

    def _levels(self, done: list[Breach]) -> Counts:
        levels = self.force.levels
        for b in done:
            so_far = self.levels.get(b.name, 0)
            if b.shape == "once":
                levels = changed(levels, b.name, 1)
            elif b.shape == "plan":
                levels = changed(levels, b.name, so_far + 1)
            elif b.shape == "grows" and b.grows_by == "done":
                levels = changed(levels, b.name, min(so_far + 1, len(b.gain) - 1))
        return levels

    def _caused(self, then: Force, levels: Counts, breach: Breach | None, name: str) -> State:
        """A month in which a plan is seen does not count towards it."""
        if breach is not None and breach.shape == "plan":
            levels = changed(levels, breach.name, self.levels.get(breach.name, 0))
        then = then._replace(levels=levels)
        trigger = self.rules.triggers[name]
        if trigger.deciders:
            return Vote(then, self.force.places, name)
        return self.rules.respond(then, self.force.places, trigger)

    def _completed(self, plan: Breach) -> State:
        values = dict(self.package.completed)
        values[plan.owner] = values.get(plan.owner, 0) + plan.prize
        return self.rules.ended((values,), self.force.places)

    def _recovered(self) -> Iterator[tuple[Number, frozenset[str]]]:
        """Each lost belief may come back by itself, in a month without an end or a cause."""
        force, back = self.force, self.package.recovery
        lost = sorted(self.rules.start.believed - force.believed) if back else []
        for returns in product((True, False), repeat=len(lost)):
            chance: Number = 1
            for one in returns:
                chance = chance * (back if one else 1 - back)
            again = {mark for mark, one in zip(lost, returns, strict=True) if one}
            yield chance, force.believed | again


def first_seen(causes: list[tuple[tuple[int, int], Number]]) -> list[Number]:
    """Chance of each cause, of an order and a chance, to be the first that is seen.

    Lower orders come first; within one, all sequences are as likely.
    """
    result: list[Number] = [0] * len(causes)
    left: Number = Fraction(1)
    for order in sorted({order for order, _ in causes}):
        tied = [i for i, (own, _) in enumerate(causes) if own == order]
        lines = list(permutations(tied))
        for line in lines:
            unseen = left / len(lines)
            for i in line:
                result[i] += unseen * causes[i][1]
                unseen = unseen * (1 - causes[i][1])
        for i in tied:
            left = left * (1 - causes[i][1])
    return result
