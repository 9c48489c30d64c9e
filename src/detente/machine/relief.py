"""What relief brings each party in the states of the product, at the likeliest values.

Definitions, for a party i that others open measures to; EUR bn, not discounted.
    relief_i   its flow while modules are open, by the day, and each stock on the day that a phase
               opens it further
    kept_i     what it has of that after a breach of its own was confirmed: the flow of all that is
               open while a notice or pause against it runs, and, when a snap-back or a closing
               takes effect, the flow that outlasts a shut valve and the stocks handed over by then
A measure that several modules open counts once: see `jointly`. A month is 30.4375 days. Flow that
is paid into escrow counts only once the escrow is released; what had gathered by then is left out,
since a state does not know it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.case.package import Module, Trigger
from detente.case.quantity import Quantity
from detente.machine.effects import answered
from detente.machine.jointly import Joint, opened_jointly, table_of
from detente.machine.layout import RELEASED, Layout
from detente.machine.logic import (
    FALSE,
    TRUE,
    Term,
    any_of,
    compare,
    name,
    number,
    pick,
    product,
    total,
)
from detente.machine.model import DAYS_A_MONTH
from detente.machine.passing import in_time


@dataclass(frozen=True, slots=True)
class Reward:
    """EUR bn that a party has by moves: which label, where, how much."""

    name: str
    party: str
    items: tuple[tuple[str, Term, Term], ...]


def rewards(layout: Layout) -> tuple[Reward, ...]:
    """Relief, and relief kept after an own breach, of every party that has any."""
    found = []
    for party, word in layout.of_party.items():
        accounts: list[_Account | Joint] = [
            *(_Account(layout, party, module) for module in layout.package.modules),
            *_joint(layout, party),
        ]
        accounts = [account for account in accounts if account.any]
        if accounts:
            relief = (*_by_day(layout, accounts, TRUE), *_stocks(layout, accounts))
            kept = tuple(_kept(layout, party, accounts))
            found += [Reward(f"relief_{word}", party, relief), Reward(f"kept_{word}", party, kept)]
    return tuple(reward for reward in found if reward.items)


def _joint(layout: Layout, party: str) -> Iterator[Joint]:
    """Measures that several modules open to a party."""
    for measure, modules in opened_jointly(layout).items():
        clause = layout.case.world.measures[measure]
        if clause.issuer != party:
            flow, stock = (
                _sum(layout, amounts.get(party, ())) for amounts in (clause.worth, clause.once)
            )
            arrives, kept = layout.mode(clause.arrival), layout.mode(clause.kept)
            yield Joint(layout, measure, modules, flow * arrives, stock, kept)


def _sum(layout: Layout, amounts: tuple[Quantity, ...]) -> float:
    return sum(layout.mode(amount) for amount in amounts)


class _Account:
    """What one module brings one party, phase by phase; index 0 is before it begins."""

    def __init__(self, layout: Layout, party: str, module: Module) -> None:
        self.layout, self.module = layout, module
        measures, joint = layout.case.world.measures, opened_jointly(layout)
        self.flow, self.stock, self.lasting = [0.0], [0.0], [0.0]
        before: dict[str, float] = {}
        for phase in module.phases:
            flow = stock = lasting = 0.0
            for measure, opening in phase.open.items():
                clause = measures[measure]
                if clause.issuer == party or measure in joint:
                    continue
                worth = _sum(layout, clause.worth.get(party, ()))
                month = opening * worth * layout.mode(clause.arrival)
                newly = max(opening - before.get(measure, 0.0), 0.0)
                flow += month
                lasting += month * layout.mode(clause.kept)
                stock += newly * _sum(layout, clause.once.get(party, ()))
            before = dict(phase.open)
            for column, value in ((self.flow, flow), (self.stock, stock), (self.lasting, lasting)):
                column.append(value)
        self.any = any((*self.flow, *self.stock))

    def a_month(self) -> Term:
        """EUR bn a month in a state."""
        open_ = name(self.layout.of_open[self.module.name])
        flow = self._by_phase(self.flow)
        if self.module.escrow:
            paid = compare(name(self.layout.of_fund[self.module.name]), "=", RELEASED)
            share = pick(paid, number(1), number(1 - self.module.escrow.share))
            flow = product(flow, share)
        return pick(open_, flow, number(0))

    def outlasting(self, reach: Sequence[str]) -> Term:
        """EUR bn that stay with the party though the modules within reach shut from now on."""
        if self.module.name not in reach:
            return FALSE
        handed_over = [sum(self.stock[: i + 1]) for i in range(len(self.stock))]
        both = [stock + flow for stock, flow in zip(handed_over, self.lasting, strict=True)]
        return self._by_phase(both)

    def _by_phase(self, values: list[float]) -> Term:
        return table_of(self.layout, self.module, values)

    def stocks(self) -> Iterator[tuple[str, int, Term]]:
        """Module, phase from 1 on, and EUR bn that come as the phase begins."""
        for index, stock in enumerate(self.stock):
            if stock:
                yield self.module.name, index, number(stock)


def _by_day(
    layout: Layout, accounts: list[_Account | Joint], where: Term
) -> Iterator[tuple[str, Term, Term]]:
    month = total(account.a_month() for account in accounts)
    if month == FALSE:
        return
    for label, days in in_time(layout)[1].items():
        share = product(days, number(1 / DAYS_A_MONTH))
        yield label, where, product(share, month)


def _stocks(layout: Layout, accounts: list[_Account | Joint]) -> Iterator[tuple[str, Term, Term]]:
    for account in accounts:
        for module, index, stock in account.stocks():
            word = layout.of_phase[module].removeprefix("phase_")
            yield f"begin_{word}_{index}", TRUE, stock


def _kept(
    layout: Layout, party: str, accounts: list[_Account | Joint]
) -> Iterator[tuple[str, Term, Term]]:
    mine = [trigger for trigger in layout.triggers if trigger.against == party]
    clocks = [
        of[t.name] for t in mine for of in (layout.of_notice, layout.of_pause) if t.name in of
    ]
    running = any_of(compare(name(clock), ">", 0) for clock in clocks)
    if running != FALSE:
        yield from _by_day(layout, accounts, running)
    for trigger in mine:
        if not trigger.does.returns:
            yield from _at_the_shutting(layout, trigger, accounts)


def _at_the_shutting(
    layout: Layout, trigger: Trigger, accounts: list[_Account | Joint]
) -> Iterator[tuple[str, Term, Term]]:
    reach = layout.reach(trigger)
    lasting = total(account.outlasting(reach) for account in accounts)
    if lasting == FALSE:
        return
    clock = layout.of_notice.get(trigger.name)
    label = f"{clock}_over" if clock else f"pull_{layout.of_trigger[trigger.name]}"
    for effect in answered(layout, trigger):
        yield f"{label}{effect.suffix}", TRUE, lasting
