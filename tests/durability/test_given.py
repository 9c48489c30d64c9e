"""What surviving and seeing teach, against Bayes' rule done by hand."""

from pathlib import Path

import numpy as np
import pytest

from detente.case import Case, Sampler, open_case
from detente.case.quantity import Quantity
from detente.durability import lifetime
from detente.durability.events import Event
from detente.durability.given import Given, given
from detente.durability.learned import learned
from detente.errors import DetenteError
from detente.incentives import Hold, hold
from detente.machine import Machine, compile_package

CASE = """
format: detente/case/1
name: one-party
title: One party that may raid
as_of: 2025-02-15
subject: ceasefire
target: BO
parties:
  AL: {name: Aldea, role: sender, discount: 0.05}
  BO: {name: Borvia, role: target, discount: 0.1}
measures: {}
peace: {BO: 0.02}
breaches:
  BO:
    raid: {title: Raids, size: 1, gain: G, detected: Q}
    spite: {title: Spite, size: 1, gain: 0, detected: 1}
snapped: {}
lapsed: {}
estimates:
  G: {low: 0.1, mode: 0.9, high: 4}
  Q: {low: 0.05, mode: 0.3, high: 0.6}
"""
PACKAGE = """
format: detente/package/1
title: Quiet for a share in the trade
signed: 2025-04-01
horizon_months: 24
signatories: [AL, BO]
obligations:
  - {party: BO, article: "1", act: Keeps quiet, breaches: [BREACH]}
triggers:
  - {name: attack, article: "2", against: BO, covers: [BREACH], rule: automatic MORE}
"""
ENDS = """
ends:
  - {name: vote, party: AL, probability: {low: 0.01, mode: 0.03, high: 0.1}, every_months: 1}
  - {name: coup, party: BO, probability: {low: 0.0, mode: 0.02, high: 0.05}, every_months: 1}
"""
DRAWS = 3000


class Stage:
    """One package, played once."""

    def __init__(self, case: Case, package: str, draws: int = DRAWS) -> None:
        self.case = case
        self.machine: Machine = compile_package(case, package)
        self.sampler = Sampler(case.estimates, draws, 1)
        self.hold: Hold = hold(self.machine, case.world, self.sampler)

    def given(self, *events: str) -> Given:
        return given(self.hold, self.machine, self.case.world, self.sampler, events)

    def drawn(self, quantity: Quantity, name: str) -> np.ndarray:
        return self.sampler.of(quantity, name)[1:]


def stage(folder: Path, breach: str = "raid", more: str = "", ends: str = "") -> Stage:
    (folder / "packages").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    package = PACKAGE.replace("BREACH", breach).replace(" MORE", more) + ends
    (folder / "packages" / "one.yaml").write_text(package, encoding="utf-8")
    return Stage(open_case(str(folder)), "one")


@pytest.fixture(scope="module")
def modular() -> Stage:
    return Stage(open_case("alaska-2025"), "modular", 500)


def test_surviving_reweighs_the_draws(tmp_path: Path) -> None:
    """Alive at n with chance s^n, s = (1 - v)(1 - c): then S(24 | 12) = Σ s^24 / Σ s^12."""
    one = stage(tmp_path, "spite", ends=ENDS)
    vote, coup = (
        one.drawn(end.probability, f"packages.one.ends.{end.name}")
        for end in one.machine.package.ends
    )
    s = (1 - vote) * (1 - coup)
    found = one.given("alive@12")
    assert found.months == tuple(range(12, 25))
    assert found.chance == pytest.approx(np.mean(s**12))
    assert found.alive[-1] == pytest.approx(np.sum(s**24) / np.sum(s**12))
    assert found.alive[-1] > np.mean(s**12), "bad draws left first"
    weights = s**12 / np.sum(s**12)
    assert found.effective == pytest.approx(1 / np.sum(weights**2))
    moved = {one.name: one for one in found.moved}["packages.one.ends.vote"]
    assert moved.shift == pytest.approx((weights @ vote - vote.mean()) / vote.std())
    assert moved.shift < 0
    assert found.moved[0].name == "packages.one.ends.vote", "the wider of the two moves more"


def test_no_breach_detected_is_bayes_rule(tmp_path: Path) -> None:
    """Draws in which raids pay are seen with q a month: they weigh (1 - q)^8, the others 1."""
    one = stage(tmp_path)
    pays, q = ~one.hold.holds[1:], one.drawn(Quantity(estimate="Q"), "x")
    likelihood = np.where(pays, (1 - q) ** 8, 1.0)
    found = one.given("no-breach-detected@8")
    assert found.chance == pytest.approx(likelihood.mean())
    assert found.holds_after == pytest.approx((~pays @ likelihood) / likelihood.sum())
    assert found.holds_low < found.holds_after < found.holds_high
    assert found.holds_after > found.holds_before
    later = np.where(pays, (1 - q) ** 20, 1.0)
    assert found.alive[12] == pytest.approx(later.sum() / likelihood.sum())


def test_a_breach_seen_leaves_only_draws_that_breach(tmp_path: Path) -> None:
    one = stage(tmp_path)
    pays, q = ~one.hold.holds[1:], one.drawn(Quantity(estimate="Q"), "x")
    found = one.given("breach-detected:BO:raid@3")
    assert found.chance == pytest.approx(np.mean(pays * q * (1 - q) ** 3))
    assert found.holds_after == 0
    assert found.alive[0] == 1
    assert found.alive[1] == 0, "the trigger is automatic, and snaps"


def test_a_report_may_be_a_false_alarm(tmp_path: Path) -> None:
    """With false alarms f, draws that comply are reported too, others by (1 - q) f more often."""
    one = stage(tmp_path, more=", false_alarm: 0.005")
    pays, q = ~one.hold.holds[1:], one.drawn(Quantity(estimate="Q"), "x")
    reported = np.where(pays, q + (1 - q) * 0.005, 0.005)
    found = one.given("breach-detected:BO:raid@2")
    assert found.chance == pytest.approx(np.mean((1 - reported) ** 2 * reported))
    assert found.holds_after > 0


def test_all_that_can_happen_adds_to_one(tmp_path: Path) -> None:
    """No end but by raids: seen first in month 0, 1, … 22, or not before month 23."""
    one = stage(tmp_path)
    first = [one.given(f"breach-detected:BO:raid@{n}").chance for n in range(23)]
    assert sum(first) + one.given("no-breach-detected@23").chance == pytest.approx(1)


def test_what_is_impossible_is_said(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="in no draw does the game let this happen"):
        stage(tmp_path, "spite").given("breach-detected:BO:spite@3")


def test_without_news_all_is_as_it_was(modular: Stage) -> None:
    life = lifetime(modular.hold)
    found = modular.given("alive@0")
    assert found.alive == pytest.approx(found.before)
    assert found.before == pytest.approx(life.mean(life.alive))
    assert found.effective == pytest.approx(500)
    assert max(abs(moved.shift) for moved in found.moved) == pytest.approx(0, abs=1e-9)


def test_the_walk_is_that_of_the_lifetime(modular: Stage) -> None:
    """A twin: with nothing but survival known, mass by draw and month is the same."""
    walked = learned(modular.hold.courses, [Event("alive", 0)]).alive
    assert np.abs(walked - lifetime(modular.hold).alive).max() < 1e-12


def test_the_chance_of_being_alive_is_survival(modular: Stage) -> None:
    life = lifetime(modular.hold)
    for month in (1, 12, 36):
        assert modular.given(f"alive@{month}").chance == pytest.approx(life.mean(life.alive)[month])


def test_news_and_its_opposite_average_to_what_was_believed(modular: Stage) -> None:
    """P(holds) = P(holds | alive) P(alive) + P(holds | not) P(not), all of them chances."""
    found = modular.given("alive@12")
    dead = (found.holds_before - found.holds_after * found.chance) / (1 - found.chance)
    assert 0 <= dead <= found.holds_before <= found.holds_after


def test_quiet_teaches_more_than_survival_alone(modular: Stage) -> None:
    alive, quiet = modular.given("alive@12"), modular.given("no-breach-detected@12")
    assert quiet.chance < alive.chance
    assert quiet.holds_after > alive.holds_after


def test_few_draws_are_owned_up_to(modular: Stage) -> None:
    rare = modular.given("no-breach-detected@3", "breach-detected:RU:invasion@3")
    assert rare.effective < 100
    assert "take all of this as rough" in rare.warnings[0]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("soon", "is no event; write alive@12"),
        ("alive@x", "is no event"),
        ("dead@3", 'no event "dead"; there is: alive'),
        ("alive:RU:invasion@3", "only a breach names its party and kind"),
        ("breach-detected@3", "only a breach names its party and kind"),
        ("breach-detected:RU:gray-zone@3", 'did you mean "RU:grey-zone"'),
        ("alive@60", "is followed to month 60; give an earlier month"),
    ],
)
def test_what_is_no_event_is_refused(modular: Stage, event: str, words: str) -> None:
    with pytest.raises(DetenteError) as caught:
        modular.given(event)
    assert words in str(caught.value)


def test_events_that_exclude_each_other_are_refused(modular: Stage) -> None:
    with pytest.raises(DetenteError, match="contradict each other"):
        modular.given("no-breach-detected@9", "breach-detected:RU:grey-zone@3")
    with pytest.raises(DetenteError, match="two breaches in one month"):
        modular.given("breach-detected:RU:grey-zone@3", "breach-detected:RU:violations@3")
