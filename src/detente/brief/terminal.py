"""The brief on one or two screens: the finding, the packages, the futures, what to do."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.findings.model import Brief, Package
from detente.portfolio import Allocation
from detente.wording import titles
from detente.wording.glance import glances
from detente.wording.names import party_words, plain, scenario_words
from detente.wording.numbers import day_words, upper_first
from detente.wording.sentences import wording
from detente.wording.words import odds_words

_WIDTH = 100
_BAR = 24  # characters for 100 %


def to_terminal(brief: Brief, console: Console) -> None:
    """Prints the desk note; without colour it says the same."""
    width = min(console.width, _WIDTH)
    case = brief.case
    console.print()
    console.print(Text(f"{case.title} · as of {day_words(brief.as_of)}", style="dim"), width=width)
    console.print(Text(case.headline, style="bold"), width=width)
    console.print(Text(case.standfirst), width=width)
    console.print()
    _findings(brief, console, width)
    if brief.packages:
        console.print(_glance_table(brief), width=width)
        _slack(brief, console)
    console.print(_odds_table(brief), width=width)
    if brief.portfolio:
        _verdict(brief, brief.portfolio, console, width)
    for words in dict.fromkeys(brief.missing.values()):
        console.print(Text(f"{upper_first(words)}.", style="dim"), width=width)


def _findings(brief: Brief, console: Console, width: int) -> None:
    grid = Table.grid(padding=(0, 2))
    for label, title in _titles(brief):
        grid.add_row(Text(label, style="dim"), Text(title))
    console.print(grid, width=width)


def _titles(brief: Brief) -> list[tuple[str, str]]:
    told = [("Said and done", titles.said_title(brief))]
    if brief.packages:
        told += [
            ("Is it sound", titles.flaws_title(brief)),
            ("Would it hold", titles.hold_title(brief)),
            ("How long", titles.survival_title(brief)),
        ]
    return [
        *told,
        ("What would hold", titles.design_title(brief)),
        ("The futures", titles.outlook_title(brief)),
        ("Prices", titles.prices_title(brief)),
        ("Claims", titles.claims_title(brief)),
    ]


def _glance_table(brief: Brief) -> Table:
    target = party_words(brief.case.target, brief.case.parties)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("Package")
    table.add_column("First to break")
    heads = ("Holds, %", "Alive at 24 m, %", "Kept, %", f"Relief to {target}, EUR bn")
    for head in (*heads, "Windfall, EUR bn"):
        table.add_column(head, justify="right")
    for row in glances(brief):
        cells = (row.title, row.breaks, row.holds, row.alive, row.kept, row.relief, row.windfall)
        table.add_row(*map(Text, cells))
    return table


def _slack(brief: Brief, console: Console) -> None:
    """One sign a month: + complying pays, - cheating pays."""
    console.print(Text("Month by month: + complying pays, - cheating pays", style="bold"))
    for name, package in brief.packages.items():
        for party, signs in _signs(package).items():
            who = f"{plain(name)}, {party_words(party, brief.case.parties)}"
            line = Text(f"  {who[:26]:<27}", style="dim")
            for sign in signs:
                line.append(sign, style="bold red" if sign == "-" else "blue")
            console.print(line, no_wrap=True, overflow="crop")
    console.print()


def _signs(package: Package) -> dict[str, str]:
    return {
        party: "".join("-" if value < 0 else "+" for value in curve)
        for party, curve in package.slack.items()
    }


def _odds_table(brief: Brief) -> Table:
    outlook = brief.scenarios
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column(f"In {outlook.horizon} months")
    table.add_column("Chance (90 %)", justify="right")
    table.add_column("")
    for name in sorted(outlook.now, key=lambda s: (-outlook.now[s].mean, s)):
        odds = outlook.now[name]
        bar = Text("█" * round(_BAR * odds.mean), style="red" if name == outlook.likeliest else "")
        table.add_row(Text(upper_first(scenario_words(name))), Text(odds_words(odds)), bar)
    return table


def _verdict(brief: Brief, portfolio: Allocation, console: Console, width: int) -> None:
    flip = portfolio.flip
    console.print()
    console.print(Text(titles.verdict_title(portfolio), style="bold"), width=width)
    why = wording(brief)(flip.why)
    console.print(Text(f"{upper_first(scenario_words(flip.scenario))}: {why}."), width=width)
