"""What an uncertain number is called in a sentence, and what it is counted in.

A number that one clause uses is called after that clause. An estimate that several clauses use is
called by its own description, the first sentence of its row.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detente.case.package import Guarantee, Trigger
from detente.case.quantity import IN_UNIT, Quantity
from detente.case.world import Breach, Ending, World
from detente.durability.uncertain import Uncertain
from detente.machine import Machine


class Called(NamedTuple):
    """What a number is called, and what it is counted in."""

    words: str
    unit: str
    bare: bool = False  # the words stand in a sentence without an article


Named = Iterator[tuple[str, Called]]
AT_ONCE, MONTHLY = "EUR bn", "EUR bn a month"
# How rows of estimates begin that say what kind of number they are.
_KINDS = {
    "GAIN": "gain",
    "COST": "cost",
    "PROB": "probability",
    "FACTOR": "factor",
    "CONTEXT": "figure",
    "HAZARD": "hazard",
    "RELIEF": "relief",
}
_GUARANTEE = {
    "cost": ("cost to {who} of honouring {what}", AT_ONCE),
    "stake": ("what reneging on {what} would cost {who}", AT_ONCE),
    "gives": ("what {what} gives the protected party", AT_ONCE),
    "takes": ("what {what} takes from the breaching party", AT_ONCE),
    "upkeep": ("cost to {who} of keeping {what} ready", MONTHLY),
}


def called(number: Uncertain, places: Mapping[str, Called]) -> Called:
    """The words and the unit of a number."""
    unit = number.quantity.unit.replace("/month", " a month")
    unit = "" if unit.startswith(IN_UNIT) else unit
    if len(number.uses) == 1 and number.uses[0] in places:
        known = places[number.uses[0]]
        return known._replace(unit=unit or known.unit)
    return _described(number, unit)


def titled(number: Uncertain, said: Called) -> str:
    """The words as the subject of a sentence; with an estimate's name, to look it up."""
    subject = said.words if said.bare else f"the {said.words}"
    is_path = number.uses == (number.name,)  # which says nothing that the words do not
    return subject if is_path else f"{subject} ({number.name})"


def _described(number: Uncertain, unit: str) -> Called:
    """The first sentence of an estimate's row, quoted: gain "of settlement (transit, trade)"."""
    first = number.quantity.why.partition(". ")[0].strip()
    kind, _, rest = first.partition(" ")
    if kind in _KINDS:
        return Called(f'{_KINDS[kind]} "{rest}"', unit)
    return Called(f'"{first}"', unit, bare=True) if first else Called(number.name, unit)


def places(machine: Machine, world: World) -> dict[str, Called]:
    """Words and unit of every place where a package or its world may have a number."""
    return dict(_all(machine, world))


def _all(machine: Machine, world: World) -> Named:
    for party in world.parties:
        name = f"parties.{party}.discount"
        yield name, Called(f"{_whose(world, party)} yearly discount rate", "a year", bare=True)
    yield from _measures(machine, world)
    for party, amount in world.peace.items():
        words = f"{_whose(world, party)} gain from a month of peace"
        yield from _amount(f"peace.{party}", amount, Called(words, MONTHLY, bare=True))
    for party, breaches in world.breaches.items():
        for kind, breach in breaches.items():
            yield from _breach(world, party, kind, breach)
    yield from _ending(world, "snapped", world.snapped, "a snap-back")
    yield from _ending(world, "lapsed", world.lapsed, "an end without a breach")
    yield from _package(machine, world)


def _measures(machine: Machine, world: World) -> Named:
    for measure in dict.fromkeys(valve.measure for valve in machine.valves):
        clause, name = world.measures[measure], f"measures.{measure}"
        title = f'"{clause.title.partition(" (")[0]}"'
        for party, amount in clause.worth.items():
            words = f"worth to {world.parties[party].name} of opening {title} in full"
            yield from _amount(f"{name}.worth.{party}", amount, Called(words, MONTHLY))
        for party, amount in clause.once.items():
            words = f"one-off worth to {world.parties[party].name} of opening {title}"
            yield from _amount(f"{name}.once.{party}", amount, Called(words, AT_ONCE))
        yield (
            f"{name}.arrival",
            Called(f"share of the relief from {title} that arrives in fact", ""),
        )
        yield f"{name}.kept", Called(f"flow from {title} that outlasts a snap-back", "months")


def _breach(world: World, party: str, kind: str, breach: Breach) -> Named:
    name, words, owner = f"breaches.{party}.{kind}", _plain(world, kind), world.parties[party].name
    gain = f"{_whose(world, party)} gain from a month of {words}"
    yield from _amount(f"{name}.gain", breach.gain, Called(gain, MONTHLY, bare=True))
    for other, amount in breach.harm.items():
        harm = f"harm to {world.parties[other].name} of a month of {words} by {owner}"
        yield from _amount(f"{name}.harm.{other}", amount, Called(harm, MONTHLY))
    yield f"{name}.detected", Called(f"monthly chance that {words} by {owner} is seen", "")
    attributed = f"chance that {words} by {owner}, once seen, is reported and attributed"
    yield f"{name}.attributed", Called(attributed, "")


def _ending(world: World, name: str, ending: Ending, words: str) -> Named:
    yield f"{name}.peace", Called(f"share of the gains of peace that outlasts {words}", "")
    for party, amount in ending.flow.items():
        flow = f"{_whose(world, party)} flow after {words}"
        yield from _amount(f"{name}.flow.{party}", amount, Called(flow, MONTHLY, bare=True))
    for party, amount in ending.once.items():
        once = f"{_whose(world, party)} one-off gain at {words}"
        yield from _amount(f"{name}.once.{party}", amount, Called(once, AT_ONCE, bare=True))


def _package(machine: Machine, world: World) -> Named:
    name, package = f"packages.{machine.name}", machine.package
    for index, obligation in enumerate(package.obligations):
        words = f"{_whose(world, obligation.party)} cost of keeping article {obligation.article}"
        said = Called(words, MONTHLY, bare=True)
        yield from _amount(f"{name}.obligations[{index}].cost", obligation.cost, said)
    for guarantee in package.guarantees:
        yield from _guarantee(world, f"{name}.guarantees.{guarantee.name}", guarantee)
    for trigger in package.triggers:
        yield from _trigger(world, f"{name}.{trigger.name}", trigger)
    for end in package.ends:
        when = "each time it comes round" if end.every_months else f"on {end.on}"
        words = f"chance that {_plain(world, end.name)} ends the package {when}"
        yield f"{name}.ends.{end.name}", Called(words, "")


def _guarantee(world: World, name: str, guarantee: Guarantee) -> Named:
    who = world.parties[guarantee.guarantor].name
    what = f"the {_plain(world, guarantee.name)} guarantee"
    for key, (words, unit) in _GUARANTEE.items():
        said = Called(words.format(who=who, what=what), unit, bare=words.startswith("what "))
        yield from _amount(f"{name}.{key}", getattr(guarantee, key), said)


def _trigger(world: World, name: str, trigger: Trigger) -> Named:
    title = f"the {_plain(world, trigger.name)} trigger"
    yield f"{name}.false", Called(f"monthly chance of a false alarm of {title}", "")
    yield (
        f"{name}.detected",
        Called(f"monthly chance that monitoring for {title} sees a breach", ""),
    )
    yield f"{name}.pause_months", Called(f"length of the pause by {title}", "months")


def _amount(name: str, amount: Sequence[Quantity], said: Called) -> Named:
    """Names of an amount's parts; where there are several, which of them is said."""
    for index in range(len(amount)):
        part = f" (part {index + 1} of {len(amount)})" if len(amount) > 1 else ""
        yield f"{name}[{index}]", said._replace(words=f"{said.words}{part}")


def _whose(world: World, party: str) -> str:
    name = world.parties[party].name
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _plain(world: World, name: str) -> str:
    """A name of the case as words, the ids of parties in capitals: "US change of president"."""
    words = name.replace("_", "-").split("-")
    return " ".join(word.upper() if word.upper() in world.parties else word for word in words)
