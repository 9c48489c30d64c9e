"""A case: everything a folder says, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.case.inputs import Input
from detente.case.ledger import AssetEntry, Claim, MineralsEntry
from detente.case.lexicon import Lexicon
from detente.case.package import Package
from detente.case.quantity import Quantity
from detente.case.rows import DeedRow, HoldingRow, RungRow, StatementHead
from detente.case.world import World
from detente.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Remark:
    """One file of the record: who spoke when, what was asked, the words, the sense."""

    head: StatementHead
    question: str
    quote: str
    sense: str
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A case folder, whole: the world, the packages, the record, the desk's assets, the claims."""

    folder: Path
    world: World
    packages: Mapping[str, Package]
    remarks: tuple[Remark, ...]
    deeds: tuple[tuple[DeedRow, Place], ...]
    assets: tuple[AssetEntry, ...]
    risk_free: float  # a year
    holdings: tuple[HoldingRow, ...]
    claims: tuple[Claim, ...]
    hashes: Mapping[str, str]  # sha256 of every file that was read
    inputs: tuple[Input, ...] = ()  # every number with its line
    minerals: MineralsEntry | None = None  # whose supply is asked about
    ladder: tuple[RungRow, ...] = ()  # a prediction market on the subject
    lexicon: Lexicon = field(default_factory=Lexicon)  # in which its clauses are read
    notes: tuple[Problem, ...] = ()  # what would mislead if nobody said it
    asset_places: Mapping[str, Place] = field(default_factory=dict)  # by id

    @property
    def name(self) -> str:
        """The case's own name."""
        return self.world.name

    @property
    def estimates(self) -> Mapping[str, Quantity]:
        """Named uncertain numbers that clauses refer to."""
        return self.world.estimates
