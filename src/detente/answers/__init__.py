"""One typed function a question, and the table of them, from which every door is made."""

from detente.answers.table import VERBS, family
from detente.answers.verb import Asked, Told, Verb

__all__ = ["VERBS", "Asked", "Told", "Verb", "family"]
PUBLIC = (
    "model",
    "shapes",
    "signature",
    "verb",
)  # modules that other rooms may import, beside this door
