"""Can relief wait for ever, or escrow go back, though everybody does what it owes?

Definitions. All acts are done in their month, and the target breaches nothing. Others may breach,
an alarm may be false, licences may lapse. Relief is *stranded* if then
    a phase of a module that is still in force waits for a phase of a module shut for good, itself
    or by way of an act that is owed only after such a phase; or
    escrow goes back at its deadline, since a pause, or a module shut, has put its act off.
Only a package whose text leaves room for it is played: see `may_strand`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.case.model import Case
from detente.checks.escrow import in_time
from detente.checks.telling import article, listed, tell
from detente.checks.whole import MOST_WHOLE, Played, played
from detente.machine import Machine
from detente.machine.layout import AWAITED, RETURNED, Layout
from detente.machine.logic import Term, all_of, any_of, compare, name, none_of
from detente.machine.rules import SETTLED
from detente.machine.rules import Answer as Move


@dataclass(frozen=True, slots=True)
class Stranded:
    """What is stranded, the shortest story of it, and how to mend it."""

    what: str
    story: tuple[str, ...]
    mend: str


def stranded(machine: Machine, case: Case, most: int = MOST_WHOLE) -> list[Stranded]:
    """Everything that can be stranded; raises TooLargeError where that is too much to play."""
    if not may_strand(machine, case):
        return []
    whole = _kept_by_the_target(machine, case)
    goals = [*_phases(whole.layout), *_funds(whole.layout)]
    found = whole.explored(most=most)
    told = []
    for goal, what, waits, mend in goals:
        if there := found.shortest(all_of([name(SETTLED), goal])):
            day = f"{found.day(there[1])}, month {found.state(there[1])['month']}: {waits}"
            told.append(Stranded(what, (*tell(machine, there[0]), day), mend))
    return told


def may_strand(machine: Machine, case: Case) -> bool:
    """Whether the text leaves room for it: others wait for what may be shut or paused."""
    layout = _kept_by_the_target(machine, case).layout
    return bool([*_phases(layout), *_funds(layout)])


def _kept_by_the_target(machine: Machine, case: Case) -> Played:
    """What ends the whole package strands nothing and is left out, as are acts left undone."""
    target, package = case.world.target, machine.package
    part = tuple(t for t in package.triggers if not t.does.ends)
    ends = tuple(end for end in package.ends if end.modules)

    def never(move: Move) -> bool:
        return move.kind == "withhold" or (move.kind == "breach" and move.actor == target)

    return played(machine, case, {"triggers": part, "ends": ends}, never)


Goal = tuple[Term, str, str, str]  # where it is so, what is stranded, what then holds, the remedy


def _phases(layout: Layout) -> Iterator[Goal]:
    """Phases that may wait for what was shut for good."""
    for module in layout.package.modules:
        for index, phase in enumerate(module.phases):
            gone = dict(_gone(layout, module.name, phase.after))
            if not gone:
                continue
            waiting = compare(name(layout.of_phase[module.name]), "=", index)
            in_force = none_of([layout.shut(module.name)])
            waits, shut = f'"{module.name}.{phase.name}"', listed((f'"{m}"' for m in gone), "or")
            says = f"{waits} ({article(module.article)}) waits for {shut}, which is shut for good"
            yield (
                all_of([in_force, waiting, any_of(gone.values())]),
                f"{waits} may wait for ever for {shut}",
                f"{says}; no article says what becomes of it",
                f"say what becomes of {waits} once {shut} is shut",
            )


def _gone(layout: Layout, own: str, waits: Iterable[str]) -> Iterator[tuple[str, Term]]:
    """Modules for which another waits, also by way of acts, and where one will never come."""
    acts = {milestone.name: milestone for milestone in layout.package.milestones}
    for wait in waits:
        if wait in acts:
            awaited = compare(name(layout.of_act[wait]), "=", AWAITED)
            for module, shut in _gone(layout, own, acts[wait].after):
                yield module, all_of([awaited, shut])
        elif (module := wait.partition(".")[0]) != own and module in layout.closable:
            yield module, layout.shut(module)


def _funds(layout: Layout) -> Iterator[Goal]:
    """Escrow that may go back since its act was put off; `unreachable` has what is late anyhow."""
    for module in layout.package.modules:
        escrow = module.escrow
        if escrow is None or escrow.deadline is None:
            continue
        act, due = f'"{escrow.released_by}"', layout.machine.milestones[escrow.released_by]
        behind = _put_off(layout, [escrow.released_by])
        if not behind or escrow.deadline < due or not in_time(escrow, due):
            continue
        back = compare(name(layout.of_fund[module.name]), "=", RETURNED)
        says = f'what escrow holds under "{module.name}" has gone back ({article(module.article)})'
        held = listed(f'"{m}"' for m in sorted(behind))
        yield (
            all_of([back, none_of([layout.shut(module.name)])]),
            f'what escrow holds under "{module.name}" may go back before {act} is owed',
            f"{says}, though nobody left {act} undone: it is owed only after {held}",
            f'let the deadline of the escrow of "{module.name}" wait for as long as {held} does',
        )


def _put_off(layout: Layout, waits: Iterable[str]) -> set[str]:
    """Modules on which something waits, and which a pause holds up or something shuts for good."""
    acts = {milestone.name: milestone for milestone in layout.package.milestones}
    paused = {m for t in layout.triggers if t.does.returns for m in layout.reach(t)}
    found: set[str] = set()
    for wait in waits:
        if wait in acts:
            found |= _put_off(layout, acts[wait].after)
            continue
        module, _, last = wait.partition(".")
        found |= {module} & (paused | layout.closable)
        phases = layout.modules[module].phases
        until = [phase.name for phase in phases].index(last) + 1
        found |= _put_off(layout, [w for phase in phases[:until] for w in phase.after])
    return found
