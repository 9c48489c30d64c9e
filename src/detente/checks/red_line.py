"""Does any state that the package can reach cross a line that a party has drawn?"""

from detente.case.model import Case
from detente.case.world import RedLine
from detente.checks.model import Check
from detente.checks.telling import at, tell
from detente.law import Law
from detente.machine import Machine, State, shortest, standing


def red_line(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """No reachable state crosses a red line of the case."""
    trace: list[str] = []
    crossed: list[RedLine] = []
    for line in case.world.red_lines:
        story = _by_terms(machine, line) or _by_openings(machine, line)
        if story:
            crossed.append(line)
            trace.append(f"{line.party}, {line.name}: {line.title}")
            trace += [f"  {step}" for step in story]
    if not crossed:
        return Check("red-line", "good", "no reachable state crosses a red line of the case")
    names = ", ".join(f"{line.party}:{line.name}" for line in crossed)
    return Check("red-line", "flaw", f"crosses {names}", tuple(trace), _remedy(crossed[0]))


def _by_terms(machine: Machine, line: RedLine) -> list[str]:
    return [
        f"Article {term.article}, {at(machine, term.month)}: {term.party}, {term.text}"
        for term in machine.package.terms
        if set(term.tags).intersection(line.forbids)
    ]


def _by_openings(machine: Machine, line: RedLine) -> list[str]:
    limited = [m for m in line.measures if any(v.measure == m for v in machine.valves)]
    if not limited:
        return []

    def lifted(state: State) -> bool:
        due = machine.milestones.get(line.until or "")
        return due is not None and due <= state.month and line.until not in state.withheld

    def crosses(state: State) -> bool:
        return not lifted(state) and mean_opening(machine, state, line) > line.at_most + 1e-9

    found = shortest(machine, crosses)
    if found is None:
        return []
    story, state = found
    mean = mean_opening(machine, state, line)
    until = f' before "{line.until}"' if line.until else ""
    limit = f"{', '.join(limited)} stand open {mean:.0%} on average, {line.at_most:.0%} allowed"
    return [*tell(machine, story), f"{at(machine, state.month)}: {limit}{until}"]


def mean_opening(machine: Machine, state: State, line: RedLine) -> float:
    """Mean opening in a state of the measures that a line limits, shut ones counted."""
    now: dict[str, float] = {}
    for span in standing(machine, state):
        for measure, opening in span.open.items():
            now[measure] = max(now.get(measure, 0.0), opening)
    return sum(now.get(measure, 0.0) for measure in line.measures) / len(line.measures)


def _remedy(line: RedLine) -> str:
    if line.forbids:
        return f"take out the terms tagged {', '.join(line.forbids)}, or ask {line.party} for leave"
    wait = f'let these openings wait for "{line.until}"' if line.until else "keep them shut"
    return f"{wait}, or open them no further than {line.at_most:.0%} on average"
