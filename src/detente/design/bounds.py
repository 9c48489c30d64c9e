"""How far valves have to open in the end, as somebody at the table demands."""

from detente.case.hints import nearest
from detente.case.share import are_shares
from detente.design.model import Bound
from detente.design.search import Task
from detente.errors import DetenteError


def bound_of(words: str) -> Bound:
    """A bound from "us-oil=0.2..0.8"; either end may be left out."""
    valve, given, ends = words.partition("=")
    low, dots, high = ends.partition("..")
    try:
        bound = Bound(valve, float(low or 0), float(high or 1))
    except ValueError:
        bound = None
    if bound is None or not given or not dots or not valve:
        remedy = "write VALVE=LOW..HIGH, such as us-oil=0.2..0.8"
        raise DetenteError(f'"{words}" is no bound', remedy, option="bound")
    if not are_shares((bound.low, bound.high)):
        reason = f'"{words}": openings lie in [0, 1]'
        raise DetenteError(reason, "write 30 % as 0.3", option="bound")
    return bound


def check_bounds(task: Task) -> None:
    """Refuses bounds on valves that are not there, and bounds that contradict one another."""
    known = [valve.measure for valve in task.machine.valves]
    tightest: dict[str, tuple[float, float]] = {}
    for bound in task.bounds:
        if bound.valve not in known:
            raise DetenteError(
                f'no valve "{bound.valve}"', nearest(bound.valve, known), option="bound"
            )
        low, high = tightest.get(bound.valve, (0.0, 1.0))
        low, high = max(low, bound.low), min(high, bound.high)
        if low > high:
            raise DetenteError(
                f"{bound.valve}: at least {low:g} and at most {high:g} cannot both be",
                "change one of them",
                option="bound",
            )
        tightest[bound.valve] = low, high
