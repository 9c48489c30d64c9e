"""A package as a treaty reads: articles of sentences, with a handle where a number may be moved."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.case import Package
from detente.case.package import Guarantee, Milestone, Module, Obligation, Trigger
from detente.case.quantity import IN_UNIT, Quantity
from detente.case.responses import RESPONSES
from detente.case.rules import RULES
from detente.case.syntax import Path
from detente.case.world import World
from detente.web.edits import Control, number_controls
from detente.wording.names import party_in_text, party_words, plain
from detente.wording.numbers import day_words, listed, money, percent, upper_first

Piece = str | Control
DECIDED: Mapping[str, str] = {rule.name: rule.who for rule in RULES.values()}
DONE: Mapping[str, str] = {response.name: response.past for response in RESPONSES.values()}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an article: words and handles in turn."""

    pieces: tuple[Piece, ...]
    kind: str = "text"  # text, phase or opening


@dataclass(frozen=True, slots=True)
class Article:
    """A clause with its number, its title and its sentences."""

    number: str
    title: str
    lines: tuple[Line, ...]
    clause: str = ""  # as `hold --without` names it, "trigger:invasion"

    @property
    def head(self) -> str:
        """Its number as it stands before the title; nothing if it has none."""
        return f"{article_words(self.number)}." if self.number else ""

    @property
    def anchor(self) -> str:
        """Where the page has it."""
        return "article-" + re.sub(r"[^A-Za-z0-9]+", "-", f"{self.number}-{self.clause}")

    def controls(self) -> Iterator[Control]:
        """All handles of the article."""
        return (piece for line in self.lines for piece in line.pieces if isinstance(piece, Control))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles under one head."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Treaty:
    """The whole text, and every handle in it by name."""

    chapters: tuple[Chapter, ...]
    controls: Mapping[str, Control] = field(repr=False)


def treaty(package: Package, data: Mapping[str, Any], world: World) -> Treaty:
    """The package as it reads; `data` is the same as it is written."""
    names = {name: party.name for name, party in world.parties.items()}
    titles = {name: _title(measure.title, name) for name, measure in world.measures.items()}
    write = _Writer(names, titles, data, world.estimates)
    chapters = (
        Chapter("Acts", tuple(map(write.milestone, _numbered(package.milestones)))),
        Chapter("Relief", tuple(map(write.module, _numbered(package.modules)))),
        Chapter("Duties", tuple(map(write.obligation, _numbered(package.obligations)))),
        Chapter("Breach", tuple(map(write.trigger, _numbered(package.triggers)))),
        Chapter("Guarantees", tuple(map(write.guarantee, _numbered(package.guarantees)))),
        Chapter("Ends", tuple(write.ends(package))),
        Chapter("Other terms", tuple(write.terms(package))),
    )
    filled = tuple(chapter for chapter in chapters if chapter.articles)
    handles = (c for chapter in filled for article in chapter.articles for c in article.controls())
    return Treaty(filled, {control.name: control for control in handles})


def _numbered(clauses: Sequence[Any]) -> list[tuple[int, Any]]:
    """Clauses with their index in the file, in the order of their articles."""
    return sorted(enumerate(clauses), key=lambda pair: natural(pair[1].article))


def natural(article: str) -> list[tuple[bool, int, str]]:
    """Article 10.2 comes after 2.1."""
    parts = re.findall(r"\d+|\D+", article)
    return [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts]


@dataclass(frozen=True, slots=True)
class _Writer:
    names: Mapping[str, str]
    measures: Mapping[str, str]
    data: Mapping[str, Any]
    estimates: Mapping[str, Quantity]

    def milestone(self, numbered: tuple[int, Milestone]) -> Article:
        index, clause = numbered
        title = upper_first(plain(clause.name))
        due = self.whole(("milestones", index, "due"), f"{title}, due in month", clause.due, "")
        seen = f" Certified by {self.parties(clause.verified_by)}." if clause.verified_by else ""
        after = f", after {_after(clause.after)}" if clause.after else ""
        who = upper_first(party_in_text(clause.party, self.names))
        line = Line((f"{who}: {clause.act}, by month ", due, f"{after}.{seen}"))
        return Article(clause.article, title, (line,), f"milestone:{clause.name}")

    def module(self, numbered: tuple[int, Module]) -> Article:
        index, clause = numbered
        lines = [Line((f"Opened by {self.parties(clause.promised_by)}.",))]
        last = len(clause.phases) - 1
        for at, phase in enumerate(clause.phases):
            path: Path = ("modules", index, "phases", at)
            when = "then" if at else "at once"
            when = f"after {_after(phase.after)}" if phase.after else when
            label = f"{clause.title}, {plain(phase.name)}"
            months = self.whole((*path, "months"), f"{label}, at least", phase.months, "months")
            lasts: tuple[Piece, ...] = ("to the end",) if at == last else ("for at least ", months)
            name = "" if plain(phase.name) == when else f"{plain(phase.name)}, "
            lines.append(Line((upper_first(f"{name}{when}, "), *lasts), "phase"))
            for measure, share in phase.open.items():
                said = self.measures.get(measure, plain(measure))
                handle = self.share((*path, "open", measure), f"{label}: {said}", share)
                lines.append(Line((said, handle), "opening"))
        return Article(clause.article, clause.title, tuple(lines), f"module:{clause.name}")

    def obligation(self, numbered: tuple[int, Obligation]) -> Article:
        _, clause = numbered
        ways = f" It could breach this by {listed(map(plain, clause.breaches))}."
        line = Line((f"{clause.act}.{ways if clause.breaches else ''}",))
        who = party_in_text(clause.party, self.names)
        return Article(clause.article, f"Duty of {who}", (line,), f"obligation:{clause.article}")

    def trigger(self, numbered: tuple[int, Trigger]) -> Article:
        index, clause = numbered
        path, name = ("triggers", index), upper_first(plain(clause.name))
        rule = Control((*path, "rule"), f"{name}, rule", clause.rule, choices=DECIDED)
        response = Control((*path, "response"), f"{name}, response", clause.response, choices=DONE)
        notice = Control(
            (*path, "notice_days"), f"{name}, notice", clause.notice_days, "days", high=3650
        )
        breaches, who = listed(map(plain, clause.covers)), party_in_text(clause.against, self.names)
        decide = f" among {self.parties(clause.deciders)}" if clause.deciders else ""
        modules = listed(map(plain, clause.modules))
        shut = f"the opening of {modules}" if modules else "all relief"
        begins = (f"On {breaches} by {who}, decided by ", rule, f"{decide}, {shut} is ")
        lines = [Line((*begins, response, " after ", notice, " of notice."))]
        told = (
            ("detected", "Seen in a month with a chance of", "seen", True),
            ("false_alarm", "False alarm in a month", "false alarm", True),
            ("pause_months", "A pause lasts, in months", "pause, months", False),
        )
        for key, words, label, share in told:
            if key != "pause_months" or clause.does.returns:
                lines += self.number((*path, key), words, f"{name}, {label}", share=share)
        return Article(clause.article, name, tuple(lines), f"trigger:{clause.name}")

    def guarantee(self, numbered: tuple[int, Guarantee]) -> Article:
        index, clause = numbered
        title = upper_first(plain(clause.name))
        who, whom = (party_in_text(p, self.names) for p in (clause.guarantor, clause.protects))
        breaches = listed(map(plain, clause.breaches))
        strength = self.share(
            ("guarantees", index, "strength"), f"{title}, strength", clause.strength
        )
        against = party_in_text(clause.against, self.names)
        said = f"{upper_first(who)} answers for {whom} on {breaches} by {against}, with "
        lines = [Line((said, strength, " of what is promised."))]
        for key, words in (("stake", "Reneging would cost it"), ("cost", "Honouring costs it")):
            path = ("guarantees", index, key)
            lines += self.number(path, f"{words}, EUR bn", f"{title}, {words.lower()}")
        return Article(clause.article, title, tuple(lines), f"guarantee:{clause.name}")

    def ends(self, package: Package) -> Iterator[Article]:
        for index, clause in enumerate(package.ends):
            title, path = upper_first(plain(clause.name)), ("ends", index, "probability")
            when = f"every {clause.every_months} months"
            if clause.on:
                when = f"on {day_words(clause.on)}"
            who = party_in_text(clause.party, self.names)
            lines = [Line((f"{upper_first(who)} may end it {when}.",))]
            lines += self.number(path, "Each time with a chance of", f"{title}, chance", share=True)
            yield Article("", title, tuple(lines), f"end:{clause.name}")

    def terms(self, package: Package) -> Iterator[Article]:
        for _, clause in _numbered(package.terms):
            who = party_words(clause.party, self.names)
            yield Article(
                clause.article, who, (Line((f"{clause.text}.",)),), f"term:{clause.article}"
            )

    def number(self, path: Path, words: str, label: str, *, share: bool = False) -> Iterator[Line]:
        """A line for an uncertain number, where the package gives it by itself."""
        raw = self.written(path)
        if isinstance(raw, list) and len(raw) == 1:
            path, raw = (*path, 0), raw[0]
        handles = list(number_controls(path, raw, label, share=share))
        if len(handles) == 3:
            middle, low, high = handles
            yield Line((f"{words} ", middle, " (", low, " to ", high, ")."))
        elif handles:
            named = isinstance(raw, dict) and "times" in raw
            yield Line((f"{words} ", handles[0], f" × {raw['estimate']}." if named else "."))
        elif isinstance(raw, str):
            yield Line((f"{words} {self.estimated(raw)}.",))

    def estimated(self, name: str) -> str:
        """A number that the case estimates for all its packages, with the name it has there."""
        known = self.estimates.get(name)
        if known is None:
            return f"{name}, an estimate of the case"
        share = known.unit.startswith(IN_UNIT)
        ends = [percent(x) if share else money(x) for x in known.bounds]
        told = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
        return f"{told} (estimate {name} of the case)"

    def written(self, path: Path) -> Any:
        """What stands in the file under a path; None if nothing does."""
        node: Any = self.data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def share(self, path: Path, label: str, value: float) -> Control:
        return Control(path, label, value, "%", 100.0, 0, 100, 5, slides=True)

    def whole(self, path: Path, label: str, value: int, unit: str) -> Control:
        return Control(path, label, value, unit, high=600, whole=True)

    def parties(self, names: Iterable[str]) -> str:
        return listed(party_in_text(name, self.names) for name in names)


def article_words(number: str) -> str:
    """ "Article 10.1" for a number, and whatever else is written for the rest."""
    found = re.fullmatch(r"(?:Art\.|Article)?\s*(\d[\d.]*)", number)
    return f"Article {found[1]}" if found else number


def _title(title: str, name: str) -> str:
    """What a measure is called in a line: its title without what stands in brackets."""
    short = re.sub(r"\s*\([^)]*\)", "", title).strip()
    return short if 0 < len(short) <= 70 else upper_first(plain(name))


def _after(names: Iterable[str]) -> str:
    """Milestones by name; phases as "widening of energy"."""
    told = []
    for name in names:
        module, dot, phase = name.partition(".")
        told.append(f"“{plain(phase)}” of {plain(module)}" if dot else f"“{plain(name)}”")
    return listed(told)
