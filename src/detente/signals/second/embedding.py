"""The packaged sentence embedding as second reader: it quotes nothing, but says what it went by."""

from detente.signals.embed import require, second_opinion
from detente.signals.second.model import NoOpinionError, Opinion, Remark


class Embedding:
    """The level of a remark by its likeness to the labelled sentences; needs the extra `embed`."""

    name = "MiniLM embedding"

    def __init__(self) -> None:
        require()

    def opinion(self, remark: Remark) -> Opinion:
        """A level, and the labelled sentence that lies closest."""
        if not remark.words.strip():
            raise NoOpinionError("no words to be read")
        (found,) = second_opinion([remark.words])
        why = f'nearest to "{found.nearest}" ({found.nearest_level:+d})'
        return Opinion(found.level, (), self.name, why)
