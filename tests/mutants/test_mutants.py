"""The list of mutants keeps pace with the house: each is a wrong that somebody would notice."""

from pathlib import Path

import pytest
from mutate import Mutant, mutants

TESTS = Path(__file__).parents[1]
ROOMS = (
    *("case", "law", "record", "signals", "machine", "checks", "incentives", "durability"),
    *("design", "scenarios", "markets", "portfolio", "claims", "brief", "web", "live"),
)


@pytest.mark.parametrize("mutant", mutants(), ids=lambda m: f"{m.file}: {m.means}")
def test_a_mutant_can_be_put_in(mutant: Mutant) -> None:
    assert mutant.count == 1, f"{mutant.old} stands {mutant.count} times"
    assert mutant.old != mutant.new
    assert (TESTS / mutant.room).is_dir()


def test_there_are_at_least_forty_over_all_rooms() -> None:
    assert len(mutants()) >= 40
    assert {mutant.room for mutant in mutants()} >= set(ROOMS)
