"""The sources there are, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from detente.live.ecb import Ecb
from detente.live.eia import Eia
from detente.live.fred import Fred
from detente.live.model import Source
from detente.live.moex import Moex
from detente.live.polymarket import Polymarket

SOURCES: Mapping[str, Source] = MappingProxyType(
    {source.name: source for source in (Fred(), Ecb(), Eia(), Polymarket(), Moex())}
)
