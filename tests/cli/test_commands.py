"""The command line as its users meet it: help, exit codes, clean stdout, nothing half-written."""

import json
import os
import re
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from broken_cases import BROKEN, build

from detente.cli import app, main

COMMANDS = (
    *("brief", "check", "law", "replay", "export", "hold", "history", "design", "read", "deeds"),
    *("gap", "outlook", "price", "claims", "allocate", "minerals", "markets"),
    *("new", "schema", "fetch", "serve", "mcp"),
)
QUICK = ["--draws", "8"]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def detente(*words: str, cwd: Path | None = None) -> Done:
    """Runs the command line in this process, as `main` runs it."""
    out, err, code = StringIO(), StringIO(), 0
    with chdir(cwd or Path.cwd()), redirect_stdout(out), redirect_stderr(err):
        try:
            main(lambda: app(list(words), prog_name="detente"))
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def process(*words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs it in a process of its own."""
    line = [sys.executable, "-m", "detente", *words]
    return subprocess.run(line, capture_output=True, text=True, input=text, check=False)


def test_help_lists_every_command():
    done = process("--help")
    assert done.returncode == 0
    listed = re.findall(r"^  ([a-z]+)  ", done.stdout, re.MULTILINE)
    assert tuple(listed) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    done = detente(command, "--help")
    assert done.returncode == 0
    assert "Example: " in done.stdout


@pytest.fixture(scope="module")
def starter(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    done = detente("new", "mine", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "mine"


ASKED = [
    ("check", []),
    ("hold", QUICK),
    ("design", QUICK),
    ("outlook", QUICK),
    ("price", QUICK),
    ("allocate", QUICK),
    ("claims", QUICK),
]


@pytest.mark.parametrize(("command", "options"), ASKED)
def test_a_new_case_runs_in_every_room(starter, command, options):
    as_json = detente(command, str(starter), *options, "--json")
    assert as_json.returncode == 0, as_json.stderr
    json.loads(as_json.stdout)
    for_people = detente(command, str(starter), *options)
    assert for_people.returncode == 0, for_people.stderr
    assert for_people.stdout.strip()


def test_brief_writes_page_and_json_and_prints_the_same(starter, tmp_path):
    done = detente("brief", str(starter), *QUICK, "--out", str(tmp_path / "out"), "--json")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out" / "brief.json").read_text(encoding="utf-8")
    assert done.stdout == written
    assert (
        (tmp_path / "out" / "brief.html").read_text(encoding="utf-8").startswith("<!doctype html")
    )
    assert sorted(os.listdir(tmp_path / "out")) == ["brief.html", "brief.json", "brief.sha256"]


def test_new_refuses_a_folder_that_is_there(starter):
    done = detente("new", "mine", cwd=starter.parent)
    assert done.returncode == 2
    assert "mine" in done.stderr


@pytest.mark.parametrize("broken", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_case_is_refused_and_nothing_is_written(broken, tmp_path):
    from detente.cli import main  # noqa: PLC0415

    case = build(broken, tmp_path)
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        patch.setattr(sys, "argv", ["detente", "brief", str(case), "--out", str(tmp_path / "out")])
        with pytest.raises(SystemExit) as stopped:
            main()
    assert stopped.value.code == 2
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


REFUSED = [
    (["hold", "alaska-2025", "--package", "modula"], 'did you mean "modular"?'),
    (["hold", "alaska-2025", "--why", "RU"], "write PARTY@MONTH"),
    (["hold", "alaska-2025", "--why", "TR@3"], "there is: RU, UA"),
    (["hold", "alaska-2025", "--why", "RU@900"], "give 0 to 60"),
    (["hold", "alaska-2025", "--without", "guarantee:uk"], 'did you mean "guarantee:uk-force"?'),
    (["history", "--class", "fortna-truces"], 'did you mean "fortna-truce"?'),
    (["check", "alaska-2026"], 'did you mean "alaska-2025"?'),
    (["design", "alaska-2025", "--drop", "EU:no-normal"], 'no red line "EU:no-normal"'),
    (["read", "no-such-file.txt"], "check that it is there"),
]


@pytest.mark.parametrize(("words", "remedy"), REFUSED)
def test_a_wrong_word_gets_a_remedy(words, remedy):
    done = detente(*words)
    assert done.returncode == 2
    assert remedy in done.stderr
    assert not done.stdout


def test_a_part_can_be_taken_out(starter):
    whole = json.loads(detente("hold", str(starter), *QUICK, "--json").stdout)["packages"]["first"]
    done = detente("hold", str(starter), *QUICK, "--without", "all triggers", "--json")
    bare = json.loads(done.stdout)["packages"]["first"]
    assert whole["holds"]["at_mode"]
    assert not bare["holds"]["at_mode"]


def test_read_takes_a_text_from_stdin():
    done = process("read", "-", "--json", text="We will not lift the sanctions on oil.")
    assert done.returncode == 0, done.stderr
    readings = json.loads(done.stdout)["readings"]
    assert [reading["level"] for reading in readings] == [-4]


def test_history_tells_its_classes_with_their_size():
    found = json.loads(detente("history", "--json").stdout)["classes"]
    sizes = {row["id"]: (row["n"], row["failures"]) for row in found}
    assert sizes["ucdp-all"] == (368, 128)


def test_schemas_are_printed_and_written(tmp_path):
    done = detente("schema")
    assert "brief" in json.loads(done.stdout)
    assert detente("schema", "--out", str(tmp_path)).returncode == 0
    assert (tmp_path / "package.schema.json").is_file()


def test_the_law_of_a_day_and_what_one_member_can_stop():
    one = json.loads(detente("law", "--on", "2025-08-16", "--measure", "eu-833", "--json").stdout)
    assert {rule["act"] for rule in one["rules"]} == {"ease", "reimpose", "renew"}
    assert all(rule["vote"] == "unanimity" for rule in one["rules"])
    hungary = detente("law", "--on", "2025-08-16", "--veto", "EU:HU", "--json")
    stopped = {(rule["measure"], rule["act"]) for rule in json.loads(hungary.stdout)["rules"]}
    assert ("eu-833", "renew") in stopped
    assert not any(measure.startswith("us-") for measure, _ in stopped)
    assert detente("law", "--on", "2025-02-30").returncode == 2


def test_central_bank_assets_change_their_rule_in_december_2025():
    votes = []
    for day in ("2025-08-16", "2026-01-15"):
        done = detente("law", "--on", day, "--measure", "eu-central-bank-assets", "--json")
        rules = {rule["act"]: rule["vote"] for rule in json.loads(done.stdout)["rules"]}
        votes.append(rules["ease"])
    assert votes == ["unanimity", "qualified"]
