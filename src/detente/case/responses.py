"""What follows when a trigger takes effect: the responses that a text can give, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ResponseName = Literal["pause", "close", "snap"]


@dataclass(frozen=True, slots=True)
class Response:
    """What a trigger does: exactly one of `ends`, `shuts` and `returns` is true."""

    name: ResponseName
    noun: str
    verb: str
    past: str
    told: str  # in a sentence, in which `{modules}` stands for what it reaches
    ends: bool = False  # the whole package, whatever modules the trigger names
    shuts: bool = False  # modules, for good, while the rest of the package goes on
    returns: bool = False  # what it shuts opens again after a time


PAUSE = Response("pause", "a pause", "pauses", "paused", "pauses {modules}", returns=True)
CLOSE = Response(
    "close", "the end", "closes", "ended for good", "shuts {modules} for good", shuts=True
)
SNAP = Response(
    "snap", "the snap-back", "snaps back", "snapped back", "snaps everything back", ends=True
)
RESPONSES: Mapping[ResponseName, Response] = {each.name: each for each in (PAUSE, CLOSE, SNAP)}
