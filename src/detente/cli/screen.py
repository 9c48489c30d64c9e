"""The terminal as answers meet it: words are shown, and steer nothing."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from detente.errors import seen


class Screen(Console):
    """A console that takes escapes, bells and direction marks out of every word it shows."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The pieces of an answer, cleaned; styles are the console's own."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else piece._replace(text=seen(piece.text))
