"""Readings put to a second reader, one at a time; each answer touches its own reading only."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.signals.model import Reading
from detente.signals.second.embedding import Embedding
from detente.signals.second.endpoint import endpoint
from detente.signals.second.llm import LanguageModel
from detente.signals.second.model import (
    Annotator,
    NoOpinionError,
    Opinion,
    Remark,
    Seconded,
    SecondReading,
)

MOST_FAILED = 3  # in a row, for want of any answer; then nobody is there to be asked
NOT_ASKED = "not asked, as the ones before had no answer"

Tell = Callable[[str], None]


def _llm() -> Annotator:
    return LanguageModel(endpoint())


ANNOTATORS: Mapping[str, Callable[[], Annotator]] = {"llm": _llm, "embed": Embedding}


def annotator(name: str) -> Annotator:
    """The second reader of that name, ready to be asked; refused with what is missing."""
    if name not in ANNOTATORS:
        raise DetenteError(f'"{name}" is nobody', nearest(name, [*ANNOTATORS]), option="second")
    return ANNOTATORS[name]()


def second_reading(readings: Sequence[Reading], by: Annotator, tell: Tell) -> SecondReading:
    """Every reading with its second opinion; what came to nothing is told and counted."""
    tell(f"asking {by.name} for a second opinion on {len(readings)} readings")
    rows = tuple(_rows(readings, by, tell))
    dropped = Counter(row.dropped for row in rows if row.dropped)
    for reason, number in sorted(dropped.items()):
        tell(f"{number} second opinions dropped: {reason}")
    return SecondReading(by.name, rows, dict(sorted(dropped.items())))


def _rows(readings: Sequence[Reading], by: Annotator, tell: Tell) -> Iterator[Seconded]:
    failed = 0
    for number, reading in enumerate(readings, 1):
        if failed >= MOST_FAILED:
            yield Seconded(reading, None, NOT_ASKED)
            continue
        found = _asked(reading, by)
        if isinstance(found, Opinion):
            yield Seconded(reading, found)
        else:
            yield Seconded(reading, None, str(found))
        failed = _failed(found, failed)
        if number % 25 == 0:
            tell(f"{number} of {len(readings)} asked")


def _asked(reading: Reading, by: Annotator) -> Opinion | NoOpinionError:
    remark = Remark(reading.words, reading.question, reading.actor, reading.instrument)
    try:
        return by.opinion(remark)
    except NoOpinionError as error:
        return error


def _failed(found: Opinion | NoOpinionError, before: int) -> int:
    """How many in a row had no answer at all; an answer that is no use is an answer."""
    if isinstance(found, Opinion) or not found.silent:
        return 0
    return MOST_FAILED if found.for_good else before + 1
