"""The product as it is defined, one state at a time in plain Python; the fast search must equal it.

A position is a day, and on it every module's standing, every act, every clock. `steps` gives all
that may come next, in this order: what must be settled at once (only the first of it); what anybody
may do at the beginning of a month; the next thing that time brings.
"""

from collections.abc import Iterator, Set
from dataclasses import replace

from plain_position import NOT_BEGUN, Position, Standing, Step, changed

from detente.case.model import Case
from detente.case.package import End, Milestone, Module, Trigger
from detente.machine.clocks import days_of_month, whole_days
from detente.machine.layout import Layout
from detente.machine.model import Machine


class Reference:
    """The steps of a package."""

    def __init__(self, machine: Machine, case: Case) -> None:
        self.machine, self.package = machine, machine.package
        self.read = Layout(machine, case)  # only for likeliest values and reaches
        self.module_names = [module.name for module in self.package.modules]
        self.act_names = [milestone.name for milestone in self.package.milestones]

    def start(self) -> Position:
        """Signature."""
        until = tuple(self.read.dates.get(end.name, 0) for end in self.package.ends)
        idle = (0,) * len(self.package.triggers)
        return Position(
            0,
            0,
            modules=tuple(Standing(fund="held" if m.escrow else "none") for m in self._modules),
            acts=tuple("awaited" for _ in self.act_names),
            notice=idle,
            pause=idle,
            wind=(0,) * len(self.package.ends),
            until=until,
        )

    def steps(self, at: Position) -> Iterator[Step]:
        """All that may come next."""
        if at.over:
            return
        if not self._frozen(at):
            if at.elapsed == 0:
                if urgent := next(self._at_once(at), None):
                    yield from urgent
                    return
                if at.month < self.machine.horizon:
                    yield from self._at_will(at)
            if at.month >= self.machine.horizon:
                return
        yield from self._in_time(at)

    @property
    def _modules(self) -> tuple[Module, ...]:
        return self.package.modules

    def _frozen(self, at: Position) -> bool:
        snaps = any(
            n and t.response == "snap" for n, t in zip(at.notice, self._triggers, strict=True)
        )
        ends = any(w and not e.modules for w, e in zip(at.wind, self.package.ends, strict=True))
        return snaps or ends

    @property
    def _triggers(self) -> tuple[Trigger, ...]:
        return self.package.triggers

    def _at_once(self, at: Position) -> Iterator[list[Step]]:
        if at.raised:
            yield self._raised(at)
        for i, module in enumerate(self._modules):
            following = at.modules[i].phase + 1
            if self._may_begin(at, i, module, following):
                last = following == len(module.phases) - 1
                months = 0 if last else module.phases[following].months
                begun = replace(at.modules[i], phase=following, left=months)
                what = f"{module.name}.{module.phases[following].name}"
                yield [Step("clock", "begin", what, changed(at, "modules", i, begun))]
        for i, milestone in enumerate(self.package.milestones):
            came = all(self._came(at, what) for what in milestone.after)
            due = at.month >= milestone.due and at.acts[i] == "awaited"
            if due and came and not self._pointless(at, milestone):
                withheld = changed(at, "acts", i, "withheld")
                yield [
                    Step(milestone.party, "perform", milestone.name, self._performed(at, i)),
                    Step(milestone.party, "withhold", milestone.name, withheld),
                ]
        yield from self._deadlines(at)

    def _raised(self, at: Position) -> list[Step]:
        trigger = next(t for t in self._triggers if t.name == at.raised)
        doubted = replace(at, raised="", judged=False, believed=False)
        if at.judged:
            judge = trigger.adjudicator or ""
            return [
                Step(judge, "finding", trigger.name, replace(at, judged=False)),
                Step(judge, "no-finding", trigger.name, doubted),
            ]
        lowered, index = replace(at, raised=""), self._triggers.index(trigger)
        if days := whole_days(trigger.notice_days):
            pulled = [changed(lowered, "notice", index, days)]
        else:
            pulled = list(self._answered(lowered, index))
        steps = [Step("", "pull", trigger.name, to) for to in pulled]
        if trigger.rule != "automatic":
            steps.append(Step("", "look-away", trigger.name, doubted))
        return steps

    def _may_begin(self, at: Position, i: int, module: Module, following: int) -> bool:
        standing = at.modules[i]
        if standing.shut or standing.left or following == len(module.phases) or self._paused(at, i):
            return False
        return all(self._came(at, what) for what in module.phases[following].after)

    def _came(self, at: Position, what: str) -> bool:
        if what in self.act_names:
            return at.acts[self.act_names.index(what)] == "met"
        name, _, phase = what.partition(".")
        i = self.module_names.index(name)
        wanted = [p.name for p in self._modules[i].phases].index(phase)
        return at.modules[i].phase >= wanted and not at.modules[i].shut

    def _paused(self, at: Position, i: int) -> bool:
        name = self.module_names[i]
        pausing = zip(at.pause, self._triggers, strict=True)
        return any(days and name in self.read.reach(trigger) for days, trigger in pausing)

    def _pointless(self, at: Position, milestone: Milestone) -> bool:
        """All that waited for an act is shut for good."""
        waiting = self.read.waiting(milestone.name)
        return bool(waiting) and all(self._shut(at, name) for name in waiting)

    def _shut(self, at: Position, name: str) -> bool:
        return at.modules[self.module_names.index(name)].shut

    def _performed(self, at: Position, act: int) -> Position:
        modules = tuple(
            replace(standing, fund="released")
            if module.escrow
            and module.escrow.released_by == self.act_names[act]
            and standing.fund in ("held", "put off")
            else standing
            for module, standing in zip(self._modules, at.modules, strict=True)
        )
        return replace(changed(at, "acts", act, "met"), modules=modules)

    def _deadlines(self, at: Position) -> Iterator[list[Step]]:
        for i, module in enumerate(self._modules):
            escrow, standing = module.escrow, at.modules[i]
            if escrow is None or escrow.deadline is None:
                continue
            late = escrow.deadline + escrow.extendable_months
            back = changed(at, "modules", i, replace(standing, fund="returned"))
            returned = Step("clock", "escrow", "return", back)
            if standing.fund == "held" and at.month >= escrow.deadline:
                put_off = changed(at, "modules", i, replace(standing, fund="put off"))
                longer = (
                    [Step("", "escrow", "put off", put_off)] if escrow.extendable_months else []
                )
                yield [returned, *longer]
            if standing.fund == "put off" and at.month >= late:
                yield [returned]

    def _at_will(self, at: Position) -> Iterator[Step]:
        for i, milestone in enumerate(self.package.milestones):
            if at.acts[i] == "withheld" and not self._pointless(at, milestone):
                yield Step(milestone.party, "perform", milestone.name, self._performed(at, i))
        if at.believed:
            yield from self._raisings(at)
        for i, end in enumerate(self.package.ends):
            if end.every_months and at.month and at.month % end.every_months == 0:
                dead = end.modules and all(self._shut(at, name) for name in end.modules)
                if not dead and not at.wind[i]:
                    yield Step(end.party, "end", end.name, self._strikes(at, i))

    def _raisings(self, at: Position) -> Iterator[Step]:
        """Breaches that are confirmed, and triggers raised though nobody breached."""
        for exposure in self.machine.exposures:
            if exposure.trigger is not None and self._idle(at, exposure.trigger):
                trigger = self._triggers[exposure.trigger]
                to = replace(at, raised=trigger.name, judged=trigger.adjudicator is not None)
                yield Step(exposure.party, "breach", exposure.breach, to)
        for i, trigger in enumerate(self._triggers):
            if self.read.mode(trigger.false_alarm) and self._idle(at, i):
                yield Step("nature", "alarm", trigger.name, replace(at, raised=trigger.name))

    def _idle(self, at: Position, i: int) -> bool:
        if at.notice[i] or at.pause[i]:
            return False
        trigger = self._triggers[i]
        reach = self.read.reach(trigger)
        return trigger.response == "snap" or not all(self._shut(at, name) for name in reach)

    def _strikes(self, at: Position, i: int) -> Position:
        end = self.package.ends[i]
        if days := whole_days(end.wind_down_days):
            return changed(at, "wind", i, days)
        return self._struck(at, end)

    def _struck(self, at: Position, end: End) -> Position:
        return self._closed(at, set(end.modules)) if end.modules else self._over(at, end.name)

    def _answered(self, at: Position, i: int) -> Iterator[Position]:
        """What follows once a trigger takes effect: where a new act is needed, with it or not."""
        trigger = self._triggers[i]
        if trigger.response == "pause":
            yield changed(at, "pause", i, self.read.pause(trigger))
            return
        reach = set(self.read.reach(trigger))
        lasting = {m.name for m in self._modules if m.form == "termination" and m.name in reach}
        snaps = trigger.response == "snap"
        yield self._over(at, trigger.name) if snaps else self._closed(at, reach)
        here = zip(self.module_names, at.modules, strict=True)
        if any(name in lasting and s.phase > NOT_BEGUN and not s.shut for name, s in here):
            stay = self._over(at, trigger.name, lasting)
            yield stay if snaps else self._closed(at, reach - lasting)

    def _over(self, at: Position, who: str, lasting: Set[str] = frozenset()) -> Position:
        """Only the day and the cause are remembered, and what no new act could shut."""
        modules = tuple(
            Standing(standing.phase if name in lasting and not standing.shut else NOT_BEGUN)
            for name, standing in zip(self.module_names, at.modules, strict=True)
        )
        return Position(at.month, at.elapsed, who, believed=False, modules=modules)

    def _closed(self, at: Position, names: set[str]) -> Position:
        """Modules shut for good; what only they waited for is forgotten."""
        modules = tuple(
            Standing(shut=True, fund="returned" if s.fund in ("held", "put off") else s.fund)
            if name in names
            else s
            for name, s in zip(self.module_names, at.modules, strict=True)
        )
        after = replace(at, modules=modules)
        acts = tuple(
            "awaited" if self.read.waiting(m.name) & names and self._pointless(after, m) else act
            for m, act in zip(self.package.milestones, at.acts, strict=True)
        )
        dead = [
            t.response != "snap"
            and bool(names.intersection(self.read.reach(t)))
            and all(self._shut(after, name) for name in self.read.reach(t))
            for t in self._triggers
        ]
        notice, pause = (
            tuple(0 if gone else days for gone, days in zip(dead, clocks, strict=True))
            for clocks in (at.notice, at.pause)
        )
        return replace(after, acts=acts, notice=notice, pause=pause)

    def _in_time(self, at: Position) -> Iterator[Step]:
        """The next clock that runs out within the month, or the month's end."""
        length, frozen = days_of_month(self.machine, at.month), self._frozen(at)
        running = [(days, kind, i) for kind, i, days in self._clocks(at, frozen)]
        due = [clock for clock in running if clock[0] <= length - at.elapsed]
        if not due:
            passed = self._passed(at, length - at.elapsed, frozen)
            modules = tuple(
                s if not s.left or frozen or self._paused(at, i) else replace(s, left=s.left - 1)
                for i, s in enumerate(at.modules)
            )
            to = replace(passed, month=at.month + 1, elapsed=0, modules=modules)
            yield Step("all", "comply", "", to)
            return
        days, kind, i = min(due, key=lambda clock: clock[0])  # of equals the first listed
        yield from self._rings(self._passed(at, days, frozen), kind, i)

    def _clocks(self, at: Position, frozen: bool) -> Iterator[tuple[str, int, int]]:
        whole_t = [t.response == "snap" for t in self._triggers]
        whole_e = [not e.modules for e in self.package.ends]
        kinds = (("notice", at.notice, whole_t), ("pause", at.pause, [False] * len(whole_t)))
        more = (("wind", at.wind, whole_e), ("until", at.until, [False] * len(whole_e)))
        for kind, clocks, whole in (*kinds, *more):
            for i, days in enumerate(clocks):
                if days and (whole[i] or not frozen):
                    yield kind, i, days

    def _passed(self, at: Position, days: int, frozen: bool) -> Position:
        running = {(kind, i) for kind, i, _ in self._clocks(at, frozen)}
        clocks = {
            kind: tuple(
                left - days if (kind, i) in running else left
                for i, left in enumerate(getattr(at, kind))
            )
            for kind in ("notice", "pause", "wind", "until")
        }
        notice, pause, wind, until = clocks.values()
        elapsed = at.elapsed + days
        return replace(at, elapsed=elapsed, notice=notice, pause=pause, wind=wind, until=until)

    def _rings(self, at: Position, kind: str, i: int) -> Iterator[Step]:
        """A clock that stands at 0 days takes effect."""
        if kind == "notice":
            what = self._triggers[i].name
            yield from (Step("clock", "clock", what, to) for to in self._answered(at, i))
        elif kind == "pause":
            yield Step("clock", "clock", self._triggers[i].name, at)
        else:
            end = self.package.ends[i]
            if kind == "wind":
                yield Step("clock", "clock", end.name, self._struck(at, end))
            else:
                yield Step(end.party, "end", end.name, self._strikes(at, i))
                yield Step(end.party, "clock", end.name, at)
