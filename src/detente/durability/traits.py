"""What a settlement was like, in the words in which reference classes are asked for."""

from collections.abc import Mapping
from typing import Final

Traits = Mapping[str, str]
YES_NO: Final = ("yes", "no")
MONTHS: Final = (0, 1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 120)

# Every trait with its values, and what it says; the options of the command are made from it.
TRAITS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "class": (
        ("full", "partial", "process", "treaty", "truce", "victory", "relief"),
        "kind: a full, partial or process peace agreement (UCDP); a civil war ended by treaty, "
        "truce or victory (Fortna); sanctions relief (our catalogue)",
    ),
    "war": (("civil", "between-states"), "between whom"),
    "over": (("government", "territory", "both"), "what was fought over (UCDP)"),
    "peacekeepers": (
        YES_NO,
        "provided for in the text (UCDP), or on the ground at the time (Fortna)",
    ),
    "third-party": (YES_NO, "a third party signed, brokered or guaranteed (UCDP)"),
    "commission": (YES_NO, "a commission to oversee implementation (UCDP)"),
    "ceasefire": (YES_NO, "the text itself holds the ceasefire (UCDP)"),
    "sender": (("EU", "UN", "US", "several"), "who opened the relief (our catalogue)"),
}
_SAID: Final[Mapping[tuple[str, str], str]] = {
    ("class", "full"): "full agreement",
    ("class", "partial"): "partial agreement",
    ("class", "process"): "agreement on a process",
    ("class", "treaty"): "ended by treaty",
    ("class", "truce"): "ended by truce",
    ("class", "victory"): "ended by victory",
    ("war", "civil"): "civil war",
    ("war", "between-states"): "between states",
    ("over", "both"): "over government and territory",
    ("sender", "several"): "several senders",
}


def said(traits: Traits) -> str:
    """The traits as words: "full agreement, between states, without peacekeepers"."""
    return ", ".join(_one(name, value) for name, value in traits.items())


def _one(name: str, value: str) -> str:
    if value in YES_NO:
        return f"{'with' if value == 'yes' else 'without'} {name.replace('-', ' ')}"
    return _SAID.get((name, value), f"{name} {value}")


def class_id(dataset: str, traits: Traits) -> str:
    """The name of a class: ucdp-full-no-peacekeepers; ucdp-all has no traits."""
    parts = [
        {"yes": name, "no": f"no-{name}"}.get(value, value.lower())
        for name, value in traits.items()
    ]
    return "-".join([dataset, *parts]) if parts else f"{dataset}-all"


def written(traits: Traits) -> str:
    """The traits in a cell of a table."""
    return " ".join(f"{name}={value}" for name, value in traits.items())


def parsed(cell: str) -> dict[str, str]:
    """The traits of a cell of a table."""
    return dict(part.split("=", 1) for part in cell.split())
