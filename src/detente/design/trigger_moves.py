"""What can be changed about triggers: what they cover, who decides, how fast, how well they see."""

from collections.abc import Iterator

from detente.case.draws import Sampler
from detente.case.editing import Edit, Set
from detente.case.package import Package, Trigger
from detente.case.quantity import Quantity
from detente.case.responses import PAUSE, SNAP
from detente.case.rules import ANY_OF, AUTOMATIC, RENEWAL
from detente.case.syntax import Path
from detente.case.world import World
from detente.design.moves import Edits, Move, add, slide, write

LONGEST_NOTICE = 180.0  # days
LONGEST_PAUSE = 24.0  # months
MOST_SEEN = 0.99  # of breaches that money can have seen


def of_triggers(package: Package, world: World, mode: Sampler) -> Iterator[Move]:
    """Everything that can be changed about the triggers that are there."""
    for t, trigger in enumerate(package.triggers):
        at, name = ("triggers", t), f"triggers.{trigger.name}"
        yield from _of_notice(trigger, at, name)
        if trigger.does.returns:
            yield from _of_pause(trigger, at, name, mode)
        yield _better_seen(trigger, at, name, world, mode)
        yield from _of_cover(package, trigger, at, name, world)
        yield from _of_rule(trigger, at, name)


def _of_notice(trigger: Trigger, at: Path, name: str) -> Iterator[Move]:
    path, days = (*at, "notice_days"), trigger.notice_days
    if days > 0:
        words = f'shorten the notice of trigger "{trigger.name}"'
        yield Move(f"{name}.notice_days-", at, words, slide(path, days, 0.0, 0), sized=True)
    if days < LONGEST_NOTICE:
        words = f'lengthen the notice of trigger "{trigger.name}"'
        edits = slide(path, days, LONGEST_NOTICE, 0)
        yield Move(f"{name}.notice_days+", at, words, edits, sized=True)


def _of_pause(trigger: Trigger, at: Path, name: str, mode: Sampler) -> Iterator[Move]:
    path, now = (*at, "pause_months"), trigger.pause_months
    length = float(mode.of(now, f"{name}.pause_months")[0])
    for sign, verb, end in (("-", "shorten", 0.0), ("+", "lengthen", LONGEST_PAUSE)):
        if length != end:
            edits = _shift(path, now, length, end)
            words = f'{verb} the pause of trigger "{trigger.name}"'
            yield Move(f"{name}.pause_months{sign}", at, words, edits, sized=True)


def _better_seen(trigger: Trigger, at: Path, name: str, world: World, mode: Sampler) -> Move:
    """Monitoring bought: what escapes notice shrinks in proportion, down to one in a hundred."""
    kinds = world.breaches[trigger.against]
    now = trigger.detected or min(
        (kinds[k].detected for k in trigger.covers), key=lambda q: mode.of(q, "")[0]
    )
    level = float(mode.of(now, f"{name}.detected")[0])
    edits = _shift((*at, "detected"), now, level, max(level, MOST_SEEN))
    return Move(
        f"{name}.detected+",
        at,
        f'buy more monitoring for trigger "{trigger.name}"',
        edits,
        sized=True,
    )


def _shift(path: Path, now: Quantity, level: float, end: float) -> Edits:
    """A number moved towards an end with its range; one that stands elsewhere, its mode alone."""

    def edits(size: float) -> tuple[Edit, ...]:
        moved = {"evidence": "judgement", "why": f"moved from {level:g}"}
        ends = {"low": now.low, "mode": now.mode, "high": now.high}
        if now.mode is None or now.times != 1:
            ends = {"value": level}
        numbers = {k: round(x + size * (end - x), 4) for k, x in ends.items() if x is not None}
        return (Set(path, {**numbers, **moved}),)

    return edits


def _of_cover(
    package: Package, trigger: Trigger, at: Path, name: str, world: World
) -> Iterator[Move]:
    bare = [
        k
        for k in world.breaches[trigger.against]
        if k in _uncovered(package, trigger.against, world)
    ]
    sets = [[kind] for kind in bare] + ([bare] if len(bare) > 1 else [])
    for kinds in sets:
        covers = [*trigger.covers, *kinds]
        words = f'let trigger "{trigger.name}" cover {" and ".join(kinds)} too'
        yield Move(f"{name}.covers+{'+'.join(kinds)}", at, words, write((*at, "covers"), covers))


def _uncovered(package: Package, party: str, world: World) -> list[str]:
    covered = {k for t in package.triggers if t.against == party for k in t.covers}
    return [kind for kind in world.breaches.get(party, {}) if kind not in covered]


def _of_rule(trigger: Trigger, at: Path, name: str) -> Iterator[Move]:
    for rule in (AUTOMATIC, ANY_OF, RENEWAL):
        if rule != trigger.vote and (rule.automatic or trigger.deciders):
            words = f'let trigger "{trigger.name}" be decided by the rule "{rule.name}"'
            yield Move(f"{name}.rule={rule.name}", at, words, write((*at, "rule"), rule.name))


def new_triggers(package: Package, world: World) -> Iterator[Move]:
    """A trigger for all that a party can do and nobody answers, pulled by any who is harmed."""
    for party in package.signatories:
        bare = _uncovered(package, party, world)
        harmed = {other for kind in bare for other in world.breaches[party][kind].harm}
        deciders = [other for other in package.signatories if other in harmed and other != party]
        for response in (PAUSE.name, SNAP.name) if bare and deciders else ():
            name = f"breach-by-{party.lower()}"
            clause = {
                "name": name,
                "article": "new",
                "against": party,
                "covers": bare,
                "rule": ANY_OF.name,
                "deciders": deciders,
                "response": response,
                "notice_days": 30,
            }
            words = f"add a trigger ({response}) against {' and '.join(bare)} by {party}"
            key = ("triggers", "new", party)
            yield Move(f"triggers.{name}.{response}", key, words, add(("triggers",), clause))
