"""The fast product against the plain one, and what the product is for."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_packages import (
    ATTACK,
    CENSUS,
    ELECTION,
    LATE,
    LITTLE,
    OIL,
    PASS,
    RAIDS,
    RENEWAL,
    REPEAL,
    RESERVES,
    changed,
    held,
    little,
    spelled,
    starter,
)
from plain_machine import Reference
from plain_position import Position

from detente.machine.layout import Layout
from detente.machine.plays import free
from detente.machine.product import rules
from detente.machine.search import Explored, explore

ACTS = {"awaited": 0, "met": 1, "withheld": 2}
FUNDS = {"none": 0, "held": 0, "put off": 1, "released": 2, "returned": 3}


def explored(spelling: dict) -> Explored:
    return explore(free(rules(little(spelling), starter())), edges=True)


@dataclass
class Plain:
    """Every place and step of the reference, places told as the fast product tells them."""

    read: Layout

    def told(self, at: Position) -> tuple[tuple[str, int], ...]:
        triggers = [t.name for t in self.read.triggers]
        ends = [e.name for e in self.read.ends]
        raised = triggers.index(at.raised) + 1 + at.judged * len(triggers) if at.raised else 0
        state = {
            "month": at.month,
            "elapsed": at.elapsed,
            "believed": int(at.believed),
            "over": [*triggers, *ends].index(at.over) + 1 if at.over else 0,
            "raised": raised,
        }
        for module, standing in zip(self.read.package.modules, at.modules, strict=True):
            closed = len(module.phases) + 1
            phase = closed if standing.shut else standing.phase + 1
            state[self.read.of_phase[module.name]] = phase
            state[self.read.of_left[module.name]] = standing.left
            if module.escrow:
                state[self.read.of_fund[module.name]] = FUNDS[standing.fund]
        for name, act in zip(self.read.of_act, at.acts or ["awaited"] * 9, strict=False):
            state[self.read.of_act[name]] = ACTS[act]
        for names, of, clocks in (
            (triggers, self.read.of_notice, at.notice),
            (triggers, self.read.of_pause, at.pause),
            (ends, self.read.of_wind, at.wind),
            (ends, self.read.of_date, at.until),
        ):
            days = dict(zip(names, clocks or [0] * len(names), strict=True))
            state |= {variable: days[name] for name, variable in of.items()}
        return tuple(sorted(state.items()))

    def walked(self) -> tuple[set, set]:
        reference = Reference(self.read.machine, starter())
        seen, steps, left = {reference.start()}, set(), [reference.start()]
        while left:
            at = left.pop()
            for step in reference.steps(at):
                steps.add((self.told(at), step.kind, self.told(step.to)))
                if step.to not in seen:
                    seen.add(step.to)
                    left.append(step.to)
        return {self.told(at) for at in seen}, steps


def told(found: Explored) -> list[tuple[tuple[str, int], ...]]:
    columns = {name: column.tolist() for name, column in found.columns.items()}
    rows = zip(*columns.values(), strict=True)
    return [tuple(sorted(zip(columns, row, strict=True))) for row in rows]


def same(spelling: dict) -> int:
    """Fails unless fast and plain agree on every state and every move; how many states."""
    found = explored(spelling)
    places, steps = Plain(Layout(little(spelling), starter())).walked()
    states, edges = told(found), found.kept_edges
    assert set(states) == places
    assert len(states) == len(places)
    fast = {
        (states[a], found.commands[c].answer.kind, states[b])
        for a, c, b in zip(edges.source, edges.command, edges.target, strict=True)
    }
    assert fast == steps
    return len(states)


@pytest.mark.parametrize("name", LITTLE)
def test_the_fast_product_is_the_plain_one(name):
    assert same(LITTLE[name]) > 10


DAYS = st.sampled_from([0, 1, 10, 31, 40])
FORMS = st.sampled_from(["suspension", "licence", "termination"])
OILS = st.builds(lambda form: changed(OIL, form=form), FORMS) | st.builds(
    held, st.integers(0, 3), st.integers(0, 2)
)
TRIGGERS = st.tuples(
    st.builds(
        lambda days, judge: changed(ATTACK, notice_days=days, adjudicator=judge),
        DAYS,
        st.sampled_from([None, "commission"]),
    ),
    st.builds(lambda days: changed(RAIDS, notice_days=days, pause_months=1.5), DAYS),
    st.builds(
        lambda days, modules: changed(LATE, notice_days=days, modules=modules),
        DAYS,
        st.sampled_from([[], ["oil"], ["reserves"]]),
    ),
)
ENDS = st.tuples(
    st.builds(lambda days: changed(ELECTION, on="2025-03-09", wind_down_days=days), DAYS),
    st.builds(lambda days: changed(RENEWAL, wind_down_days=days), DAYS),
    st.builds(lambda days: changed(REPEAL, wind_down_days=days), DAYS),
)
PACKAGES = st.builds(
    lambda oil, triggers, ends, which, horizon: spelled(
        modules=[oil, RESERVES],
        milestones=[PASS, CENSUS],
        triggers=[trigger for trigger, wanted in zip(triggers, which, strict=False) if wanted],
        ends=[end for end, wanted in zip(ends, which[3:], strict=True) if wanted],
        horizon_months=horizon,
    ),
    OILS,
    TRIGGERS,
    ENDS,
    st.tuples(*[st.booleans()] * 6),
    st.integers(1, 3),
)


@settings(max_examples=40, deadline=None)
@given(PACKAGES)
def test_so_is_that_of_any_package(spelling):
    same(spelling)
