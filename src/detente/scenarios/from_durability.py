"""From the record and a package's durability to the probability of each future.

The regime of today is filtered: a year before the case's date it has its prior, from then on it
may turn once a month, and each line of the record updates it in the month it belongs to, so that
old news fades at the rate at which regimes turn; what is older than a year fades on (`fading`),
also in what it says of a signature. Lines of one month may come in any order. From
the case's date on, packages may be signed (`chain`). Probabilities are told for one fixed month,
the horizon: time alone moves none of them, only the record does, and the moves add up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from detente.case import Sampler
from detente.case.rows import RungRow
from detente.case.world import Outlook as Stated
from detente.case.world import World
from detente.record import Record
from detente.scenarios.assumed import assumed
from detente.scenarios.chain import Chain, FloatArray, foresee, later, learn, stretched
from detente.scenarios.evidence import Line, weigh
from detente.scenarios.fading import faded_lines
from detente.scenarios.from_ladder import aged, heard
from detente.scenarios.model import Futures, Odds, Outlook, Shift
from detente.scenarios.regimes import base, futures, matrix

REACH = 12  # months before the case's date at which the prior holds
MARKS = (1, 3, 6, 12)  # months at which probabilities are told with intervals
_DAYS = 365.25 / 12


def outlook(
    world: World,
    record: Record,
    survival: FloatArray,
    sampler: Sampler,
    package: str = "",
    rungs: Sequence[RungRow] = (),
) -> Outlook:
    """How likely each future is, by month, and which line of the record moved it how far.

    `survival` is that of the package named by the case's outlook, shape (1 + draws, months + 1):
    the probability of being in force so many months after signature. `package` names it where
    the case has no outlook; wide priors are then assumed. `rungs` are a prediction market's prices,
    read last. Raises InputError for evidence that is out of bounds or names nothing.
    """
    stated = world.outlook or assumed(package or "none")
    told = futures(stated, world)
    lines = weigh(stated, record, told, world.as_of)
    chain = _chain(stated, told, survival, sampler)
    steps = list(_filtered(chain, lines, world.as_of))
    notes = _notes(lines, rungs, world.as_of)
    market = heard(rungs, chain, steps[-1].today, steps[-1].signing, world.as_of)
    if market is not None:
        lines = (*lines, market.line)
        steps.append(replace(steps[-1], prior=steps[-1].regime, signing=market.signing))
    end, months = stated.horizon_months, max(stated.horizon_months, *MARKS)
    future = foresee(chain, steps[-1].today, steps[-1].signing, months)
    ends = [foresee(chain, step.today, step.signing, end)[end] for step in steps]
    return Outlook(
        scenarios=told.names,
        package=stated.package,
        now=_odds(future[end], told.names),
        horizon=end,
        by_month=_by_month(future[: end + 1], told.names),
        at={str(mark): _odds(future[mark], told.names) for mark in MARKS},
        before=_means(ends[0], told.names),
        history=_history(lines, steps, ends, told),
        likeliest=max(_means(future[end], told.names).items(), key=lambda item: item[1])[0],
        signed=told.signed,
        titles=told.titles,
        notes=notes,
    )


def _notes(lines: Sequence[Line], rungs: Sequence[RungRow], as_of: date) -> tuple[str, ...]:
    """What a reader must know about how old the evidence is."""
    told = (faded_lines(((line.id, line.date) for line in lines), as_of), aged(rungs, as_of))
    return tuple(words for words in told if words)


@dataclass(frozen=True, slots=True)
class _Step:
    """The unsigned regimes after a line, on its day and as they then look for today."""

    regime: FloatArray  # (draws, regimes)
    today: FloatArray
    prior: FloatArray  # on the same day, before the line
    signing: FloatArray  # (draws,) ratio on the odds of a signature so far


def _filtered(chain: Chain, lines: Sequence[Line], as_of: date) -> Iterator[_Step]:
    """The step before any line, then one for each line."""
    regime, ago, signing = chain.base, REACH, np.ones(chain.arrival.size)
    yield _Step(regime, later(chain, regime, ago), regime, signing)
    for line in lines:
        then = min(REACH, max(0, int((as_of - line.date).days / _DAYS)))
        prior = later(chain, regime, ago - then)
        regime, ago = learn(prior, line.unsigned), then
        signing = signing * line.signing
        yield _Step(regime, later(chain, regime, ago), prior, signing)


def _history(
    lines: Sequence[Line], steps: Sequence[_Step], ends: Sequence[FloatArray], told: Futures
) -> tuple[Shift, ...]:
    """What each line moved; `ends` are the probabilities at the horizon after each step."""
    means = [_means(end, told.names) for end in ends]
    shifts: list[Shift] = []
    for line, step, before, after in zip(lines, steps[1:], means, means[1:], strict=False):
        regime = _means(step.regime, told.unsigned)
        prior = _means(step.prior, told.unsigned)
        shifts.append(
            Shift(
                date=line.date,
                line=line.id,
                words=line.words,
                why=line.why,
                kind=line.kind,
                probabilities=after,
                moved=_apart(before, after),
                regime=regime,
                turned=_apart(prior, regime),
                before=prior,
            )
        )
    return tuple(shifts)


def _chain(stated: Stated, told: Futures, survival: FloatArray, sampler: Sampler) -> Chain:
    if survival.ndim != 2 or survival.shape[0] != 1 + sampler.draws:
        raise ValueError(f"survival has shape {survival.shape}, not ({1 + sampler.draws}, months)")
    start = base(stated.prior, told.unsigned, sampler)
    arrival = np.clip(sampler.of(stated.arrival, "outlook.arrival"), 0.0, 1.0)
    months = max(stated.horizon_months, *MARKS)
    return Chain(
        base=start,
        turns=matrix(stated, told.unsigned, start, sampler),
        arrival=arrival,
        survival=stretched(survival, months),
        channel=np.array(told.channel),
    )


def _drawn(values: FloatArray) -> FloatArray:
    """Without the mode's row, where there are draws."""
    return values[..., 1:, :] if values.shape[-2] > 1 else values


def _means(values: FloatArray, names: Sequence[str]) -> dict[str, float]:
    """Of probabilities, which a mean of equal ones may leave by the last digit."""
    means = np.clip(_drawn(values).mean(axis=-2), 0.0, 1.0)
    return {name: float(mean) for name, mean in zip(names, means, strict=True)}


def _odds(values: FloatArray, names: Sequence[str]) -> dict[str, Odds]:
    """The interval reaches to the mean, which rounding, or a few draws far out, put beyond it."""
    low, high = np.quantile(_drawn(values), (0.05, 0.95), axis=-2)
    return {
        name: Odds(mean, min(float(low[i]), mean), max(float(high[i]), mean))
        for i, (name, mean) in enumerate(_means(values, names).items())
    }


def _by_month(future: FloatArray, names: Sequence[str]) -> dict[str, tuple[float, ...]]:
    means = _drawn(future).mean(axis=1)
    return {name: tuple(map(float, means[:, i])) for i, name in enumerate(names)}


def _apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(abs(one[name] - other[name]) for name in other) / 2
