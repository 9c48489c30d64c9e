"""One figure of the bench: what was measured, on how many, with what aim."""

from dataclasses import dataclass

from bench.words.measures import Score, Values, interval

EMBED = "with embed"  # ends the name of a measure that needs the extra


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


@dataclass(frozen=True, slots=True)
class Task:
    """A set to be read: its name, how it is scored, what a simple baseline got, what is aimed at.

    Where the extra `embed` is installed the aim stands on the row that uses it, else on the other.
    """

    set: str
    measure: str
    score: Score
    truth: Values
    groups: Values
    baseline: float
    aim: float
    embed: bool

    def row(self, found: Values) -> Row:
        """The row of what was found without embeddings."""
        return self._row(found, self.measure, None if self.embed else self.aim)

    def row_with_embed(self, found: Values) -> Row:
        """The row of what was found with them."""
        return self._row(found, f"{self.measure}, {EMBED}", self.aim)

    def _row(self, found: Values, measure: str, aim: float | None) -> Row:
        low, high = interval(self.score, self.truth, found, self.groups)
        value = self.score(self.truth, found)
        return Row(self.set, measure, len(self.truth), value, low, high, self.baseline, aim)
