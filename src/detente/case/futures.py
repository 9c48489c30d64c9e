"""The futures that a case tells apart, the six that ship or its own, and what is wrong with them.

A set has two signed ends, a package that holds and one that collapses, and futures without a
signature. Where a case gives no turns, every future can follow every other that has a prior.
"""

from collections.abc import Callable, Iterator, Mapping

from detente.case.hints import nearest, spell
from detente.case.quantity import Path, Quantity
from detente.case.world import Future, Outlook, World
from detente.errors import Place, Problem

Complaint = tuple[Path, str, str]  # path, reason, remedy
FEWEST, MOST = 3, 12
_FUTURES, _PRIOR, _TURNS = (("outlook", key) for key in ("futures", "prior", "turns"))
_ROUNDED = 1e-6  # by which a row of likeliest values may miss 1
_ENDS = {"holds": "a package stands", "collapses": "a signed package is gone"}
_WHY = "Our judgement: how far each future has a ceasefire in it"


def _ceasefire(low: float, mode: float, high: float) -> Quantity:
    return Quantity(
        low=low, mode=mode, high=high, unit="probability", evidence="judgement", why=_WHY
    )


SIX: Mapping[str, Future] = {
    "settlement-holds": Future(
        title="a settlement that holds", signed="holds", ceasefire=_ceasefire(1, 1, 1)
    ),
    "settlement-collapses": Future(
        title="a settlement that collapses", signed="collapses", ceasefire=_ceasefire(0, 0.1, 0.3)
    ),
    "freeze": Future(
        title="an unsigned freeze, at low intensity",
        channel=True,
        ceasefire=_ceasefire(0.2, 0.5, 0.8),
    ),
    "talks-without-convergence": Future(
        title="talks without convergence", channel=True, ceasefire=_ceasefire(0, 0.05, 0.15)
    ),
    "hardening": Future(title="hardening", ceasefire=_ceasefire(0, 0.02, 0.05)),
    "escalation": Future(title="escalation", ceasefire=_ceasefire(0, 0, 0)),
}


def futures_of(stated: Outlook | None) -> Mapping[str, Future]:
    """The case's own futures, or the six: the two signed ones first, the rest as written."""
    given = stated.futures if stated and stated.futures else SIX
    order = sorted(given, key=lambda name: {"holds": 0, "collapses": 1}.get(_end(given[name]), 2))
    return {name: given[name] for name in order}


def _end(future: Future) -> str:
    return future.signed or ""


def unruly(world: World, place: Callable[[Path], Place]) -> list[Problem]:
    """Everything wrong with the futures of a case, each with its place."""
    stated = world.outlook
    if stated is None:
        return []
    found = [*_set(stated), *_prior(stated, world), *_turns(stated, world)]
    if not found and stated.futures:
        found = list(_unreached(stated, world))
    return [
        Problem(place(path), f"{spell(path)}: {reason}", remedy) for path, reason, remedy in found
    ]


def _set(stated: Outlook) -> Iterator[Complaint]:
    """A set of its own is of a size to be told apart, and has both ends and a way to them."""
    given = stated.futures
    if not given:
        return
    if not FEWEST <= len(given) <= MOST:
        yield _FUTURES, f"{len(given)} futures", f"give {FEWEST} to {MOST}"
    for end, words in _ENDS.items():
        names = [name for name, future in given.items() if future.signed == end]
        if not names:
            yield _FUTURES, f"none is signed: {end}", f"mark the one in which {words}"
        for name in names[1:]:
            reason = f"is signed: {end}, as {names[0]} is"
            yield (*_FUTURES, name), reason, "one of each; take the mark from the other"
    for name, future in given.items():
        if future.signed and future.channel:
            remedy = "a channel is for futures without a signature"
            yield (*_FUTURES, name, "channel"), "it is signed already", remedy
    if not any(future.channel and not future.signed for future in given.values()):
        yield _FUTURES, "nobody ever signs", "write channel: true where talks may end in a package"


def _unsigned(stated: Outlook) -> list[str]:
    return [name for name, future in futures_of(stated).items() if not future.signed]


def _prior(stated: Outlook, world: World) -> Iterator[Complaint]:
    """Every unsigned future of a set of its own has a weight; none is negative, not all are 0."""
    unsigned = _unsigned(stated)
    for name in stated.prior:
        if name not in unsigned:
            yield (*_PRIOR, name), f'no unsigned regime "{name}"', nearest(name, unsigned)
    if stated.futures:
        for name in unsigned:
            if name not in stated.prior:
                yield _PRIOR, f'no weight for "{name}"', f"write {name}: 0 if it never stood so"
    ends = {name: _ends(quantity, world) for name, quantity in stated.prior.items()}
    for name, (low, _) in ends.items():
        if low < 0:
            yield (*_PRIOR, name), f"a weight of {low:g}", "give 0 or more"
    if not sum(_mode(quantity, world) for quantity in stated.prior.values()) > 0:
        yield (
            _PRIOR,
            "weights must be 0 or more, and not all 0",
            "give at least one regime a weight",
        )


def _turns(stated: Outlook, world: World) -> Iterator[Complaint]:
    """Each row names what there is, and adds to 1 at its likeliest values."""
    unsigned = _unsigned(stated)
    if not stated.turns:
        return
    for name in unsigned:
        if name not in stated.turns:
            remedy = f"write {name}: {{{name}: 1}} if it goes on for ever"
            yield _TURNS, f'no row for "{name}"', remedy
    for name, row in stated.turns.items():
        path = (*_TURNS, name)
        if name not in unsigned:
            yield path, f'no unsigned regime "{name}"', nearest(name, unsigned)
        lost = [other for other in row if other not in unsigned]
        for other in lost:
            yield (*path, other), f'no unsigned regime "{other}"', nearest(other, unsigned)
        total = sum(_mode(quantity, world) for quantity in row.values())
        if not lost and abs(total - 1) > _ROUNDED:
            remedy = f"make them add to 1, the chance that {name} goes on included"
            yield path, f"likeliest values add to {total:g}", remedy


def _unreached(stated: Outlook, world: World) -> Iterator[Complaint]:
    """Futures that have no prior and that no turn leads to, and ends that nobody comes to."""
    reached = {name for name, weight in stated.prior.items() if _ends(weight, world)[1] > 0}
    grown = True
    while grown:
        leads = {
            other
            for name in reached
            for other, chance in stated.turns.get(name, {}).items()
            if _ends(chance, world)[1] > 0
        }
        grown = not leads <= reached
        reached |= leads
    for name, future in stated.futures.items():
        if not future.signed and name not in reached:
            yield (*_FUTURES, name), "nothing leads there", "give it a prior, or a turn to it"
    if not any(stated.futures[name].channel for name in reached):
        remedy = "give a future with a channel a prior, or a turn to it"
        yield _FUTURES, "no future with a channel is ever reached", remedy


def _ends(quantity: Quantity, world: World) -> tuple[float, float]:
    """Least and greatest value; any share where the estimate is lost, which is told elsewhere."""
    factor, base = _behind(quantity, world)
    if base is None:
        return 0.0, 1.0
    low, high = sorted(factor * end for end in base.ends)
    return low, high


def _mode(quantity: Quantity, world: World) -> float:
    factor, base = _behind(quantity, world)
    if base is None:
        return 0.0
    return factor * base.times * ((base.value if base.mode is None else base.mode) or 0.0)


def _behind(quantity: Quantity, world: World) -> tuple[float, Quantity | None]:
    """The number itself, or the estimate that it names and the factor on it."""
    if quantity.estimate is None:
        return 1.0, quantity
    found = world.estimates.get(quantity.estimate)
    return quantity.times, found if found is not None and found.estimate is None else None
