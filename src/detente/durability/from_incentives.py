"""Follows the played game through time: alive, eroded or collapsed, and of what.

From month n, with the profile that is played: the package ends without breach with the hazards of
its ends; otherwise the first cause seen is acted upon (a snap ends it, a close goes on without
some modules, a pause costs time but not life) or looked away from (then nobody believes the
triggers); otherwise it goes on. An end that shuts only some modules leaves belief as it is. So what
is alive is spread over sets of modules shut for good, and in each over belief and disbelief. A
pause, or the notice before a close, counts as alive and its schedule is not lagged here: a stated
simplification.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.durability.model import Bools, Floats, Lifetime
from detente.incentives.draws import courses_of
from detente.incentives.model import Course, Game, Hold, Played

FALSE_ALARM = "false alarm"


def lifetime(hold: Hold) -> Lifetime:
    """The inside view of a package's durability, portion by portion of the draws."""
    if len(hold.courses) == 1:
        return _followed(hold.courses[0])
    shape = (len(hold.holds), hold.game.months)
    # Single precision is plenty for shares; and what is not touched takes no memory at all.
    whole: list[Any] = [np.zeros(shape, dtype=np.float32) for _ in range(3)]
    lost: list[Mapping[str, Floats]] = []
    sizes: list[int] = []
    for courses in hold.courses:
        life, done = _followed(courses), sum(sizes)
        for room, part in zip(whole, (life.intact, life.eroded, life.reduced), strict=True):
            if part.any():
                room[done : done + len(part)] = part
        lost.append(life.collapsed)
        sizes.append(len(life.intact))
    intact, eroded, reduced = whole
    drawn = [sizes[0] - 1, *sizes[1:]]
    return Lifetime(intact, eroded, _over_all(lost, drawn), reduced)


def followed(game: Game, played: Played) -> Lifetime:
    """A played game, followed from signature to the steady month."""
    return _followed(courses_of(game, played))


def _followed(courses: Sequence[Course]) -> Lifetime:
    walk = _Walk(courses)
    for n in range(walk.months):
        walk.look(n)
        if n + 1 < walk.months:
            walk.step(n)
    return Lifetime(walk.intact.T, walk.eroded.T, _merged(walk.collapsed), walk.reduced.T)


@dataclass(frozen=True, slots=True)
class _Chances:
    """What becomes of a draw in each month of one game, if it is in force and no end strikes."""

    clean: Bools  # (N+1, K) everybody complies
    doubted: Floats  # (N+1, K) a breach is seen, and looked away from
    left: tuple[tuple[str, int, Floats], ...]  # cause, game it leads to or -1, (N+1, K) chance


def _chances(course: Course) -> _Chances:
    causes, breaches = _cause_names(course), len(course.breachers)
    choice = course.choice.T
    answers = np.unpackbits(course.answers, axis=2, count=len(causes)).transpose(2, 1, 0) > 0
    breached = (course.profiles[:, :, None] == np.arange(breaches)).any(axis=1)
    unseen, doubted = np.ones(choice.shape), np.zeros(choice.shape)
    left = []
    for c, name in enumerate(causes):
        if c < breaches:
            seen = np.where(breached[choice, c], course.seen[:, c], 0.0)
        else:
            seen = course.false_alarm[:, c - breaches]
        struck = unseen * seen
        unseen -= struck
        acted = np.where(answers[c], struck, 0.0)
        doubted += struck - acted
        if not course.pauses[trigger := int(course.trigger[c])]:
            left.append((name, int(course.to_trigger[trigger]), acted))
    clean = np.all(course.profiles < 0, axis=1)[choice]
    return _Chances(clean, doubted, tuple(left))


class _Walk:
    """The draws of a portion under way: where they are, and what has become of the rest.

    `believed` and `disbelieved` are (K,) shares of each draw, by the set of modules shut for good.
    """

    def __init__(self, courses: Sequence[Course]) -> None:
        self.courses, self.chances = courses, tuple(map(_chances, courses))
        self.draws, self.months = courses[0].choice.shape
        self.believed = {0: np.ones(self.draws)}
        self.disbelieved: dict[int, Floats] = {0: np.zeros(self.draws)}
        causes = [*_cause_names(courses[0]), *courses[0].ends]
        self.collapsed = {cause: np.zeros((2, self.months)) for cause in causes}
        shape = (self.months, self.draws)
        self.intact, self.eroded, self.reduced = (np.zeros(shape) for _ in range(3))

    def look(self, n: int) -> None:
        """Writes down what is alive in a month."""
        for place, believed in self.believed.items():
            kept = np.where(self.chances[place].clean[n], believed, 0.0)
            doubted = self.disbelieved[place]
            self.intact[n] += kept
            self.eroded[n] += (believed - kept) + doubted
            if place:
                self.reduced[n] += believed + doubted

    def step(self, n: int) -> None:
        """One month on: ends first, then the causes that are seen."""
        for total in self.collapsed.values():
            total[:, n + 1] = total[:, n]
        before = self.believed, self.disbelieved
        self.believed, self.disbelieved = {}, {}
        for place, course in enumerate(self.courses):
            if place not in before[0]:
                continue
            believed, disbelieved = (mass[place] for mass in before)
            self._end(course, believed, disbelieved, n)
            going = np.prod(1 - course.odds[:, course.era[n]], axis=1)
            going_on = believed * going
            doubted = going_on * self.chances[place].doubted[n]
            leaves = self._leave(self.chances[place], going_on, n)
            self._add(place, going_on - leaves - doubted, disbelieved * going + doubted)

    def _add(self, place: int, believed: Floats, disbelieved: Floats) -> None:
        for mass, more in ((self.believed, believed), (self.disbelieved, disbelieved)):
            mass[place] = mass[place] + more if place in mass else more

    def _end(self, course: Course, believed: Floats, disbelieved: Floats, n: int) -> None:
        """Adds to the ends without breach; the first in the list takes what two would share."""
        alive, first = believed + disbelieved, np.ones(self.draws)
        for e, end in enumerate(course.ends):
            chance, place = course.odds[:, course.era[n], e], int(course.to_end[e])
            gone = alive * chance
            if place >= 0:
                self._add(place, believed * first * chance, disbelieved * first * chance)
            else:
                self._over(end, n, gone)
            alive, first = alive - gone, first * (1 - chance)

    def _leave(self, chances: _Chances, believed: Floats, n: int) -> Floats:
        """(K,) share that leaves this game: for a smaller one, or for good."""
        leaves = np.zeros(self.draws)
        for name, place, acted in chances.left:
            gone = believed * acted[n]
            leaves += gone
            if place >= 0:
                self._add(place, gone, np.zeros_like(gone))
            else:
                self._over(name, n, gone)
        return leaves

    def _over(self, cause: str, n: int, gone: Floats) -> None:
        """Of each cause, the mode and the mean over the draws; the mode again where none are."""
        drawn = gone[1:] if len(gone) > 1 else gone
        self.collapsed[cause][:, n + 1] += gone[0], drawn.mean()


def _cause_names(course: Course) -> list[str]:
    """For every cause of a pull: the party that breached, or a false alarm."""
    return [*course.breachers, *[FALSE_ALARM] * course.false_alarm.shape[1]]


def _merged(collapsed: Mapping[str, Floats]) -> dict[str, Floats]:
    """Ends of one party together, and only causes that ever strike."""
    merged: dict[str, Floats] = {}
    for cause, total in collapsed.items():
        name = f"{cause.split(': ')[0]} ends it" if ": " in cause else cause
        name = f"breach by {name}" if ": " not in cause and cause != FALSE_ALARM else name
        merged[name] = merged.get(name, 0.0) + total
    return {name: total for name, total in merged.items() if total.any()}


def _over_all(portions: Sequence[Mapping[str, Floats]], sizes: Sequence[int]) -> dict[str, Floats]:
    """What collapsed of each cause over portions of the draws; the first begins with the mode."""
    causes = dict.fromkeys(cause for lost in portions for cause in lost)
    told = {}
    for cause in causes:
        each = [lost.get(cause, np.zeros((2, 1))) for lost in portions]
        weighted = [rows[1] * size for rows, size in zip(each, sizes, strict=True)]
        mean = np.asarray(sum(weighted) / sum(sizes))
        told[cause] = np.stack([each[0][0] + 0 * mean, mean])
    return told
