"""A small game as a tree, and the tree as Gambit reads it.

Payoffs stand at the leaves. A choice belongs to an information set: nodes of one set are the same
to the party that chooses, as where others choose in the same month.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Leaf:
    """An end: what each party has."""

    name: str
    payoffs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """Nature draws; the chances add to 1."""

    name: str
    branches: tuple[tuple[str, float, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A party chooses, not knowing in which node of its information set it stands."""

    party: int
    information: str
    branches: tuple[tuple[str, "Node"], ...]


Node = Leaf | Draw | Choice


@dataclass(slots=True)
class _Numbers:
    """Numbers of information sets, of each party and of nature, as they come up."""

    sets: dict[tuple[int, str], int] = field(default_factory=dict)
    draws: int = 0
    leaves: int = 0

    def of(self, choice: Choice) -> int:
        key = (choice.party, choice.information)
        mine = sum(party == choice.party for party, _ in self.sets)
        return self.sets.setdefault(key, mine + 1)


def to_efg(title: str, parties: Sequence[str], root: Node) -> str:
    """The tree in the .efg format, version 2."""
    players = " ".join(map(_quoted, parties))
    numbers = _Numbers()
    lines = [f"EFG 2 R {_quoted(title)} {{ {players} }}", '""', "", *_lines(root, numbers)]
    return "\n".join(lines) + "\n"


def nodes(root: Node) -> int:
    """How many nodes a tree has."""
    if isinstance(root, Leaf):
        return 1
    return 1 + sum(nodes(branch[-1]) for branch in root.branches)


def _lines(node: Node, numbers: _Numbers) -> Iterator[str]:
    match node:
        case Leaf(name, payoffs):
            numbers.leaves += 1
            paid = ", ".join(repr(float(payoff)) for payoff in payoffs)
            outcome = _quoted(f"{name} ({numbers.leaves})")
            yield f't "" {numbers.leaves} {outcome} {{ {paid} }}'
        case Draw(name, branches):
            numbers.draws += 1
            chances = _exact([chance for _, chance, _ in branches])
            drawn = zip((word for word, *_ in branches), chances, strict=True)
            told = " ".join(f"{_quoted(word)} {chance}" for word, chance in drawn)
            drawing = _quoted(f"{name} ({numbers.draws})")
            yield f'c "" {numbers.draws} {drawing} {{ {told} }} 0'
            for *_, after in branches:
                yield from _lines(after, numbers)
        case Choice(party, information, options):
            told = " ".join(_quoted(word) for word, _ in options)
            number = numbers.of(node)
            head = f'p "" {party + 1} {number} {_quoted(information)}'
            yield f"{head} {{ {told} }} 0"
            for _, after in options:
                yield from _lines(after, numbers)


def _exact(chances: Sequence[float]) -> list[Fraction]:
    """Chances as fractions that add to 1 exactly; the last takes what rounding left."""
    first = [Fraction(repr(float(chance))) for chance in chances[:-1]]
    return [*first, 1 - sum(first, Fraction(0))]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "/").replace('"', "'") + '"'
