"""What was tried before: the table is made from the episodes, and a package is set against it."""

from precedents import SHIPPED, made

from detente.case import open_case
from detente.durability.precedents import LEVERS, features, precedents, table
from detente.law import load_law
from detente.machine import compile_package

LAW = load_law()


def test_the_shipped_table_is_the_one_that_the_episodes_make():
    assert SHIPPED.read_text(encoding="utf-8") == made()


def test_another_telling_of_the_same_deal_is_left_out():
    case = open_case("jcpoa-2015")
    found = precedents(compile_package(case, "jcpoa"), case.world, LAW)
    assert {"iran-un-2015", "iran-us-2016"}.isdisjoint(near.episode for near in found.closest)


def test_a_package_is_no_distance_from_itself_and_its_own_case_is_left_out():
    case = open_case("episodes/haiti-1993")
    machine = compile_package(case, "governors-island")
    [row] = [row for row in table() if row.episode == "haiti-1993"]
    assert features(machine, case.world, LAW) == row.features
    found = precedents(machine, case.world, LAW)
    assert found.n == len(table()) - 1
    assert "haiti-1993" not in {near.episode for near in found.closest}


def test_the_modular_package_pulls_three_levers_that_none_pulled_together():
    case = open_case("alaska-2025")
    found = precedents(compile_package(case, "modular"), case.world, LAW)
    assert found.levers == LEVERS
    assert found.with_all_levers == 0
    assert found.closest[0].distance == found.nearest <= found.closest[-1].distance


def test_distance_counts_the_features_that_differ():
    case = open_case("alaska-2025")
    machine = compile_package(case, "modular")
    mine = features(machine, case.world, LAW)
    near = precedents(machine, case.world, LAW).closest[0]
    [past] = [row for row in table() if row.episode == near.episode]
    differ = [name for name in mine if mine[name] != past.features[name]]
    assert near.distance == len(differ) / len(mine)


def test_taking_the_guarantees_out_takes_a_lever_away():
    case = open_case("alaska-2025")
    package = case.packages["modular"].model_copy(update={"guarantees": ()})
    found = precedents(compile_package(case, "modular", package), case.world, LAW)
    assert "guarantees" not in found.levers
