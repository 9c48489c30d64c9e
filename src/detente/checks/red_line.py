"""Does any state that the package can reach cross a line that a party has drawn?"""

from collections.abc import Iterator, Sequence

from detente.case.model import Case
from detente.case.world import RedLine
from detente.checks.model import TOO_LARGE, Check
from detente.checks.telling import agree, articles, at, listed, tell
from detente.law import Law
from detente.machine import Machine, State, standing
from detente.machine.explore import MOST_STATES, Story
from detente.machine.model import Span
from detente.machine.schedule import earliest


def red_line(
    machine: Machine,
    case: Case,
    law: Law,  # noqa: ARG001
    most: int = MOST_STATES,
) -> Check:
    """No reachable state crosses a red line of the case."""
    trace: list[str] = []
    crossed: list[RedLine] = []
    stopped: dict[str, str] = {}
    for line in case.world.red_lines:
        try:
            story = _by_terms(machine, line) or _by_openings(machine, line, most)
        except OverflowError as error:
            stopped[f"{line.party}:{line.name}"] = str(error)
            continue
        if story:
            crossed.append(line)
            trace.append(f"{line.party}, {line.name}: {line.title}")
            trace += [f"  {step}" for step in story]
    if crossed:
        names = listed(f"{line.party}:{line.name}" for line in crossed)
        count = "a red line" if len(crossed) == 1 else f"{len(crossed)} red lines"
        remedy = "; ".join(_remedies(machine, crossed))
        trace += [f"{name} is not known: {why}" for name, why in stopped.items()]
        return Check("red-line", "flaw", f"crosses {count}: {names}", tuple(trace), remedy)
    if stopped:
        finding = f"whether {listed(stopped, 'or')} is crossed is not known: "
        finding += listed(stopped.values())
        return Check("red-line", "unknown", finding, (), TOO_LARGE)
    return Check("red-line", "good", "no reachable state crosses a red line of the case")


def _by_terms(machine: Machine, line: RedLine) -> list[str]:
    return [
        f"{at(machine, term.month)}: {term.party}: {term.text} ({articles([term.article])})"
        for term in machine.package.terms
        if set(term.tags).intersection(line.forbids)
    ]


def _by_openings(machine: Machine, line: RedLine, most: int) -> list[str]:
    limited = [m for m in line.measures if any(v.measure == m for v in machine.valves)]
    found = crossing(machine, line, most) if limited else None
    if found is None:
        return []
    story, state, spans = found
    where = articles(span.article for span in spans)
    mean = mean_opening(machine, state, line)
    allowed = f"{line.at_most:.0%} is allowed" if line.at_most else "none is allowed"
    stand = f"{agree(limited, 'stands', 'stand')} open, {mean:.0%} on average"
    over = f"{listed(limited)} {stand} ({where})"
    return [
        *tell(machine, story),
        f"{at(machine, state.month)}: {over}; {allowed}{_until(machine, line)}",
    ]


def crossing(
    machine: Machine, line: RedLine, most: int = MOST_STATES
) -> tuple[Story, State, tuple[Span, ...]] | None:
    """The soonest state whose openings cross a line, and the phases that open them."""

    def lifted(state: State) -> bool:
        due = machine.milestones.get(line.until or "")
        return due is not None and due <= state.month and line.until not in state.withheld

    def crosses(state: State) -> bool:
        return not lifted(state) and mean_opening(machine, state, line) > line.at_most + 1e-9

    found = earliest(machine, crosses, most)
    if found is None:
        return None
    story, state = found
    named = set(line.measures)
    return story, state, tuple(s for s in standing(machine, state) if named.intersection(s.open))


def mean_opening(machine: Machine, state: State, line: RedLine) -> float:
    """Mean opening in a state of the measures that a line limits, shut ones counted."""
    now: dict[str, float] = {}
    for span in standing(machine, state):
        for measure, opening in span.open.items():
            now[measure] = max(now.get(measure, 0.0), opening)
    return sum(now.get(measure, 0.0) for measure in line.measures) / len(line.measures)


def _until(machine: Machine, line: RedLine) -> str:
    if line.until is None:
        return ""
    asked = "" if line.until in machine.milestones else ", which the package does not ask for"
    return f' before "{line.until}"{asked}'


def _remedies(machine: Machine, crossed: Sequence[RedLine]) -> Iterator[str]:
    for line in crossed:
        if line.measures:
            wait = f', or wait for "{line.until}"' if line.until else ""
            if line.at_most:
                yield f"open {listed(line.measures)} no further than {line.at_most:.0%}{wait}"
            else:
                yield f"keep {listed(line.measures)} shut{wait}"
    forbidden = {tag for line in crossed for tag in line.forbids}
    terms = [t for t in machine.package.terms if forbidden.intersection(t.tags)]
    if terms:
        leave = listed(line.party for line in crossed if line.forbids)
        yield f"take out {articles(t.article for t in terms)}, or ask {leave} for leave"
