"""Does everyone promise only what is theirs to give, on the day they promise it?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from detente.case.model import Case
from detente.checks.model import Check
from detente.checks.powers import decides, law_name, may_refuse, promised_on, refusers, relief
from detente.checks.telling import agree, article, listed, several
from detente.law import Law, holds_power
from detente.law.model import Answer, Clock
from detente.machine.model import Machine, Valve

Promise = tuple[Valve, Answer]


def authority(machine: Machine, case: Case, law: Law) -> Check:
    """Every promised relief sits in the power of one who promises it."""
    day = promised_on(machine, case)
    promises = list(answers(machine, case, law))
    wrong = [promise for promise in promises if promise[1].verdict == "no"]
    unknown = [promise for promise in promises if promise[1].verdict == "unknown"]
    if wrong:
        return _flaw(case, wrong, day)
    if unknown:
        # The list of all measures that the law knows is no help in a trace.
        trace = [_line(answer.why.partition(": there is")[0], valve) for valve, answer in unknown]
        measures = listed(valve.measure for valve, _ in unknown)
        finding = f"the law files do not say who may open {measures}"
        remedy = "give each a rule in the law files, or name one with `law:` in case.yaml"
        return Check("authority", "unknown", finding, tuple(trace), remedy)
    finding = f"every promised relief is the promiser's to give on {day}"
    return Check("authority", "good", finding, tuple(_reviews(law, promises, day)))


def answers(machine: Machine, case: Case, law: Law) -> Iterator[Promise]:
    """Every valve that is relief, with the best answer of the law to its promise."""
    day = promised_on(machine, case)
    for valve in relief(machine, case):
        yield valve, _answer(law, case, valve, day)


def _answer(law: Law, case: Case, valve: Valve, day: date) -> Answer:
    """The best answer that any of the promisers can give; a plain no before not known."""
    name = law_name(case, valve.measure)
    answers = [holds_power(law, party, name, "ease", day) for party in valve.promised_by]
    order = ("yes", "no", "unknown")
    return min(answers, key=lambda answer: order.index(answer.verdict))


def _flaw(case: Case, wrong: list[Promise], day: date) -> Check:
    promisers = list(dict.fromkeys(party for valve, _ in wrong for party in valve.promised_by))
    who, measures = listed(promisers), several(valve.measure for valve, _ in wrong)
    promise = agree(promisers, "promises", "promise")
    finding = f"{who} {promise} relief that {who} alone cannot give: {measures}"
    owners = {case.world.measures[valve.measure].issuer for valve, _ in wrong}
    remedies = (
        [f"make {listed(sorted(others))} promise these openings"]
        if (others := owners.difference(promisers))
        else []
    )
    if any(answer.rule and answer.rule.body(day).party in promisers for _, answer in wrong):
        remedies.append("have it passed at home before signature")
    remedies.append(f"keep to measures that {who} can open alone")
    return Check("authority", "flaw", finding, tuple(_story(wrong, day)), ", or ".join(remedies))


def _story(wrong: Iterable[Promise], day: date) -> Iterator[str]:
    """One line for all measures of an article that the same body decides on."""
    held: dict[tuple[Valve, str], list[str]] = defaultdict(list)
    members: dict[str, tuple[str, ...]] = {}
    for valve, answer in wrong:
        rule = answer.rule
        holder = f"on {day} that takes {decides(rule, day)}" if rule else answer.why
        held[_clause(valve), holder].append(valve.measure)
        members[holder] = refusers(rule, day) if rule else ()
    for (clause, holder), measures in held.items():
        promise = agree(clause.promised_by, "promises", "promise")
        yield _line(f"{listed(clause.promised_by)} {promise} {listed(measures)}; {holder}", clause)
        if members[holder]:
            yield f"  {may_refuse(members[holder])}"


def _clause(valve: Valve) -> Valve:
    """The valve without its measure, to put the measures of one promise together."""
    return Valve("", valve.module, valve.article, valve.promised_by)


def _line(says: str, valve: Valve) -> str:
    return f"{article(valve.article)}: {says}"


def _reviews(law: Law, promises: Iterable[Promise], day: date) -> Iterator[str]:
    """Powers that wait for a review first, so that relief cannot come on the day."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for valve, answer in promises:
        if answer.rule and answer.rule.review:
            waiting[answer.rule.review].append(valve.measure)
    for review, measures in waiting.items():
        rule = law.on(review, "ease", day)
        clock = rule.clock_on(day) if rule else None
        takes = f", {_days(clock)}" if clock else ""
        yield f"{listed(measures)}: where {review} applies, its review comes first{takes}"


def _days(clock: Clock) -> str:
    if clock.low == clock.high:
        return f"{clock.low} days"
    return f"{clock.low} to {clock.high} days"
