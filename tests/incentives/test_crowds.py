"""Too many who can breach at once: every profile of them is tried, so they are refused by name."""

from dataclasses import replace

import pytest
from small_case import machine_of, mode, small_case

from detente.errors import InputError
from detente.incentives import hold
from detente.incentives.profiles import refuse_crowds
from detente.machine import Machine
from detente.machine.model import Exposure


def crowd(*breaches: int) -> Machine:
    """A party for each number, with so many breaches open to it."""
    exposures = [
        Exposure(f"P{p}", f"breach-{b}", 1 + b, None)
        for p, count in enumerate(breaches)
        for b in range(count)
    ]
    return replace(machine_of(small_case()), exposures=tuple(exposures))


def test_eight_parties_with_a_breach_each_are_played():
    refuse_crowds(crowd(*[1] * 8))


def test_nine_are_refused_with_what_to_do():
    case = small_case()
    with pytest.raises(InputError) as refused:
        hold(crowd(*[1] * 9), case.world, mode(case))
    assert str(refused.value) == (
        "packages/first.yaml: obligations: 9 parties can breach at once (P0, P1, P2, P3, P4, P5, "
        "P6, P7, P8); 8 at most; join parties that act as one, or leave out obligations whose "
        "breach hurts least"
    )


def test_too_many_ways_at_once_are_refused_with_what_to_do():
    refuse_crowds(crowd(*[9] * 4))  # ten thousand ways
    with pytest.raises(InputError, match="in 11,000 ways at once; 10,000 at most; join breaches"):
        refuse_crowds(crowd(9, 9, 9, 10))
