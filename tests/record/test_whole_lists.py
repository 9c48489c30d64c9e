"""A list that is cut off, empty or another delists nobody; an amended one lists nobody anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.record.importers import Imported, import_deeds

FILES = Path(__file__).parent / "files"
PUBLISHED = "<publshInformation><Publish_Date>{}</Publish_Date>{}</publshInformation>"
ENTRY = "<sdnEntry><uid>{0}</uid><lastName>PARTY {0}</lastName><sdnType>Entity</sdnType></sdnEntry>"


def sdn(day: str, numbers: range | list[int], count: int | None = None) -> str:
    declared = f"<Record_Count>{count}</Record_Count>" if count is not None else ""
    entries = "".join(map(ENTRY.format, numbers))
    return f"<sdnList>{PUBLISHED.format(day, declared)}{entries}</sdnList>"


@pytest.fixture
def between(tmp_path: Path) -> Callable[..., Imported]:
    def found(first: str, last: str, *, accept_loss: bool = False) -> Imported:
        (tmp_path / "first.xml").write_text(first)
        (tmp_path / "last.xml").write_text(last)
        paths = [tmp_path / "last.xml", tmp_path / "first.xml"]
        return import_deeds(paths, accept_loss=accept_loss)[0]

    return found


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (sdn("05/09/2024", range(18), 20), "says it has 20 entries and holds 18"),
        (sdn("05/09/2024", range(17)), "holds 17 entries where .*first.xml holds 20"),
        (sdn("05/09/2024", []), "is a list of nobody"),
        (sdn("05/09/2024", [], 20), "says it has 20 entries and holds 0"),
        (sdn("05/09/2024", [], 0), "is a list of nobody"),
        (sdn("05/09/2024", range(11, 40)), "lacks 11 of the 20 entries of .*first.xml"),
        (sdn("05/09/2024", range(20))[:-9], "is no whole XML"),
    ],
)
def test_a_list_that_lost_too_much_is_refused(
    between: Callable[..., Imported], last: str, words: str
) -> None:
    first = sdn("05/01/2024", range(20), 20)
    with pytest.raises(InputError, match=words):
        between(first, last)
    if "whole XML" not in words:
        found = between(first, last, accept_loss=True)
        assert any(done.act.startswith("delisted") for done in found.deeds)


def test_a_tenth_may_leave_and_a_row_that_is_broken_is_still_a_row(
    between: Callable[..., Imported],
) -> None:
    first = sdn("05/01/2024", range(20), 20)
    found = between(first, sdn("05/09/2024", range(18), 18))
    assert [done.act for done in found.deeds] == ["delisted: PARTY 18", "delisted: PARTY 19"]
    torn = sdn("05/09/2024", range(20), 20).replace("PARTY 3<", "<").replace("PARTY 4<", "<")
    found = between(first, torn)
    assert (found.deeds, len(found.problems)) == ((), 2)


ENTITY = """<export generationDate="{day}T00:00:00"><sanctionEntity {designated} logicalId="{key}">
<regulation publicationDate="2024-09-13" entryIntoForceDate="{acts}" numberTitle="{acts}"/>
<nameAlias wholeName="Jo Example"/>{more}</sanctionEntity></export>"""


def test_an_amended_entry_keeps_the_day_of_its_designation(
    between: Callable[..., Imported], tmp_path: Path
) -> None:
    designated = 'designationDate="2019-03-04"'
    first = ENTITY.format(
        day="2024-01-01", key=7, designated=designated, acts="2019-03-04", more=""
    )
    last = ENTITY.format(day="2025-01-01", key=7, designated=designated, acts="2024-09-14", more="")
    (done,) = between(first, last).deeds
    assert done.act == "changed: Jo Example"
    (tmp_path / "one.xml").write_text(last)
    (done,) = import_deeds([tmp_path / "one.xml"])[0].deeds
    assert (str(done.date), done.act) == ("2019-03-04", "listed: Jo Example")


def test_what_is_known_of_any_part_of_an_entry_dates_it(tmp_path: Path) -> None:
    more = (
        '<birthdate><regulationSummary publicationDate="2016-05-06" numberTitle="x"/></birthdate>'
    )
    text = ENTITY.format(day="2025-01-01", key=7, designated="", acts="2024-09-14", more=more)
    (tmp_path / "one.xml").write_text(text)
    (done,) = import_deeds([tmp_path / "one.xml"])[0].deeds
    assert str(done.date) == "2016-05-06"


@pytest.mark.parametrize(
    ("name", "named", "like"),
    [
        ("eu.xml", "ofac-xml", "eu-xml"), ("sdn_advanced.xml", "ofac-xml", "ofac-advanced"),
        ("pax.csv", "ofac-csv", "pax"), ("actions.txt", "gdelt", "ofac-actions"),
        ("sdn_2024-03-01.csv", "pax", "ofac-csv"), ("uk.xml", "seco-xml", "uk-xml"),
    ],
)  # fmt: skip
def test_a_format_that_the_file_is_not_in_is_refused(name: str, named: str, like: str) -> None:
    with pytest.raises(InputError, match=f"is no {named}; it looks like {like}; name") as found:
        import_deeds([FILES / name], named)
    assert found.value.said("--{}".format).endswith(f"name no format, or {like} (--as)")


@pytest.mark.parametrize(
    ("text", "named", "words"),
    [
        ("We will lift it.", "ofac-actions", "holds nothing of ofac-actions; it looks like plain"),
        ("<list><one/></list>", "eu-xml", "is a list of nobody"),
        ("a,b,c\n" + "1,2,3\n" * 900, "pax", "none of its 900 rows can be read as pax"),
        ("a,b,c\n" + "1,2,3\n" * 900, "gdelt", "it looks like a table with the columns a, b, c"),
        ("x,y,z\n1,2,3\n", "", r"is in no known format \(it looks like a table with the columns"),
        ("<Root/>", "", "it looks like XML of <Root>"),
        ("relid,type_of_violence,date_start\n1,2,3\n", "", "is UCDP GED, events of violence"),
        ("sanctioned_state,sanctioning_state,begin\n", "pax", "tells years and no days"),
        ("<CONSOLIDATED_LIST/>", "", "the UN Security Council's consolidated list"),
    ],
)
def test_a_file_of_another_kind_is_told_in_one_line(
    text: str, named: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(InputError, match=words) as refused:
        import_deeds([tmp_path / "file"], named)
    assert len(refused.value.problems) == 1


def listed(name: str) -> list[tuple[str, str, str, str]]:
    found = import_deeds([FILES / name])[0]
    return [(str(d.date), d.party, d.act, d.detail) for d in found.deeds]


def test_the_lists_of_london_and_berne() -> None:
    regulations = "The Examples (Sanctions) Regulations 2019"
    assert listed("uk.xml") == [("2022-02-24", "UK", "listed: Jan EXAMPLE", regulations)]
    assert listed("conlist.csv") == [
        ("2022-02-24", "UK", "listed: Jan EXAMPLE", "Examples"),
        ("2023-03-01", "UK", "listed: WORKS OF EXAMPLES", "Examples"),
    ]
    assert listed("seco.xml") == [
        ("2022-03-16", "CH", "listed: Jan Example", "Examples"),
        ("2022-03-16", "CH", "listed: WORKS OF EXAMPLES", "Examples"),
        ("2024-02-02", "CH", "delisted: WORKS OF EXAMPLES", "Examples"),
    ]


def test_the_advanced_form_tells_since_when_and_goes_with_the_others() -> None:
    assert listed("sdn_advanced.xml") == [
        ("1986-12-10", "US", "listed: BANCO NACIONAL DE CUBA", "CUBA")
    ]
    both = [FILES / "sdn.xml", FILES / "sdn_advanced.xml"]
    with pytest.raises(InputError, match="holds 3 entries where"):
        import_deeds(both)
    found = import_deeds(both, accept_loss=True)[0]
    assert found.format == "ofac-xml to ofac-advanced"
    assert not any("BANCO" in done.act for done in found.deeds)


def test_pax_with_the_year_first(tmp_path: Path) -> None:
    text = (FILES / "pax.csv").read_text().replace("31/12/1990", "1990-12-31")
    (tmp_path / "pax.csv").write_text(text.replace("15/02/1990", "1990-02-15"))
    first, again = (import_deeds([where / "pax.csv"])[0] for where in (FILES, tmp_path))
    assert [done.date for done in first.deeds] == [done.date for done in again.deeds]
