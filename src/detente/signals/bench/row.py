"""One figure of the bench: what was measured, on how many, with what aim."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A score with its 95 % interval where one is drawn, the simple baseline and the aim."""

    set: str
    measure: str
    n: int
    value: float
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    aim: float | None = None
    less: bool = False  # whether less is better

    @property
    def missed_by(self) -> float:
        """How far the value falls short of the aim; 0 where it is met or none is set."""
        if self.aim is None:
            return 0.0
        short = self.value - self.aim if self.less else self.aim - self.value
        return max(short, 0.0)
