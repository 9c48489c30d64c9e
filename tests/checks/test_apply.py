"""Mechanical remedies: what they mend, what they leave alone, and what the new file looks like."""

import json
from pathlib import Path

import pytest
from judged import HERE, opened
from typer.testing import CliRunner

from detente.case import Package, open_case
from detente.case.document import parse_yaml
from detente.case.starter import new_case
from detente.checks import Check, check
from detente.checks.mended import WORSE, Mended, mend
from detente.cli import app
from detente.errors import DetenteError
from detente.law import Law
from detente.machine import compile_package

# A package, and the remedy that mends its condition.
MENDED = [
    ("authority-washington-for-the-27", 'let EU promise "oil" too, and sign'),
    ("irreversible-first-reserves-at-once", 'let "reserves.half" wait for "pass-handed-over"'),
    ("blockable-unanimity-of-deciders", 'make "attack" automatic'),
    ("blockable-terminated-by-the-27", 'suspend what "oil" eases, and do not terminate it'),
    ("deadlock-both-must-put-the-escrow-off", 'let the escrow of "reserves" wait to month 6'),
    ("deadlock-the-payer-judges", 'let CA certify "pass-handed-over" too'),
    ("renewal-cliff-last-day-in-the-licence", "let UK promise its renewals"),
    ("sunset-gap-brigade-leaves-first", 'let "cassian-brigade" last as long as the relief'),
    ("sunset-gap-guarantee-without-relief", 'let "cassian-brigade" end in month 18'),
    ("undefined-breach-raids-below-the-bar", 'let "attack" cover raid by BO too'),
    (
        "red-line-full-opening-without-the-pass",
        'let "oil.full" wait for "pass-handed-over"',
    ),
    ("red-line-too-far-before-withdrawal", 'open oil-embargo no further than 50% in "oil.trial"'),
    ("unreachable-escrow-goes-back-first", 'let the escrow of "reserves" wait to month 6'),
]


def mended(folder: Path, law: Law, parent: Path) -> tuple[Mended, str]:
    case = opened(folder, parent)
    text = (case.folder / "packages/first.yaml").read_text("utf-8")
    return mend(case, "first", law, text), text


@pytest.mark.parametrize(("name", "says"), MENDED, ids=[name for name, _ in MENDED])
def test_a_remedy_mends_its_condition_and_makes_no_other_worse(
    name: str, says: str, law: Law, tmp_path: Path
) -> None:
    done, old = mended(HERE / "bad" / name, law, tmp_path)
    steps = {step.says: step.condition for step in done.applied}
    assert says in steps
    after = {found.name: found.verdict for found in done.after}
    assert after[steps[says]] == "good"
    for one, other in zip(done.before, done.after, strict=True):
        assert WORSE.index(other.verdict) <= WORSE.index(one.verdict)
    assert reread(done, tmp_path, law) == done.after
    assert comments(old) <= comments(done.text)


def reread(done: Mended, parent: Path, law: Law) -> tuple[Check, ...]:
    """The verdicts on what was written, read like any other package."""
    (parent / "broken/packages/second.yaml").write_text(done.text, "utf-8")
    case = open_case(str(parent / "broken"))
    return check(compile_package(case, "second"), case, law)


def comments(text: str) -> set[str]:
    return {line.partition("# ")[2].strip() for line in text.splitlines() if "# " in line}


def test_only_the_lines_of_the_remedies_change(law: Law, tmp_path: Path) -> None:
    done, old = mended(HERE / "bad/blockable-unanimity-of-deciders", law, tmp_path)
    before, after = old.splitlines(), done.text.splitlines()
    assert [line for line in before if line not in after] == ["    rule: unanimity"]
    assert [line for line in after if line not in before] == ["    rule: automatic"]


def test_a_remedy_that_would_make_a_loop_is_not_carried_out(law: Law, tmp_path: Path) -> None:
    """The embargo cannot wait for the pass if the pass waits for it; it is suspended."""
    done, _ = mended(HERE / "bad/irreversible-first-terminated-and-one-can-refuse", law, tmp_path)
    refused = {refused.mend.says: refused.why for refused in done.refused}
    assert "waits for itself" in refused['let "oil.trial" wait for "pass-handed-over"']
    assert 'suspend what "oil" eases, and do not terminate it' in [m.says for m in done.applied]


def test_a_remedy_that_hurts_is_said_and_not_carried_out(law: Law, tmp_path: Path) -> None:
    """Half of the embargo keeps the line, and breaks the promise that all of it ends."""
    case = new_case("mine", tmp_path)
    edit(case / "case.yaml", "    until: pass-handed-over ", "    # until: ")
    package = case / "packages/first.yaml"
    edit(package, "{reserve-freeze: 0.5}", "{reserve-freeze: 1}")
    edit(package, "tags: [humanitarian]", "tags: [all-sanctions-lifted]")
    done = mend(open_case(str(case)), "first", law, package.read_text("utf-8"))
    refused = {refused.mend.says: refused.why for refused in done.refused}
    why = refused['open oil-embargo no further than 50% in "oil.full"']
    assert why.startswith("conflict-of-promises would no longer be good: cannot both be kept")
    assert "red-line" in {found.name for found in done.left}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_what_takes_judgement_is_left_to_people(law: Law, tmp_path: Path) -> None:
    done, _ = mended(HERE / "bad/barter-slope-for-oil", law, tmp_path)
    assert "barter" in {found.name for found in done.left}
    assert not [step for step in done.applied if step.condition == "barter"]


@pytest.fixture
def blanket(tmp_path: Path) -> Path:
    """The starter with a unanimous trigger, as a case of one's own."""
    case = new_case("mine", tmp_path)
    edit(case / "packages/first.yaml", "rule: any-of   ", "rule: unanimity")
    return case


def run(*words: str) -> tuple[int, str]:
    """Exit code, and what is printed; a refusal counts as exit code 2."""
    result = CliRunner().invoke(app, list(words))
    if isinstance(result.exception, DetenteError):
        return 2, result.exception.said("--{}".format)  # as it is printed
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


def test_it_is_written_beside_the_old_one_and_never_over_another(blanket: Path) -> None:
    old = (blanket / "packages/first.yaml").read_bytes()
    code, told = run("check", str(blanket), "--apply")
    new = blanket / "packages/first-mended.yaml"
    assert code == 0
    assert 'blockable: make "attack" automatic' in told
    Package.model_validate(parse_yaml(new.read_text("utf-8"), new.name).data)
    assert (blanket / "packages/first.yaml").read_bytes() == old
    written = new.read_bytes()
    code, told = run("check", str(blanket), "--package", "first", "--apply")
    assert code == 2
    assert told.endswith(
        "first-mended.yaml: is there already; give the new package another name, or move it away "
        "(--as)"
    )
    assert new.read_bytes() == written


def test_it_goes_where_it_is_told(blanket: Path, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere"
    code, told = run(
        *("check", str(blanket), "--apply", "--as", "softer", "--out", str(out), "--json")
    )
    assert code == 0
    assert json.loads(told)["written"] == str(out / "softer.yaml")
    assert [path.name for path in out.iterdir()] == ["softer.yaml"]


def test_a_folder_that_cannot_be_written_leaves_nothing(blanket: Path, tmp_path: Path) -> None:
    wall = tmp_path / "a-file"
    wall.write_text("", "utf-8")
    code, told = run("check", str(blanket), "--apply", "--out", str(wall))
    assert code == 2
    assert "cannot write" in told
    assert "choose another place (--out)" in told
    assert sorted(path.name for path in (blanket / "packages").iterdir()) == ["first.yaml"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--as", "softer"), "goes with --apply; add --apply"),
        (("--apply", "--as", "a/b"), '--as "a/b" is no name; use letters, digits, dash'),
        (("--apply", "-p", "last"), 'no package "last"; there is: first'),
    ],
)
def test_what_is_asked_wrongly_is_refused(blanket: Path, words: tuple[str, ...], told: str) -> None:
    code, said = run("check", str(blanket), *words)
    assert code == 2
    assert told in said
