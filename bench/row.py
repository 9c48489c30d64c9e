"""One figure of the bench."""

from dataclasses import dataclass

NOT_HERE = "not here"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, of us and of another tool on the same task, in the same run."""

    what: str
    ours: float
    unit: str
    peer: str = ""  # the other tool, or a second implementation of ours
    theirs: float | None = None  # None where the peer is not here
    owed: str = ""  # what was promised, in words
    kept: bool | None = None  # whether it was kept; None where nothing was promised

    @property
    def beside(self) -> str:
        """The peer's figure in words."""
        if not self.peer:
            return ""
        return (
            f"{self.peer} {NOT_HERE}" if self.theirs is None else f"{self.peer} {self.theirs:,.4g}"
        )

    @property
    def verdict(self) -> str:
        """What was promised, and whether it was kept."""
        return self.owed if self.kept is None else f"{self.owed}: {'yes' if self.kept else 'NO'}"
