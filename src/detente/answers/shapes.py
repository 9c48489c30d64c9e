"""The shape of every answer, as its JSON has it: from here come the schemas of the doors.

A number that is none (infinite, or not to be had) is `null` in JSON, so every number may be.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from detente.checks import Check
from detente.claims import Verdict
from detente.durability.backtest import Score
from detente.durability.flips import Flip
from detente.durability.given import Given
from detente.durability.pooling import Pooling
from detente.durability.reference import ReferenceClass, ReliefEstimate, SanctionsMedian
from detente.durability.selection import Ratio, Shape
from detente.findings import Brief
from detente.findings.compare import Comparison
from detente.findings.model import Chance, HoldResult, Step
from detente.findings.model import Markets as MarketResult
from detente.findings.part_worth import Worths
from detente.incentives.why import Ledger
from detente.markets.bargaining_power import Power
from detente.markets.sensitivities import Sensitivity
from detente.markets.supply_risk import SupplyRisk
from detente.portfolio import Allocation
from detente.scenarios import Outlook
from detente.signals.course import Course
from detente.signals.model import Gap, Recurrence, Span


class Checks(TypedDict):
    """Every condition of one package."""

    checks: list[Check]


class CheckAnswer(TypedDict):
    """Flaws, by package."""

    packages: dict[str, Checks]


class HoldAnswer(TypedDict):
    """Would it hold, by package."""

    packages: dict[str, HoldResult]


class WhyAnswer(TypedDict):
    """One decision, by package."""

    packages: dict[str, Ledger]


class GivenAnswer(TypedDict):
    """What is known since, by package."""

    packages: dict[str, Given]


class PartsAnswer(TypedDict):
    """What each part is worth, by package."""

    packages: dict[str, Worths]


class Flips(TypedDict):
    """What one answer hangs on."""

    flips: list[Flip]


class FlipsAnswer(TypedDict):
    """What the answers hang on, by package."""

    packages: dict[str, Flips]


class DesignAnswer(TypedDict):
    """What would hold; which fields there are hangs on the goal."""

    goal: str
    package: str
    verdict: NotRequired[str]
    words: NotRequired[str]
    schedule: NotRequired[list[Step]]
    probability: NotRequired[Chance | None]
    frontiers: NotRequired[list[dict[str, Any]]]
    steps: NotRequired[list[Any] | dict[str, Any]]
    diff: NotRequired[str]
    saved: NotRequired[str | None]


class ExportAnswer(TypedDict):
    """One machine in the format of another tool."""

    package: str
    to: str
    months: int
    text: NotRequired[str]
    file: NotRequired[str]


class AllocateAnswer(TypedDict):
    """Rotate or hold."""

    portfolio: Allocation


class ClaimsAnswer(TypedDict):
    """The ledger of claims."""

    claims: list[Verdict]


class MineralsAnswer(TypedDict):
    """Supply risk and whose consent is worth what."""

    supply_risk: SupplyRisk
    power: list[Power]


class MarketsAnswer(TypedDict):
    """Prices and peace, as measured and as believed."""

    false_discoveries: float
    sensitivities: list[Sensitivity]


class RuleOnADay(TypedDict):
    """One rule of law as it stands on a day."""

    id: str
    measure: str
    title: str
    act: str
    holder: str
    body: str
    vote: str
    clock_days: list[float] | None
    reversible: str
    default: str
    since: date
    until: date | None
    next_renewal: date | None
    says: str
    source: str
    evidence: str


class LawAnswer(TypedDict):
    """Who may do what to a measure on a day."""

    on: date
    rules: list[RuleOnADay]


class HistoryAnswer(TypedDict):
    """What became of settlements elsewhere."""

    classes: list[ReferenceClass]
    ratios: NotRequired[list[Ratio]]
    reversals: NotRequired[list[ReliefEstimate]]
    sanctions: NotRequired[list[SanctionsMedian]]
    shapes: NotRequired[list[Shape]]


class PooledAnswer(TypedDict):
    """The game and history at every weight, by package."""

    packages: dict[str, list[Pooling]]


class BacktestAnswer(TypedDict):
    """What was forecast, what happened, and the scores."""

    forecasts: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    scores: list[Score]


class ReadingRow(TypedDict):
    """Who committed to what, how firmly, on which words."""

    actor: str
    instrument: str
    level: int
    interval: list[int]
    abstains: bool
    spans: list[Span]


class ReadAnswer(TypedDict):
    """The readings of a text."""

    readings: list[ReadingRow]


class GapAnswer(TypedDict):
    """How far words and deeds part."""

    as_of: date
    horizon_days: int
    gaps: list[Gap]
    courses: list[Course]
    cheap_talk: list[Any]
    recurrence: dict[str, list[Recurrence]]
    recurrence_false_alarms: dict[str, float]
    since: date | None
    moved: list[Any]
    words_turned: list[Any]


class ReplayAnswer(TypedDict):
    """Past packages: the machine's dates beside those that happened."""

    episodes: NotRequired[list[dict[str, Any]]]
    name: NotRequired[str]
    dates: NotRequired[list[dict[str, Any]]]
    compared: NotRequired[list[dict[str, Any]]]


SHAPES: Mapping[str, Any] = {
    "brief": Brief,
    "compare": Comparison,
    "check": CheckAnswer,
    "law": LawAnswer,
    "replay": ReplayAnswer,
    "export": ExportAnswer,
    "hold": HoldAnswer,
    "why": WhyAnswer,
    "given": GivenAnswer,
    "parts": PartsAnswer,
    "flips": FlipsAnswer,
    "history": HistoryAnswer,
    "pooled": PooledAnswer,
    "backtest": BacktestAnswer,
    "design": DesignAnswer,
    "read": ReadAnswer,
    "gap": GapAnswer,
    "outlook": Outlook,
    "price": MarketResult,
    "claims": ClaimsAnswer,
    "allocate": AllocateAnswer,
    "minerals": MineralsAnswer,
    "case_minerals": MineralsAnswer,
    "markets": MarketsAnswer,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a verb's answer, its clauses under `$defs`.

    A number may be null, as JSON has no infinity; a pair is a list of two of one kind, which every
    reader of schemas knows, where tuples differ from draft to draft.
    """
    schema = TypeAdapter(SHAPES[name]).json_schema(mode="serialization")
    found: dict[str, Any] = _plain(schema)
    return found


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _plain(value) for key, value in node.items()}
    if found.get("type") == "number":
        found["type"] = ["number", "null"]
    kinds = found.pop("prefixItems", None)
    if isinstance(kinds, list):
        found["items"] = kinds[0] if all(kind == kinds[0] for kind in kinds) else {"anyOf": kinds}
    return found
