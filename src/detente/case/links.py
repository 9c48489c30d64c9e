"""Everything in a case that names something else must name something that is there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from detente.case.claim_path import unreadable
from detente.case.estimates import astray, misfits
from detente.case.evidence import Kind, misweighed
from detente.case.futures import futures_of, unruly
from detente.case.ground import Ground, Missing
from detente.case.hints import nearest, spell
from detente.case.model import Case
from detente.case.package import MOST_MONTHS, Module, Package
from detente.case.quantity import Path
from detente.case.truces import last_day
from detente.case.world import Ending, World
from detente.errors import Place, Problem

MOST_OBLIGED = 8


def unresolved(case: Case, ground: Ground, holdings: Sequence[Place]) -> list[Problem]:
    """Every name that leads nowhere, every loop, every number out of its field's bounds."""
    problems = list(_world(case, ground))
    for name, package in case.packages.items():
        problems += _package(case.world, package, f"packages/{name}.yaml", ground)
    problems += _record(case)
    problems += _desk(case, ground, holdings)
    return problems


def _world(case: Case, ground: Ground) -> Iterator[Problem]:
    world = case.world
    yield from ground.named("case.yaml", _world_names(world, case))
    yield from misfits("case.yaml", world, world.estimates, ground)
    yield from _twice("case.yaml", ("red_lines",), (line.name for line in world.red_lines), ground)
    yield from _misspelt(case, ground)
    lost = unruly(world, lambda path: ground.place("case.yaml", path))
    yield from lost or _evidence(case, ground)
    for name, quantity in world.estimates.items():
        if name in ground.estimates and quantity.moves_with:
            reason = astray(quantity.moves_with, world.estimates, ground)
            if reason:
                yield Problem(ground.estimates[name], f"moves_with: {reason[0]}", reason[1])


def _evidence(case: Case, ground: Ground) -> Iterator[Problem]:
    """Lines of the record that are weighed wrongly, or are not there."""
    if case.world.outlook is None:
        return
    kinds: dict[str, Kind] = {row.id: "deed" for row, _ in case.deeds}
    kinds |= {remark.head.id: "statement" for remark in case.remarks}
    yield from misweighed(
        case.world.outlook,
        kinds,
        lambda path: ground.place("case.yaml", path),
        ground.refused,
    )


def _misspelt(case: Case, ground: Ground) -> Iterator[Problem]:
    """A red line may wait for what no package has; but not for a near miss of what one has."""
    acts = [m for package in case.packages.values() for m in package.milestones]
    known = {tag for act in acts for tag in act.tags}
    for index, line in enumerate(case.world.red_lines):
        until = line.until
        if until and until not in known and get_close_matches(until, known, n=1, cutoff=0.7):
            path = ("red_lines", index, "until")
            reason = f'{spell(path)}: no milestone is tagged "{until}"'
            yield Problem(ground.place("case.yaml", path), reason, nearest(until, known))


def _world_names(world: World, case: Case) -> Iterator[Missing]:
    parties = set(world.parties)
    issuers = parties | {m for party in world.parties.values() for m in party.members}
    yield from _payoff_names(world)
    yield ("target",), "party", parties, world.target
    for key in ("peace", "breaches", "pre_war"):
        for party in getattr(world, key):
            yield (key, party), "party", parties, party
    for name, measure in world.measures.items():
        yield ("measures", name, "issuer"), "party", issuers, measure.issuer
    for index, line in enumerate(world.red_lines):
        yield ("red_lines", index, "party"), "party", issuers, line.party
        for at, measure_name in enumerate(line.measures):
            yield ("red_lines", index, "measures", at), "measure", world.measures, measure_name
    if world.outlook and case.packages:  # without any, that is the one problem to tell
        yield ("outlook", "package"), "package", case.packages, world.outlook.package


def _payoff_names(world: World) -> Iterator[Missing]:
    parties = world.parties
    for name, measure in world.measures.items():
        for key in ("worth", "once"):
            for party in getattr(measure, key):
                yield ("measures", name, key, party), "party", parties, party
    for party, kinds in world.breaches.items():
        for kind, breach in kinds.items():
            for other in breach.harm:
                yield ("breaches", party, kind, "harm", other), "party", parties, other
    endings: dict[Path, Ending] = {("snapped",): world.snapped, ("lapsed",): world.lapsed}
    endings |= {("pre_war", party): ending for party, ending in world.pre_war.items()}
    for path, ending in endings.items():
        for part in ("flow", "once"):
            for party in getattr(ending, part):
                yield (*path, part, party), "party", parties, party


def _twice(file: str, path: Path, names: Iterable[str], ground: Ground) -> Iterator[Problem]:
    listed = list(names)
    for name, count in Counter(listed).items():
        if count > 1:
            last = len(listed) - 1 - listed[::-1].index(name)
            reason = f'{spell(path)}: "{name}" is given {count} times'
            yield Problem(ground.place(file, (*path, last)), reason, "names must differ")


def _package(world: World, package: Package, file: str, ground: Ground) -> Iterator[Problem]:
    yield from ground.named(file, _package_names(world, package))
    yield from misfits(file, package, world.estimates, ground)
    for key in ("modules", "milestones", "triggers", "guarantees", "ends"):
        yield from _twice(file, (key,), (part.name for part in getattr(package, key)), ground)
    yield from _named_twice(package, file, ground)
    for index, trigger in enumerate(package.triggers):
        if not trigger.vote.automatic and not trigger.deciders:
            path = ("triggers", index, "rule")
            reason = f'{spell(path)}: "{trigger.rule}" is a vote by a body with no members'
            yield Problem(
                ground.place(file, path), reason, "add deciders, or make the rule automatic"
            )
    for index, end in enumerate(package.ends):
        if end.on and end.on < package.signed:
            path = ("ends", index, "on")
            reason = f"{spell(path)}: {end.on} is before signature on {package.signed}"
            yield Problem(ground.place(file, path), reason, "give a later date")
        if end.on and (month := package.month_of(end.on)) >= MOST_MONTHS:
            path = ("ends", index, "on")
            reason = f"{spell(path)}: {end.on} is in month {month}, and {MOST_MONTHS} are played"
            remedy = "leave it out, or let it come round every_months"
            yield Problem(ground.place(file, path), reason, remedy)
    obliged = {obligation.party for obligation in package.obligations if obligation.breaches}
    if len(obliged) > MOST_OBLIGED:
        reason = f"obligations: {len(obliged)} parties choose at once, {MOST_OBLIGED} at most"
        yield Problem(ground.place(file, ("obligations",)), reason, "join parties that act as one")
    for index, module in enumerate(package.modules):
        path = ("modules", index, "phases")
        yield from _twice(file, path, (phase.name for phase in module.phases), ground)
    yield from _loops(package, file, ground)


def _named_twice(package: Package, file: str, ground: Ground) -> Iterator[Problem]:
    """A party has one voice, by whichever of its names it is called."""
    lists: dict[Path, Iterable[str]] = {("signatories",): package.signatories}
    for key, field in (
        ("modules", "promised_by"),
        ("milestones", "verified_by"),
        ("triggers", "deciders"),
    ):
        for index, part in enumerate(getattr(package, key)):
            lists[key, index, field] = getattr(part, field)
    for path, names in lists.items():
        yield from _twice(file, path, names, ground)


def _package_names(world: World, package: Package) -> Iterator[Missing]:
    parties = world.parties
    milestones = {milestone.name for milestone in package.milestones}
    phases = {f"{m.name}.{p.name}" for m in package.modules for p in m.phases}
    for i, party in enumerate(package.signatories):
        yield ("signatories", i), "party", parties, party
    for i, module in enumerate(package.modules):
        yield from _module_names(world, module, i, milestones | phases)
    for i, milestone in enumerate(package.milestones):
        yield ("milestones", i, "party"), "party", parties, milestone.party
        for j, name in enumerate(milestone.after):
            yield ("milestones", i, "after", j), "phase", phases | milestones, name
    for i, obligation in enumerate(package.obligations):
        yield ("obligations", i, "party"), "party", parties, obligation.party
        for j, kind in enumerate(obligation.breaches):
            path = ("obligations", i, "breaches", j)
            yield path, "breach", world.breaches.get(obligation.party, {}), kind
    for key in ("ends", "terms"):
        for i, part in enumerate(getattr(package, key)):
            yield (key, i, "party"), "party", parties, part.party
    yield from _shut_and_released(package, milestones)
    yield from _trigger_names(world, package)
    yield from _guarantee_names(world, package)


def _shut_and_released(package: Package, milestones: set[str]) -> Iterator[Missing]:
    """Modules that an end shuts, and the acts on which an escrow pays."""
    modules = {module.name for module in package.modules}
    for i, end in enumerate(package.ends):
        for j, name in enumerate(end.modules):
            yield ("ends", i, "modules", j), "module", modules, name
    for i, module in enumerate(package.modules):
        if module.escrow:
            act = module.escrow.released_by
            yield ("modules", i, "escrow", "released_by"), "milestone", milestones, act


def _trigger_names(world: World, package: Package) -> Iterator[Missing]:
    parties = world.parties
    modules = {module.name for module in package.modules}
    for i, trigger in enumerate(package.triggers):
        yield ("triggers", i, "against"), "party", parties, trigger.against
        for j, kind in enumerate(trigger.covers):
            path = ("triggers", i, "covers", j)
            yield path, "breach", world.breaches.get(trigger.against, {}), kind
        for j, name in enumerate(trigger.deciders):
            yield ("triggers", i, "deciders", j), "party", parties, name
        for j, name in enumerate(trigger.modules):
            yield ("triggers", i, "modules", j), "module", modules, name


def _guarantee_names(world: World, package: Package) -> Iterator[Missing]:
    for i, guarantee in enumerate(package.guarantees):
        for key in ("guarantor", "protects", "against"):
            yield ("guarantees", i, key), "party", world.parties, getattr(guarantee, key)
        for j, kind in enumerate(guarantee.breaches):
            path = ("guarantees", i, "breaches", j)
            yield path, "breach", world.breaches.get(guarantee.against, {}), kind


def _module_names(world: World, module: Module, i: int, gates: set[str]) -> Iterator[Missing]:
    for j, party in enumerate(module.promised_by):
        yield ("modules", i, "promised_by", j), "party", world.parties, party
    for j, phase in enumerate(module.phases):
        for measure in phase.open:
            yield ("modules", i, "phases", j, "open", measure), "measure", world.measures, measure
        for k, name in enumerate(phase.after):
            yield ("modules", i, "phases", j, "after", k), "milestone or phase", gates, name


def _loops(package: Package, file: str, ground: Ground) -> Iterator[Problem]:
    """Phases and milestones that wait for one another for ever, or share a name."""
    waits: dict[str, list[str]] = {}
    paths: dict[str, Path] = {}
    for path, name, others in _steps(package):
        if name in waits and paths[name][0] != path[0]:
            reason = f'{spell(path)}: "{name}" is a phase too'
            yield Problem(ground.place(file, path), reason, "names must differ")
        if name in waits:
            return
        waits[name], paths[name] = others, path
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        ring = error.args[1][::-1]  # each waits for the next
        path = paths[ring[0]]
        reason = f"{spell(path)}: waits for itself: {' -> '.join(ring)}"
        yield Problem(ground.place(file, path), reason, "take one of these waits out")


def _steps(package: Package) -> Iterator[tuple[Path, str, list[str]]]:
    """Place, name and all that it waits for, of every phase and milestone."""
    for i, module in enumerate(package.modules):
        before: list[str] = []
        for j, phase in enumerate(module.phases):
            name = f"{module.name}.{phase.name}"
            yield ("modules", i, "phases", j), name, [*before, *phase.after]
            before = [name]
    for i, milestone in enumerate(package.milestones):
        yield ("milestones", i), milestone.name, list(milestone.after)


def _record(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    lines = [(remark.head.id, remark.head.date, remark.place) for remark in case.remarks]
    lines += [(row.id, row.date, at) for row, at in case.deeds]
    for name, day, at in lines:
        if name in seen:
            yield Problem(at, f'id "{name}" is given twice', "ids of the record must differ")
        seen.add(name)
        if day > case.world.as_of:
            reason = f"{day} is after the case's as_of, {case.world.as_of}"
            yield Problem(at, reason, "move as_of, or leave this line to a later case")
    for row, at in case.deeds:
        try:
            last_day(row.act, row.date)
        except ValueError as error:
            yield Problem(at, f"act: {error}", "write the day that is meant, with its year")


def _valves(case: Case) -> Iterator[Missing]:
    """Measures and futures that an asset is said to move with."""
    for i, asset in enumerate(case.assets):
        for valve in asset.valves:
            yield ("assets", i, "valves", valve), "measure", case.world.measures, valve
        for valve in asset.supply_by_valve:
            path = ("assets", i, "supply_by_valve", valve)
            yield path, "measure", case.world.measures, valve
        for key in ("effects", "supply"):
            for name in getattr(asset, key):
                yield ("assets", i, key, name), "scenario", futures_of(case.world.outlook), name


def _over_one(case: Case, ground: Ground) -> Iterator[Problem]:
    for i, asset in enumerate(case.assets):
        if (total := sum(asset.valves.values())) > 1 + 1e-9:
            path = ("assets", i, "valves")
            reason = f"{spell(path)}: shares add to {total:g}, over 1"
            remedy = "they are parts of one effect; what is left arrives as news"
            yield Problem(ground.place("assets.yaml", path), reason, remedy)


def _desk(case: Case, ground: Ground, rows: Sequence[Place]) -> Iterator[Problem]:
    assets = [asset.id for asset in case.assets]
    yield from _twice("assets.yaml", ("assets",), assets, ground)
    yield from _twice("claims.yaml", ("claims",), (claim.id for claim in case.claims), ground)
    yield from misfits("assets.yaml", {"assets": case.assets}, case.estimates, ground)
    yield from ground.named("assets.yaml", _valves(case))
    yield from _over_one(case, ground)
    for path, reason, remedy in unreadable(case.claims):
        where = ground.place("claims.yaml", path)
        yield Problem(where, f"{spell(path)}: {reason}", remedy)
    held: set[str] = set()
    for holding, at in zip(case.holdings, rows, strict=True):
        if assets and holding.asset not in {*assets, *ground.refused}:
            yield Problem(at, f'no asset "{holding.asset}"', nearest(holding.asset, assets))
        if holding.asset in held:
            yield Problem(at, f'asset "{holding.asset}" is held twice', "join the two rows")
        held.add(holding.asset)
    total = sum(holding.weight for holding in case.holdings)
    if case.holdings and abs(total - 1) > 1e-6 and "portfolio.csv" not in ground.refused:
        remedy = "weights are shares of the whole portfolio"
        yield Problem(rows[0], f"weights add to {total:g}, not 1", remedy)
