"""What a document says of itself, whichever format it is written in."""

from dataclasses import dataclass
from datetime import date

from detente.findings.model import Brief


@dataclass(frozen=True, slots=True)
class About:
    """Its title, the case it belongs to, who made it, and its day."""

    title: str
    case: str
    maker: str
    day: date
    compact: bool = False  # one page: small type, narrow margins

    @classmethod
    def brief(cls, brief: Brief) -> "About":
        """Of the whole brief."""
        maker = f"detente {brief.run.detente}"
        return cls(brief.case.headline, brief.case.title, maker, brief.as_of)
