"""Refuse a mandate that cannot be kept, or that forbids what is held today.

A verdict of hold says that today's weights may stay: they must be within every limit.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import numpy as np

from detente.case.share import WRITTEN, add_to_one, are_shares, finite
from detente.errors import Problem
from detente.portfolio.mandate_limits import distances, members, sums
from detente.portfolio.model import Group, Holding, Mandate

MOST_RISK, MOST_CAUTION, FEWEST_DRAWS = 100.0, 10.0, 100


def wrong_mandate(
    mandate: Mandate,
    scenarios: Sequence[str],
    holdings: Sequence[Holding],
    kinds: Mapping[str, str],
) -> Iterator[Problem]:
    """Everything wrong with the rules; `kinds` by asset of the case."""
    place = mandate.place
    if mandate.scenario and mandate.scenario not in scenarios:
        reason = f'no scenario "{mandate.scenario}"'
        yield Problem(place, reason, near(mandate.scenario, scenarios))
    if not 0 < mandate.tail < 1:
        yield Problem(place, f"tail is {mandate.tail:g}", "give a share between 0 and 1")
    if not 1 <= mandate.risk <= MOST_RISK:
        yield Problem(place, f"risk is {mandate.risk:g}", "today's weights need at least 1")
    if not 0 <= mandate.caution <= MOST_CAUTION:
        remedy = f"give standard errors, from 0 to {MOST_CAUTION:g}"
        yield Problem(place, f"caution is {mandate.caution:g}", remedy)
    if mandate.draws < FEWEST_DRAWS:
        yield Problem(place, f"{mandate.draws} draws", f"give {FEWEST_DRAWS} or more")
    yield from _wrong_shares(mandate)
    if mandate.active_share is not None and not mandate.benchmark:
        remedy = "add a column benchmark to the holdings"
        yield Problem(place, "active_share is limited, and there is no benchmark", remedy)
    yield from _wrong_benchmark(mandate, [holding.asset for holding in holdings])
    for group in mandate.groups:
        yield from _wrong_group(group, holdings, kinds)
    yield from _broken_today(mandate, holdings, kinds)


def _wrong_shares(mandate: Mandate) -> Iterator[Problem]:
    for name in ("cvar", "turnover", "active_share"):
        value = getattr(mandate, name)
        if value is not None and not are_shares(value):
            yield Problem(mandate.place, f"{name} is {value:g}", "give a share between 0 and 1")
    if mandate.gross is not None and not (finite(mandate.gross) and mandate.gross >= 0):
        remedy = "give a multiple of the portfolio, 0 or more"
        yield Problem(mandate.place, f"gross is {mandate.gross:g}", remedy)


def near(name: str, known: Sequence[str]) -> str:
    """What may have been meant, or what there is."""
    close = get_close_matches(name, known, 1)
    return f'did you mean "{close[0]}"?' if close else f"one of {', '.join(known)}"


def _wrong_benchmark(mandate: Mandate, held: Sequence[str]) -> Iterator[Problem]:
    place = mandate.place
    for name in mandate.benchmark:
        if name not in held:
            yield Problem(place, f'benchmark holds "{name}"', "list it among the holdings")
    weights = mandate.benchmark.values()
    if mandate.benchmark and not add_to_one(weights):
        reason = f"benchmark weights sum to {sum(weights):g}"
        yield Problem(place, reason, "make them sum to 1")


def _wrong_group(
    group: Group, holdings: Sequence[Holding], kinds: Mapping[str, str]
) -> Iterator[Problem]:
    held = [holding.asset for holding in holdings]
    for name in group.assets:
        if name not in held:
            reason = f'group "{group.name}": "{name}" is not held'
            yield Problem(group.place, reason, near(name, held))
    if group.assets or members(group, holdings, kinds):
        return
    if group.kind:
        known, word, said = (
            sorted({kinds[name] for name in held if name in kinds}),
            "kind",
            group.kind,
        )
    else:
        known, word, said = sorted({h.country for h in holdings} - {""}), "country", group.country
    reason = f'group "{group.name}": nothing of {word} "{said}" is held'
    remedy = near(said, known) if known else f"add a column {word} to the holdings"
    yield Problem(group.place, reason, remedy)


def _broken_today(
    mandate: Mandate, holdings: Sequence[Holding], kinds: Mapping[str, str]
) -> Iterator[Problem]:
    now = np.array([holding.weight for holding in holdings])
    places = {group.name: group.place for group in mandate.groups}
    for one in sums(mandate, holdings, kinds):
        found, where = one.at(now), places.get(one.name, mandate.place)
        if found < one.low - WRITTEN:
            yield Problem(where, f'"{one.name}" holds {found:.4g}, below {one.low:g}', _REMEDY)
        if found > one.high + WRITTEN:
            yield Problem(where, f'"{one.name}" holds {found:.4g}, above {one.high:g}', _REMEDY)
    benchmark = np.array([mandate.benchmark.get(h.asset, 0.0) for h in holdings])
    for other in distances(mandate, holdings, kinds, benchmark if mandate.benchmark else None):
        if (found := other.at(now)) > other.most + WRITTEN:
            reason = f"{other.name} is {found:.4g} today, above {other.most:g}"
            yield Problem(mandate.place, reason, _REMEDY)


_REMEDY = "widen it, or trade first: a hold must be allowed"
