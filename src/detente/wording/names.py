"""What things are called on the page: instruments, futures, causes and valves in plain words."""

import re
from collections.abc import Mapping

_INSTRUMENTS = {
    "minerals-rare-earths": "rare earths",
    "sanctions-energy": "energy sanctions",
    "sanctions-banking": "bank sanctions",
    "sanctions-debt": "the ban on sovereign debt",
    "sanctions-general": "sanctions",
    "secondary-tariffs": "secondary tariffs",
    "nato-membership": "NATO membership",
    "troops-deployment": "troops",
    "arms-supply": "arms",
    "prisoners-children": "prisoners and children",
    "arctic-energy-cooperation": "Arctic energy",
    "process-momentum": "the talks themselves",
}
_BARGAINS = {"minerals-rare-earths": "minerals"}
_SCENARIOS = {
    "settlement-holds": "a settlement that holds",
    "settlement-collapses": "a settlement that collapses",
    "freeze": "an unsigned freeze",
    "talks-without-convergence": "talks without convergence",
}
_LEVELS = {
    4: "performed",
    3: "promised outright",
    2: "offered on conditions",
    1: "floated",
    0: "talked around",
    -1: "played down, not ruled out",
    -2: "left unanswered",
    -3: "put off",
    -4: "ruled out",
}
_CAPITALS = (
    *("us", "eu", "uk", "un", "ru", "ua", "nato", "swift", "em", "ttf", "moex", "usdrub"),
    *("jcpoa", "jpoa", "wti", "iaea", "fry", "ifor"),
)
_PROPER = (
    *("russia", "ukraine", "arctic", "kyiv", "european", "french"),
    *("yugoslavia", "bosnian", "belgrade", "sarajevo", "bosnia", "croatia"),
    *("brent", "rheinmetall", "belarus", "dayton", "barbados", "libya", "korea", "cuba", "iran"),
)
_ORDER = re.compile(r"\beo(\d+)\b")  # of a president
_CASED = {word: word.upper() for word in _CAPITALS} | {word: word.title() for word in _PROPER}
RUNGS = ("reversed", "none", "announced", "mandated", "in-force", "executed")


def plain(name: str) -> str:
    """A name of the case as words, "US oil price cap"."""
    words = _ORDER.sub(r"EO \1", name.replace("-", " ").replace("_", " ")).split(" ")
    return " ".join(_CASED.get(word, word) for word in words)


def instrument_words(name: str) -> str:
    """What an instrument is called in a sentence."""
    return _INSTRUMENTS.get(name, plain(name))


def bargain_words(name: str) -> str:
    """What a bargain over the instrument would be called."""
    return _BARGAINS.get(name, plain(name))


def scenario_words(name: str) -> str:
    """What a future is called in a sentence."""
    return _SCENARIOS.get(name, plain(name))


def level_words(level: int) -> str:
    """What a level of commitment means."""
    return _LEVELS[max(-4, min(4, level))]


def party_words(party: str, parties: Mapping[str, str]) -> str:
    """What a party is called in a label; its id where the case gives it no name."""
    return parties.get(party, party)


def party_in_text(party: str, parties: Mapping[str, str]) -> str:
    """What a party is called in a sentence: "the United States", "Russia"."""
    name = party_words(party, parties)
    if name.lower().startswith("the "):
        return f"the {name[4:]}"
    return f"the {name}" if name.startswith("United ") or name.endswith(" Union") else name


def several(name: str) -> bool:
    """Whether a party's name is a plural: "Bosnian Serbs", "Bosnia and Croatia"."""
    return " and " in name or (name.endswith("s") and not name.startswith("United "))


def clause_words(name: str, party: str) -> str:
    """The name of a clause without the party that it repeats."""
    return plain(name.removeprefix(f"{party.lower()}-"))


def number_words(words: str) -> str:
    """What a number is called, its row's own words in quotes: gain “of settlement”."""
    quoted = re.sub(r'"([^"]*)"', r"“\1”", words)
    return re.sub(r"(?<=“)[A-Z]{4,}\b", lambda m: m[0].lower(), quoted)


def cause_words(cause: str, parties: Mapping[str, str]) -> str:
    """What ended a package, with the parties by name: "breach by Russia", "false alarm"."""
    words = plain(cause).split(" ")
    return " ".join(parties.get(word.rstrip(":"), word) for word in words)


def cause_party(cause: str, parties: Mapping[str, str]) -> str:
    """The party behind a cause, or nothing."""
    words = cause.replace(":", " ").split(" ")
    return next((word for word in words if word in parties), "")


def shortened(text: str, most: int) -> str:
    """No more of a text than fits, cut with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def part_words(part: str) -> str:
    """What is left when a part is taken out: "without the trigger invasion"."""
    kind, colon, name = part.partition(":")
    if part == "whole package":
        return part
    if not colon:
        return f"without {plain(part)}"
    return f"without the {kind} {plain(name)}"
