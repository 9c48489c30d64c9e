"""Games small enough to write down, for the oracles and the twins."""

from dataclasses import dataclass, field

import numpy as np

from detente.case.rules import NAMES
from detente.incentives.model import Game


@dataclass
class Small:
    """A game in a handful of lists; every array of Game follows from it."""

    beta: list[float]
    flow: list[list[float]]  # months x parties
    snapped: list[list[float]]
    lapsed: list[float]
    breaches: list[tuple[int, list[float], float, int]]  # owner, effect, seen, size
    covers: list[int]  # trigger of each breach, -1 none
    months_on_clock: float = 0.0
    months_of_pause: float = 0.0
    false_alarm: list[float] = field(default_factory=lambda: [0.0])
    turnover: float = 0.0
    rule: str = "automatic"
    deciders: list[int] = field(default_factory=list)
    pauses: bool = False
    paused: list[list[float]] | None = None

    def game(self) -> Game:
        parties, triggers = len(self.beta), len(self.false_alarm)
        flow, beta = np.array(self.flow, float), np.array(self.beta, float)
        trigger = np.array([*self.covers, *range(triggers)])
        deciders = np.zeros((triggers, parties), bool)
        deciders[:, self.deciders] = True
        paused = np.array(self.paused if self.paused is not None else self.flow, float)
        seen = [
            q if covered >= 0 else 0.0
            for (_, _, q, _), covered in zip(self.breaches, self.covers, strict=True)
        ]
        return Game(
            parties=tuple("ABCDEFGH"[:parties]),
            breaches=tuple(("ABCDEFGH"[o], f"b{i}") for i, (o, *_) in enumerate(self.breaches)),
            triggers=tuple(f"t{i}" for i in range(triggers)),
            ends=("C: turnover",),
            beta=beta[None],
            flow=flow[None],
            standing=flow[None],
            effect=np.array([effect for _, effect, _, _ in self.breaches], float)[None],
            seen=np.array(seen)[None],
            false_alarm=np.array(self.false_alarm)[None],
            era=np.zeros(len(flow), np.int64),
            odds=np.full((1, 1, 1), self.turnover),
            recurring=np.array([True]),
            lapsed=np.broadcast_to(np.array(self.lapsed, float), (1, *flow.shape)).copy(),
            snapped=np.array(self.snapped, float)[None],
            called=np.zeros((1, 1, len(trigger), parties)),
            clock=np.full((1, len(trigger)), float(self.months_on_clock)),
            rest=np.full((1, len(trigger)), float(self.months_of_pause)),
            shut=np.repeat(paused[None, :, None, :], triggers, axis=2),
            pauses=np.full(triggers, self.pauses),
            rules=np.full(triggers, NAMES.index(self.rule)),
            deciders=deciders,
            sizes=np.array([size for *_, size in self.breaches]),
            owner=np.array([owner for owner, *_ in self.breaches]),
            trigger=trigger,
            to_trigger=np.full(triggers, -1),
            to_end=np.array([-1]),
            winding=np.zeros(0, np.int64),
            wound=np.zeros((1, len(flow), 0, parties)),
        )


def worked_example(covered: bool, clock: float, rule: str = "automatic") -> Game:
    """The worked example of three parties and four months."""
    relief = [0.0, 1.0, 2.0, 3.0]
    return Small(
        beta=[(1 + rate) ** (-1 / 12) for rate in (0.20, 0.10, 0.04)],
        flow=[[4 + r, 6, 3 - 0.2 * r] for r in relief],
        snapped=[[2 * r, -20, -5] for r in relief],
        lapsed=[0, -20, -2],
        breaches=[
            (0, [1, -1.5, -0.5], 0.5, 1),
            (0, [5, -9, -3], 0.95, 2),
            (1, [-0.6, 0.3, -0.2], 0.6, 1),
        ],
        covers=[0, 0, 0] if covered else [-1, 0, -1],
        months_on_clock=clock,
        false_alarm=[0.02 if covered else 0.0],
        turnover=0.01,
        rule=rule,
        deciders=[2],
    ).game()
