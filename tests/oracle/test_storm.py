"""Storm, on the PRISM text that we export, finds our states and our numbers."""

import pytest
from expected_value import money, probability
from little_packages import LITTLE, little, starter
from sure import SAME, exposure_of, kept_by, named, once, sure

from detente.case import Case, open_case
from detente.law import load_law
from detente.machine import Machine, compile_package
from detente.machine.cut import cut
from detente.machine.layout import Layout
from detente.machine.plays import by_chance
from detente.machine.prism import labels, to_prism
from detente.machine.product import rules
from detente.machine.relief import rewards
from detente.machine.search import explore

stormpy = pytest.importorskip(
    "stormpy", reason="Storm is not here: it comes with the dependency group oracle"
)

CLOSE = 1e-6
SHIPPED = [
    ("alaska-2025", "blanket", 60),
    ("alaska-2025", "modular", 3),
    ("barbados-2023", "licence-44", 12),
    ("barbados-2023", "escrow", 12),
    ("dayton-1995", "resolution-1022", 12),
    ("dayton-1995", "termination-at-once", 12),
    ("jcpoa-2015", "jcpoa", 4),
    ("jcpoa-2015", "treaty", 4),
    ("jcpoa-2015", "escrow", 4),
]


def compared(machine: Machine, case: Case, file: str) -> None:
    layout = Layout(machine, case, watched=True)
    asked = rules(machine, case, watched=True)
    play = by_chance(asked)
    found = explore(play, edges=True)
    marks, paid = labels(layout, asked), rewards(layout)
    with open(file, "w", encoding="utf-8") as stream:
        stream.write(to_prism(play, paid, marks))
    program = stormpy.parse_prism_program(file)
    ours = {}
    for best, least in (("max", False), ("min", True)):
        for label, term in marks.items():
            ours[f'P{best}=? [F "{label}"]'] = probability(found, term, least=least)
        for reward in paid:
            query = f'R{{"{reward.name}"}}{best}=? [F "ended"]'
            ours[query] = money(found, reward.items, least=least)
    properties = stormpy.parse_properties(";".join(ours), program)
    model = stormpy.build_model(program, properties)
    assert model.nr_states == found.states
    start = model.initial_states[0]
    for query, value in zip(properties, ours, strict=True):
        theirs = stormpy.model_checking(model, query).get_value(start)
        assert theirs == pytest.approx(ours[value], abs=CLOSE, rel=CLOSE), value


@pytest.mark.parametrize("name", LITTLE)
def test_little_packages(name, tmp_path):
    compared(little(LITTLE[name]), starter(), str(tmp_path / "little.prism"))


@pytest.mark.parametrize(("case", "package", "months"), SHIPPED)
def test_shipped_packages(case, package, months, tmp_path):
    whole = open_case(case)
    machine = cut(whole, compile_package(whole, package), months)
    compared(machine, whole, str(tmp_path / "shipped.prism"))


@pytest.mark.parametrize("words", SAME)
def test_the_number_of_the_exposure_check(words, tmp_path):
    """Storm's greatest expected `kept`, one breach sure to be seen, is what the check says."""
    machine, case, party = named(words)
    certain, seen = sure(machine, case)
    layout, asked = Layout(certain, seen), once(rules(certain, seen))
    reward, file = kept_by(layout, party), tmp_path / "sure.prism"
    file.write_text(to_prism(by_chance(asked), (reward,), labels(layout, asked)), encoding="utf-8")
    program = stormpy.parse_prism_program(str(file))
    (query,) = stormpy.parse_properties(f'R{{"{reward.name}"}}max=? [F "ended"]', program)
    model = stormpy.build_model(program, [query])
    theirs = stormpy.model_checking(model, query).get_value(model.initial_states[0])
    ours = exposure_of(machine, case, load_law(), party)
    assert theirs == pytest.approx(ours, abs=CLOSE, rel=CLOSE)
