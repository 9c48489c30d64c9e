"""What is given first, and can it be taken back?

Given for good is what hands over a stock, what the law calls irreversible, and what is terminated
where a member can refuse the fresh act that would bring it back. Money that a third party keeps
until an act is done has not been given before.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.case.model import Case
from detente.case.package import Milestone
from detente.checks.escrow import Held, escrows, holder, reaches
from detente.checks.model import Check
from detente.checks.powers import is_terminated, promised_on, refusers, relief, rule_on
from detente.checks.telling import agree, article, articles, at, listed, opened, several, tell
from detente.law import Law
from detente.machine import Machine, State, standing
from detente.machine.model import Span, Story, Valve
from detente.machine.schedule import MOST_STATES, earliest


@dataclass(frozen=True, slots=True)
class Gift:
    """What has been given for good in the soonest state in which nothing was done for it."""

    story: Story
    state: State
    spans: tuple[Span, ...]  # phases that give it
    given: Mapping[str, float]  # share of each measure
    owed: tuple[Milestone, ...]  # acts of the target that it could have waited for


def irreversible_first(machine: Machine, case: Case, law: Law, most: int = MOST_STATES) -> Check:
    """No benefit that cannot be taken back comes before the act that it pays for."""
    name, target = "irreversible-first", case.world.target
    lasting = lasting_valves(machine, case, law)
    unknown = [v for v in relief(machine, case) if _unheard(machine, case, law, v)]
    if not lasting:
        return _good(name, "no valve gives what cannot be taken back", unknown)
    gift = given_first(machine, case, lasting, most)
    if gift is None:
        measures = sorted({valve.measure for valve in lasting})
        opens = f"{listed(measures)} {agree(measures, 'opens', 'open')}"
        kept = {valve.module for valve in lasting}.intersection(escrows(machine, case))
        are = agree(measures, "is", "are")
        first = f", or {are} kept in escrow until then" if kept else ""
        return _good(name, f"{opens} only after {target} has performed{first}", unknown)
    be = agree([*gift.given], "is", "are")
    finding = f"{several(gift.given)} {be} given for good before {target} has done anything"
    phases = listed(f'"{span.module}.{span.phase}"' for span in gift.spans)
    wait = f"an act that {target} owes and somebody else certifies"
    wait = f'"{gift.owed[0].name}"' if gift.owed else wait
    remedy = f"let {phases} wait for {wait}, or pay into escrow that only the act releases"
    return Check(name, "flaw", finding, tuple(_story(machine, case, lasting, gift)), remedy)


def lasting_valves(machine: Machine, case: Case, law: Law) -> list[Valve]:
    """Valves that give what no snap-back takes away."""
    return [v for v in relief(machine, case) if _lasting(machine, case, law, v)]


def given_first(
    machine: Machine, case: Case, lasting: Sequence[Valve], most: int = MOST_STATES
) -> Gift | None:
    """The soonest gift for nothing; None if there is none."""
    owed = tuple(m for m in machine.package.milestones if m.party == case.world.target)
    held = escrows(machine, case)

    def given_for_nothing(state: State) -> bool:
        return not _done(machine, owed, state) and bool(_given(machine, held, lasting, state))

    found = earliest(machine, given_for_nothing, most)
    if found is None:
        return None
    story, state = found
    given = _given(machine, held, lasting, state)
    modules = {valve.module for valve in lasting if valve.measure in given}
    spans = tuple(s for s in standing(machine, state) if s.module in modules)
    return Gift(story, state, spans, given, owed)


def _story(machine: Machine, case: Case, lasting: Sequence[Valve], gift: Gift) -> Iterator[str]:
    yield from tell(machine, gift.story)
    yield _stand(machine, escrows(machine, case), gift.state, gift.given, gift.spans)
    yield from _terminated(machine, lasting, gift.given)
    yield from _own_escrow(machine, case, {span.module for span in gift.spans})
    target = case.world.target
    yield f"by then {target} has performed nothing, and what has gone does not come back"


def _good(name: str, finding: str, unknown: Sequence[Valve]) -> Check:
    """Good, unless something is terminated of which the law of the way back is not known."""
    if not unknown:
        return Check(name, "good", finding)
    measures = listed(valve.measure for valve in unknown)
    lacking = f"the law files do not say what it takes to bring back {measures} once terminated"
    remedy = f"give {measures} a rule to re-impose it, or suspend it instead of terminating it"
    return Check(name, "unknown", lacking, (), remedy)


def _stand(
    machine: Machine, held: Held, state: State, given: Mapping[str, float], spans: Sequence[Span]
) -> str:
    """What has been given by a state, and what of it a third party still keeps."""
    where = articles(span.article for span in spans)
    line = f"{at(machine, state.month)}: {opened(given)} {agree([*given], 'stands', 'stand')} open"
    kept = [s for s in spans if 0 < reaches(machine, held, s.module, state) < 1]
    shares = [f'{held[s.module].share:.0%} of what "{s.module}" gives' for s in kept]
    return f"{line} ({where})" + (f"; escrow keeps {listed(shares)}" if shares else "")


def _terminated(
    machine: Machine, lasting: Sequence[Valve], given: Collection[str]
) -> Iterator[str]:
    """Says which of it is terminated, so that a reader sees why it does not come back."""
    gone = [v for v in lasting if v.measure in given and is_terminated(machine, v)]
    if gone:
        measures, where = several(v.measure for v in gone), articles(v.article for v in gone)
        be = agree([*{v.measure for v in gone}], "is", "are")
        yield f"{measures} {be} terminated ({where}): it takes a fresh act, which one can refuse"


def _own_escrow(machine: Machine, case: Case, modules: Collection[str]) -> Iterator[str]:
    """Says of an escrow that its holder is the one whom it should make wait."""
    for module in machine.package.modules:
        escrow = module.escrow
        if module.name in modules and escrow and holder(case, escrow) == case.world.target:
            kept = f'the escrow of "{module.name}" ({article(module.article)}) is held by'
            yield f"{kept} {escrow.holder} itself, so that it keeps nothing back"


def _lasting(machine: Machine, case: Case, law: Law, valve: Valve) -> bool:
    """Whether opening it gives something that no snap-back takes away."""
    if case.world.measures[valve.measure].once:
        return True
    rule = rule_on(machine, case, law, valve.measure, "ease")
    if rule is not None and rule.reversible != "yes":
        return True
    back = rule_on(machine, case, law, valve.measure, "reimpose")
    day = promised_on(machine, case)
    return is_terminated(machine, valve) and back is not None and bool(refusers(back, day))


def _unheard(machine: Machine, case: Case, law: Law, valve: Valve) -> bool:
    """Whether it is terminated and the law of the way back is not known."""
    back = rule_on(machine, case, law, valve.measure, "reimpose")
    return is_terminated(machine, valve) and back is None


def _done(machine: Machine, owed: Sequence[Milestone], state: State) -> bool:
    return any(
        machine.milestones[m.name] <= state.month and m.name not in state.withheld for m in owed
    )


def _given(
    machine: Machine, held: Held, lasting: Sequence[Valve], state: State
) -> dict[str, float]:
    """Share of each lasting measure that its recipient has in hand."""
    valves = {(valve.module, valve.measure) for valve in lasting}
    given: dict[str, float] = {}
    for span in standing(machine, state):
        share = reaches(machine, held, span.module, state)
        for measure, opening in span.open.items():
            if opening * share > 0 and (span.module, measure) in valves:
                given[measure] = max(given.get(measure, 0.0), opening * share)
    return given
