"""What the case says each party gets, month by month, as arrays over draws.

The zero of all money is the path without a package: the conflict goes on, with measures as they
stand. K draws (row 0 the mode), N + 1 months, I parties, V valves,
P eras: stretches of months with the same ends and guarantees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.case.amount import LEAST_RATE
from detente.case.draws import Sampler
from detente.case.quantity import Quantity
from detente.case.world import Ending, World
from detente.incentives.eras import Eras, find_eras
from detente.incentives.escrow import Escrowed, escrows
from detente.incentives.model import Bools, Floats, Ints
from detente.machine.model import Machine
from detente.machine.widest import Shared, layers, newly, shared


@dataclass(frozen=True, slots=True)
class Payoffs:
    """Flows and stocks of a package while all comply, apart by what they come from."""

    beta: Floats  # (K, I)
    peace: Floats  # (K, I) a month
    worth: Floats  # (K, V, I) a month, fully open, as it arrives
    once: Floats  # (K, V, I) by share newly opened
    kept: Floats  # (K, V) months of the flow that outlast a snap-back
    duties: Floats  # (K, P, I) a month: cost of complying and of keeping guarantees ready
    era: Ints  # (N+1,) the era of each month
    openings: Floats  # (N+1, V) as each module opens it
    escrows: tuple[Escrowed, ...] = ()
    same: Shared = ()  # valves of one measure, which stands as open as the widest of them

    @property
    def layers(self) -> Floats:
        """(N+1, V) what each valve opens that no other of the same measure does."""
        return layers(self.openings, self.same)

    @property
    def newly(self) -> Floats:
        """Share of each valve that opens in each month, (N+1, V)."""
        return newly(self.openings, self.same)

    @property
    def full(self) -> Floats:
        """(K, N+1, I) a month: the flow of open valves, whoever holds it."""
        return np.asarray(self.layers @ self.worth)

    @property
    def arriving(self) -> Floats:
        """(K, N+1, I) a month: the flow of open valves, less what a third party holds."""
        flows, opened = self.full, self.layers
        for held in self.escrows:
            flows -= held.waits(opened)[None, :, None] * held.worth[:, None]
        return np.asarray(flows)

    @property
    def stocks(self) -> Floats:
        """(K, N+1, I) handed over in each month, without what a third party holds."""
        once = self.newly @ self.once
        for held in self.escrows:
            once -= held.waits(self.newly)[None, :, None] * held.once[:, None]
        return np.asarray(once)

    @property
    def relief(self) -> Floats:
        """(K, N+1, I) a month: what the open valves bring."""
        flows, once = self.arriving, self.stocks
        for held in self.escrows:
            if held.until < len(self.openings):
                once[:, held.until] += held.sum_of(self.layers, self.newly)
        once[:, -1] *= 1 - self.beta  # the last month goes on for ever: what opens in it is spread
        return np.asarray(flows + once)

    @property
    def still(self) -> Floats:
        """(K, N+1, I) a month, whatever is open: gains of peace less duties."""
        return np.take(self.peace[:, None] - self.duties, self.era, axis=1)

    @property
    def flow(self) -> Floats:
        """(K, N+1, I) a month while all comply."""
        return self.relief + self.still

    @property
    def standing(self) -> Floats:
        """(K, N+1, I) a month while the valves stand as in that month: no stock comes twice."""
        return self.arriving + self.still

    @property
    def outlasting(self) -> Floats:
        """(K, N+1, I) value of the flow that goes on after a snap-back in each month."""
        opened = self.layers
        kept = opened @ (self.kept[:, :, None] * self.worth)
        for held in self.escrows:
            months = self.kept[:, held.valve, None, None]
            kept -= held.waits(opened)[None, :, None] * (months * held.worth[:, None])
        return np.asarray(kept)

    @property
    def released(self) -> Floats:
        """(K, N+1, I) stocks handed over by each month; cash does not come back."""
        if not self.escrows:
            return np.asarray(np.cumsum(self.newly, axis=0) @ self.once)
        once = self.stocks
        for held in self.escrows:
            if held.until < len(self.openings):
                once[:, held.until] += held.sum_of(0 * self.openings, self.newly)
        return np.asarray(np.cumsum(once, axis=1))

    def only(self, valves: Bools) -> "Payoffs":
        """The same with only some of the valves (V,); the others stay shut."""
        return replace(self, openings=self.openings * valves.astype(np.float64))

    def lost(self, valves: Bools) -> "Payoffs":
        """What is lost if some valves (V,) shut: not what others hold open of their measures."""
        return replace(self, openings=self.layers - self.only(~valves).layers, same=())


def by_party(
    sampler: Sampler, amounts: Mapping[str, Sequence[Quantity]], parties: Sequence[str], name: str
) -> Floats:
    """(K, I) from a mapping of parties to amounts; parties not named get nothing."""
    columns = [sampler.total(amounts.get(party, ()), f"{name}.{party}") for party in parties]
    return np.stack(columns, axis=1)


def payoffs(machine: Machine, world: World, sampler: Sampler) -> Payoffs:
    """The comply path of a package in money."""
    parties = machine.parties
    measures = [world.measures[valve.measure] for valve in machine.valves]
    names = [f"measures.{valve.measure}" for valve in machine.valves]
    rates = [
        np.maximum(sampler.of(world.parties[p].discount, f"parties.{p}.discount"), LEAST_RATE)
        for p in parties
    ]
    shape = (1 + sampler.draws, 0, len(parties))
    pairs = list(zip(measures, names, strict=True))
    worth = [
        by_party(sampler, m.worth, parties, f"{n}.worth")
        * sampler.of(m.arrival, f"{n}.arrival")[:, None]
        for m, n in pairs
    ]
    once = [by_party(sampler, m.once, parties, f"{n}.once") for m, n in pairs]
    kept = [sampler.of(m.kept, f"{n}.kept") for m, n in pairs]
    worths = np.stack(worth, axis=1) if worth else np.zeros(shape)
    onces = np.stack(once, axis=1) if once else np.zeros(shape)
    eras = find_eras(machine)
    return Payoffs(
        beta=np.stack([(1 + rate) ** (-1 / 12) for rate in rates], axis=1),
        peace=by_party(sampler, world.peace, parties, "peace"),
        worth=worths,
        once=onces,
        kept=np.stack(kept, axis=1) if kept else np.zeros(shape[:2]),
        duties=_duties(machine, sampler, eras),
        era=eras.of_month,
        openings=machine.openings,
        escrows=escrows(machine, world.target, worths, onces),
        same=shared(machine),
    )


def _duties(machine: Machine, sampler: Sampler, eras: Eras) -> Floats:
    duties = np.zeros((1 + sampler.draws, len(eras.first), len(machine.parties)))
    name = f"packages.{machine.name}"
    for index, obligation in enumerate(machine.package.obligations):
        column = machine.parties.index(obligation.party)
        cost = sampler.total(obligation.cost, f"{name}.obligations[{index}].cost")
        duties[:, :, column] += cost[:, None]
    for guarantee in machine.package.guarantees:
        column = machine.parties.index(guarantee.guarantor)
        upkeep = sampler.total(guarantee.upkeep, f"{name}.guarantees.{guarantee.name}.upkeep")
        duties[:, eras.while_(guarantee), column] += upkeep[:, None]
    return duties


def ended(
    ending: Ending, name: str, paid: Payoffs, issued: Floats, machine: Machine, sampler: Sampler
) -> Floats:
    """(K, N+1, I) value once the package is over; one-offs in proportion to what stands open.

    `issued` (I, V) marks the valves whose measure a party issues: its one-offs count by the share
    of their worth that stands open, and wholly where nothing that it issues is worth anything.
    """
    parties = machine.parties
    share = sampler.of(ending.peace, f"{name}.peace")[:, None]
    flow = share * paid.peace + by_party(sampler, ending.flow, parties, f"{name}.flow")
    once = by_party(sampler, ending.once, parties, f"{name}.once")
    ever = (flow / (1 - paid.beta))[:, None]
    return ever + once[:, None] * open_shares(paid, issued) + paid.outlasting


def open_shares(paid: Payoffs, issued: Floats) -> Floats:
    """(K, N+1, I) how much of what a party issues stands open, by worth.

    A valve weighs what it brings whomever it profits, fully open and for ever; a measure that
    several modules open weighs once.
    """
    present = paid.worth / (1 - paid.beta[:, None]) + paid.once  # (K, V, I)
    worth = np.maximum(present, 0.0).sum(axis=2)
    once = np.ones(worth.shape[1])
    for valves in paid.same:
        once[list(valves[1:])] = 0.0
    whole = (worth * once) @ issued.T  # (K, I)
    open_ = (paid.layers[None] * worth[:, None]) @ issued.T
    return np.where(whole[:, None] > 0, open_ / np.where(whole > 0, whole, 1.0)[:, None], 1.0)


def path_value(
    ending: Ending, name: str, paid: Payoffs, machine: Machine, sampler: Sampler
) -> Floats:
    """(K, I) value of a path that begins at signature and goes on for ever."""
    flow = by_party(sampler, ending.flow, machine.parties, f"{name}.flow")
    return flow / (1 - paid.beta) + by_party(sampler, ending.once, machine.parties, f"{name}.once")
