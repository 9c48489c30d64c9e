"""Deeds from files in the layouts in which their keepers publish them, good rows and torn ones."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.case.rows import DeedRow
from detente.errors import DetenteError, InputError
from detente.record.importers import FORMATS, Imported, as_rows, import_deeds

FILES = Path(__file__).parent / "files"


def read(*names: str, days: tuple[date, ...] = ()) -> Imported:
    return import_deeds([FILES / name for name in names], days=days)[0]


def told(found: Imported) -> list[tuple[str, str, str, str, str]]:
    return [(str(d.date), d.party, d.instrument, d.rung, d.act) for d in found.deeds]


def broken(found: Imported) -> list[str]:
    return [
        f"{problem.place.file.rsplit('/', 1)[-1]}:{problem.place.line}: {problem.reason}"
        for problem in found.problems
    ]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("sdn.xml", "ofac-xml"), ("sdn_2024-03-01.csv", "ofac-csv"), ("eu.xml", "eu-xml"),
        ("entities.ftm.json", "ftm-json"), ("register.json", "federal-register"),
        ("uk.xml", "uk-xml"), ("conlist.csv", "uk-conlist"), ("seco.xml", "seco-xml"),
        ("sdn_advanced.xml", "ofac-advanced"),
        ("20250815120000.export.CSV", "gdelt"), ("pax.csv", "pax"), ("actions.txt", "ofac-actions"),
    ],
)  # fmt: skip
def test_the_content_tells_the_format(name: str, known: str, tmp_path: Path) -> None:
    hidden = tmp_path / "no-extension"
    hidden.write_bytes((FILES / name).read_bytes())
    assert import_deeds([hidden])[0].format == known


def test_every_format_is_tested_here() -> None:
    assert {read(path.name).format for path in FILES.iterdir()} == {*FORMATS}


def test_one_list_does_not_tell_since_when() -> None:
    found = read("sdn.xml")
    assert found.deeds == ()
    assert list(found.set_aside.values()) == [3]
    assert broken(found) == ['sdn.xml:34: "" is no entry number']


def test_two_lists_of_one_keeper_in_two_formats() -> None:
    found = read("sdn_2024-03-01.csv", "sdn.xml")
    assert told(found) == [
        ("2024-05-02", "US", "sanctions-general", "in-force", "changed: EXAMPLE, Jan"),
        ("2024-05-02", "US", "sanctions-general", "in-force", "listed: SHIP OF EXAMPLES"),
        ("2024-05-02", "US", "sanctions-general", "reversed", "delisted: LEAVING LIMITED"),
    ]
    changed, _, gone = found.deeds
    assert changed.detail == (
        "title: nothing -> Minister of Examples; between 2024-03-01 and 2024-05-02"
    )
    assert gone.place.line == 3
    assert {done.evidence for done in found.deeds} == {"computed"}
    assert "sdn_2024-03-01.csv:4: has 4 cells, not 12" in broken(found)


def test_the_order_of_two_lists_does_not_matter() -> None:
    assert told(read("sdn.xml", "sdn_2024-03-01.csv")) == told(
        read("sdn_2024-03-01.csv", "sdn.xml")
    )


def test_a_row_that_could_not_be_read_is_no_delisting(tmp_path: Path) -> None:
    whole = '7,"ACME",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    other = whole.replace("7,", "8,").replace("ACME", "BETA")
    (tmp_path / "list_2024-01-01.csv").write_text(whole + other)
    (tmp_path / "list_2024-02-01.csv").write_text(whole[:20] + "\n" + other)
    paths = [tmp_path / "list_2024-01-01.csv", tmp_path / "list_2024-02-01.csv"]
    found = import_deeds(paths, "ofac-csv")[0]
    assert found.deeds == ()
    assert len(found.problems) == 1


def test_the_eu_list_dates_its_listings() -> None:
    found = read("eu.xml")
    assert told(found) == [
        ("2014-03-18", "EU", "sanctions-general", "in-force", "listed: Jan Example"),
        ("2024-02-24", "EU", "sanctions-general", "in-force", "listed: Works of Examples JSC"),
    ]
    assert broken(found) == ["eu.xml:16: entity 112 has no name"]


def test_opensanctions_dates_what_it_can() -> None:
    found = read("entities.ftm.json")
    assert told(found) == [
        ("2022-02-24", "US", "sanctions-general", "in-force", "listed: Works of Examples JSC"),
        ("2024-04-05", "US", "sanctions-general", "reversed", "delisted: Works of Examples JSC"),
    ]
    assert [problem.place.line for problem in found.problems] == [4, 5]
    assert list(found.set_aside.values()) == [1]  # "2022" is no day


def test_the_federal_register() -> None:
    found = read("register.json")
    assert [(str(d.date), d.rung, d.actor) for d in found.deeds] == [
        ("2021-04-15", "in-force", "Executive Office of the President"),
        ("2024-01-22", "in-force", "Treasury Department"),
        ("2025-01-15", "announced", "Treasury Department"),
    ]
    assert broken(found) == ["register.json:7: document 2024-09999 has no title"]


def test_gdelt_sets_words_aside() -> None:
    found = read("20250815120000.export.CSV")
    assert told(found) == [
        ("2025-08-15", "US", "process-momentum", "announced",
         "means to meet or negotiate towards Russia"),
        ("2025-08-15", "US", "sanctions-general", "in-force",
         "eases economic sanctions, boycott or embargo towards Russia"),
        ("2025-08-15", "RU", "ceasefire", "in-force", "declares a truce towards Ukraine"),
    ]  # fmt: skip
    assert {done.evidence for done in found.deeds} == {"unchecked"}
    assert found.set_aside == {
        "is words, not a deed": 1, "does not say which country acted": 1,
    }  # fmt: skip
    assert [problem.place.line for problem in found.problems] == [5, 6]


def test_pax_rows_may_run_over_lines() -> None:
    found = read("pax.csv")
    assert told(found) == [
        ("1990-02-15", "OTHER", "ceasefire", "mandated", "Truce of the River, with its annex"),
        ("1990-12-31", "OTHER", "peace-agreement", "announced", "Declaration of Intent"),
    ]
    assert [problem.place.line for problem in found.problems] == [5, 7]
    assert found.set_aside == {"is of unclear status": 1}


def test_recent_actions_as_text() -> None:
    found = read("actions.txt")
    assert [(str(d.date), d.act, d.rung, d.place.line) for d in found.deeds] == [
        ("2024-03-04", "listed: EXAMPLE, Jan", "in-force", 9),
        ("2024-03-04", "delisted: LEAVING LIMITED", "reversed", 14),
        ("2024-03-04", "delisted: GOING, Gone", "reversed", 16),
        ("2024-03-04", "changed: SHIP OF EXAMPLES", "in-force", 20),
    ]
    assert found.problems == ()


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_what_comes_out_may_stand_in_a_case(name: str) -> None:
    rows = [*csv.DictReader(io.StringIO(as_rows(read(name).deeds)))]
    ids = [DeedRow.model_validate({k: v for k, v in row.items() if v}).id for row in rows]
    assert len(ids) == len({*ids}) == len(read(name).deeds)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("A speech. Nothing else.", "is in no known format"),
        ("<sdnList><sdnEntry><uid>1</uid>", "is no whole XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><sdnList><sdnEntry/></sdnList>', "holds a document type"),
        ("%PDF-1.7 ...", "is a PDF, no text"),
        ('{"document_number": "1", ', "is no JSON"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_place(
    text: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "list"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        import_deeds([path])
    assert words in str(refused.value)
    assert str(path) in str(refused.value)


def test_entities_are_not_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    path = tmp_path / "list.xml"
    path.write_text(
        f'<!DOCTYPE sdnList [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<sdnList><sdnEntry><uid>1</uid><lastName>&x;</lastName></sdnEntry></sdnList>"
    )
    with pytest.raises(InputError, match="document type"):
        import_deeds([path])


@pytest.mark.parametrize(
    ("names", "days", "words"),
    [
        (("sdn.xml", "sdn.xml"), (), "of the same day"),
        (("sdn.xml", "eu.xml"), (), "a list of another kind"),
        (("sdn.xml", "pax.csv"), (), "is no list of parties"),
        (("entities.ftm.json", "sdn.xml"), (), "does not tell of which day it is"),
        (("sdn.xml", "eu.xml"), (date(2024, 1, 1),), "2 files and 1 days"),
    ],
)
def test_lists_that_do_not_go_together(
    names: tuple[str, ...], days: tuple[date, ...], words: str
) -> None:
    with pytest.raises(Exception, match=words):
        read(*names, days=days)


HARM = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 200),
        st.sampled_from(
            [b"", b"\n", b'"', b"<", b">", b"}", b"{", b"\t", b"\xff", b"\0", b",,,", b"&x;"]
        ),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(harm=HARM)
def test_a_file_that_was_harmed_is_told_or_refused(
    name: str, harm: list[tuple[int, int, bytes]], tmp_path: Path
) -> None:
    """Bytes cut out and others put in: deeds that may stand in a case, or a message."""
    raw = (FILES / name).read_bytes()
    for at, cut, put in harm:
        start = at % len(raw) if raw else 0
        raw = raw[:start] + put + raw[start + cut :]
    (tmp_path / name).write_bytes(raw)
    try:
        found, _ = import_deeds([tmp_path / name])
    except DetenteError:
        return
    assert as_rows(found.deeds)
    assert all(problem.place.file for problem in found.problems)
