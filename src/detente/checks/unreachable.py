"""Is there a phase, an act or a trigger that can never come into play?"""

from collections.abc import Iterator

from detente.case.model import Case
from detente.case.package import Module, Trigger
from detente.checks.escrow import in_time
from detente.checks.model import Check
from detente.checks.telling import agree, article, articles, at, listed
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Span

Fault = tuple[str, str]  # what happens, and how to mend it
TOO_LATE = "lengthen horizon_months, or ask sooner for what comes before"


def unreachable(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """Every phase begins, and every trigger can be pulled, in some run of the package."""
    faults = {
        **{f'phase "{s.module}.{s.phase}"': f for s in machine.spans if (f := _phase(machine, s))},
        **dict(_acts(machine)),
        **{f'trigger "{t.name}"': f for t in machine.package.triggers if (f := _idle(machine, t))},
        **dict(_guarantees(machine)),
        **dict(_escrows(machine)),
    }
    if not faults:
        return Check("unreachable", "good", "every phase can begin and every trigger can be pulled")
    trace = tuple(f"{name}: {story}" for name, (story, _) in faults.items())
    finding = f"{listed(faults)} can never come into play"
    remedy = "; ".join(dict.fromkeys(mend for _, mend in faults.values()))
    return Check("unreachable", "flaw", finding, trace, remedy)


def _phase(machine: Machine, span: Span) -> Fault | None:
    where = article(span.article)
    if span.start > machine.horizon:
        last = at(machine, machine.horizon)
        waits = listed(f'"{name}"' for name in span.waits)
        late = f", as {waits} {agree(span.waits, 'comes', 'come')} too late" if waits else ""
        story = f"the package ends on {last}, before it begins{late} ({where})"
        return story, TOO_LATE
    if span.end <= span.start:
        story = (
            f"on {at(machine, span.start)} it begins and the next phase takes its place ({where})"
        )
        return story, f'give "{span.module}.{span.phase}" at least one month'
    return None


def _acts(machine: Machine) -> Iterator[tuple[str, Fault]]:
    for milestone in machine.package.milestones:
        month = machine.milestones[milestone.name]
        if month > machine.horizon:
            last = at(machine, machine.horizon)
            story = f"due in month {month}, after the end on {last} ({article(milestone.article)})"
            yield (
                f'act "{milestone.name}"',
                (story, TOO_LATE),
            )


def _idle(machine: Machine, trigger: Trigger) -> Fault | None:
    """Why a trigger is never pulled: nobody owes what it covers, or another comes first."""
    where, against = article(trigger.article), trigger.against
    mine = [e for e in machine.exposures if e.party == against and e.breach in trigger.covers]
    kinds = listed(trigger.covers, "or")
    if not mine:
        story = f"no obligation of {against} is open to {kinds}, so it never runs ({where})"
        return story, f"list {kinds} among the breaches of an obligation of {against}"
    if all(machine.package.triggers[e.trigger or 0] is not trigger for e in mine):
        before = [machine.package.triggers[e.trigger] for e in mine if e.trigger is not None]
        first = listed(f'"{other.name}" ({article(other.article)})' for other in before)
        story = f"{first} {agree(before, 'answers', 'answer')} {kinds} first ({where})"
        return story, f'let "{trigger.name}" cover what no other trigger does, or take it out'
    if trigger.does.returns and (gone := _terminated(machine, trigger)):
        names = listed(f'"{name}"' for name in gone)
        story = f"it pauses {names}, and a pause cannot touch what was terminated ({where})"
        return story, f'suspend {names}, or let "{trigger.name}" close them'
    if not trigger.does.ends and _nothing_open(machine, trigger):
        modules = listed(f'"{name}"' for name in trigger.modules) or "all modules"
        verb = trigger.response
        return f"it {verb}s {modules}, which never open ({where})", f"{verb} a module that opens"
    return None


def _terminated(machine: Machine, trigger: Trigger) -> list[str]:
    """The modules that a trigger names, if all of them were terminated."""
    named = [m for m in machine.package.modules if m.name in trigger.modules or not trigger.modules]
    return [m.name for m in named] if all(m.form == "termination" for m in named) else []


def _nothing_open(machine: Machine, trigger: Trigger) -> bool:
    columns = [
        index
        for index, valve in enumerate(machine.valves)
        if not trigger.modules or valve.module in trigger.modules
    ]
    return not machine.openings[:, columns].any()


def _guarantees(machine: Machine) -> Iterator[tuple[str, Fault]]:
    covered = {(e.party, e.breach) for e in machine.exposures if e.trigger is not None}
    for guarantee in machine.package.guarantees:
        if guarantee.ends_month == 0:
            story = f"it ends in the month of signature ({article(guarantee.article)})"
            yield f'guarantee "{guarantee.name}"', (story, "let it end later, or never")
            continue
        lost = [b for b in guarantee.breaches if (guarantee.against, b) not in covered]
        if len(lost) == len(guarantee.breaches):
            kinds, against = listed(lost, "or"), guarantee.against
            story = f"no trigger finds {kinds} by {against}, so it is never called"
            mend = f"add a trigger against {against} that covers {kinds}"
            yield (
                f'guarantee "{guarantee.name}"',
                (f"{story} ({articles([guarantee.article])})", mend),
            )


def _escrows(machine: Machine) -> Iterator[tuple[str, Fault]]:
    """Money that goes back before the act that would release it can be done."""
    for module in machine.package.modules:
        escrow, where = module.escrow, article(module.article)
        if escrow is None:
            continue
        due = machine.milestones[escrow.released_by]
        act = f'"{escrow.released_by}"'
        if due > machine.horizon:
            story = f"it waits for {act}, due only after the package has ended ({where})"
            yield _release(module), (story, TOO_LATE)
        elif escrow.deadline is not None and not in_time(escrow, due):
            last = escrow.deadline + escrow.extendable_months
            put_off = " at the latest" if escrow.extendable_months else ""
            story = f"on {at(machine, last)}{put_off}, the money goes back, and {act} is not due "
            story += f"before {at(machine, due)} ({where})"
            yield _release(module), (story, f"set its deadline after {at(machine, due)}")


def _release(module: Module) -> str:
    return f'the release of the escrow of "{module.name}"'
