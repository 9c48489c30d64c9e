"""The trials themselves: what they let pass, what they say, and the page that they leave."""

import zipfile
from pathlib import Path

import pytest

from tools.trials.environment import FailedError, make_environment, said
from tools.trials.oracles import rows_of, wanted
from tools.trials.page import ORACLES, PYTHONS, Row, record
from tools.trials.wheel import look_into

REPORT = """<testsuites><testsuite>
<testcase classname="tests.oracle.test_a" name="one"/>
<testcase classname="tests.oracle.test_a" name="two"><failure message="no"/></testcase>
<testcase classname="" name="tests.oracle.test_b"><skipped message="its tool"/></testcase>
</testsuite></testsuites>"""


def packed(folder: Path, **files: str) -> Path:
    wheel = folder / "detente-9-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as into:
        for name, text in files.items():
            into.writestr(name, text)
    return wheel


def test_a_wheel_of_ours_alone_is_let_pass(tmp_path):
    clean = {"detente/a.py": "run", "detente-9.dist-info/METADATA": "`./run brief` in a checkout"}
    look_into(packed(tmp_path, **clean))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("bench/a.py", "", "holds bench/a.py"),
        ("tests/a.py", "", "holds tests/a.py"),
        ("detente/a.py", 'tell("now ./run brief")', r"detente/a\.py speaks of \./run"),
        ("detente/web/a.html", "<p>./run serve</p>", r"a\.html speaks of \./run"),
    ],
)
def test_a_wheel_with_what_is_for_its_makers_is_refused(tmp_path, name, text, says):
    with pytest.raises(FailedError, match=says):
        look_into(packed(tmp_path, **{name: text}))


def test_the_report_of_the_oracles_is_a_row_a_file():
    assert rows_of(REPORT) == [
        Row(("`tests/oracle/test_a.py`", "1 passed; 1 failed"), passed=False),
        Row(("`tests/oracle/test_b.py`", "1 skipped: its tool"), passed=True),
    ]


def test_the_oracles_are_those_of_the_group():
    assert {"QuantLib", "quantecon"} <= set(wanted())


def test_a_trial_replaces_its_own_section_and_no_other(tmp_path):
    page = tmp_path / "tested.md"
    record(ORACLES, [Row(("`a.py`", "1 passed"), passed=True)], page)
    record(PYTHONS, [Row(("3.11.1", "the newest", "fails"), passed=False)], page)
    once = page.read_text(encoding="utf-8")
    assert once.index("## Pythons") < once.index("## Oracles")
    record(PYTHONS, [Row(("3.11.1", "the newest", "passes"), passed=True)], page)
    assert page.read_text(encoding="utf-8") == once.replace("fails", "passes")


def test_a_command_that_fails_says_its_last_line(tmp_path):
    with pytest.raises(FailedError, match=r"no such interpreter here$"):
        said(["sh", "-c", "echo no such interpreter here >&2; exit 3"], tmp_path)


def test_a_python_that_there_is_not(tmp_path, monkeypatch):
    monkeypatch.setenv("UV", "false")
    with pytest.raises(FailedError):
        make_environment(tmp_path / "environment", "2.0")
