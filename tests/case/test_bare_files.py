"""A file that a case can do without, and that holds nothing, is as if it were not there."""

import pytest

from detente.case import open_case
from detente.case.starter import new_case


@pytest.mark.parametrize("names", [("assets.yaml", "portfolio.csv"), ("claims.yaml",)])
def test_an_empty_file_is_no_file(tmp_path, names):
    folder = new_case("mine", tmp_path)
    for name in {"claims.yaml", *names}:  # claims are about prices
        (folder / name).write_bytes(b"")
    found = open_case(str(folder))
    assert found.claims == ()
    assert ("assets.yaml" in names) is (found.assets == ())
