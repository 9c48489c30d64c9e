"""Does everyone promise only what is theirs to give, on the day they promise it?

A promise of somebody who has not signed is none. What the law asks for first, and its clocks, have
to be over when relief opens.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from detente.case.model import Case
from detente.case.package import Module
from detente.checks.model import Check
from detente.checks.powers import law_name, may_refuse, promised_on, refusers, relief
from detente.checks.preconditions import TooSoon, named, too_soon
from detente.checks.telling import agree, article, articles, listed, several
from detente.law import Law, holds_power
from detente.law.describe import decides
from detente.law.model import Answer, Clock
from detente.machine.model import Machine, Valve

Promise = tuple[Valve, Answer]


def authority(machine: Machine, case: Case, law: Law) -> Check:
    """Every promised relief sits in the power of one who promises it."""
    day = promised_on(machine, case)
    promises = list(answers(machine, case, law))
    wrong = [promise for promise in promises if promise[1].verdict == "no"]
    unknown = [promise for promise in promises if promise[1].verdict == "unknown"]
    unsigned = _unsigned(machine)
    early = [found for promise in promises if (found := _early(machine, law, promise, day))]
    flaws = [
        *([_not_theirs(case, wrong, day)] if wrong else ()),
        *([_not_signed(machine, unsigned)] if unsigned else ()),
        *([_before_the_law(early)] if early else ()),
    ]
    if flaws:
        return _flaw(flaws)
    if unknown:
        trace = [_line(answer.why, valve) for valve, answer in unknown]
        measures = listed(valve.measure for valve, _ in unknown)
        finding = f"the law files do not say who may open {measures}"
        remedy = "give each a rule in the law files, or name one with `law:` in case.yaml"
        return Check("authority", "unknown", finding, tuple(trace), remedy)
    finding = f"every promised relief is the promiser's to give on {day}"
    trace = [*_reviews(law, promises, day), *_conditions(law, promises, day)]
    return Check("authority", "good", finding, tuple(trace))


def _flaw(flaws: Sequence[Check]) -> Check:
    """One verdict on several kinds of flaw."""
    finding = "; ".join(flaw.finding for flaw in flaws)
    trace = tuple(line for flaw in flaws for line in flaw.trace)
    return Check("authority", "flaw", finding, trace, "; ".join(flaw.remedy for flaw in flaws))


def answers(machine: Machine, case: Case, law: Law) -> Iterator[Promise]:
    """Every valve that is relief, with the best answer of the law to its promise."""
    day = promised_on(machine, case)
    for valve in relief(machine, case):
        yield valve, _answer(law, case, valve, day, machine.package.signatories)


def _answer(law: Law, case: Case, valve: Valve, day: date, signatories: Collection[str]) -> Answer:
    """The best answer that a promiser who has signed can give; a plain no before not known."""
    name = law_name(case, valve.measure)
    signed = [party for party in valve.promised_by if party in signatories] or valve.promised_by
    answers = [holds_power(law, party, name, "ease", day) for party in signed]
    order = ("yes", "no", "unknown")
    return min(answers, key=lambda answer: order.index(answer.verdict))


def _not_theirs(case: Case, wrong: list[Promise], day: date) -> Check:
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


def _unsigned(machine: Machine) -> dict[str, list[Module]]:
    """Modules by a promiser that is no signatory."""
    found: dict[str, list[Module]] = defaultdict(list)
    for module in machine.package.modules:
        for party in module.promised_by:
            if party not in machine.package.signatories:
                found[party].append(module)
    return found


def _not_signed(machine: Machine, unsigned: Mapping[str, list[Module]]) -> Check:
    who, have = listed(unsigned), agree([*unsigned], "has", "have")
    modules = [module for mine in unsigned.values() for module in mine]
    names = listed(f'"{module.name}"' for module in modules)
    promise = agree([*unsigned], "promises", "promise")
    finding = f"{who} {promise} {names} and {have} not signed"
    trace = tuple(
        f"{articles(module.article for module in mine)}: {party} promises "
        f"{listed(_opened(machine, mine)) or 'relief'}; signed by "
        f"{listed(machine.package.signatories)} only"
        for party, mine in unsigned.items()
    )
    remedy = f"let {who} sign, or let a signatory promise {names}"
    return Check("authority", "flaw", finding, trace, remedy)


def _opened(machine: Machine, modules: Collection[Module]) -> Iterator[str]:
    names = {module.name for module in modules}
    return (valve.measure for valve in machine.valves if valve.module in names)


def _early(machine: Machine, law: Law, promise: Promise, day: date) -> TooSoon | None:
    """What the law still asks for when the relief opens, if its promiser has the power at all."""
    valve, answer = promise
    if answer.verdict != "yes" or answer.rule is None:
        return None
    return too_soon(machine, law, valve, answer.rule, day)


def _before_the_law(early: Sequence[TooSoon]) -> Check:
    promisers = list(dict.fromkeys(party for one in early for party in one.valve.promised_by))
    promise = agree(promisers, "promises", "promise")
    measures = several(one.valve.measure for one in early)
    finding = f"{listed(promisers)} {promise} relief before the law allows it: {measures}"
    trace = tuple(line for one in early for line in one.story)
    remedy = "; ".join(dict.fromkeys(mend for one in early for mend in one.mends))
    return Check("authority", "flaw", finding, trace, remedy)


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


def _conditions(law: Law, promises: Iterable[Promise], day: date) -> Iterator[str]:
    """What the law asks for besides, where the package has it."""
    for valve, answer in promises:
        if answer.rule:
            yield from named(law, valve, answer.rule, day)
