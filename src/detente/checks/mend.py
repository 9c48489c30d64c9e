"""A remedy that needs no judgement: what it says, and the edits to the package file."""

from dataclasses import dataclass

from detente.case.editing import Edit


@dataclass(frozen=True, slots=True)
class Mend:
    """A remedy in words, and the edits that carry it out together."""

    condition: str
    says: str
    edits: tuple[Edit, ...]
