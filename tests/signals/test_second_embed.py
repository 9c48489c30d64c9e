"""The packaged embedding as second reader: where it is installed, and where it is not."""

import pytest

from detente.errors import MissingExtraError
from detente.signals import read_text
from detente.signals.embed.encoder import installed
from detente.signals.second import annotator, second_reading

HERE = installed()


@pytest.mark.skipif(HERE, reason="the extra embed is installed")
def test_without_the_extra_it_tells_what_to_install() -> None:
    with pytest.raises(MissingExtraError, match=r"detente\[embed\]"):
        annotator("embed")


@pytest.mark.skipif(not HERE, reason="the extra embed is not installed")
def test_it_gives_a_level_and_the_sentence_it_went_by() -> None:
    readings = read_text("MINISTER: We will never accept a ceasefire.")
    told: list[str] = []
    (row,) = second_reading(readings, annotator("embed"), told.append).rows
    assert row.opinion is not None
    assert row.opinion.level < 0
    assert (row.opinion.spans, row.opinion.by) == ((), "MiniLM embedding")
    assert row.opinion.why.startswith('nearest to "')
    assert "MiniLM embedding" in told[0]
    assert row.reading == readings[0]
