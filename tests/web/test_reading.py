"""A package's text read and written back: only what was moved moves."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import open_case, shipped_cases
from detente.case.document import parse_yaml
from detente.case.starter import new_case
from detente.errors import InputError
from detente.web.reading import put_in, read_package, written
from detente.web.treaty import treaty

PACKAGES = [
    (case, path.stem)
    for case, folder in shipped_cases().items()
    for path in sorted((folder / "packages").glob("*.yaml"))
]


def text_of(case: str, name: str) -> str:
    return (shipped_cases()[case] / f"packages/{name}.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def modular():
    case = open_case("alaska-2025")
    text = text_of("alaska-2025", "modular")
    document, package = read_package(case, "modular", text)
    return case, text, document, treaty(package, document.data, case.world).controls


@pytest.mark.parametrize(("case", "name"), PACKAGES)
def test_moving_one_number_moves_one_line(case, name):
    text = text_of(case, name)
    document, package = read_package(open_case(case), name, text)
    controls = treaty(package, document.data, open_case(case).world).controls
    control = next(c for c in controls.values() if "open" in c.path)
    after = written(text, {control.path: 0.1234})
    moved = [n for n, (a, b) in enumerate(lines(text, after)) if a != b]
    assert len(moved) == 1
    assert "0.1234" in after.splitlines()[moved[0]]


def lines(before: str, after: str) -> list[tuple[str, str]]:
    return list(zip(before.splitlines(), after.splitlines(), strict=True))


@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_the_text_says_what_the_data_says(modular, data):
    _, text, document, controls = modular
    numbers = [c for c in controls.values() if not c.choices and not c.whole]
    control = data.draw(st.sampled_from(numbers))
    share = data.draw(st.integers(0, 10_000)) / 10_000
    changes = {control.path: share}
    assert data_of(written(text, changes)) == put_in(document.data, changes)


def data_of(text):
    return parse_yaml(text, "packages/modular.yaml").data


def test_putting_in_leaves_the_old_data_as_it_was(modular):
    _, _, document, controls = modular
    control = next(c for c in controls.values() if "open" in c.path)
    before = document.data["modules"][0]["phases"][0]["open"]["us-oil"]
    put_in(document.data, {control.path: 0.99})
    assert document.data["modules"][0]["phases"][0]["open"]["us-oil"] == before


def test_a_number_that_two_clauses_share_is_moved_in_one(modular):
    _, text, document, _ = modular
    names = [trigger["name"] for trigger in document.data["triggers"]]
    shared = names.index("ua-strikes")
    path = ("triggers", shared, "false_alarm", "mode")
    data = data_of(written(text, {path: 0.04}))
    alarms = {t["name"]: t["false_alarm"]["mode"] for t in data["triggers"]}
    assert alarms["ua-strikes"] == 0.04
    assert alarms["grey-zone"] == 0.015
    assert data == put_in(document.data, {path: 0.04})


def test_a_number_that_was_left_out_is_written_in(tmp_path):
    case = open_case(str(new_case("small", tmp_path)))
    text = Path(case.folder / "packages/first.yaml").read_text("utf-8")
    path = ("guarantees", 0, "strength")
    after = written(text, {path: 0.4})
    _, package = read_package(case, "first", after)
    assert package.guarantees[0].strength == 0.4
    gone = [d for d in difflib.ndiff(text.splitlines(), after.splitlines()) if d[:2] == "- "]
    assert not [line for line in gone if "#" in line and line.split("#")[1] not in after]


@pytest.mark.parametrize("indent", [(2, 0), (4, 2), (4, 4)])
def test_other_indents_are_kept(indent):
    wide, dash = indent
    head = "title: x\nmodules:\n"
    item = f"{' ' * dash}-{' ' * (wide - dash - 1) if dash < wide else ' '}name: a # why\n"
    rest = f"{' ' * max(wide, dash + 2)}share: 0.5\n"
    text = head + item + rest
    after = written(text, {("modules", 0, "share"): 0.25})
    assert after == text.replace("0.5", "0.25")


def test_every_problem_has_its_line(modular):
    case, text, _, _ = modular
    broken = text.replace("months: 3\n", "months: three\n", 1).replace(
        "after: [withdrawal]", "after: [withdrwal]", 1
    )
    with pytest.raises(InputError) as found:
        read_package(case, "modular", broken)
    line = broken.splitlines().index("        months: three") + 1
    assert [p.place.line for p in found.value.problems] == [line]
    mended = broken.replace("months: three", "months: 3")
    with pytest.raises(InputError, match='did you mean "withdrawal"') as found:
        read_package(case, "modular", mended)
    assert found.value.problems[0].place.file == "packages/modular.yaml"
