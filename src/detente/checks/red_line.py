"""Does any state that the package can reach cross a line that a party has drawn?

A line is lifted by what an act is, that is by its tags, and once all acts so tagged are done. Money
that a third party keeps is not open until it is released.

The calendar is asked first: what it finds is a story of the package. Where no phase narrows what a
line limits, it finds all there is. Where one does, an act performed late or a pause may bring
together what the calendar keeps apart; then the package in which nothing narrows is asked, and if
that one crosses the line, the whole product.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.case.model import Case
from detente.case.world import RedLine
from detente.checks.escrow import Held, escrows, reaches
from detente.checks.model import TOO_LARGE, Check
from detente.checks.tags import lifting, tagged
from detente.checks.telling import agree, articles, at, listed, tell
from detente.checks.whole import (
    MOST_WHOLE,
    Situation,
    how_far,
    narrows,
    played,
    situations,
    widened,
)
from detente.law import Law
from detente.machine import Machine, State, standing
from detente.machine.model import Span, Story
from detente.machine.schedule import MOST_STATES, earliest
from detente.machine.search import TooLargeError


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
            story = _by_terms(machine, line) or _by_openings(machine, case, line, most)
        except (OverflowError, TooLargeError) as error:
            far = how_far(error) if isinstance(error, TooLargeError) else str(error)
            stopped[f"{line.party}:{line.name}"] = far
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
        for term in tagged(machine)
        if set(term.tags).intersection(line.forbids)
    ]


def _by_openings(machine: Machine, case: Case, line: RedLine, most: int) -> list[str]:
    limited = [m for m in line.measures if any(v.measure == m for v in machine.valves)]
    if not limited:
        return []
    held = escrows(machine, case)
    if found := crossing(machine, case, line, most):
        story, state, spans = found
        told, on = tell(machine, story), at(machine, state.month)
        had = _had(machine, held, state)
    elif narrows(machine, limited) and crossing(widened(machine), case, line, most):
        late = crossing_late(machine, case, line, min(most, MOST_WHOLE))
        if late is None:
            return []
        told, on, spans = tell(machine, late[0]), at(machine, late[1].month), late[1].spans
        had = _had_late(held, late[1])
    else:
        return []
    where = articles(span.article for span in spans if set(line.measures).intersection(span.open))
    allowed = f"{line.at_most:.0%} is allowed" if line.at_most else "none is allowed"
    mean = mean_opening(spans, line, had)
    stand = f"{agree(limited, 'stands', 'stand')} open, {mean:.0%} on average"
    over = f"{listed(limited)} {stand} ({where})"
    return [*told, f"{on}: {over}; {allowed}{_until(machine, line)}"]


def crossing(
    machine: Machine, case: Case, line: RedLine, most: int = MOST_STATES
) -> tuple[Story, State, tuple[Span, ...]] | None:
    """The soonest state whose openings cross a line, and the phases that open them."""

    acts, held = lifting(machine, line), escrows(machine, case)

    def lifted(state: State) -> bool:
        done = (machine.milestones[a] <= state.month and a not in state.withheld for a in acts)
        return bool(acts) and all(done)

    def crosses(state: State) -> bool:
        if lifted(state):
            return False
        return _over(line, standing(machine, state), _had(machine, held, state))

    found = earliest(machine, crosses, most)
    if found is None:
        return None
    story, state = found
    named = set(line.measures)
    return story, state, tuple(s for s in standing(machine, state) if named.intersection(s.open))


def crossing_late(
    machine: Machine, case: Case, line: RedLine, most: int = MOST_WHOLE
) -> tuple[Story, Situation] | None:
    """The same in the product, by the shortest story; raises TooLargeError.

    What shuts a module for good, or ends the package, opens nothing: it is left out.
    """
    pauses = tuple(t for t in machine.package.triggers if t.does.returns)
    whole = played(machine, case, {"triggers": pauses, "ends": ()})
    found, acts = whole.explored(most=most), set(lifting(machine, line))
    held = escrows(machine, case)
    for here in situations(whole, found):
        lifted = bool(acts) and acts <= here.met
        if not lifted and _over(line, here.spans, _had_late(held, here)):
            return found.story(here.number), here
    return None


def _had(machine: Machine, held: Held, state: State) -> Mapping[str, float]:
    """Share of each module in escrow that has been handed over in a state of the calendar."""
    return {module: reaches(machine, held, module, state) for module in held}


def _had_late(held: Held, here: Situation) -> Mapping[str, float]:
    """The same in a situation of the product."""
    return {m: 1.0 if m in here.paid_out else 1.0 - e.share for m, e in held.items()}


def _over(line: RedLine, spans: Iterable[Span], had: Mapping[str, float]) -> bool:
    return mean_opening(spans, line, had) > line.at_most + 1e-9


def mean_opening(spans: Iterable[Span], line: RedLine, had: Mapping[str, float]) -> float:
    """Mean opening, in phases in force, of the measures that a line limits, shut ones counted.

    Of what escrow keeps, only the share that was handed over is open.
    """
    now: dict[str, float] = {}
    for span in spans:
        for measure, opening in span.open.items():
            open_now = opening * had.get(span.module, 1.0)
            now[measure] = max(now.get(measure, 0.0), open_now)
    return sum(now.get(measure, 0.0) for measure in line.measures) / len(line.measures)


def _until(machine: Machine, line: RedLine) -> str:
    if line.until is None:
        return ""
    if lifting(machine, line):
        return f' before "{line.until}"'
    if line.until in machine.milestones:
        return f' before an act tagged "{line.until}"; the one of that name bears no such tag'
    return f' before "{line.until}", which the package does not ask for'


def _remedies(machine: Machine, crossed: Sequence[RedLine]) -> Iterator[str]:
    for line in crossed:
        if line.measures:
            wait = f', or wait for "{line.until}"' if line.until else ""
            if line.at_most:
                yield f"open {listed(line.measures)} no further than {line.at_most:.0%}{wait}"
            else:
                yield f"keep {listed(line.measures)} shut{wait}"
    forbidden = {tag for line in crossed for tag in line.forbids}
    terms = [t for t in tagged(machine) if forbidden.intersection(t.tags)]
    if terms:
        leave = listed(line.party for line in crossed if line.forbids)
        yield f"take out {articles(t.article for t in terms)}, or ask {leave} for leave"
