"""What the check says that a breach keeps is the best of what the machine by chance pays.

The same numbers are Storm's on the exported text: tests/oracle/test_storm.py.
"""

import pytest
from expected_value import money
from little_packages import ATTACK, RAIDS, little, spelled, starter
from sure import SAME, exposure_of, kept_by, named, once, sure

from detente.case import Case
from detente.law import Law
from detente.machine import Machine
from detente.machine.layout import Layout
from detente.machine.model import DAYS_A_MONTH
from detente.machine.plays import by_chance
from detente.machine.product import rules
from detente.machine.search import explore


def expected(machine: Machine, case: Case, party: str, *, again: bool = False) -> float:
    """The most that a policy makes of what the party keeps of one breach, or of many."""
    certain, seen = sure(machine, case)
    asked = rules(certain, seen)
    found = explore(by_chance(asked if again else once(asked)), edges=True)
    return money(found, kept_by(Layout(certain, seen), party).items)


@pytest.mark.parametrize("words", SAME)
def test_the_number_of_the_check(words: str, law: Law) -> None:
    machine, case, party = named(words)
    assert exposure_of(machine, case, law, party) == pytest.approx(
        expected(machine, case, party), abs=1e-9
    )


def test_the_numbers_are_not_all_nothing(law: Law) -> None:
    amounts = {round(exposure_of(*named(words)[:2], law, named(words)[2]), 9) for words in SAME}
    assert len(amounts) > 12
    assert min(amounts) > 0


def test_the_check_counts_one_breach_and_the_machine_as_many_as_fit(law: Law) -> None:
    """Ten days' notice of all the oil; a pause of two months leaves room for a second breach."""
    machine = little(spelled(triggers=[RAIDS]))
    once_ = 0.4 * 0.7 * 10 / DAYS_A_MONTH
    assert exposure_of(machine, starter(), law, "BO") == pytest.approx(once_, abs=1e-12)
    twice = expected(machine, starter(), "BO", again=True)
    assert twice == pytest.approx(2 * once_, abs=1e-12)


def test_the_check_takes_the_breach_to_be_seen(law: Law) -> None:
    """The machine's own number is smaller, by the chance to be seen in time."""
    machine = little(spelled(triggers=[ATTACK]))
    found = explore(by_chance(rules(machine, starter())), edges=True)
    own = money(found, kept_by(Layout(machine, starter()), "BO").items)
    assert own < exposure_of(machine, starter(), law, "BO")
