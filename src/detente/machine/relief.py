"""What relief brings each party in the states of the product, at the likeliest values.

Definitions, for a party i that others open measures to; EUR bn, not discounted.
    relief_i   its flow while modules are open, by the day, and each stock on the day that a phase
               opens it further
    kept_i     what it has of that after a breach of its own was confirmed: the flow of all that is
               open while a notice or pause against it runs, and, when a snap-back or a closing
               takes effect, the flow that outlasts a shut valve and the stocks handed over by then
A month is 30.4375 days. Flow that is paid into escrow counts only once the escrow is released;
what had gathered by then is left out, since a state does not know it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.package import Module, Trigger
from detente.case.quantity import Quantity
from detente.machine.effects import answered
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
    table,
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
        accounts = [_Account(layout, party, module) for module in layout.package.modules]
        accounts = [account for account in accounts if account.any]
        if accounts:
            relief = (*_by_day(layout, accounts, TRUE), *_stocks(layout, accounts))
            kept = tuple(_kept(layout, party, accounts))
            found += [Reward(f"relief_{word}", party, relief), Reward(f"kept_{word}", party, kept)]
    return tuple(reward for reward in found if reward.items)


class _Account:
    """What one module brings one party, phase by phase; index 0 is before it begins."""

    def __init__(self, layout: Layout, party: str, module: Module) -> None:
        self.layout, self.module = layout, module
        measures = layout.case.world.measures
        self.flow, self.stock, self.lasting = [0.0], [0.0], [0.0]
        before: dict[str, float] = {}
        for phase in module.phases:
            flow = stock = lasting = 0.0
            for measure, opening in phase.open.items():
                clause = measures[measure]
                if clause.issuer == party:
                    continue
                month = (
                    opening * self._sum(clause.worth.get(party, ())) * layout.mode(clause.arrival)
                )
                newly = max(opening - before.get(measure, 0.0), 0.0)
                flow += month
                lasting += month * layout.mode(clause.kept)
                stock += newly * self._sum(clause.once.get(party, ()))
            before = dict(phase.open)
            for column, value in ((self.flow, flow), (self.stock, stock), (self.lasting, lasting)):
                column.append(value)
        self.any = any((*self.flow, *self.stock))

    def _sum(self, amounts: tuple[Quantity, ...]) -> float:
        return sum(self.layout.mode(amount) for amount in amounts)

    @property
    def phase(self) -> Term:
        return name(self.layout.of_phase[self.module.name])

    def a_month(self) -> Term:
        """EUR bn a month in a state."""
        open_ = name(self.layout.of_open[self.module.name])
        flow = self._by_phase(self.flow)
        if self.module.escrow:
            paid = compare(name(self.layout.of_fund[self.module.name]), "=", RELEASED)
            share = pick(paid, number(1), number(1 - self.module.escrow.share))
            flow = product(flow, share)
        return pick(open_, flow, number(0))

    def outlasting(self) -> Term:
        """EUR bn that stay with the party though the module is shut from now on."""
        handed_over = [sum(self.stock[: i + 1]) for i in range(len(self.stock))]
        both = [stock + flow for stock, flow in zip(handed_over, self.lasting, strict=True)]
        return self._by_phase(both)

    def _by_phase(self, values: list[float]) -> Term:
        """An entry for each phase; a module that is shut for good has none."""
        closed = [0.0] * (self.module.name in self.layout.closable)
        return table(self.phase, (*values, *closed)) if any(values) else FALSE


def _by_day(
    layout: Layout, accounts: list[_Account], where: Term
) -> Iterator[tuple[str, Term, Term]]:
    month = total(account.a_month() for account in accounts)
    if month == FALSE:
        return
    for label, days in in_time(layout)[1].items():
        share = product(days, number(1 / DAYS_A_MONTH))
        yield label, where, product(share, month)


def _stocks(layout: Layout, accounts: list[_Account]) -> Iterator[tuple[str, Term, Term]]:
    for account in accounts:
        word = layout.of_phase[account.module.name].removeprefix("phase_")
        for index, stock in enumerate(account.stock):
            if stock:
                yield f"begin_{word}_{index}", TRUE, number(stock)


def _kept(layout: Layout, party: str, accounts: list[_Account]) -> Iterator[tuple[str, Term, Term]]:
    mine = [trigger for trigger in layout.triggers if trigger.against == party]
    clocks = [
        of[t.name] for t in mine for of in (layout.of_notice, layout.of_pause) if t.name in of
    ]
    running = any_of(compare(name(clock), ">", 0) for clock in clocks)
    if running != FALSE:
        yield from _by_day(layout, accounts, running)
    for trigger in mine:
        if trigger.response != "pause":
            yield from _at_the_shutting(layout, trigger, accounts)


def _at_the_shutting(
    layout: Layout, trigger: Trigger, accounts: list[_Account]
) -> Iterator[tuple[str, Term, Term]]:
    reach = layout.reach(trigger)
    lasting = total(a.outlasting() for a in accounts if a.module.name in reach)
    if lasting == FALSE:
        return
    clock = layout.of_notice.get(trigger.name)
    label = f"{clock}_over" if clock else f"pull_{layout.of_trigger[trigger.name]}"
    for effect in answered(layout, trigger):
        yield f"{label}{effect.suffix}", TRUE, lasting
