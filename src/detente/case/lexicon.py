"""What words of a case stand for: a party's id behind its name, a currency's worth in euros.

It is handed to pydantic as the context in which a clause is read, so that names and units mean the
same in every file and through every door.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationInfo

from detente.case.quantity import Name
from detente.case.rates import EuroRate, shipped_rates

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Parties by every way in which they are written, and rates by currency."""

    parties: Mapping[str, str] = field(default_factory=dict)  # as written, folded -> id
    rates: Mapping[str, EuroRate] = field(default_factory=dict)  # euros for one unit

    def party(self, written: str) -> str:
        """The id of a party; what is no party's id or name stays as it is."""
        return self.parties.get(folded(written), written)

    def written(self, data: object) -> Mapping[str, str]:
        """Keys of plain data that are a party by another spelling: id -> as it is written."""
        if isinstance(data, list):
            return {k: v for part in data for k, v in self.written(part).items()}
        if not isinstance(data, dict):
            return {}
        own = {self.party(key): key for key in data if self.party(key) != key}
        return own | {k: v for part in data.values() for k, v in self.written(part).items()}


def folded(name: str) -> str:
    """A name as it is compared: without case, and with single spaces."""
    return " ".join(name.split()).casefold()


def lexicon_of(data: object) -> Lexicon:
    """The lexicon of a `case.yaml` as it is written; what is wrong in it is told elsewhere."""
    if not isinstance(data, dict):
        return Lexicon()
    parties = data.get("parties")
    named = parties if isinstance(parties, dict) else {}
    return Lexicon(_spellings(named), _rates(data.get("as_of"), data.get("rates")))


def _spellings(parties: Mapping[str, Any]) -> Mapping[str, str]:
    """Ids and names; a name that two parties share means neither, an id means its own party."""
    names = {
        str(party): folded(entry["name"])
        for party, entry in parties.items()
        if isinstance(entry, dict) and isinstance(entry.get("name"), str)
    }
    ids = Counter(folded(str(party)) for party in parties)
    shared = Counter(names.values())
    found = {name: party for party, name in names.items() if shared[name] == 1}
    return found | {folded(str(p)): str(p) for p in parties if ids[folded(str(p))] == 1}


def _rates(as_of: object, stated: object) -> Mapping[str, EuroRate]:
    try:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else date.min
    except ValueError:
        day = date.min
    rates = dict(shipped_rates(day))
    for code, entry in (stated if isinstance(stated, dict) else {}).items():
        euros = entry.get("euros") if isinstance(entry, dict) else entry
        if isinstance(euros, int | float) and not isinstance(euros, bool) and euros > 0:
            source = entry.get("source", "") if isinstance(entry, dict) else ""
            rates[str(code)] = EuroRate(float(euros), None, f"the case's own rate {source}".strip())
    return rates


def _party(raw: object, info: ValidationInfo) -> object:
    lexicon = info.context
    return lexicon.party(raw) if isinstance(lexicon, Lexicon) and isinstance(raw, str) else raw


def _one_each(raw: object, info: ValidationInfo) -> object:
    """Two spellings of one party would leave only the last of the two values."""
    if isinstance(raw, dict):
        count = Counter(_party(key, info) for key in raw)
        twice = [key for key in raw if count[_party(key, info)] > 1]
        if twice:
            raise ValueError(f"{' and '.join(map(str, twice))} are one party; keep one of them")
    return raw


PartyName = Annotated[Name, BeforeValidator(_party)]
ByParty = Annotated[dict[PartyName, Value], BeforeValidator(_one_each)]
