"""A small result and short ways to write claims, for the tests of this room."""

from typing import Any

from detente.case.ledger import Claim, Test


def result() -> dict[str, Any]:
    """A result with one of everything that a path can meet."""
    return {
        "as_of": "2025-08-16",
        "signals": {
            "readings": [
                {"id": "R1", "level": -1, "interval": [-2, 0], "party": "US", "abstains": False},
                {"id": "R2", "level": 0, "interval": [0, 1], "party": "US", "abstains": True},
                {"id": "R3", "level": 3, "interval": [3, 3], "party": "RU", "abstains": False},
            ],
            "deeds": [
                {"id": "D1", "date": "2025-03-18", "rung": "announced"},
                {"id": "D2", "date": "2025-08-15", "rung": "executed"},
            ],
        },
        "packages": {
            "modular": {
                "slack": {"RU": [0.2, -0.3], "UA": [0.1, 0.4]},
                "survival": {"mean": [1.0, 0.8, 0.6], "at": {"12": 0.62}},
                "parts": [
                    {"part": "whole package", "at_12": 0.62, "holds": True},
                    {"part": "module:energy", "at_12": 0.4, "holds": False},
                ],
                "reward": None,
            },
            "blanket": {"survival": {"at": {"12": 0.41}}},
        },
        "scenarios": {
            "now": {"freeze": {"mean": 0.3}, "hardening": {"mean": 0.4}},
            "likeliest": "hardening",
        },
        "portfolio": {"verdict": "hold", "gain": float("nan")},
    }


def says(left: str, relation: str, right: float | str, margin: float = 0.0) -> Test:
    """One comparison."""
    given = {"left": left, "relation": relation, "right": right, "margin": margin}
    return Test.model_validate(given)


def claim(*tests: Test, show: tuple[str, ...] = (), limits: str = "") -> Claim:
    """A claim with these tests."""
    return Claim(id="C1", claim="It is so", tests=tests, show=show, limits=limits)
