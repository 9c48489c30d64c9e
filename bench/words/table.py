"""All rows of the words bench, as they are found."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.words.banks import bank_rows
from bench.words.factuality import factuality_rows
from bench.words.own import own_rows, record_rows
from bench.words.promises import promise_rows
from bench.words.questions import question_rows
from bench.words.row import Row
from detente.errors import DetenteError
from detente.record.model import Statement
from detente.signals.embed.encoder import installed

Tell = Callable[[str], None]


def words_rows(data: Path | None, statements: Sequence[Statement], tell: Tell) -> Iterator[Row]:
    """Every figure; those of public sets only where the data folder is given."""
    embed = installed()
    if not embed:
        tell("the extra embed is not installed: the rows that need it are left out")
    tell("the project's own sentences and the Alaska record")
    yield from own_rows(embed=embed)
    yield from record_rows(statements)
    if data is None:
        tell("DETENTE_DATA names no data folder: the public sets are left out")
        return
    if not (data / "text").is_dir():
        raise DetenteError(f"DETENTE_DATA: {data} has no folder text/; name the data folder itself")
    for name, measured in (
        ("factuality: UDS-IH2, CommitmentBank, MegaVeridicality", factuality_rows),
        ("speech acts and pledges", promise_rows),
        ("central banks", bank_rows),
        ("answer clarity", question_rows),
    ):
        tell(name)
        yield from measured(data, embed=embed)
