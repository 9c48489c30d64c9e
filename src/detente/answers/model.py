"""What each command answers: the data, and the same as a few lines for a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console

from detente.case.hints import nearest
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.findings.from_claims import Findings


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, for a program and for a person."""

    data: Mapping[str, Any]
    show: Callable[[Console], None]


def chosen(findings: "Findings", package: str) -> list[str]:
    """The package asked for, or all of them."""
    known = list(findings.case.packages)
    if package and package not in known:
        raise DetenteError(f'no package "{package}"', nearest(package, known))
    return [package] if package else known
