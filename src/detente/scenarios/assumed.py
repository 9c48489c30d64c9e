"""What is taken for granted where a case says nothing about its futures."""

from detente.case.quantity import Quantity
from detente.case.world import Outlook

_WHY = "taken for granted: the case has no outlook"


def assumed(package: str) -> Outlook:
    """Wide priors over the futures, without a source, for a case that gives none of its own."""
    return Outlook(
        package=package,
        arrival=_range(0.002, 0.015, 0.06),
        prior={
            "freeze": _range(0.05, 0.2, 0.5),
            "talks-without-convergence": _range(0.1, 0.4, 0.7),
            "hardening": _range(0.05, 0.25, 0.5),
            "escalation": _range(0.02, 0.15, 0.4),
        },
        stay=_range(0.7, 0.88, 0.97),
    )


def _range(low: float, mode: float, high: float) -> Quantity:
    return Quantity(
        low=low, mode=mode, high=high, unit="probability", evidence="unsourced", why=_WHY
    )
