"""Encodings that lie, damaged archives and traps: told with their file, never a traceback."""

import gzip
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from detente.answers.read_many import read_many_answer, readings_of
from detente.errors import DetenteError, InputError
from detente.record.importers import FORMATS, import_deeds
from detente.record.opening import open_file

SAID = "PESKOV: We will not lift the ban — ever."
CP = SAID.encode("cp1252")


def page(charset: str, body: bytes = CP) -> bytes:
    return b'<html><meta charset="' + charset.encode() + b'"><p>' + body + b"</p></html>"


def damaged_gzip() -> dict[str, bytes]:
    whole = gzip.compress(SAID.encode() * 50)
    return {
        "no-stream.gz": whole[:10],
        "bad-block.gz": whole[:10] + b"\xff\xff",
        "cut.gz": whole[:-9],
        "bad-sum.gz": whole[:-8] + b"12345678",
        "rubbish-behind.gz": whole + b"rubbish",
        "two-bytes.gz": b"\x1f\x8b",
        "bad-method.gz": b"\x1f\x8b\x07" + whole[3:],
        "nested.gz": gzip.compress(whole),
        "empty.gz": gzip.compress(b""),
        "flipped.gz": whole[:30] + bytes([whole[30] ^ 0x55]) + whole[31:],
        "zlib": zlib.compress(SAID.encode()),
    }


LIES = (
    "undefined", "utf-16", "utf-16le", "utf-32", "utf-7", "idna", "punycode", "unicode_escape",
    "rot13", "base64", "klingon", "x" * 400, "cp037", "ascii", "iso-8859-1", "shift_jis", "hz",
    "-", "..", "mbcs", "oem",
)  # fmt: skip
HOSTILE: dict[str, bytes] = {
    **{f"lie-{at}.html": page(name) for at, name in enumerate(LIES)},
    **{
        f"xml-{at}.xml": f'<?xml version="1.0" encoding="{name}"?><sdnList/>'.encode() + CP
        for at, name in enumerate(LIES)
    },
    **damaged_gzip(),
    "utf16.txt": SAID.encode("utf-16"),
    "utf16-cut.txt": SAID.encode("utf-16")[:-1],
    "utf16-half.txt": "we \ud800 will".encode("utf-16-le", "surrogatepass"),
    "utf32-cut.txt": SAID.encode("utf-32")[:-3],
    "utf16-le.txt": SAID.encode("utf-16-le"),
    "utf16-be.txt": SAID.encode("utf-16-be"),
    "utf16-cyrillic.txt": "ЛАВРОВ: Мы не снимем запрет.".encode("utf-16-le"),
    "marks-only.txt": b"\xff\xfe",
    "two-marks.txt": b"\xff\xfe\xff\xfe" + SAID.encode("utf-16-le"),
    "cp1251.txt": "ЛАВРОВ: Мы не снимем запрет.".encode("cp1251"),
    "latin1.txt": b"caf\x81 \x8d " + CP,
    "zeros.txt": b"\0" * 999,
    "surrogates.jsonl": b'{"text": "we \\ud800 will", "speaker": "\\udfff"}\n',
    "deep.jsonl": b'{"a":' * 99_999 + b"\n",
    "no-row.jsonl": b'{"a": 1}\n' * 30,
    "marked-section.html": b"<html><p><![foo[ we will <!x <!-- <![CDATA[ lift it</p>",
    "entity.html": b"<p>we &#" + b"9" * 5000 + b"; will &#x110000; &#xD800; &nosuch; lift it</p>",
    "head.md": b"---\nid: x\n" + b"date: 9999-99-99\n" * 90,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "folder"
    where.mkdir()
    for name, raw in HOSTILE.items():
        (where / name).write_bytes(raw)
    return where


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_read_or_refused(name: str, folder: Path) -> None:
    path = folder / name
    ways: list[Callable[[], object]] = [
        lambda: readings_of(path, "", "", print),
        lambda: import_deeds([path]),
        *(partial(import_deeds, [path], form) for form in FORMATS),
        *(partial(open_file, path, enc) for enc in LIES if enc),
    ]
    for asked in ways:
        told = ""
        try:
            asked()
        except DetenteError as error:
            told = str(error)
        assert not told or str(path) in told


def test_one_bad_file_does_not_end_the_reading_of_a_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "zz-good.txt").write_text("RUBIO: We will sign it.\n")
    (folder / "0-good.txt").write_text("RUBIO: We will sign it.\n")
    told: list[str] = []
    done = read_many_answer(folder, tmp_path / "all.parquet", "", "", told.append).data
    assert done["files"] + len(done["refused"]) == len(HOSTILE) + 2
    for name in ("bad-block.gz", "cut.gz", "nested.gz", "utf16-cut.txt", "no-row.jsonl"):
        (words,) = [words for words in done["refused"] if name in words.splitlines()[0]]
        assert any(words.splitlines()[0] in line for line in told)
    assert not (tmp_path / "all.parquet.parts").exists()


def test_a_folder_of_bad_files_alone_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for at in range(2):
        (folder / f"{at}.jsonl").write_bytes(HOSTILE["no-row.jsonl"])
    with pytest.raises(InputError, match="holds no words"):
        read_many_answer(folder, tmp_path / "all.parquet", "", "", print)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("charset", LIES)
def test_a_page_that_lies_about_its_encoding_is_read_all_the_same(
    charset: str, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page(charset))
    told: list[str] = []
    (reading,) = readings_of(path, "", "", told.append)
    assert reading.level < 0
    assert "byte" in told[0]
    assert "is not UTF-8; read as" in told[0]


def test_a_page_that_calls_windows_1252_latin_1_is_understood(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page("iso-8859-1"))
    opened = open_file(tmp_path / "page.html")
    assert "ban — ever" in opened.head()


def test_one_broken_letter_does_not_spoil_the_others(tmp_path: Path) -> None:
    text = "“We won’t”, she said — “and that’s final”.\n" * 3
    (tmp_path / "speech.txt").write_bytes(text.encode() + b"broken \xff here\n" + text.encode())
    opened = open_file(tmp_path / "speech.txt")
    assert opened.head() == text + "broken \ufffd here\n" + text
    assert "speech.txt:4: byte" in opened.warnings[0]
    assert "it is damaged there" in opened.warnings[0]


def test_utf_16_of_other_scripts_and_by_name_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    for text in ("ЛАВРОВ: Мы не снимем запрет.", "Η Ελλάδα δεν θα υπογράψει.", SAID):
        for encoding in ("utf-16-le", "utf-16-be", "utf-16"):
            path.write_bytes(text.encode(encoding))
            assert open_file(path).head() == text
            assert open_file(path, "utf-16").head() == text


LIST = (
    '<?xml version="1.0" encoding="{}"?><sdnList>'
    "<sdnEntry><uid>7</uid><lastName>Łódź — Żagań</lastName></sdnEntry></sdnList>"
)


@pytest.mark.parametrize("encoding", ["iso-8859-2", "utf-16", "cp1250", "utf-8-sig"])
def test_a_list_is_read_in_its_own_encoding(encoding: str, tmp_path: Path) -> None:
    text = LIST.format(encoding.removesuffix("-sig"))
    dash = "-" if encoding == "iso-8859-2" else "—"
    for at in (1, 2):
        path = tmp_path / f"list_2024-0{at}-01.xml"
        path.write_bytes(text.replace("—", dash).replace("7<", f"{at}<").encode(encoding))
    found, _ = import_deeds(sorted(tmp_path.iterdir()), accept_loss=True)
    assert [done.act for done in found.deeds] == [
        f"delisted: Łódź {dash} Żagań", f"listed: Łódź {dash} Żagań",
    ]  # fmt: skip


PEAK = """
def peak():
    status = __import__("pathlib").Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0])
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
"""  # KiB that a process has held since it began, leaving out what its parent held before

TRAPS = {"pax": b"PP,PPName,AgtId,Agt,Con,Dat,Status,Stage\n", "ofac-xml": b"<sdnList>"}


@pytest.mark.parametrize("form", sorted(TRAPS))
def test_a_gzip_of_a_megabyte_that_grows_a_thousandfold_takes_no_memory(
    form: str, tmp_path: Path
) -> None:
    """600 MB of one letter or of elements: refused before it is held."""
    filling = {"ofac-xml": b"<a/>"}.get(form, b"a")
    piece = gzip.compress(filling * (4_000_000 // len(filling)))
    path = tmp_path / "trap.gz"
    path.write_bytes(gzip.compress(TRAPS[form]) + piece * 150)
    code = PEAK + "from detente.cli import main\ntry:\n main()\nfinally:\n print(peak())"
    done = subprocess.run(
        [sys.executable, "-c", code, "deeds", str(path), "--as", form],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)),
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "unzips to more than 200 times its size" in done.stderr
    assert int(done.stdout) < 600_000


def test_a_list_of_what_nobody_asked_for_is_not_kept(tmp_path: Path) -> None:
    """Elements between those that are wanted are forgotten as they pass."""
    path = tmp_path / "list.xml"
    path.write_bytes(b"<sdnList>" + b"<other><deep/></other>" * 100_000 + b"</sdnList>")
    code = (
        "import sys; from detente.record.importers.xml_safely import elements;"
        "from detente.record.opening import open_file; from pathlib import Path;"
        "before = peak();"
        "list(elements(open_file(Path(sys.argv[1])), {'sdnList', 'sdnEntry'}));"
        "print(peak() - before)"
    )
    words = [sys.executable, "-c", PEAK + code, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20_000
