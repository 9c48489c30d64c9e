"""A package as a stochastic game of public states: who may do what in each, where it leads."""

from plain_month import Month
from plain_package import Number, Package
from plain_rules import Rules
from plain_states import (
    Ballot,
    Ended,
    Game,
    Node,
    Notice,
    Outcome,
    Paused,
    Places,
    Stage,
    State,
    Vote,
    successors,
)


def make_game(package: Package) -> Game:
    """The game of a package, from signature."""
    rules = Rules(package)
    nodes: dict[State, Node] = {}
    todo: list[State] = [rules.start]
    while todo:
        state = todo.pop()
        if state not in nodes:
            nodes[state] = node(rules, state)
            todo += successors(nodes[state])
    return Game(tuple(p.discount for p in package.parties), nodes, rules.start)


def node(rules: Rules, state: State) -> Node:
    """What may happen in a state."""
    if isinstance(state, Ended):
        return state
    if isinstance(state, Vote):
        return _ballot(rules, state)
    if isinstance(state, Notice):
        return _notice(rules, state)
    if isinstance(state, Paused):
        return _pause(rules, state)
    return Month(rules, state).stage()


def _ballot(rules: Rules, vote: Vote) -> Ballot:
    trigger = rules.triggers[vote.trigger]
    lost = vote.then._replace(believed=vote.then.believed - {rules.mark(trigger)})
    seats = tuple(rules.package.names.index(name) for name in trigger.deciders)
    return Ballot(seats, trigger.needed, (rules.respond(vote.then, vote.at, trigger), lost))


def _notice(rules: Rules, notice: Notice) -> Stage:
    then, trigger = notice.then, rules.triggers[notice.trigger]
    flow = rules.flow(notice.at, dict.fromkeys(then.shut, 1))
    for effect in rules.at_will():
        flow = [a + b for a, b in zip(flow, effect, strict=True)]
    later = rules.later(then)
    nxt: State = rules.noticed(later, notice.at, trigger)
    if notice.left > 1:
        nxt = Notice(later, notice.at, trigger.name, notice.left - 1)
    return _alone(rules, flow, then.month, notice.at, nxt)


def _pause(rules: Rules, pause: Paused) -> Stage:
    then, trigger = pause.then, rules.triggers[pause.trigger]
    shut = dict.fromkeys(trigger.modules, trigger.share) | dict.fromkeys(then.shut, 1)
    later = rules.later(then)
    if trigger.schedule == "runs":
        later = later._replace(places=rules.advanced(then.places))
    nxt = Paused(later, trigger.name, pause.left - 1) if pause.left > 1 else later
    return _alone(rules, rules.flow(then.places, shut), then.month, then.places, nxt)


def _alone(rules: Rules, flow: list[Number], month: int, at: Places, nxt: State) -> Stage:
    """A month in which nobody moves; ends strike all the same."""
    end = rules.ending(month)
    ways = [(1 - end, nxt), (end, rules.ended(rules.package.lapsed, at))]
    kept = tuple((p, s) for p, s in ways if p)
    return Stage((), (), {(): Outcome(tuple(flow), kept)})
