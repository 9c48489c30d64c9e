"""The result object: everything the engine found about a case, as written to `brief.json`.

The top-level keys, their order and the names under them are public: schema `detente/brief/1`.
Money is EUR bn; months count from signature; intervals hold 90 % of the draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.checks.model import Check
from detente.claims.model import Verdict
from detente.design.model import PricedLine
from detente.durability.flips import Flip
from detente.durability.pooling import Pooling
from detente.durability.precedents import Precedents
from detente.findings.frontier_model import Frontier
from detente.incentives.model import Binding
from detente.markets.model import AssetPath, CurveShift, SpreadCurve
from detente.markets.sequencing import Sequencing
from detente.markets.supply_risk import SupplyRisk
from detente.portfolio.model import Allocation
from detente.scenarios.model import Outlook

SCHEMA = "detente/brief/1"


@dataclass(frozen=True, slots=True)
class Interval:
    """A number over the draws; `mode` is its value with every input at its mode."""

    mode: float | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability over the draws, with the interval of its estimate."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Case:
    """What the brief is about, and its finding in words."""

    name: str
    title: str
    summary: str
    subject: str
    target: str
    parties: Mapping[str, str]
    statements: int
    deeds: int
    headline: str
    standfirst: str


@dataclass(frozen=True, slots=True)
class Run:
    """What the result was made from; the same run gives the same bytes."""

    schema: str
    detente: str
    seed: int
    draws: int
    libraries: Mapping[str, str]
    inputs: Mapping[str, str]  # sha256 of every file read
    unsourced: tuple[str, ...]  # numbers used without a source
    notes: tuple[str, ...] = ()  # what would mislead in silence, each with its line


@dataclass(frozen=True, slots=True)
class Span:
    """Words that a reading rests on, verbatim."""

    start: int
    end: int
    text: str
    cue: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How firmly one statement commits its speaker."""

    id: str
    date: date
    actor: str
    party: str
    instrument: str
    level: int
    interval: tuple[int, int]
    spans: tuple[Span, ...]
    clarity: str | None
    condition: str | None
    p_proposition: float
    p_committed: float
    abstains: bool
    quote: str
    sense: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the words stand less where the deeds stand."""

    actor: str
    instrument: str
    gap: float
    low: float
    high: float
    words_level: float
    words_id: str
    deeds_rung: str
    deeds_id: str
    lag_days: int | None
    n_words: int
    n_deeds: int


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often an idea returns from one side, against chance."""

    instrument: str
    party: str
    count: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the ladder of deeds."""

    id: str
    date: date
    actor: str
    party: str
    instrument: str
    act: str
    rung: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Signals:
    """What was said and what was done."""

    readings: tuple[Reading, ...]
    gaps: tuple[Gap, ...]
    recurrence: tuple[Recurrence, ...]
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class FirstBreak:
    """Of the draws in which somebody gains by cheating: the breach that comes first most often."""

    party: str
    breach: str
    month: int  # the middle one of those in which it comes first
    share: float  # of these draws
    covered: bool  # by a trigger


@dataclass(frozen=True, slots=True)
class Holds:
    """Would it hold."""

    at_mode: bool
    probability: Chance
    first_binding: Binding | None  # at the mode
    often: FirstBreak | None = None  # over the draws; None where nobody gains in any


@dataclass(frozen=True, slots=True)
class Outside:
    """What became of settlements like this one."""

    id: str
    description: str
    n: int
    failures: int
    months: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    source: str
    warning: str


@dataclass(frozen=True, slots=True)
class Pooled:
    """Inside and outside view together, with the weight of the inside view."""

    weight: float
    mean: tuple[float, ...]
    trusts: Pooling  # the same at weights from history alone to the game alone


@dataclass(frozen=True, slots=True)
class Survival:
    """Chance that the package is alive by month: intact + eroded + collapsed = 1."""

    months: tuple[int, ...]
    mean: tuple[float, ...]  # intact + eroded
    low: tuple[float, ...]
    high: tuple[float, ...]
    low50: tuple[float, ...]
    high50: tuple[float, ...]
    intact: tuple[float, ...]
    eroded: tuple[float, ...]
    collapsed: tuple[float, ...]
    by_cause: Mapping[str, tuple[float, ...]]  # cumulative collapse by cause; adds to collapsed
    outside: Outside
    pooled: Pooled
    at: Mapping[str, float]  # survival at 6, 12, 24 and 60 months
    reduced: tuple[float, ...] = ()  # of `mean`: alive, but with modules shut for good


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a module on the comply path, for the timeline."""

    module: str
    phase: str
    article: str
    start: int
    end: int
    starts: date
    open: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Event:
    """A milestone, guarantee or end of the package on its timeline."""

    kind: Literal["milestone", "guarantee", "end", "trigger"]
    name: str
    party: str
    article: str
    month: int
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the package is worth: survival with and without it."""

    part: str
    at_12: float
    at_60: float
    intact_12: float
    intact_60: float
    holds: bool


@dataclass(frozen=True, slots=True)
class HoldResult:
    """Would it hold, and what does it pay: the answer of `hold` for one package."""

    holds: Holds
    slack: Mapping[str, tuple[float, ...]]  # by party and month, at the mode
    slack_low: Mapping[str, tuple[float, ...]]
    slack_high: Mapping[str, tuple[float, ...]]
    survival: Survival
    relief_pv: float  # to the target, at the mode
    windfall: float  # of the target, at the mode
    windfall_month: int
    reward: float | None  # of the target, at the mode
    intervals: Mapping[str, Mapping[str, Interval]]  # relief_pv, windfall, reward, value by party
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """All about one package."""

    title: str
    summary: str
    signed: date
    horizon: int
    phases: tuple[Phase, ...]
    events: tuple[Event, ...]
    checks: tuple[Check, ...]
    holds: Holds
    slack: Mapping[str, tuple[float, ...]]  # by party and month, at the mode
    slack_low: Mapping[str, tuple[float, ...]]
    slack_high: Mapping[str, tuple[float, ...]]
    survival: Survival
    relief_pv: float  # to the target, at the mode
    windfall: float  # of the target, at the mode
    windfall_month: int
    reward: float | None  # of the target, at the mode
    intervals: Mapping[str, Mapping[str, Interval]]  # relief_pv, windfall, reward, value by party
    parts: tuple[Part, ...]  # ablation; the first is the whole package
    flips: tuple[Flip, ...]  # the numbers that the answer hangs on, dearest first
    precedents: Precedents
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Openings from one month of a designed schedule."""

    month: int
    date: date
    open: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Design:
    """What would hold."""

    goal: str
    package: str
    verdict: Literal["holds", "no-room", "not-survived"]
    relief_pv: float | None
    relief_pv_now: float
    slack: float  # least slack that the answer reaches, at the mode
    probability: Chance | None  # that it holds over the draws; None where there is no answer
    schedule: tuple[Step, ...]
    red_lines: tuple[PricedLine, ...]
    unpriced: tuple[str, ...]  # red lines about terms, not openings
    binding: tuple[str, ...]  # incentive constraints that bind, in words
    words: str
    frontier: Frontier | None = None  # None where no schedule was found that holds


@dataclass(frozen=True, slots=True)
class Markets:
    """What each future does to prices, and what durability does to spreads."""

    horizon: int
    paths: tuple[AssetPath, ...]
    spreads: tuple[SpreadCurve, ...]
    curves: tuple[CurveShift, ...]
    sequencing: Sequencing | None  # None where no price reads two modules
    notes: tuple[str, ...]
    supply_risk: SupplyRisk | None = None  # of minerals; None where the case names no supplier


@dataclass(frozen=True, slots=True)
class Input:
    """A number as it is written in the case, and the line it stands on."""

    name: str
    place: str  # file:line
    uses: tuple[str, ...]  # lines of other files that name it
    mode: float
    low: float
    high: float
    unit: str
    evidence: str
    source: str
    called: tuple[str, ...] = ()  # what `flips` call it, where that is a path in the model


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything."""

    case: Case
    as_of: date
    run: Run
    signals: Signals
    packages: Mapping[str, Package]
    design: Design
    scenarios: Outlook
    markets: Markets
    portfolio: Allocation | None  # None where nothing is held
    claims: tuple[Verdict, ...]
    inputs: tuple[Input, ...]
    missing: Mapping[str, str] = field(default_factory=dict)  # by part of this: why it is empty
