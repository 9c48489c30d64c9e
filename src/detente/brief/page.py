"""The brief as one page: words, figures and tables in the order of the argument."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from detente.brief.figures.allocation import gain_figure, weights_figure
from detente.brief.figures.flips import flips_figure
from detente.brief.figures.frame import Figure
from detente.brief.figures.frontier import frontier_figure
from detente.brief.figures.gap import gap_figure
from detente.brief.figures.outlook import moves_figure, odds_figure
from detente.brief.figures.parts import parts_figure
from detente.brief.figures.prices import effects_figure, spread_figure
from detente.brief.figures.remedy import red_line_figure, schedule_figure
from detente.brief.figures.said import instruments_figure, subject_figure
from detente.brief.figures.sequence import sequence_figure
from detente.brief.figures.slack import slack_figure
from detente.brief.figures.survival import alive_figure, cause_figure, state_figure
from detente.brief.figures.timeline import timeline_figure
from detente.brief.filters import filters
from detente.findings.model import Brief, Input, Package
from detente.wording import titles
from detente.wording.figure_titles import flips_title, hanging
from detente.wording.glance import amount, glances
from detente.wording.minute import minute
from detente.wording.names import party_words, plain
from detente.wording.numbers import listed, percent, upper_first
from detente.wording.words import key_reading

_SHOWN = 10  # readings and shifts in the tables


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the argument; its title is what it found."""

    name: str
    label: str
    title: str
    template: str
    missing: str = ""  # what the case lacks for it
    empty: bool = False  # nothing to show besides


def to_html(brief: Brief) -> str:
    """The whole page, self-contained: no script, no font, nothing from the network."""
    page = Environment(
        loader=PackageLoader("detente.brief"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters |= filters(brief)
    return page.get_template("page.html").render(_context(brief)) + "\n"


def figures_of(brief: Brief) -> dict[str, Figure]:
    """Every figure of the page by its name; those without data are left out."""
    return {figure.name: figure for figure in _figures(brief)}


def _figures(brief: Brief) -> Iterator[Figure]:
    if "signals" not in brief.missing:
        yield from (subject_figure(brief), instruments_figure(brief), gap_figure(brief))
    yield from _of_packages(brief)
    if brief.design.schedule:
        yield schedule_figure(brief)
    if brief.design.frontier:
        yield frontier_figure(brief, brief.design, brief.design.frontier)
    if any(line.price > 0 for line in brief.design.red_lines):
        yield red_line_figure(brief)
    yield odds_figure(brief)
    if brief.scenarios.history:
        yield moves_figure(brief)
    yield from _of_prices(brief)


def _of_packages(brief: Brief) -> Iterator[Figure]:
    if brief.packages:
        yield from (timeline_figure(brief, name) for name in brief.packages)
        yield from (slack_figure(brief), state_figure(brief), alive_figure(brief))
        yield from (cause_figure(brief), parts_figure(brief))
        if hanging(brief)[1]:
            yield flips_figure(brief)


def _of_prices(brief: Brief) -> Iterator[Figure]:
    if brief.markets.paths:
        yield effects_figure(brief)
    if brief.markets.spreads:
        yield spread_figure(brief)
    if brief.packages and brief.markets.sequencing:
        yield sequence_figure(brief, brief.markets.sequencing)
    if brief.portfolio:
        yield from (weights_figure(brief.portfolio), gain_figure(brief.portfolio))


_TITLED: tuple[tuple[str, str, Callable[[Brief], str]], ...] = (
    ("said", "Said and done", titles.said_title),
    ("package", "On the table", titles.packages_title),
    ("flaws", "Is it sound", titles.flaws_title),
    ("hold", "Would it hold", titles.hold_title),
    ("survival", "How long", titles.survival_title),
    ("parts", "What each clause is worth", titles.parts_title),
    ("flips", "What would turn it", flips_title),
    ("design", "What would hold", titles.design_title),
    ("outlook", "The futures", titles.outlook_title),
    ("prices", "Prices", titles.prices_title),
    ("allocation", "Rotate or hold", titles.allocation_title),
    ("claims", "Claims put to the test", titles.claims_title),
    ("method", "Sources and method", titles.method_title),
)
_PART_OF = {"said": "signals", "prices": "markets", "allocation": "portfolio"}
_NEEDS_PACKAGE = ("package", "flaws", "hold", "survival", "parts")


def sections_of(brief: Brief) -> list[Section]:
    """The sections in the order of the argument, each titled by its finding."""
    return [
        Section(name, label, title(brief), f"{name}.html", *_lacks(brief, name))
        for name, label, title in _TITLED
        if (brief.packages or name not in _NEEDS_PACKAGE) and (name != "flips" or hanging(brief)[1])
    ]


def _lacks(brief: Brief, section: str) -> tuple[str, bool]:
    """What is missing for a section, and whether that leaves it empty."""
    part = _PART_OF.get(section, section)
    lacking = [words for name, words in brief.missing.items() if name.split(".")[0] == part]
    return (lacking[0] if lacking else ""), part in brief.missing


def _context(brief: Brief) -> dict[str, Any]:
    case, signals = brief.case, brief.signals
    on_subject = [r for r in signals.readings if r.instrument == case.subject]
    shown = sorted(on_subject, key=lambda r: (r.date, r.id), reverse=True)[:_SHOWN]
    moves = sorted(brief.scenarios.history, key=lambda s: -s.turned)[:_SHOWN]
    deeds = [d for d in signals.deeds if d.instrument == case.subject]
    outside = {p.survival.outside.warning: None for p in brief.packages.values()}
    weights = {percent(p.survival.pooled.weight): None for p in brief.packages.values()}
    return {
        "brief": brief,
        "style": files("detente.brief").joinpath("style.css").read_text("utf-8"),
        "sections": sections_of(brief),
        "figures": figures_of(brief),
        "target": party_words(case.target, case.parties),
        "two_years": 24,
        "glance": glances(brief),
        "hanging": hanging(brief)[1],
        "lines": _lines(brief.inputs),
        "minute": minute(brief),
        "pays": [_pays(brief, name, p) for name, p in brief.packages.items()],
        "key": key_reading(signals, case.subject, case.target),
        "key_readings": shown,
        "recurrence": [r for r in signals.recurrence if r.instrument == case.subject],
        "abstained": sum(r.abstains for r in signals.readings),
        "moves": [shift for shift in moves if shift.turned >= 0.005],
        "outside_warnings": [warning for warning in outside if warning],
        "pooled_weight": listed(weights),
        "trusts": [_trust(name, p) for name, p in brief.packages.items()],
        "sources": [
            *((r.id, f"{r.id}: {r.source} ({r.evidence})") for r in shown),
            *((d.id, f"{d.id}: {d.source} ({d.evidence})") for d in deeds),
        ],
    }


def _lines(inputs: tuple[Input, ...]) -> dict[str, tuple[str, Input]]:
    """The row of every number, and its anchor on the page, by all the names that it goes by."""
    found: dict[str, tuple[str, Input]] = {}
    for number, line in enumerate(inputs):
        anchor = f"in-{number}" if " " in line.name else f"in-{line.name}"
        found |= dict.fromkeys((line.name, *line.called), (anchor, line))
    return found


def _trust(name: str, package: Package) -> str:
    """What the weight of the two views can change, at the furthest month that both know."""
    trusts = package.survival.pooled.trusts
    history, game = trusts.survival[0][-1], trusts.survival[-1][-1]
    return (
        f"{upper_first(plain(name))}, alive at {trusts.months[-1]} months: {percent(history)} by "
        f"history alone, {percent(game)} by the game alone."
    )


def _pays(brief: Brief, name: str, package: Package) -> Mapping[str, str]:
    target = brief.case.target
    kinds = {"Relief": "relief_pv", "windfall": "windfall", "reward": "reward"}
    modes = {"relief_pv": package.relief_pv, "windfall": package.windfall, "reward": package.reward}
    words = [f"{word} {amount(package, k, target, modes[k])}" for word, k in kinds.items()]
    return {"title": upper_first(plain(name)), "words": "; ".join(words) + "."}
