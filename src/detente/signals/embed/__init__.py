"""A second opinion on a sentence by its embedding; needs the extra `embed`, never on by default."""

from detente.signals.embed.encoder import encode, require
from detente.signals.embed.opinion import Opinion, level_chances, second_opinion

__all__ = ["Opinion", "encode", "level_chances", "require", "second_opinion"]
