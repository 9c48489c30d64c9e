"""`packages/*.yaml`: a settlement on paper, clause by clause."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, Strict, model_validator

from detente.case.amount import Flow, Length, Monthly, Probability, Stock
from detente.case.lexicon import PartyName
from detente.case.quantity import Clause, Day, Days, Name, Prose, Quantity, Share, Text
from detente.case.responses import RESPONSES, Response, ResponseName
from detente.case.rules import RULES, RuleName, VoteRule

PACKAGE_FORMAT = "detente/package/1"
MOST_MONTHS = 240  # played one by one
Months = Annotated[int, Strict(), Field(ge=0, le=600)]


class Milestone(Clause):
    """An act that others wait for, and who says that it was done."""

    name: Name = Field(description="what phases wait for")
    article: Text = Field(description="where it stands in the text")
    party: PartyName = Field(description="who performs the act")
    act: Text = Field(description="what is done, in plain words")
    due: Months = Field(description="month from signature")
    after: tuple[Text, ...] = Field(default=(), description="phases that must have begun")
    verified_by: tuple[PartyName, ...] = Field(
        default=(), description="who certifies that it was done; empty: it can be disputed"
    )
    verification: Prose = Field(default="", description="how they know, in a sentence")
    tags: tuple[Name, ...] = Field(
        default=(), description="words that red lines and checks look for, such as territory"
    )


class Phase(Clause):
    """A stretch of a module's schedule, and how far each valve stands open in it."""

    name: Name = Field(description="unlike that of any other phase of the module")
    months: Months = Field(description="least length; the last phase lasts to the end")
    after: tuple[Text, ...] = Field(
        default=(), description='milestones, or phases as "module.phase"'
    )
    open: dict[Name, Share] = Field(description="opening of each measure, 0 shut to 1 fully open")


class Escrow(Clause):
    """Relief paid to a third party until an act is done; without the act it goes back."""

    holder: Text = Field(description="who keeps the money, in plain words")
    released_by: Name = Field(description="milestone on which all of it is handed over")
    share: Share = Field(default=1.0, description="share of flows and stocks that is kept so")
    deadline: Months | None = Field(
        default=None, description="month from which it goes back if the act is not done"
    )
    extendable_months: Months = Field(
        default=0, description="months by which both sides may put the deadline off"
    )


class Module(Clause):
    """A part of the package that opens and shuts on its own."""

    name: Name = Field(description="unlike that of any other module")
    article: Text = Field(description="where it stands in the text")
    title: Text = Field(description="in plain words")
    promised_by: tuple[PartyName, ...] = Field(min_length=1, description="who promises this relief")
    phases: tuple[Phase, ...] = Field(min_length=1, description="one after another")
    form: Literal["suspension", "licence", "termination"] = Field(
        default="suspension",
        description="how it opens: what was terminated needs a new act to shut, others a word",
    )
    escrow: Escrow | None = Field(default=None, description="held by a third party until an act")


class Obligation(Clause):
    """What a party has to do or leave, and the breaches that are open to it."""

    party: PartyName = Field(description="who is bound")
    article: Text = Field(description="where it stands in the text")
    act: Text = Field(description="what is owed, in plain words")
    breaches: tuple[Name, ...] = Field(default=(), description="the party's breaches in the case")
    cost: Flow = Field(default=(), description="EUR bn a month of complying")


class Trigger(Clause):
    """What counts as a breach, who decides, and what then happens how fast."""

    name: Name = Field(description="unlike that of any other trigger")
    article: Text = Field(description="where it stands in the text")
    against: PartyName = Field(description="party whose breaches it answers")
    covers: tuple[Name, ...] = Field(
        min_length=1, description="breaches of that party that it answers"
    )
    rule: RuleName = Field(description="how many deciders must find it worth while")
    deciders: tuple[PartyName, ...] = Field(
        default=(), description="parties with a vote; needed unless the rule is automatic"
    )
    response: ResponseName = Field(
        default="snap",
        description="snap ends the package; close shuts modules for good; pause for a while",
    )
    modules: tuple[Name, ...] = Field(
        default=(), description="modules that a pause or close shuts; empty: all"
    )
    pause_months: Length = Field(
        default=Quantity(value=3.0), description="length of the pause, months"
    )
    notice_days: Days = Field(default=0.0, description="days from the decision to the response")
    false_alarm: Monthly = Field(
        default=Quantity(value=0.0),
        description="monthly probability of being pulled with no breach",
    )
    detected: Monthly | None = Field(
        default=None, description="monitoring bought by the package, instead of the case's"
    )
    adjudicator: PartyName | None = Field(
        default=None,
        description="body that must find the breach; neutral if it is no party of the case",
    )

    @property
    def vote(self) -> VoteRule:
        """How its deciders pull it."""
        return RULES[self.rule]

    @property
    def does(self) -> Response:
        """What follows once it takes effect."""
        return RESPONSES[self.response]

    @property
    def only(self) -> tuple[str, ...]:
        """The modules that it is confined to; none: it reaches all, as what ends a package does."""
        return () if self.does.ends else self.modules


class Guarantee(Clause):
    """Who answers if a breach happens, what it costs him, and what reneging would cost him."""

    name: Name = Field(description="unlike that of any other guarantee")
    article: Text = Field(description="where it stands in the text")
    guarantor: PartyName = Field(description="party that answers")
    protects: PartyName = Field(description="party that it answers for")
    against: PartyName = Field(description="party whose breaches it answers")
    breaches: tuple[Name, ...] = Field(
        min_length=1, description="breaches of that party that call it"
    )
    strength: Share = Field(
        default=1.0, description="share of cost, gives and takes that is promised"
    )
    cost: Stock = Field(description="EUR bn at once to the guarantor if it honours")
    stake: Stock = Field(description="EUR bn at once to the guarantor if it reneges")
    gives: Stock = Field(description="EUR bn at once to the protected party if honoured")
    takes: Stock = Field(description="EUR bn at once from the breaching party if honoured")
    upkeep: Flow = Field(default=(), description="EUR bn a month to the guarantor")
    ends_month: Months | None = Field(
        default=None, description="month from signature from which it is gone; left out: never"
    )


class End(Clause):
    """A way the package ends without a breach: an election, a renewal vote, an order undone."""

    name: Name = Field(description="unlike that of any other end")
    party: PartyName = Field(description="whose act ends the package")
    probability: Probability = Field(description="each time it comes round")
    every_months: Annotated[int, Strict(), Field(ge=1, le=600)] | None = Field(
        default=None, description="months between chances; give this or `on`"
    )
    on: Day | None = Field(
        default=None, description="day of the one chance; give this or `every_months`"
    )
    modules: tuple[Name, ...] = Field(
        default=(), description="modules that it shuts for good; empty: the whole package ends"
    )
    wind_down_days: Days = Field(
        default=0.0, description="days for which what is under way may be finished"
    )

    @model_validator(mode="after")
    def _has_a_time(self) -> "End":
        if (self.every_months is None) == (self.on is None):
            raise ValueError("comes round every_months or once on a date; give one of the two")
        return self


class Term(Clause):
    """Any other clause, tagged so that red lines and barter can be checked."""

    article: Text = Field(description="where it stands in the text")
    party: PartyName = Field(description="who is bound by it")
    text: Text = Field(description="what is agreed, in plain words")
    tags: tuple[Name, ...] = Field(
        default=(), description="words that red lines and checks look for"
    )
    month: Months = Field(default=0, description="month from signature")


class Package(Clause):
    """The whole of one package file."""

    format: Literal["detente/package/1"] = Field(description="version of this file's format")
    title: Text = Field(description="of the package, for the page")
    summary: Prose = Field(default="", description="what it is about, in a few sentences")
    signed: Day = Field(description="day of signature; month 0")
    horizon_months: Annotated[int, Strict(), Field(ge=1, le=MOST_MONTHS)] = Field(
        default=60,
        description="months played one by one, to the last dated end at least; then one that "
        "never ends",
    )
    signatories: tuple[PartyName, ...] = Field(min_length=2, description="parties that sign")
    modules: tuple[Module, ...] = Field(
        default=(), description="relief, in parts that open and shut on their own"
    )
    milestones: tuple[Milestone, ...] = Field(default=(), description="acts that others wait for")
    obligations: tuple[Obligation, ...] = Field(
        min_length=1, description="who must do or leave what"
    )
    triggers: tuple[Trigger, ...] = Field(
        default=(), description="what counts as a breach, and what follows"
    )
    guarantees: tuple[Guarantee, ...] = Field(default=(), description="who answers for a breach")
    ends: tuple[End, ...] = Field(default=(), description="ways it ends without a breach")
    terms: tuple[Term, ...] = Field(default=(), description="all other clauses")
    sources: tuple[Text, ...] = Field(default=(), description="texts that it is written from")

    def month_of(self, day: date) -> int:
        """Month of the package in which a day falls."""
        return (day.year - self.signed.year) * 12 + day.month - self.signed.month

    @property
    def months_played(self) -> int:
        """Months played one by one: as written, and until everything with a date has passed.

        The month that goes on for ever comes after the last dated end and the last guarantee that
        ends, so that a shorter `horizon_months` leaves none of them out.
        """
        passed = [self.month_of(end.on) + 1 for end in self.ends if end.on]
        passed += [g.ends_month for g in self.guarantees if g.ends_month is not None]
        later = [months for months in passed if months <= MOST_MONTHS]
        return max([self.horizon_months, *later])
