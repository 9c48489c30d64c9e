"""How well each draw foretold what has been seen, and what is still alive of it.

Definitions. k is a draw; what is alive of it is spread over places p (the sets of modules shut for
good) and belief, as in `from_incentives`; x_k(n) is its mass alive at month n and z_k(n) its mass
that has ended, both only of the paths that agree with all events before n. So

    L_k = x_k(t) + z_k(t)    the likelihood of the events in draw k, t being their last month
    w_k = L_k / Σ_j L_j      the weight of the draw once they are known

Staying alive is news: draws that would have failed by then weigh less. Once nobody believes the
triggers, a breach is taken as done whenever it pays, that is, always: it is seen with the chance of
being seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.durability.events import Event
from detente.durability.model import Floats
from detente.incentives.model import Course

Pair = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Learned:
    """Paths that agree with the events, by draw."""

    likelihood: Floats  # (K,) of the events
    alive: Floats  # (K, N+1) joint chance of the events before a month and of being alive in it


def learned(portions: Sequence[Sequence[Course]], events: Sequence[Event]) -> Learned:
    """The likelihood of the events in every draw, and survival after them.

    `portions` are shares of the draws, each with its games, as in `Hold.courses`; each event is in
    a month before the steady one.
    """
    parts = [_Walk(courses, events).whole() for courses in portions]
    return Learned(
        np.concatenate([part.likelihood for part in parts]),
        np.concatenate([part.alive for part in parts]),
    )


class _Walk:
    """Draws under way along the paths that agree with the events.

    `believed` and `doubted` are (K,) masses by place, before and `after` a month; `ended` is the
    mass of paths that end in it.
    """

    def __init__(self, courses: Sequence[Course], events: Sequence[Event]) -> None:
        self.courses, self.events = courses, events
        self.draws, self.months = courses[0].choice.shape
        self.nothing = np.zeros(self.draws)
        self.masses: dict[int, Pair] = {0: (np.ones(self.draws), self.nothing)}
        self.ended = self.nothing

    def whole(self) -> Learned:
        """Every month in turn."""
        alive, lost = np.zeros((self.draws, self.months)), self.nothing
        likelihood, last = np.ones(self.draws), max(event.month for event in self.events)
        for n in range(self.months):
            alive[:, n] = self._total()
            if any(event.month == n and not event.party for event in self.events):
                lost = self.nothing  # it is known to be alive
            if n == last:
                likelihood = alive[:, n] + lost
            if n + 1 < self.months:
                struck = self._struck_in(n)
                self._month(n, struck)
                lost = self.ended if struck else lost + self.ended
                likelihood = self._total() + lost if struck and n == last else likelihood
        return Learned(likelihood, alive)

    def _total(self) -> Floats:
        return np.asarray(sum((b + d for b, d in self.masses.values()), start=self.nothing))

    def _struck_in(self, n: int) -> Event | None:
        return next((e for e in self.events if e.party and e.month == n), None)

    def _month(self, n: int, wanted: Event | None) -> None:
        """One month on; where a breach was seen in it, only paths on which it was."""
        before, self.masses, self.ended = self.masses, {}, self.nothing
        quiet = any(e.kind == "no-breach-detected" and n < e.month for e in self.events)
        for place, (believed, doubted) in before.items():
            course = self.courses[place]
            going = np.prod(1 - course.odds[:, course.era[n]], axis=1)
            struck = _struck(course, believed * going, n)
            stays = believed * going - sum(struck, start=self.nothing)
            if wanted:
                causes = _reports(course, wanted)
                self._move(place, self.nothing, doubted * going * _seen(course, wanted))
                struck = [s if c in causes else self.nothing for c, s in enumerate(struck)]
            else:
                self._end(course, believed, doubted, n)
                self._move(place, stays, doubted * going)
            if not quiet:
                self._answer(place, struck, n)

    def _move(self, place: int, believed: Floats, doubted: Floats) -> None:
        was = self.masses.get(place, (self.nothing, self.nothing))
        self.masses[place] = was[0] + believed, was[1] + doubted

    def _end(self, course: Course, believed: Floats, doubted: Floats, n: int) -> None:
        """Ends without breach: of the whole, or of some modules; the first listed comes first."""
        left = np.ones(self.draws)
        for e, place in enumerate(course.to_end):
            first = left * course.odds[:, course.era[n], e]
            left = left - first
            if place >= 0:
                self._move(int(place), believed * first, doubted * first)
            else:
                self.ended = self.ended + (believed + doubted) * first

    def _answer(self, place: int, struck: Sequence[Floats], n: int) -> None:
        """What follows where each cause was the first to be seen."""
        course = self.courses[place]
        many = len(course.trigger)
        acted = np.unpackbits(course.answers[:, n], axis=1, count=many).astype(np.bool_)
        for cause, mass in enumerate(struck):
            trigger = int(course.trigger[cause])
            pulled = np.where(acted[:, cause], mass, 0.0)
            self._move(place, self.nothing, mass - pulled)
            if course.to_trigger[trigger] >= 0:
                self._move(int(course.to_trigger[trigger]), pulled, self.nothing)
            elif course.pauses[trigger]:
                self._move(place, pulled, self.nothing)
            else:
                self.ended = self.ended + pulled


def _struck(course: Course, believed: Floats, n: int) -> list[Floats]:
    """(C) masses (K,) in which each cause is the first to be seen."""
    profile, left, struck = course.profiles[course.choice[:, n]], believed, []
    for c in range(len(course.trigger)):
        breaches = len(course.breachers)
        if c < breaches:
            seen = np.where((profile == c).any(axis=1), course.seen[:, c], 0.0)
        else:
            seen = course.false_alarm[:, c - breaches]
        struck.append(left * seen)
        left = left - struck[-1]
    return struck


def _reports(course: Course, event: Event) -> set[int]:
    """Causes that give such a report: the breach, and a false alarm of the trigger that covers."""
    cause = event.cause
    return {cause, len(course.breachers) + int(course.trigger[cause])}


def _seen(course: Course, event: Event) -> Floats:
    return course.seen[:, event.cause]
