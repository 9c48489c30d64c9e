"""`new` writes a case that opens, whole or not at all."""

import os
from pathlib import Path

import pytest
from changed import read

from detente.case import open_case
from detente.case.starter import TEMPLATE, new_case
from detente.errors import InputError


def test_it_opens_and_has_something_for_every_room(tmp_path: Path) -> None:
    folder = new_case("strait-2026", tmp_path)
    case = open_case(str(folder))
    assert folder == tmp_path / "strait-2026"
    assert case.name == "strait-2026"
    assert len(case.remarks) == 3
    assert case.packages["first"].triggers
    assert case.packages["first"].guarantees
    assert all((case.deeds, case.assets, case.holdings, case.claims, case.world.outlook))


def test_only_the_name_differs_from_the_template(tmp_path: Path) -> None:
    folder = new_case("mine", tmp_path)
    for source in (path for path in TEMPLATE.rglob("*") if path.is_file()):
        written = (folder / source.relative_to(TEMPLATE)).read_text("utf-8")
        assert written == source.read_text("utf-8").replace("CASE_NAME", "mine")
    assert "CASE_NAME" not in (folder / "case.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["2026", "null", "true", "1e5", "0x1f"])
def test_names_that_yaml_would_take_for_something_else(name: str, tmp_path: Path) -> None:
    assert open_case(str(new_case(name, tmp_path))).name == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "/abs", "My Case", "-x", "é", "a" * 65, "a\n"]
)
def test_bad_names_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no name for a case; use small letters"):
        new_case(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    with pytest.raises(InputError, match="mine: is there already; choose another name"):
        new_case("mine", tmp_path)
    assert list(folder.iterdir()) == []


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="is there already"):
        new_case("mine", tmp_path)


def test_no_parent_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written \(No such file or directory\)"):
        new_case("mine", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(self: Path, target: Path) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "rename", full_disk)
    with pytest.raises(InputError, match="No space left on device"):
        new_case("mine", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("weight", "total"), [("0.45", "0.95"), ("0.51", "1.01")])
def test_a_portfolio_that_is_not_the_whole_is_refused(
    weight: str, total: str, tmp_path: Path
) -> None:
    held = ("portfolio.csv", "aldea-shares,0.5", f"aldea-shares,{weight}")
    with pytest.raises(InputError, match=f"weights add to {total}, not 1"):
        read(tmp_path, held)


def test_an_estimate_too_large_for_any_sum_is_refused_at_its_line(tmp_path: Path) -> None:
    ends = ("estimates.csv", "EUR bn a month,0.25,0.4,0.6", "EUR bn a month,0.25,0.4,9e15")
    with pytest.raises(InputError, match=r"estimates\.csv:2: high: must be at most 1e\+12"):
        read(tmp_path, ends)
