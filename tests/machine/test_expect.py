"""Best and worst over all policies, against sums done by hand."""

import pytest
from expected_value import money, probability
from little_packages import ATTACK, OIL, RAIDS, RESERVES, changed, held, little, spelled, starter

from detente.machine.layout import Layout
from detente.machine.logic import compare, name
from detente.machine.model import DAYS_A_MONTH
from detente.machine.plays import by_chance
from detente.machine.prism import labels
from detente.machine.product import rules
from detente.machine.relief import rewards
from detente.machine.search import Explored, explore

SEEN = 0.99  # an invasion, in a month
FLOW = 0.4 * 0.7  # EUR bn a month of the whole embargo, as it arrives
STOCK = 2.0  # EUR bn of all reserves
AT_ONCE = changed(ATTACK, rule="automatic", notice_days=0, false_alarm=0, deciders=[])
DAYS = [28, 31, 30, 31, 30, 31]  # February to July 2025


def found(spelling: dict) -> tuple[Layout, Explored]:
    machine = little(spelling)
    layout = Layout(machine, starter(), watched=True)
    play = by_chance(rules(machine, starter(), watched=True))
    return layout, explore(play, edges=True)


def most(spelling: dict, reward: str, *, least: bool = False) -> float:
    layout, explored = found(spelling)
    (paid,) = [account for account in rewards(layout) if account.name == reward]
    return money(explored, paid.items, least=least)


def test_who_invades_every_month_is_seen_in_one_of_six():
    _, explored = found(spelled(triggers=[AT_ONCE]))
    snapped = compare(name("over"), "=", 1)
    assert probability(explored, snapped) == pytest.approx(1 - (1 - SEEN) ** 6, abs=1e-12)
    assert probability(explored, snapped, least=True) == 0.0


def test_relief_while_all_goes_well():
    """A trial of two months at 30 %, then all of it."""
    best = FLOW * (0.3 * sum(DAYS[:2]) + sum(DAYS[2:])) / DAYS_A_MONTH
    assert most(spelled(), "relief_BO") == pytest.approx(best, abs=1e-12)
    withheld = FLOW * 0.3 * sum(DAYS) / DAYS_A_MONTH
    assert most(spelled(), "relief_BO", least=True) == pytest.approx(withheld, abs=1e-12)


TWICE = {**RESERVES, "phases": [{"name": "half", "months": 0, "open": {"oil-embargo": 0.5}}]}


def test_a_measure_of_two_modules_is_relief_once():
    """Half of the oil at once by another module, all of it after the act: that is all of it."""
    best = FLOW * (0.5 * sum(DAYS[:2]) + sum(DAYS[2:])) / DAYS_A_MONTH
    assert most(spelled(modules=[OIL, TWICE]), "relief_BO") == pytest.approx(best, abs=1e-12)


def test_a_pause_of_one_module_leaves_what_another_opens():
    """Whoever raids keeps half the oil while the other half is shut."""
    pause = changed(RAIDS, notice_days=0, rule="automatic")
    package = spelled(modules=[OIL, TWICE], triggers=[pause])
    assert most(package, "kept_BO") > 0
    assert most(spelled(triggers=[pause]), "kept_BO") == 0
    alone = most(
        spelled(modules=[TWICE], triggers=[changed(pause, modules=["reserves"])]), "relief_BO"
    )
    assert alone == pytest.approx(FLOW * 0.5 * sum(DAYS) / DAYS_A_MONTH, abs=1e-12)


def test_escrow_of_one_module_holds_back_only_what_no_other_opens():
    """Half of the oil is in escrow till the act, and half of it comes by another module at once."""
    package = spelled(modules=[held(6), TWICE])
    best = FLOW * (0.5 * sum(DAYS[:2]) + sum(DAYS[2:])) / DAYS_A_MONTH
    assert most(package, "relief_BO") == pytest.approx(best, abs=1e-12)


def test_a_stock_of_two_modules_is_handed_over_once():
    again = changed(RESERVES, name="again")
    both, one = (spelled(modules=[OIL, RESERVES, *more]) for more in ([again], []))
    assert most(both, "relief_BO") == pytest.approx(most(one, "relief_BO"), abs=1e-12)


def test_a_stock_is_counted_on_the_day_it_is_handed_over():
    both = spelled(modules=[OIL, RESERVES])
    apart = most(both, "relief_BO") - most(spelled(), "relief_BO")
    assert apart == pytest.approx(0.5 * STOCK, abs=1e-12)


def test_relief_kept_through_forty_days_of_notice():
    """Seen at the best moment, when all is open; one snap-back, then it is over."""
    package = spelled(triggers=[changed(ATTACK, false_alarm=0)])
    kept = FLOW * 40 / DAYS_A_MONTH
    early = FLOW * 0.3 * 40 / DAYS_A_MONTH
    chances = [SEEN * (1 - SEEN) ** month for month in range(4)]
    best = sum(chance * kept for chance in chances)  # from month 2, when the pass is handed over
    assert best > early
    assert most(package, "kept_BO") == pytest.approx(best, abs=1e-9)
    assert most(package, "kept_BO", least=True) == 0.0


def test_what_lies_in_escrow_is_not_yet_relief():
    """Half of it waits for the pass, which releases it in month 2."""
    best = FLOW * (0.3 * 0.5 * sum(DAYS[:2]) + sum(DAYS[2:])) / DAYS_A_MONTH
    assert most(spelled(modules=[held(5)]), "relief_BO") == pytest.approx(best, abs=1e-12)


def test_relief_survives_where_deciders_may_look_away():
    """Somebody has to be seen once in the first five months: the clock is 40 days long."""
    package = spelled(triggers=[changed(ATTACK, false_alarm=0)])
    layout, explored = found(package)
    survives = labels(layout, explored.rules)["survives"]
    best = 1 - (1 - SEEN) ** 5
    assert probability(explored, survives) == pytest.approx(best, abs=1e-12)
    layout, explored = found(spelled(triggers=[AT_ONCE]))
    assert probability(explored, labels(layout, explored.rules)["survives"]) == 0.0


def test_moves_that_were_not_kept_cannot_be_weighed():
    play = by_chance(rules(little(spelled()), starter()))
    with pytest.raises(ValueError, match=r"edges=True\) keeps the moves"):
        probability(explore(play), compare(name("over"), ">", 0))
