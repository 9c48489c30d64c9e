"""A package's clauses beside the variables and formulas of its product: names and readings."""

import re
from collections.abc import Iterable
from functools import cached_property

from detente.case.draws import Sampler
from detente.case.model import Case
from detente.case.package import Module, Trigger
from detente.case.quantity import Quantity
from detente.case.responses import PAUSE
from detente.machine.clocks import after_months, days_of_month, whole_days
from detente.machine.logic import FALSE, Term, all_of, any_of, compare, name, none_of, number, table
from detente.machine.model import DAYS_A_MONTH, Exposure, Machine

AWAITED, MET, WITHHELD = 0, 1, 2
HELD, PUT_OFF, RELEASED, RETURNED = 0, 1, 2, 3
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
DOUBT = "doubt"  # counts the notice that a breach should have had, where nobody acted


def words(kind: str, known: Iterable[str]) -> dict[str, str]:
    """Names that other tools take too: letters, digits and _, told apart where they clash."""
    taken: dict[str, str] = {}
    for original in known:
        plain = f"{kind}_{re.sub('[^A-Za-z0-9]', '_', original)}".lstrip("_")
        word, count = plain, 2
        while word in taken.values():
            word, count = f"{plain}_{count}", count + 1
        taken[original] = word
    return taken


class Layout:
    """A package's clauses beside the variables that follow them through the product."""

    def __init__(self, machine: Machine, case: Case, *, watched: bool = False) -> None:
        self.machine, self.package, self.horizon = machine, machine.package, machine.horizon
        self.case, self.watched = case, watched and bool(machine.package.triggers)
        self.modules = {module.name: module for module in self.package.modules}
        self.triggers = self.package.triggers
        self.ends = self.package.ends
        self.of_phase = words("phase", self.modules)
        self.of_open = words("open", self.modules)  # formulas: in a phase, and not paused
        self.of_left = words("left", self.modules)
        self.of_fund = words("fund", [m.name for m in self.package.modules if m.escrow])
        self.of_act = words("act", [m.name for m in self.package.milestones])
        self.of_notice = words("notice", [t.name for t in self.triggers if self.notice(t)])
        pausing = [t.name for t in self.triggers if t.does.returns]
        self.of_pause = words(PAUSE.name, pausing)
        self.of_wind = words("wind_down", [e.name for e in self.ends if e.wind_down_days])
        self.of_date = words("date", self.dates)
        self.of_trigger = words("", [t.name for t in self.triggers])
        self.of_end = words("", [e.name for e in self.ends])
        self.of_party = words("", machine.parties)
        self.of_breach = words("breach", [f"{e.party} {e.breach}" for e in machine.exposures])

    def mode(self, quantity: Quantity) -> float:
        """An uncertain number at its likeliest value."""
        return float(Sampler(self.case.estimates, draws=0, seed=0).of(quantity, "mode")[0])

    def seen(self, exposure: Exposure) -> float:
        """Probability that a breach is detected, and reported or found, within the month."""
        breach = self.case.world.breaches[exposure.party][exposure.breach]
        bought = None if exposure.trigger is None else self.triggers[exposure.trigger].detected
        return self.mode(bought or breach.detected) * self.mode(breach.attributed)

    def notice(self, trigger: Trigger) -> int:
        """Days from the decision to the response."""
        return whole_days(trigger.notice_days)

    def pause(self, trigger: Trigger) -> int:
        """Days of the pause that a trigger brings, at its likeliest length."""
        return max(whole_days(self.mode(trigger.pause_months) * DAYS_A_MONTH), 1)

    @cached_property
    def dates(self) -> dict[str, int]:
        """Days from signature to each end that has a date within the horizon."""
        last = (after_months(self.machine.signed, self.horizon) - self.machine.signed).days
        days = {e.name: (e.on - self.machine.signed).days for e in self.ends if e.on}
        return {end: day for end, day in days.items() if 0 < day <= last}

    @cached_property
    def spare(self) -> int:
        """Months after the horizon in which a clock of the whole package may still run out."""
        days = [self.notice(t) for t in self.triggers if t.does.ends]
        days += [whole_days(end.wind_down_days) for end in self.ends if not end.modules]
        return max([*days, 0]) // SHORTEST_MONTH + 1

    @cached_property
    def length(self) -> Term:
        """Days of the present month."""
        months = range(self.horizon + self.spare + 1)
        days = tuple(float(days_of_month(self.machine, month)) for month in months)
        return table(name("month"), days)

    @cached_property
    def closable(self) -> set[str]:
        """Modules that something may shut for good while the package goes on."""
        closing = {m for t in self.triggers if t.does.shuts for m in self.reach(t)}
        return closing.union(*(end.modules for end in self.ends))

    def reach(self, trigger: Trigger) -> tuple[str, ...]:
        """Modules that a trigger shuts; a pause cannot touch what was terminated."""
        named = trigger.modules or tuple(self.modules)
        if not trigger.does.returns:
            return named
        return tuple(m for m in named if self.modules[m].form != "termination")

    def shut(self, module: str) -> Term:
        """A module is shut for good: its phases no longer matter, and are forgotten."""
        closed = len(self.modules[module].phases) + 1
        if module not in self.closable:
            return FALSE
        return compare(name(self.of_phase[module]), "=", closed)

    def begun(self, module: str, phase: int = 0) -> Term:
        """A phase, by its index, or a later one is in force."""
        phases = len(self.modules[module].phases)
        standing = name(self.of_phase[module])
        above = compare(standing, "<=", phases) if module in self.closable else None
        return all_of([compare(standing, ">=", phase + 1), *([above] if above else [])])

    def came(self, what: str) -> Term:
        """A milestone was performed, or a phase "module.phase" has begun."""
        if what in self.of_act:
            return compare(name(self.of_act[what]), "=", MET)
        module, _, phase = what.partition(".")
        index = [p.name for p in self.modules[module].phases].index(phase)
        return self.begun(module, index)

    def paused(self, module: str) -> Term:
        """Some trigger keeps a module shut for the time being."""
        clocks = [
            compare(name(self.of_pause[t.name]), ">", 0)
            for t in self.triggers
            if t.does.returns and module in self.reach(t)
        ]
        return any_of(clocks)

    def waiting(self, milestone: str) -> set[str]:
        """Modules that wait for a milestone, also by way of other milestones."""
        modules = {m.name for m in self.package.modules if _waits(m, milestone)}
        later = [m.name for m in self.package.milestones if milestone in m.after]
        return modules.union(*(self.waiting(other) for other in later))

    def idle(self, trigger: Trigger) -> Term:
        """A trigger may be pulled: it is not running, and something is left for it to shut."""
        clocks = [of[trigger.name] for of in (self.of_notice, self.of_pause) if trigger.name in of]
        parts = [compare(name(clock), "=", 0) for clock in clocks]
        if not trigger.does.ends:
            parts.append(none_of([all_of(self.shut(m) for m in self.reach(trigger))]))
        return all_of(parts)

    @cached_property
    def freezing(self) -> tuple[str, ...]:
        """Clocks after which the whole package is over; while one runs, nothing else moves."""
        snapping = [
            self.of_notice[t.name]
            for t in self.triggers
            if t.does.ends and t.name in self.of_notice
        ]
        ending = [
            self.of_wind[e.name] for e in self.ends if not e.modules and e.name in self.of_wind
        ]
        return (*snapping, *ending)

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """Every variable that counts days down."""
        of = (self.of_notice, self.of_pause, self.of_wind, self.of_date)
        watching = (DOUBT,) if self.watched else ()
        return (*(clock for kind in of for clock in kind.values()), *watching)

    def doubted(self, trigger: Trigger) -> dict[str, Term]:
        """What changes when a raised trigger is left alone: nobody believes any of them again."""
        watch = {DOUBT: number(max(self.notice(trigger), 1))} if self.watched else {}
        return {"believed": number(0), "raised": number(0), **watch}


def _waits(module: Module, milestone: str) -> bool:
    paid = module.escrow is not None and module.escrow.released_by == milestone
    return paid or any(milestone in phase.after for phase in module.phases)
