"""Nothing that a file says steers the terminal it is shown on."""

import io
import json
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from detente.case.starter import new_case
from detente.cli import main
from detente.cli.console import escaped, tell
from detente.cli.screen import Screen
from detente.errors import seen
from detente.machine.dot import quoted

EVIL = "\x1b]0;owned\x07 \x1b[2J \x9b31m \x7f\x08 \u202eback\u202c \ud800"


def clean(text: str) -> bool:
    return all(sign.isprintable() or sign in "\n\t" for sign in text)


def test_words_are_cleaned() -> None:
    assert clean(seen(EVIL))
    assert "owned" in seen(EVIL)
    assert seen("Łódź — “so”\n\tЖ") == "Łódź — “so”\n\tЖ"
    assert clean(quoted(EVIL))


def test_a_screen_shows_words_and_keeps_its_own_styles() -> None:
    plain, styled = io.StringIO(), io.StringIO()
    table = Table("head " + EVIL)
    table.add_row(Text("cell " + EVIL))
    for screen in (
        Screen(file=plain, color_system=None, force_terminal=False, width=200),
        Screen(file=styled, color_system="truecolor", force_terminal=True, width=200),
    ):
        screen.print(EVIL, markup=False)
        screen.print(Text("bold " + EVIL, style="bold"))
        screen.print(table)
    assert clean(plain.getvalue())
    assert "\x1b[1m" in styled.getvalue()
    assert not {"\x07", "\x9b", "\u202e"} & {*styled.getvalue()}
    assert "\x1b]" not in styled.getvalue()
    assert "\x1b[2J" not in styled.getvalue()


def test_json_is_escaped_and_says_the_same() -> None:
    text = json.dumps({"words": EVIL}, ensure_ascii=False)
    assert json.loads(escaped(text)) == {"words": EVIL}
    assert clean(escaped(text))


def test_what_is_told_and_what_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell(EVIL)
    monkeypatch.setattr(sys, "argv", ["detente", "deeds", str(tmp_path / "\x1b[2Jlist.csv")])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert "list.csv" in told.err
    assert clean(told.err + told.out)


@pytest.mark.parametrize("form", ["dot", "prism", "json", "efg"])
def test_an_export_of_hostile_clauses(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    case = new_case("evil", tmp_path)
    package = case / "packages" / "first.yaml"
    lines = package.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = r'title: "a \e[2J title \x9b31m"'
    package.write_text("\n".join(lines) + "\n", "utf-8")
    words = ["detente", "export", str(case), "--package", "first", "--to", form, "--months", "1"]
    monkeypatch.setattr(sys, "argv", words[:-2] if form == "dot" else words)
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr()
    assert clean(told.err + told.out)
    assert told.err + told.out
