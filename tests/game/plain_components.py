"""States that lead back to each other, in the order in which they can be solved."""

from collections.abc import Iterator

from plain_states import Node, State, successors


def components(nodes: dict[State, Node]) -> Iterator[list[State]]:
    """Strongly connected states, those that others lead to first (Gabow's path of roots)."""
    number: dict[State, int] = {}
    placed: set[State] = set()
    path: list[State] = []
    roots: list[State] = []
    for first in nodes:
        if first in number:
            continue
        work = [(first, iter(_entered(first, nodes, number, path, roots)))]
        while work:
            state, ways = work[-1]
            nxt = next(ways, None)
            if nxt is None:
                work.pop()
                if roots and roots[-1] == state:
                    roots.pop()
                    yield _cut(state, path, placed)
            elif nxt not in number:
                work.append((nxt, iter(_entered(nxt, nodes, number, path, roots))))
            elif nxt not in placed:
                while number[roots[-1]] > number[nxt]:
                    roots.pop()


def _entered(
    state: State,
    nodes: dict[State, Node],
    number: dict[State, int],
    path: list[State],
    roots: list[State],
) -> list[State]:
    number[state] = len(number)
    path.append(state)
    roots.append(state)
    return successors(nodes[state])


def _cut(root: State, path: list[State], placed: set[State]) -> list[State]:
    """What lies on the path from a root on."""
    cut = path.index(root)
    component = path[cut:]
    del path[cut:]
    placed.update(component)
    return component
