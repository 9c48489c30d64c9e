"""What a supplier's coming or going does to the risk that an importer's minerals fail to arrive.

    score = H x sum over sources of (share in the importer's supply x instability of the source)

`H` is the concentration of the world's output, the sum of squared shares of the countries; the
supply is an importer's own mines, which count as safe, and all it buys abroad. This is the score of
Santillan-Saldivar et al. (2022) and Koyamparambath et al. (2024). Four worlds for each mineral:

    today    as it was bought
    with     the supplier is let in: its share of what is bought abroad is at least its share of
             what the world makes outside the importer; all other sources shrink in proportion
    without  the importer buys none from it, its other sources grow in proportion; the supplier
             still sells to others, so H stays
    gone     its output leaves the market altogether: as without, and H is that of the rest

Instability is measured with a known error, and the scores are linear in it, so the 90 % intervals
are exact where the errors of two countries are independent. Nothing here says that a supplier
*would* cut off an importer: `exposure` is the share of supply that it could.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from math import sqrt
from statistics import fmean

from detente.case.hints import nearest
from detente.errors import InputError, Place, Problem
from detente.markets.minerals import SOURCE, Mineral, member_of, minerals, rated
from detente.scenarios.demands import answered, demand, numbers

LEAST_SHARE = 0.05  # of world output, from which a supplier of a mineral counts as one
_ASKED = Place("minerals")
_BAND = 1.645  # standard errors of a 90 % interval


@dataclass(frozen=True, slots=True)
class Worlds:
    """Something in each of the four worlds."""

    today: float
    with_supplier: float
    without_supplier: float
    gone: float


@dataclass(frozen=True, slots=True)
class ImporterRisk:
    """One importer and one mineral."""

    importer: str
    mineral: str
    concentration: float  # of world output
    concentration_gone: float  # of the rest
    score: Worlds
    exposure: float  # share of supply that comes from the supplier today
    exposure_open: float  # and with it let in
    change: float  # score with it less score without
    change_low: float  # 5 %
    change_high: float  # 95 %


@dataclass(frozen=True, slots=True)
class ImporterSlack:
    """What letting the supplier in costs an importer, over all the minerals alike."""

    importer: str
    score: Worlds
    change: float  # with less without: the rise in risk that it would have to tolerate
    change_low: float
    change_high: float
    exposure: float
    exposure_open: float
    most_moved: str  # mineral whose score rises most


@dataclass(frozen=True, slots=True)
class SupplyRisk:
    """What a supplier's entry or exit does to the supply risk of its importers."""

    supplier: str
    year: int
    with_supplier: float  # mean score over importers and minerals
    without_supplier: float
    today: float
    gone: float
    change: float  # with less without
    change_low: float
    change_high: float
    minerals: tuple[str, ...]
    importers: tuple[ImporterSlack, ...]
    risks: tuple[ImporterRisk, ...]
    words: str
    source: str = SOURCE
    missing: tuple[str, ...] = ()  # what was asked for and is not in the tables, or not supplied


def concentration(output: Mapping[str, float], without: str = "") -> float:
    """Sum of squared shares of the countries, those of one party left out if asked."""
    _accept_amounts(output)
    amounts = [made for c, made in output.items() if without not in {c, member_of(c)}]
    total = sum(amounts)
    answered("minerals", total)
    return sum((amount / total) ** 2 for amount in amounts) if total > 0 else 0.0


def _accept_amounts(amounts: Mapping[str, float]) -> None:
    values = list(amounts.values())
    negative = [name for name, amount in amounts.items() if amount < 0]
    none_below = (not negative, f"{', '.join(negative)} is below 0", "give 0 or more")
    demand("minerals", numbers(values), none_below)


def import_risk(supply: Mapping[str, float], importer: str, ratings: Mapping[str, float]) -> float:
    """Instability of the sources, weighted by what each delivers; own mines count as safe."""
    _accept_amounts(supply)
    lost = [source for source in supply if source != importer and source not in ratings]
    demand("minerals", (not lost, f"no rating of {', '.join(lost)}", "give one"))
    demand("minerals", numbers(list(ratings.values())))
    total = sum(supply.values())
    foreign = sum(got * ratings[source] for source, got in supply.items() if source != importer)
    risk = foreign / total if total > 0 else 0.0
    answered("minerals", risk)
    return risk


def supply_risk(
    supplier: str,
    importers: Sequence[str],
    chosen: Sequence[str] = (),
    place: Place = _ASKED,
) -> SupplyRisk:
    """The scores of each importer, with the supplier and without it.

    Without `chosen` minerals, all of which the supplier makes a twentieth of the world's output or
    more. Raises InputError, with the place that asked, for what the tables do not hold.
    """
    _accept(supplier, importers, chosen, place)
    picked = [m for m in minerals().values() if _wanted(m, supplier, chosen)]
    rows = [
        _row(mineral, importer, supplier)
        for importer in dict.fromkeys(importers)
        for mineral in picked
        if importer in mineral.sources
    ]
    missing = tuple(_missing(picked, supplier, dict.fromkeys(importers)))
    if not rows:
        reason = f"no mineral of {supplier} is bought by {', '.join(importers)} in the tables"
        reason += f": {'; '.join(missing)}" if missing else ""
        raise InputError([Problem(place, reason, "name other minerals")])
    mean = _mean([row.risk.score for row in rows])
    change, low, high = _band([row.change for row in rows])
    return SupplyRisk(
        supplier=supplier,
        year=picked[0].year,
        with_supplier=mean.with_supplier,
        without_supplier=mean.without_supplier,
        today=mean.today,
        gone=mean.gone,
        change=change,
        change_low=low,
        change_high=high,
        minerals=tuple(dict.fromkeys(row.risk.mineral for row in rows)),
        importers=tuple(
            _slack([row for row in rows if row.risk.importer == importer])
            for importer in dict.fromkeys(row.risk.importer for row in rows)
        ),
        risks=tuple(row.risk for row in rows),
        words="; ".join([_words(supplier, mean, (change, low, high)), *missing]),
        missing=missing,
    )


def _missing(picked: Sequence[Mineral], supplier: str, importers: Collection[str]) -> Iterator[str]:
    """Minerals that were asked for, by name or as all, of which a part cannot be told."""
    for mineral in picked:
        lost = [importer for importer in importers if importer not in mineral.sources]
        if lost:
            lost_in = ", ".join(lost)
            yield f"{mineral.name} is left out for {lost_in}: the tables hold no trade in it"
        if mineral.produced_by(supplier) <= 0:
            yield f"{mineral.name}: {supplier} mines none of it"


@dataclass(frozen=True, slots=True)
class _Row:
    """A risk, and its change as a sum over countries: weight x instability."""

    risk: ImporterRisk
    change: Mapping[str, float]  # country -> weight


def _accept(supplier: str, importers: Sequence[str], chosen: Sequence[str], place: Place) -> None:
    tables = minerals().values()
    suppliers = {party for m in tables for c in m.output for party in (c, member_of(c))}
    buyers = {importer for m in tables for importer in m.sources}
    asked = [("mineral", name, set(minerals())) for name in chosen]
    asked += [("importer", name, buyers) for name in importers]
    asked.append(("supplier", supplier, suppliers))
    problems = [
        Problem(place, f'no {what} "{name}"', nearest(name, known))
        for what, name, known in asked
        if name not in known
    ]
    if supplier in importers:
        problems.append(Problem(place, f"{supplier} is supplier and importer", "take one out"))
    if problems:
        raise InputError(problems)


def _wanted(mineral: Mineral, supplier: str, chosen: Sequence[str]) -> bool:
    return mineral.name in chosen if chosen else mineral.produced_by(supplier) >= LEAST_SHARE


def _row(mineral: Mineral, importer: str, supplier: str) -> _Row:
    supply, world = mineral.sources[importer], concentration(mineral.output)
    rest = concentration(mineral.output, without=supplier)
    opened, shut = let_in(mineral, importer, supplier), shut_out(supply, supplier)
    ratings = {source: rated(source).risk for source in {*supply, *opened}}
    risks = [import_risk(parts, importer, ratings) for parts in (supply, opened, shut)]
    change = {
        source: world * (opened.get(source, 0.0) - shut.get(source, 0.0))
        for source in ratings
        if source != importer
    }
    moved, low, high = _band([change])
    score = Worlds(world * risks[0], world * risks[1], world * risks[2], rest * risks[2])
    risk = ImporterRisk(
        importer=importer,
        mineral=mineral.name,
        concentration=world,
        concentration_gone=rest,
        score=score,
        exposure=_from(supply, supplier),
        exposure_open=_from(opened, supplier),
        change=moved,
        change_low=low,
        change_high=high,
    )
    return _Row(risk, change)


def let_in(mineral: Mineral, importer: str, supplier: str) -> dict[str, float]:
    """An importer's supply once the supplier has at least its share of what the world offers it."""
    supply = mineral.sources[importer]
    abroad = 1 - supply.get(importer, 0.0)
    offered = mineral.produced_by(supplier) / max(1 - mineral.produced_by(importer), 1e-12)
    held = _from(supply, supplier)
    wanted = max(held, abroad * min(offered, 1.0))
    if wanted <= held:
        return dict(supply)
    foreign = abroad - held
    shrunk = {
        source: share * (abroad - wanted) / foreign if source != importer else share
        for source, share in supply.items()
        if supplier not in {source, member_of(source)}
    }
    makers = {c: s for c, s in mineral.output.items() if supplier in {c, member_of(c)}}
    total = sum(makers.values())
    return {**shrunk, **{country: wanted * made / total for country, made in makers.items()}}


def shut_out(supply: Mapping[str, float], supplier: str) -> dict[str, float]:
    """An importer's supply without the supplier; its other sources abroad make up for it."""
    kept = {s: share for s, share in supply.items() if supplier not in {s, member_of(s)}}
    total = sum(kept.values())
    return {source: share / total for source, share in kept.items()} if total > 0 else {}


def _from(supply: Mapping[str, float], supplier: str) -> float:
    return sum(share for source, share in supply.items() if supplier in {source, member_of(source)})


def _slack(rows: Sequence[_Row]) -> ImporterSlack:
    risks = [row.risk for row in rows]
    change, low, high = _band([row.change for row in rows])
    return ImporterSlack(
        importer=risks[0].importer,
        score=_mean([risk.score for risk in risks]),
        change=change,
        change_low=low,
        change_high=high,
        exposure=sum(risk.exposure for risk in risks) / len(risks),
        exposure_open=sum(risk.exposure_open for risk in risks) / len(risks),
        most_moved=max(risks, key=lambda risk: risk.change).mineral,
    )


def _mean(scores: Sequence[Worlds]) -> Worlds:
    parts = (fmean(values) for values in zip(*(astuple(score) for score in scores), strict=True))
    return Worlds(*parts)


def _band(changes: Sequence[Mapping[str, float]]) -> tuple[float, float, float]:
    """The mean of some changes of score, with its 90 % interval."""
    countries = {country for change in changes for country in change}
    mean, variance = 0.0, 0.0
    for country in sorted(countries):
        weight = sum(change.get(country, 0.0) for change in changes) / len(changes)
        rating = rated(country)
        mean += weight * rating.risk
        variance += (weight * rating.error) ** 2
    return mean, mean - _BAND * sqrt(variance), mean + _BAND * sqrt(variance)


def _words(supplier: str, mean: Worlds, change: tuple[float, float, float]) -> str:
    way = "rises" if change[0] > 0 else "falls"
    return (
        f"with {supplier} let in the score {way} from {mean.without_supplier:.3f} to "
        f"{mean.with_supplier:.3f} (change {change[1]:+.3f} to {change[2]:+.3f}); if its output "
        f"left the market altogether it would be {mean.gone:.3f}"
    )
