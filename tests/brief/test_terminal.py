"""The note in the terminal: one or two screens, the same with and without colour."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from sample import sample

from detente.brief.terminal import to_terminal
from detente.wording.words import headline, standfirst


def printed(brief, width: int = 100) -> str:
    stream = StringIO()
    to_terminal(brief, Console(file=stream, width=width, color_system=None))
    return stream.getvalue()


def told():
    brief = sample()
    said = replace(brief.case, headline=headline(brief), standfirst=standfirst(brief))
    return replace(brief, case=said)


@pytest.mark.parametrize("width", [80, 100, 200])
def test_it_fits_two_screens(width):
    lines = printed(told(), width).splitlines()
    assert len(lines) <= 70
    assert max(map(len, lines)) <= width


def test_it_leads_with_the_finding():
    text = printed(told())
    assert text.index("Not a minerals bargain. A process.") < text.index("The futures")
    assert "Russia cheats first" in text
    assert "Hold, until a settlement that holds is put above 31" in text


def test_slack_is_one_sign_a_month():
    text = printed(told())
    assert "-" * 61 in text
    assert "+" * 61 in text


def test_markup_in_a_case_is_only_words():
    brief = told()
    case = replace(brief.case, headline="[bold red]no[/] [/nonsense]")
    assert "[bold red]no[/] [/nonsense]" in printed(replace(brief, case=case))


def test_it_does_without_packages():
    bare = replace(sample(), packages={})
    case = replace(bare.case, standfirst=standfirst(bare))
    assert "No package is on the table" in printed(replace(bare, case=case))
