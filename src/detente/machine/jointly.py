"""What a measure that several modules open brings one party in the states of the product.

It stands as open as its widest opening (`widest`). Where escrow holds back a part, each layer of
the opening reaches the party by the module that holds back least of it; of the orders in which
modules may be counted, the right one is the one by which most arrives.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from detente.case.package import Module
from detente.machine.layout import RELEASED, Layout
from detente.machine.logic import FALSE, Term, compare, minus, name, number, pick, product, table
from detente.machine.logic import total as summed


def opened_jointly(layout: Layout) -> dict[str, tuple[Module, ...]]:
    """Measures that several modules open, with these modules."""
    found: dict[str, tuple[Module, ...]] = {}
    for module in layout.package.modules:
        for measure in dict.fromkeys(m for phase in module.phases for m in phase.open):
            found[measure] = (*found.get(measure, ()), module)
    return {measure: modules for measure, modules in found.items() if len(modules) > 1}


@dataclass(frozen=True, slots=True)
class Joint:
    """One measure, and what it brings one party fully open; EUR bn."""

    layout: Layout
    measure: str
    modules: tuple[Module, ...]
    flow: float  # a month, as it arrives
    stock: float  # at once
    kept: float  # months of the flow that outlast a shut valve

    @property
    def any(self) -> bool:
        """It brings the party anything."""
        return bool(self.flow or self.stock)

    def a_month(self) -> Term:
        """EUR bn a month in a state."""
        return _times(self.flow, self._width(self.modules, self._now))

    def outlasting(self, reach: Sequence[str]) -> Term:
        """EUR bn that stay with the party though the modules within reach shut from now on."""
        inside = tuple(m for m in self.modules if m.name in reach)
        outside = tuple(m for m in self.modules if m.name not in reach)
        if not inside:
            return FALSE
        every, rest = (self._width(some, self._phase) for some in (self.modules, outside))
        had = _widest([table_of(self.layout, m, self._given(m)) for m in inside])
        return summed([_times(self.flow * self.kept, _less(every, rest)), _times(self.stock, had)])

    def stocks(self) -> Iterator[tuple[str, int, Term]]:
        """Module, phase from 1 on, and EUR bn that come as the phase begins."""
        for module in self.modules:
            others = [self._phase(m) for m in self.modules if m is not module]
            before = 0.0
            for index, phase in enumerate(module.phases, 1):
                opening = phase.open.get(self.measure, 0.0)
                if self.stock and opening > before:
                    stands = _widest([number(before), *others])
                    yield module.name, index, _times(self.stock, _less(number(opening), stands))
                before = opening

    def _openings(self, module: Module) -> list[float]:
        return [0.0, *(phase.open.get(self.measure, 0.0) for phase in module.phases)]

    def _given(self, module: Module) -> list[float]:
        """Share handed over by each phase; nothing comes back."""
        given, openings = [0.0], self._openings(module)
        for before, now in pairwise(openings):
            given.append(given[-1] + max(now - before, 0.0))
        return given

    def _phase(self, module: Module) -> Term:
        """Its opening by its phase, paused or not."""
        return table_of(self.layout, module, self._openings(module))

    def _now(self, module: Module) -> Term:
        """What of its opening arrives: nothing while it is paused."""
        return pick(name(self.layout.of_open[module.name]), self._phase(module), FALSE)

    def _share(self, module: Module) -> Term:
        if module.escrow is None:
            return number(1)
        paid = compare(name(self.layout.of_fund[module.name]), "=", RELEASED)
        return pick(paid, number(1), number(1 - module.escrow.share))

    def _width(self, modules: Sequence[Module], opening: Callable[[Module], Term]) -> Term:
        """What arrives of the widest opening of some modules."""
        free = [m for m in modules if m.escrow is None]
        held = [m for m in modules if m.escrow is not None]
        if not held:
            return _widest([opening(m) for m in free])
        ways = []
        for order in permutations(held):
            reached = _widest([opening(m) for m in free])
            parts = [reached]
            for module in order:
                now = opening(module)
                parts.append(product(self._share(module), _less(now, reached)))
                reached = _widest([reached, now])
            ways.append(summed(parts))
        return _widest(ways)


def table_of(layout: Layout, module: Module, values: Sequence[float]) -> Term:
    """An entry for each phase, from before the first on; a module shut for good has none."""
    closed = [0.0] * (module.name in layout.closable)
    return table(name(layout.of_phase[module.name]), (*values, *closed)) if any(values) else FALSE


def _times(factor: float, term: Term) -> Term:
    return FALSE if not factor or term == FALSE else product(number(factor), term)


def _less(one: Term, other: Term) -> Term:
    """One less the other, nothing where that is below zero."""
    if other == FALSE:
        return one
    return pick(compare(one, ">", other), minus(one, other), FALSE)


def _widest(terms: Sequence[Term]) -> Term:
    """The largest of some terms, none of which is below zero."""
    widest = FALSE
    for term in terms:
        if term in (FALSE, widest):
            continue
        widest = term if widest == FALSE else pick(compare(term, ">", widest), term, widest)
    return widest
