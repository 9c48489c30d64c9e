"""Relief that a third party holds until an act is done.

Definitions. Of a module in escrow, a share of what its valves bring the target, flows and stocks,
is paid to the holder month by month, and handed over at once, without interest, in the month of
the act. Whoever promises the module and pays for it loses that share of the cost only then. If the
package or the module is shut before, it goes back: nothing to the target, nothing lost to whoever
paid. A deadline that passes before the act, put off as far as both sides may, sends back what is
held by then; from there on nothing more is paid in, and the share stays away until the act.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.case.package import Escrow, Module
from detente.incentives.model import Bools, Floats
from detente.machine.model import Machine


@dataclass(frozen=True, slots=True)
class Escrowed:
    """What waits of one valve; K draws, I parties."""

    valve: int
    until: int  # month of the act
    lost: bool  # a deadline passes before the act: what is held goes back
    worth: Floats  # (K, I) part of the flow that waits, a month and fully open
    once: Floats  # (K, I) part of the stock that waits, by share newly opened

    def waits(self, openings: Floats) -> Floats:
        """(N+1,) the valve's openings (N+1, V) in the months before the act."""
        return np.where(np.arange(len(openings)) < self.until, openings[:, self.valve], 0.0)

    def sum_of(self, openings: Floats, newly: Floats) -> Floats:
        """(K, I) handed over at the act."""
        months, shares = self.waits(openings).sum(), self.waits(newly).sum()
        return np.asarray((months * self.worth + shares * self.once) * (not self.lost))


def escrows(machine: Machine, target: str, worth: Floats, once: Floats) -> tuple[Escrowed, ...]:
    """The valves in escrow, from what each valve brings each party, (K, V, I)."""
    gets = np.array([party == target for party in machine.parties])
    held = []
    for module, escrow in _held(machine):
        until = machine.milestones[escrow.released_by]
        pays = np.array([p in module.promised_by for p in machine.parties]) & ~gets
        for v, valve in enumerate(machine.valves):
            if valve.module == module.name:
                flow, stock = (_part(x[:, v], gets, pays, escrow.share) for x in (worth, once))
                held.append(Escrowed(v, until, lapses(escrow, until), flow, stock))
    return tuple(held)


def lapses(escrow: Escrow, until: int) -> bool:
    """Whether the deadline, put off as far as may be, passes before the month of the act."""
    return escrow.deadline is not None and escrow.deadline + escrow.extendable_months < until


def never_handed_over(machine: Machine) -> Iterator[str]:
    """Escrows that end without the act, though all comply."""
    for module, escrow in _held(machine):
        act, until = escrow.released_by, machine.milestones[escrow.released_by]
        if lapses(escrow, until) or until > machine.horizon:
            over = "its deadline passes" if lapses(escrow, until) else "the package's months end"
            yield (
                f'what module "{module.name}" pays into escrow is never handed over: {over} '
                f'before "{act}", due in month {until}'
            )


def _held(machine: Machine) -> Iterator[tuple[Module, Escrow]]:
    for module in machine.package.modules:
        if module.escrow is not None and module.escrow.share > 0:
            yield module, module.escrow


def _part(values: Floats, gets: Bools, pays: Bools, share: float) -> Floats:
    """(K, I) what waits of what a valve brings the target, and of what it costs who pays."""
    waits = np.where(gets, np.maximum(values, 0), np.where(pays, np.minimum(values, 0), 0))
    return np.asarray(share * waits)
