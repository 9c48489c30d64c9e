"""Everything one server holds: the case, the drafts, the results, the long work, the templates."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.web.desk import Desk
from detente.web.jobs import Jobs
from detente.web.playing import Players
from detente.web.results import Results
from detente.web.session import Drafts
from detente.wording.names import plain
from detente.wording.numbers import day_words, listed, money, percent, upper_first

Answered = TypeVar("Answered")
STATIC = {"workbench.js": "text/javascript", "workbench.css": "text/css"}


def _templates() -> Environment:
    page = Environment(
        loader=PackageLoader("detente.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters |= {
        "day": day_words,
        "listed": listed,
        "money": money,
        "percent": percent,
        "plain": plain,
        "upper_first": upper_first,
    }
    return page


@dataclass(slots=True)
class Bench:
    """One server's table; `token` is what its forms carry."""

    desk: Desk
    results: Results
    drafts: Drafts = field(default_factory=Drafts)
    jobs: Jobs = field(default_factory=Jobs)
    questions: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1), repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    templates: Environment = field(default_factory=_templates, repr=False)

    def knows(self, token: str) -> bool:
        """Whether a form carries this server's token."""
        return secrets.compare_digest(token.encode(), self.token.encode())

    def asked(self, work: Callable[[], Answered]) -> Answered:
        """A program's question, after those asked before; the page does not wait for them."""
        return self.questions.submit(work).result()

    def close(self) -> None:
        """Ends all work."""
        self.jobs.close()
        self.results.close()
        self.questions.shutdown(cancel_futures=True)

    def warm(self) -> None:
        """Works out the first page before anybody asks for it."""
        name = self.desk.first
        version, _ = self.desk.version(name)
        self.results.of(name, version)


def make_bench(desk: Desk) -> Bench:
    """A bench for a case."""
    return Bench(desk, Results(desk, Players(desk.draws, desk.seed)))


def static(name: str) -> str:
    """A file that the page asks for; the brief's own style comes before the workbench's."""
    own = files("detente.web").joinpath("static", name).read_text("utf-8")
    if name.endswith(".css"):
        return files("detente.brief").joinpath("style.css").read_text("utf-8") + own
    return own
