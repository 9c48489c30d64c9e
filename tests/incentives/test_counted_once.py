"""What is one thing counts once: a measure of two modules, or cut in two, or worth nothing."""

from dataclasses import replace

import numpy as np
import pytest
from small_case import CASE, NO_ENDS, PACKAGE, Edit, machine_of, mode, small_case

from detente.case import Case, Sampler
from detente.case.quantity import Quantity
from detente.durability import lifetime
from detente.errors import InputError
from detente.incentives import Hold, hold, make_game
from detente.incentives.payoffs import Payoffs, payoffs

BO = 1
HALF = "open: {reserve-freeze: 0.5}}"
AGAIN: Edit = (PACKAGE, HALF, "open: {oil-embargo: 0.5}}")  # reserves open oil, from month 6
STOCK_TWICE: Edit = (PACKAGE, "oil-embargo: 1}}", "oil-embargo: 1, reserve-freeze: 0.3}}")
ONCE: Edit = (CASE, "lapsed:\n  peace: 0.3\n", "lapsed:\n  peace: 0.3\n  once: {AL: -10}\n")
RULE = "rule: any-of                           # or automatic"
KEPT: Edit = (CASE, "    issuer: AL\n    worth:", "    issuer: AL\n    kept: 5\n    worth:")


def paid(*edits: Edit) -> Payoffs:
    case = small_case(*edits)
    return payoffs(machine_of(case), case.world, mode(case))


def played(case: Case, draws: int = 0) -> Hold:
    return hold(machine_of(case), case.world, Sampler(case.estimates, draws, seed=1))


def oil_closes(response: str) -> Edit:
    return (PACKAGE, RULE, f"response: {response}\n    modules: [oil]\n    {RULE}")


def test_a_measure_of_two_modules_stands_as_open_as_the_widest():
    """Oil fully from month 6, and half of it once more: that is oil, fully."""
    once, twice = paid((PACKAGE, HALF, "open: {}}")), paid(AGAIN)
    assert twice.relief == pytest.approx(once.relief)
    assert twice.outlasting == pytest.approx(once.outlasting)


def test_a_stock_of_two_modules_is_handed_over_once():
    """Half the reserves, and three tenths of them by another module: half."""
    both = paid(STOCK_TWICE)
    assert both.released[0, [5, 6, 36], BO] == pytest.approx([0, 1, 1])
    assert both.relief == pytest.approx(paid().relief)


def test_what_another_module_holds_open_is_not_lost_by_a_close():
    case = small_case(AGAIN, KEPT, oil_closes("close"))
    machine, sampler = machine_of(case), mode(case)
    found = payoffs(machine, case.world, sampler)
    game = make_game(machine, case.world, sampler, found)
    flow = 0.4 * 0.7
    assert game.shut[0, 10, 0, BO] == pytest.approx(5 * 0.5 * flow)  # the wider half is kept
    (smaller,) = game.reduced
    assert smaller.flow[0, 10, BO] == pytest.approx(0.3 + 0.5 * flow)


def test_a_pause_shuts_only_what_no_other_module_opens():
    case = small_case(AGAIN, oil_closes("pause"))
    machine, sampler = machine_of(case), mode(case)
    found = payoffs(machine, case.world, sampler)
    game = make_game(machine, case.world, sampler, found)
    assert game.shut[0, 10, 0, BO] == pytest.approx(0.3 + 0.5 * 0.4 * 0.7)


def test_escrow_holds_back_only_what_no_other_module_pays_out():
    """All oil into escrow till month 6, of which .2 come by another module at once."""
    terms = "escrow: {holder: bank, released_by: pass-handed-over}"
    into: Edit = (PACKAGE, "    title: Oil trade\n", f"    title: Oil trade\n    {terms}\n")
    other: Edit = (
        PACKAGE,
        "12, after: [pass-handed-over], " + HALF,
        "12, open: {oil-embargo: 0.2}}",
    )
    found, flow = paid(into, other), 0.4 * 0.7
    assert found.relief[0, 0, BO] == pytest.approx(0.2 * flow)
    assert found.relief[0, 6, BO] == pytest.approx(flow + 6 * 0.1 * flow)


def test_windfall_values_and_survival_count_it_once():
    once, twice = played(small_case((PACKAGE, HALF, "open: {}}"))), played(small_case(AGAIN))
    assert twice.value == pytest.approx(once.value)
    assert twice.windfall == pytest.approx(once.windfall, nan_ok=True)
    assert lifetime(twice).alive == pytest.approx(lifetime(once).alive)
    assert twice.warnings == (
        'measure "oil-embargo" is opened by oil and reserves: it stands as open as the widest of '
        "them, and counts once",
    )


def cut_in_two(case: Case, part: float) -> Case:
    """The same case with the oil embargo as two measures, each worth a part of it."""
    oil = case.world.measures["oil-embargo"]

    def of(share: float) -> dict[str, tuple[Quantity, ...]]:
        return {
            party: tuple(q.model_copy(update={"times": q.times * share}) for q in amount)
            for party, amount in oil.worth.items()
        }

    measures = dict(case.world.measures)
    measures["oil-embargo"] = oil.model_copy(update={"worth": of(part)})
    measures["oil-too"] = oil.model_copy(update={"worth": of(1 - part)})
    return with_second(case, measures)


def with_nothing(case: Case) -> Case:
    """The same case with one more measure, of the same issuer, that is worth nothing to anybody."""
    oil = case.world.measures["oil-embargo"]
    nothing = oil.model_copy(update={"worth": {}, "once": {}})
    return with_second(case, {**case.world.measures, "oil-too": nothing})


def with_second(case: Case, measures: dict) -> Case:
    """The case with `oil-too` opened wherever the oil embargo is."""
    package = case.packages["first"]
    modules = []
    for module in package.modules:
        phases = []
        for phase in module.phases:
            too = {"oil-too": phase.open["oil-embargo"]} if "oil-embargo" in phase.open else {}
            phases.append(phase.model_copy(update={"open": {**phase.open, **too}}))
        modules.append(module.model_copy(update={"phases": tuple(phases)}))
    world = case.world.model_copy(update={"measures": measures})
    first = package.model_copy(update={"modules": tuple(modules)})
    return replace(case, world=world, packages={**case.packages, "first": first})


@pytest.mark.parametrize(
    "change", [lambda c: cut_in_two(c, 0.25), lambda c: cut_in_two(c, 0.9), with_nothing]
)
def test_values_do_not_hang_on_how_the_same_relief_is_cut(change):
    case = small_case(ONCE, (CASE, "snapped:\n", "snapped:\n  once: {AL: -3, BO: -1}\n"))
    before, after = played(case), played(change(case))
    assert after.value == pytest.approx(before.value, rel=1e-12)
    assert after.slack == pytest.approx(before.slack, abs=1e-12)
    assert after.windfall == pytest.approx(before.windfall, nan_ok=True)


def test_one_offs_count_by_the_worth_of_what_stands_open():
    """In month 0 .3 of the oil stands open, in month 6 all of it and half of the reserves."""
    beta_al, beta_bo = 1.05 ** (-1 / 12), 1.12 ** (-1 / 12)
    oil, reserves = 0.4 * 0.7 / (1 - beta_bo) + 0.05 * 0.7 / (1 - beta_al), 2.0
    shares = np.array([0.3 * oil, oil + 0.5 * reserves]) / (oil + reserves)

    def lapsed(*edits: Edit) -> np.ndarray:
        case = small_case(*edits)
        machine, sampler = machine_of(case), mode(case)
        game = make_game(machine, case.world, sampler, payoffs(machine, case.world, sampler))
        return game.lapsed[0, [0, 6], 0]

    assert lapsed(ONCE) - lapsed() == pytest.approx(-10 * shares)


def reordered(case: Case) -> Case:
    """Modules, obligations, signatories, measures and deciders the other way round."""
    package = case.packages["first"]
    turned = {key: getattr(package, key)[::-1] for key in ("modules", "obligations", "signatories")}
    triggers = tuple(
        t.model_copy(update={"deciders": t.deciders[::-1], "covers": t.covers[::-1]})
        for t in package.triggers
    )
    first = package.model_copy(update={**turned, "triggers": triggers})
    measures = dict(reversed(case.world.measures.items()))
    world = case.world.model_copy(update={"measures": measures})
    return replace(case, world=world, packages={**case.packages, "first": first})


def test_the_order_of_lists_changes_nothing():
    case = small_case(ONCE)
    before, after = played(case, draws=20), played(reordered(case), draws=20)
    assert after.value == pytest.approx(before.value, rel=1e-12)
    assert after.holds.tolist() == before.holds.tolist()
    order = [list(after.obliged).index(i) for i in before.obliged]
    assert after.slack[:, :, order] == pytest.approx(before.slack, abs=1e-12)


def test_names_of_parties_change_nothing_at_the_mode():
    """Aldea by another id; its draws are other draws, so the mode alone is compared."""
    case = small_case(ONCE)
    named = small_case(ONCE)
    text = (named.world.model_dump_json(), named.packages["first"].model_dump_json())
    world, package = (words.replace('"AL"', '"ZZ"') for words in text)
    told = replace(
        case,
        world=type(case.world).model_validate_json(world),
        packages={"first": type(case.packages["first"]).model_validate_json(package)},
    )
    assert played(told).value == pytest.approx(played(case).value, rel=1e-12)


def test_a_shorter_horizon_leaves_no_dated_end_out():
    """An election in month 37: as likely to hold, and to live, however few months are written."""
    late = "  - {name: election-in-aldea, party: AL, probability: 0.9, on: 2028-05-03}"
    raids: Edit = (PACKAGE, "covers: [raid, invasion]", "covers: [invasion]")
    found = {}
    for written in (36, 37, 38, 60):
        months = (PACKAGE, "horizon_months: 36", f"horizon_months: {written}")
        case = small_case((NO_ENDS[0], NO_ENDS[1], late), months, raids)
        found[written] = played(case, draws=200)
    long = found[60]
    for written, short in found.items():
        assert short.game.months == max(39, written + 1)
        assert short.value == pytest.approx(long.value, rel=1e-9)
        assert short.holds.tolist() == long.holds.tolist()
        alive, whole = lifetime(short).alive, lifetime(long).alive
        assert alive == pytest.approx(whole[:, : short.game.months], abs=1e-9)
    assert lifetime(long).alive[:, 38].max() < 0.11
    assert "played for 38 months, not 36 as horizon_months has it" in found[36].warnings[0]


def test_a_guarantee_is_played_to_its_end():
    edit: Edit = (PACKAGE, "    takes: 4\n", "    takes: 4\n    ends_month: 40\n")
    found = played(small_case(edit))
    assert found.game.months == 41
    assert 'the end of "cassian-brigade", in month 40, comes after that' in found.warnings[0]


def test_an_end_past_the_last_month_that_may_be_played_is_refused():
    late = "  - {name: election-in-aldea, party: AL, probability: 0.15, on: 2055-05-03}"
    with pytest.raises(InputError, match=r"ends\[0\].on: 2055-05-03 is in month 361, and 240 are"):
        small_case((NO_ENDS[0], NO_ENDS[1], late))
