"""How a package is played: what hangs on what, the calendar, the money, and what follows a cause.

A gate stops only what hangs on it: what hangs on the same gates is one **track** with a place of
its own, and a gate is done once its own track has passed it. The calendar is kept up to the last
month on which anything depends.
"""

from collections.abc import Iterator
from functools import cached_property

from plain_package import Breach, Flows, Gate, Moment, Number, Package, Trigger
from plain_states import Counts, Ended, Force, Notice, Paused, Places, State


def changed(counts: Counts, name: str, to: int) -> Counts:
    """Counts with one of them set; nought is not kept."""
    kept = [c for c in counts if c[0] != name]
    return tuple(sorted([*kept, (name, to)] if to else kept))


class Rules:
    """How a package is played."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.gates = {g.name: g for g in package.gates}
        self.breaches = {b.name: b for b in package.breaches}
        self.triggers = {t.name: t for t in package.triggers}

    # what hangs on what

    @cached_property
    def hangs_on(self) -> dict[str, frozenset[str]]:
        """The gates that each module and gate waits for, through other gates."""
        result: dict[str, frozenset[str]] = {"": frozenset()}  # the package itself
        for gate in sorted(self.package.gates, key=lambda g: g.place):
            result[gate.name] = self._waits(gate.name, gate.place, result)
        for name in ("", *(m.name for m in self.package.modules)):
            result[name] = self._waits(name, self.package.last + 1, result)
        return result

    def _waits(self, name: str, place: int, known: dict[str, frozenset[str]]) -> frozenset[str]:
        held = [
            g.name
            for g in self.package.gates
            if (g.place < place if g.holds is None else name in g.holds)
        ]
        return frozenset(held).union(*(known[g] for g in held))

    @cached_property
    def tracks(self) -> tuple[frozenset[str], ...]:
        """Sets of gates; the first is the track of the package itself."""
        hangs = self.hangs_on
        own = [hangs[g] | {g} for g in sorted(self.gates)]
        modules = [hangs[m.name] for m in self.package.modules]
        return tuple(dict.fromkeys([hangs[""], *own, *modules]))

    @cached_property
    def track(self) -> dict[str, int]:
        """Of each module, and of each gate the one that it stops first."""
        hangs = self.hangs_on
        at = {g: self.tracks.index(hangs[g] | {g}) for g in self.gates}
        return at | {m.name: self.tracks.index(hangs[m.name]) for m in self.package.modules}

    @cached_property
    def lasts(self) -> tuple[int, ...]:
        """Where each track ends: one on which no flow hangs tells only that its gate is done."""
        hangs = self.hangs_on
        flowing = {hangs[""], *(hangs[m.name] for m in self.package.modules)}
        return tuple(
            self.package.last if track in flowing else 1 + max(self.gates[g].place for g in track)
            for track in self.tracks
        )

    def done(self, places: Places, gate: Gate) -> bool:
        """Whether an act has been certified."""
        return places[self.track[gate.name]] > gate.place

    def advanced(self, places: Places, opened: frozenset[str] = frozenset()) -> Places:
        """The places a month later, when these gates were certified in it."""

        def stopped(track: frozenset[str], place: int) -> bool:
            here = [self.gates[g] for g in track if self.gates[g].place == place]
            return any(g.name not in opened and not self.done(places, g) for g in here)

        return tuple(
            place if place == last or stopped(track, place) else place + 1
            for track, last, place in zip(self.tracks, self.lasts, places, strict=True)
        )

    # the calendar

    @cached_property
    def last_month(self) -> int:
        """From here on the calendar changes nothing."""
        dates = [month + 1 for month in self.package.dated]
        for b in self.package.breaches:
            dates += [int(m[1]) for m in (b.since, b.until) if m is not None and m[0] == "month"]
            if b.shape == "grows" and b.grows_by == "calendar":
                dates.append(len(b.gain) - 1)
        return max(dates, default=0)

    def later(self, then: Force) -> Force:
        return then._replace(month=min(then.month + 1, self.last_month))

    def ending(self, month: int) -> Number:
        """The chance that an end strikes in a month."""
        return 1 - (1 - self.package.ends) * (1 - self.package.dated.get(month, 0))

    # money

    def by_party(self, flows: Flows) -> tuple[Number, ...]:
        return tuple(flows.get(name, 0) for name in self.package.names)

    def ended(self, values: tuple[Flows, ...], places: Places) -> Ended:
        return Ended(self.by_party(values[min(places[0], len(values) - 1)]))

    def flow(self, places: Places, share: dict[str, Number]) -> list[Number]:
        """What a month brings each party while a share of some modules is shut."""
        total = list(self.by_party(self.package.base[places[0]]))
        for module in self.package.modules:
            flows = module.flow[places[self.track[module.name]]]
            open_share = 1 - share.get(module.name, 0)
            for i, x in enumerate(self.by_party(flows)):
                total[i] += open_share * x
        return total

    def effect(self, breach: Breach, level: int, month: int) -> list[Number]:
        """What a breach brings each party in a month."""
        grown = level if breach.grows_by == "done" else month
        gain = breach.gain[min(grown, len(breach.gain) - 1) if breach.shape == "grows" else 0]
        return [
            (gain if name == breach.owner else 0)
            - breach.harm.get(name, 0)
            - breach.voids * self.package.peace.get(name, 0)
            for name in self.package.names
        ]

    def at_will(self) -> Iterator[list[Number]]:
        """What is done in months of notice: each party's best repeatable breach, if it pays."""
        for i, name in enumerate(self.package.names):
            own = [b for b in self.package.breaches if (b.owner, b.shape) == (name, "repeat")]
            effects = [self.effect(b, 0, 0) for b in own]
            if effects:
                best = max(effects, key=lambda x: (x[i], sum(x)))
                if best[i] > 0:
                    yield best

    # answers

    @cached_property
    def start(self) -> Force:
        marks = frozenset(self.mark(t) for t in self.package.triggers)
        return Force(0, (0,) * len(self.tracks), marks)

    def mark(self, trigger: Trigger) -> str:
        """What is no longer believed when somebody looks away from a trigger."""
        return {"party": trigger.against, "trigger": trigger.name, "all": "all"}[
            self.package.belief
        ]

    def respond(self, then: Force, at: Places, trigger: Trigger) -> State:
        """What follows a cause that is acted upon; what was found is undone."""
        undone = [
            (name, level)
            for name, level in then.levels
            if self.breaches[name].trigger != trigger.name or self.breaches[name].shape == "once"
        ]
        then = then._replace(levels=tuple(undone))
        if trigger.notice:
            return Notice(then, at, trigger.name, trigger.notice)
        return self.noticed(then, at, trigger)

    def noticed(self, then: Force, at: Places, trigger: Trigger) -> State:
        if trigger.response == "snap":
            return self.ended(self.package.snapped, at)
        if trigger.schedule == "runs":
            for _ in range(trigger.notice):
                then = then._replace(places=self.advanced(then.places))
        if trigger.response == "close":
            return then._replace(shut=then.shut | set(trigger.modules))
        if trigger.response == "release":
            return then._replace(free=changed(then.free, f"trigger {trigger.name}", trigger.rest))
        return Paused(then, trigger.name, trigger.rest)

    def released(self, free: Counts) -> frozenset[str]:
        """Breaches that are none this month."""
        given: list[str] = []
        for key, _ in free:
            kind, name = key.split(" ", 1)
            given += (
                self.triggers[name].releases if kind == "trigger" else self.gates[name].releases
            )
        return frozenset(given)

    def reached(self, moment: Moment, then: Force) -> bool:
        kind, at = moment
        if kind == "gate":
            return self.done(then.places, self.gates[str(at)])
        return (then.places[0] if kind == "place" else then.month) >= int(at)
