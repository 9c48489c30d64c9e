"""A whole brief with invented but plausible numbers, so that the page has something to show."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from detente.checks.model import Check
from detente.checks.model import Verdict as Judged
from detente.claims.model import Verdict
from detente.design.model import PricedLine
from detente.durability.flips import Flip as NumberFlip
from detente.durability.pooling import Pooling
from detente.durability.precedents import Precedent, Precedents
from detente.findings import model as m
from detente.findings.frontier_model import Frontier, FrontierPoint, Name
from detente.incentives.model import Binding
from detente.markets.model import AssetPath, CurveShift, SpreadCurve
from detente.markets.sequencing import OrderedPath, Sequencing
from detente.markets.supply_risk import supply_risk
from detente.portfolio.model import Allocation, Flip, ScenarioGain
from detente.scenarios.model import SCENARIOS, UNSIGNED, Odds, Outlook, Shift

PARTIES = {
    "US": "United States",
    "EU": "European Union",
    "RU": "Russia",
    "UA": "Ukraine",
    "TR": "Türkiye",
}
INSTRUMENTS = (
    "minerals-rare-earths",
    "sanctions-energy",
    "security-guarantees",
    "territory",
    "process-momentum",
    "secondary-tariffs",
    "ceasefire",
    "frozen-assets",
)
HORIZON = 60
MONTHS = tuple(range(HORIZON + 1))
SIGNED = date(2025, 9, 1)
Z90 = 1.645


def sample() -> m.Brief:
    """The brief: two packages, five parties, 61 months."""
    packages = {"blanket": _package("blanket"), "modular": _package("modular")}
    return m.Brief(
        case=m.Case(
            name="alaska-2025",
            title="After Anchorage",
            summary="Washington tests whether sanctions relief can buy a settlement.",
            subject="minerals-rare-earths",
            target="RU",
            parties=PARTIES,
            statements=122,
            deeds=59,
            headline="Not a minerals bargain. A process.",
            standfirst="Talks go on.",
        ),
        as_of=date(2025, 8, 16),
        run=m.Run(
            schema=m.SCHEMA,
            detente="0.1.0",
            seed=7,
            draws=2000,
            libraries={"numpy": "2.3.0", "scipy": "1.16.0"},
            inputs={"case.yaml": "9f" * 32, "packages/modular.yaml": "3c" * 32},
            unsourced=("packages/modular.yaml: triggers[1].false_alarm", "case.yaml: peace.TR"),
        ),
        signals=_signals(),
        packages=packages,
        design=_design(),
        scenarios=_outlook(),
        markets=_markets(),
        portfolio=_allocation(),
        inputs=(
            m.Input(
                "B05",
                "estimates.csv:7",
                ("case.yaml:40",),
                3.5,
                0.3,
                12.0,
                "EUR bn a month",
                "judgement",
                "Sum of rows",
            ),
            m.Input(
                "packages/modular.yaml: triggers[0].detected",
                "packages/modular.yaml:41",
                (),
                0.65,
                0.4,
                0.85,
                "probability",
                "judgement",
                "drones",
            ),
        ),
        claims=_claims(),
    )


def with_package(brief: m.Brief, name: str, package: m.Package) -> m.Brief:
    """The same brief with one package put in or replaced."""
    return replace(brief, packages={**brief.packages, name: package})


def _signals() -> m.Signals:
    rng = np.random.default_rng(3)
    readings = [_reading(i, rng) for i in range(60)]
    readings += [
        _answer("R107", "We're going to see what happens with our meeting", -2, "non-reply"),
        _answer("R108", "very unimportant, relatively", -1, "ambivalent"),
    ]
    return m.Signals(
        readings=tuple(sorted(readings, key=lambda r: (r.date, r.id))),
        gaps=tuple(_gap(i) for i in range(len(INSTRUMENTS))),
        recurrence=(
            m.Recurrence("minerals-rare-earths", "RU", 11, 6.2, 0.03),
            m.Recurrence("minerals-rare-earths", "US", 4, 7.9, 0.96),
        ),
        deeds=tuple(_deed(i, rng) for i in range(24)),
    )


def _reading(i: int, rng: np.random.Generator) -> m.Reading:
    party = str(rng.choice(["US", "RU", "EU", "UA"]))
    level = int(rng.choice([-4, -3, -2, -1, 0, 0, 1, 1, 2, 2, 3]))
    instrument = INSTRUMENTS[int(rng.integers(len(INSTRUMENTS)))]
    quote = "we are ready to work on that"
    return m.Reading(
        id=f"R{i:03d}",
        date=date(2025, 2, 7) + timedelta(days=int(rng.integers(0, 188))),
        actor={"US": "Donald Trump", "RU": "Vladimir Putin"}.get(
            party, f"{PARTIES[party]} speaker"
        ),
        party=party,
        instrument=instrument,
        level=level,
        interval=(max(-4, level - 1), min(4, level + 1)),
        spans=(m.Span(7, 12, "ready", "readiness", float(level)),),
        clarity=None,
        condition="if the guns fall silent" if level == 2 else None,
        p_proposition=0.4,
        p_committed=0.3,
        abstains=level == 0,
        quote=quote,
        sense="Says that work can begin.",
        source="tass.com 2025-08-15",
        evidence="checked",
    )


def _answer(name: str, quote: str, level: int, clarity: str) -> m.Reading:
    return m.Reading(
        id=name,
        date=date(2025, 8, 14),
        actor="Donald Trump",
        party="US",
        instrument="minerals-rare-earths",
        level=level,
        interval=(-2, 0),
        spans=(m.Span(0, len(quote), quote, "down-weighting", float(level)),),
        clarity=clarity,
        condition=None,
        p_proposition=0.28,
        p_committed=0.12,
        abstains=False,
        quote=quote,
        sense="Plays the subject down and ends on trying to save lives; neither yes nor no.",
        source="tass.ru 24784171 2025-08-14",
        evidence="unchecked",
    )


def _gap(i: int) -> m.Gap:
    gap = 0.55 - 0.13 * i
    return m.Gap(
        actor=("US", "RU", "EU", "UA")[i % 4],
        instrument=INSTRUMENTS[i],
        gap=gap,
        low=max(-1.0, gap - 0.2),
        high=min(1.0, gap + 0.25),
        words_level=2.0 - 0.4 * i,
        words_id=f"R{i:03d}",
        deeds_rung="none" if i % 2 else "announced",
        deeds_id="" if i % 2 else f"D{i:03d}",
        lag_days=None if i % 2 else 30 + i,
        n_words=4 + i,
        n_deeds=i // 2,
    )


def _deed(i: int, rng: np.random.Generator) -> m.Deed:
    rungs = ("announced", "mandated", "in-force", "executed", "reversed")
    instrument = INSTRUMENTS[1 + int(rng.integers(len(INSTRUMENTS) - 1))]
    return m.Deed(
        id=f"D{i:03d}",
        date=date(2025, 2, 7) + timedelta(days=int(rng.integers(0, 188))),
        actor="US Treasury",
        party="US",
        instrument="minerals-rare-earths" if i == 5 else instrument,
        act="Licence issued",
        rung="announced" if i == 5 else str(rng.choice(rungs)),
        source="home.treasury.gov",
        evidence="checked",
    )


def _package(name: str) -> m.Package:
    modular = name == "modular"
    survival = _survival(0.018 if modular else 0.045, modular)
    return m.Package(
        title="Modular unwind with snap-back" if modular else "Blanket amnesty",
        summary="Relief in order, each step behind a milestone." if modular else "All at once.",
        signed=SIGNED,
        horizon=HORIZON,
        phases=_phases() if modular else (_phase("all", "everything", 0, 60, 1.0),),
        events=_events() if modular else _events()[-2:],
        checks=_checks(modular),
        holds=m.Holds(
            at_mode=False,
            probability=m.Chance(0.22, 0.2, 0.24) if modular else m.Chance(0.01, 0.0, 0.02),
            first_binding=_binding(modular),
        ),
        slack=_slack(modular, 0.0),
        slack_low=_slack(modular, -2.0),
        slack_high=_slack(modular, 2.0),
        survival=survival,
        relief_pv=92.4 if modular else 301.7,
        windfall=14.2 if modular else 188.0,
        windfall_month=18 if modular else 0,
        reward=-212.0 if modular else -40.0,
        intervals=_intervals(1.0 if modular else 3.0),
        parts=_parts(modular),
        precedents=Precedents(
            {"staged": True, "guarantees": True},
            19,
            0.5,
            (Precedent("haiti-1993", "governors-island", 0.5, ("staged",)),),
            0,
            ("guarantees",),
        ),
        flips=_flips() if modular else (),
        warnings=("several equilibria at months 3 to 9 (7 of 61)",) if modular else (),
    )


def _flips() -> tuple[NumberFlip, ...]:
    grey = NumberFlip(
        name="B08",
        words="Russia's gain from a month of grey zone",
        unit="EUR bn a month",
        mode=0.25,
        low=0.0,
        high=1.2,
        breakeven=0.49,
        direction="above",
        chance=0.46,
        survival_12_low=0.7,
        survival_12_high=0.6,
        survival_60_low=0.3,
        survival_60_high=0.2,
        factor="B08",
        share_12=0.01,
        share_12_error=0.01,
        share_60=0.02,
        share_60_error=0.01,
        source="payoffs",
        evidence="judgement",
        sentence="The answer turns if Russia's gain from a month of grey zone is above 0.49",
    )
    never = replace(grey, name="R10", words="renewal", breakeven=None, direction=None, chance=0.0)
    return (grey, never)


def _binding(modular: bool) -> Binding:
    if modular:
        words = 'RU, month 18, violations: trigger "violations" covers it, but US and EU would not '
        why = words.partition(": ")[2] + "find it worth pulling"
        return Binding(
            "RU", 18, -0.8, "violations", "unpunished", why, words + "find it worth pulling"
        )
    why = "no trigger covers it"
    words = f"RU, month 0, grey-zone: {why}"
    return Binding("RU", 0, -6.3, "grey-zone", "uncovered", why, words)


def _phase(module: str, phase: str, start: int, end: int, opening: float) -> m.Phase:
    starts = SIGNED + timedelta(days=int(30.4 * start))
    valves = {"energy": ("oil-cap", "gas-pipeline"), "banking": ("swift",), "debt": ("bonds",)}
    names = valves.get(module, ("oil-cap", "gas-pipeline", "swift", "bonds"))
    return m.Phase(module, phase, "Article 3", start, end, starts, dict.fromkeys(names, opening))


def _phases() -> tuple[m.Phase, ...]:
    return (
        _phase("energy", "trial", 0, 6, 0.3),
        _phase("energy", "half", 6, 18, 0.6),
        _phase("energy", "full", 18, 60, 1.0),
        _phase("banking", "pilot", 6, 18, 0.4),
        _phase("banking", "full", 18, 60, 1.0),
        _phase("debt", "full", 30, 60, 0.5),
    )


def _events() -> tuple[m.Event, ...]:
    rows: tuple[tuple[str, str, str, int], ...] = (
        ("trigger", "invasion", "RU", 0),
        ("milestone", "withdrawal-verified", "RU", 6),
        ("milestone", "line-monitored", "UA", 18),
        ("guarantee", "reassurance-force", "TR", 0),
        ("end", "us-election", "US", 41),
        ("end", "eu-renewal", "EU", 5),
    )
    return tuple(
        m.Event(kind, name, party, "Article 5", month, f"{name} in month {month}")  # type: ignore[arg-type]
        for kind, name, party, month in rows
    )


def _checks(modular: bool) -> tuple[Check, ...]:
    story = (
        "month 0: US eases the oil cap",
        "month 1: RU probes in the grey zone",
        "month 2: no trigger names it; relief goes on",
    )
    remedy = "name the grey zone in a trigger"
    grey: Judged = "good" if modular else "flaw"
    return (
        Check("authority", "good", "Every promiser holds the power.", (), ""),
        Check("undefined-breach", grey, "A grey-zone probe is named by no trigger.", story, remedy),
        Check("renewal-cliff", "flaw", "The EU basis lapses inside a phase.", story[:2], "renew"),
        Check("red-line", "unknown", "No term is tagged.", (), "tag the terms"),
    )


def _slack(modular: bool, shift: float) -> dict[str, tuple[float, ...]]:
    base = {"US": 4.0, "EU": 1.2, "RU": -6.3, "UA": 22.0}
    if modular:
        base["RU"] = 2.1
    month = np.arange(HORIZON + 1)
    curves = {p: b + shift + 0.05 * month * np.sign(b) for p, b in base.items()}
    if modular:
        curves["RU"] = curves["RU"] - 0.165 * month
    return {p: tuple(float(x) for x in curve) for p, curve in curves.items()}


def _survival(hazard: float, modular: bool) -> m.Survival:
    month = np.arange(HORIZON + 1)
    alive = np.exp(-hazard * month)
    intact = alive * np.exp(-(0.01 if modular else 0.2) * month)
    width = 0.18 * (1 - np.exp(-month / 8))
    gone = 1 - alive
    outside = np.array([1.0, 0.91, 0.83, 0.76, 0.66])

    def row(values: np.ndarray) -> tuple[float, ...]:
        return tuple(float(x) for x in np.clip(values, 0, 1))

    return m.Survival(
        months=MONTHS,
        mean=row(alive),
        low=row(alive - width),
        high=row(alive + width),
        low50=row(alive - width / 2.4),
        high50=row(alive + width / 2.4),
        intact=row(intact),
        eroded=row(alive - intact),
        collapsed=row(gone),
        by_cause={
            "RU": row(gone * 0.45),
            "false alarm": row(gone * 0.15),
            "US: election": row(gone * 0.3),
            "EU: renewal vote": row(gone * 0.1),
        },
        outside=m.Outside(
            id="ucdp-partial",
            description="partial peace agreements",
            n=207,
            failures=74,
            months=(0, 6, 12, 24, 60),
            survival=row(outside),
            low=row(outside - 0.08),
            high=row(outside + 0.06),
            source="UCDP Peace Agreement Dataset 22.1",
            warning="guarantees are sent to hard cases",
        ),
        pooled=m.Pooled(
            0.5,
            row((alive + np.interp(month, (0, 6, 12, 24, 60), outside)) / 2),
            Pooling("ucdp-all", (12, 24), (0.0, 1.0), ((0.8, 0.74), (0.7, 0.6)), (0.1, 0.14)),
        ),
        at={str(n): float(alive[n]) for n in (6, 12, 24, 60)},
    )


def _intervals(scale: float) -> dict[str, dict[str, m.Interval]]:
    def around(x: float) -> m.Interval:
        return m.Interval(x, x * 1.03, x * 0.6, x * 1.5)

    return {
        "relief_pv": {"RU": around(92.4 * scale)},
        "windfall": {"RU": around(14.2 * scale)},
        "reward": {"RU": m.Interval(-212.0, -208.0, -310.0, -90.0)},
        "value": {p: around(10.0 * (i + 1) * scale) for i, p in enumerate(PARTIES)},
    }


def _parts(modular: bool) -> tuple[m.Part, ...]:
    if not modular:
        return (m.Part("whole package", 0.58, 0.07, 0.05, 0.0, False),)
    return (
        m.Part("whole package", 0.81, 0.34, 0.71, 0.19, False),
        m.Part("all triggers", 0.79, 0.3, 0.12, 0.0, False),
        m.Part("guarantee:reassurance-force", 0.71, 0.2, 0.5, 0.1, False),
        m.Part("module:energy", 0.66, 0.18, 0.6, 0.12, False),
    )


def _design() -> m.Design:
    steps = ((0, 0.2), (6, 0.45), (18, 0.7), (30, 1.0))
    return m.Design(
        goal="least-relief",
        package="modular",
        verdict="holds",
        relief_pv=64.0,
        relief_pv_now=92.4,
        slack=0.0,
        probability=m.Chance(0.2, 0.18, 0.22),
        schedule=tuple(
            m.Step(n, SIGNED + timedelta(days=int(30.4 * n)), {"oil-cap": x, "swift": x / 2})
            for n, x in steps
        ),
        red_lines=(
            PricedLine("EU", "withdrawal-first", "No energy relief before withdrawal", 12.5, True),
            PricedLine("UA", "no-recognition", "No recognition of annexation", 0.0, False),
            PricedLine("RU", "no-nato-troops", "No NATO troops in Ukraine", 3.1, True),
        ),
        unpriced=("UA: no-recognition-of-annexation",),
        binding=("RU at month 18 against violations", "RU at month 6 against grey-zone"),
        words="64 bn of relief in four steps would hold.",
        frontier=_frontier(),
    )


def _frontier() -> Frontier:
    def point(name: Name, relief: float, alive: float, beaten: bool = False) -> FrontierPoint:
        ends = (alive - 0.3, alive + 0.2)
        return FrontierPoint(name, relief, alive, *ends, 0.4 * alive, 0.1, True, beaten)

    points = (
        point("least relief", 64.0, 0.51),
        point("", 76.5, 0.55),
        point("as written", 92.4, 0.54, beaten=True),
        point("most slack", 110.0, 0.6),
    )
    return Frontier(24, 400, points)


def _outlook() -> Outlook:
    now = {
        "settlement-holds": Odds(0.05, 0.02, 0.1),
        "settlement-collapses": Odds(0.04, 0.01, 0.08),
        "freeze": Odds(0.12, 0.07, 0.19),
        "talks-without-convergence": Odds(0.47, 0.38, 0.55),
        "hardening": Odds(0.24, 0.17, 0.31),
        "escalation": Odds(0.08, 0.05, 0.13),
    }
    before = dict(zip(SCENARIOS, (0.04, 0.03, 0.15, 0.4, 0.28, 0.1), strict=True))
    return Outlook(
        scenarios=SCENARIOS,
        package="modular",
        now=now,
        horizon=12,
        by_month={s: tuple(now[s].mean for _ in range(13)) for s in SCENARIOS},
        at=dict.fromkeys(("1", "3", "6", "12"), now),
        before=before,
        history=_history(before, {s: o.mean for s, o in now.items()}),
        likeliest="talks-without-convergence",
    )


def _history(before: dict[str, float], now: dict[str, float]) -> tuple[Shift, ...]:
    days = (date(2025, 3, 18), date(2025, 4, 30), date(2025, 6, 2), date(2025, 8, 15))
    shifts, last = [], before
    for i, day in enumerate(days):
        share = (i + 1) / len(days)
        after = {s: before[s] + share * (now[s] - before[s]) for s in before}
        moved = sum(abs(after[s] - last[s]) for s in after) / 2
        words = f"Step {i + 1} of the process"
        kind = "deed" if i % 2 else "statement"
        regime = {name: after[name] / sum(after[u] for u in UNSIGNED) for name in UNSIGNED}
        known = (day, f"D{i:03d}", words, "Deeds cost.", kind)
        shift = Shift(*known, after, moved, regime, moved, regime)
        shifts.append(shift)
        last = after
    return tuple(shifts)


def _markets() -> m.Markets:
    assets = (("TTF", -0.12, "EUR/MWh"), ("IMOEX", 0.3, "points"), ("EUR-defence", -0.1, "index"))
    sizes = dict(zip(SCENARIOS, (1.0, -0.4, 0.3, -0.02, -0.1, -0.5), strict=True))
    return m.Markets(
        horizon=12,
        paths=tuple(
            _path(asset, scenario, size * sign, unit)
            for asset, size, unit in assets
            for scenario, sign in sizes.items()
        ),
        spreads=(_spread("blanket", 480.0), _spread("modular", 190.0)),
        curves=tuple(
            CurveShift(
                asset="TTF",
                scenario=s,
                slope_now=-0.9,
                slope=-0.9 + 0.4 * x,
                change=0.4 * x,
                low=-1.2,
                high=0.1,
                flattens=x > 0,
                unit="EUR/MWh",
                source="ICE",
                change_low=-0.3,
                change_high=1.0,
                flatter=0.5 + x / 4,
            )
            for s, x in sizes.items()
        ),
        sequencing=Sequencing(
            "modular",
            ("energy", "banking"),
            (
                _ordered("TTF", ("energy", "banking"), 6, written=True),
                _ordered("TTF", ("banking", "energy"), 18, written=False),
            ),
            0.08,
            0.02,
            0.14,
            "TTF",
            "TTF stands 8 % apart",
        ),
        notes=("EUR-defence: no sensitivity measured; moves only as stated",),
        supply_risk=supply_risk("RU", ("EU",), ("palladium",)),
    )


def _ordered(asset: str, order: tuple[str, ...], month: int, *, written: bool) -> OrderedPath:
    mean = tuple(-0.08 if n >= month else -0.02 for n in MONTHS)
    gap = 0.0 if written else 0.06
    return OrderedPath(asset, order, written, mean, gap, gap / 2, 2 * gap, 0 if written else 6)


def _path(asset: str, scenario: str, effect: float, unit: str) -> AssetPath:
    return AssetPath(
        asset=asset,
        scenario=scenario,
        months=(0, 6, 12),
        mean=(100.0, 100 * (1 + effect / 2), 100 * (1 + effect)),
        low=(100.0, 90.0, 80.0),
        high=(100.0, 110.0, 120.0),
        unit=unit,
        effect=effect,
        effect_low=effect - 0.06,
        effect_high=effect + 0.07,
        stated=effect,
        t_statistic=2.1 if asset == "TTF" else None,
        source="measured",
        evidence="computed",
    )


def _spread(package: str, level: float) -> SpreadCurve:
    months = (6, 12, 24, 36, 60)
    expected = np.array([1.2, 1.1, 1.0, 0.95, 0.9]) * level
    worst = expected * np.array([1.5, 1.6, 1.7, 1.75, 1.8])
    return SpreadCurve(
        package=package,
        months=months,
        expected=tuple(map(float, expected)),
        best=tuple(map(float, expected * 0.6)),
        worst=tuple(map(float, worst)),
        ambiguity=tuple(map(float, worst - expected)),
        noise=(40.0, 22.0, 6.0, -3.0, -8.0),
        noise_fit=0.01,
        rate=0.02,
        recovery=0.25,
        source="survival of the package",
    )


def _allocation() -> Allocation:
    weights = {"TTF": 0.1, "IMOEX": 0.0, "EUR-defence": 0.35, "cash": 0.55}
    flips = tuple(
        Flip(s, p, now, why)
        for s, p, now, why in (
            ("settlement-holds", 0.31, 0.05, "rotate above 0.31: buy IMOEX, sell EUR-defence"),
            ("hardening", None, 0.24, "hold whatever its probability, from 0 to 1"),
        )
    )
    return Allocation(
        verdict="hold",
        flip=flips[0],
        flips=flips,
        weights_now=weights,
        weights_best=weights,
        gain_mean=0.0,
        gain_worst=0.0,
        cost=0.0,
        estimation_error=0.004,
        cvar_now=0.11,
        cvar_best=0.11,
        pnl_by_scenario=tuple(
            ScenarioGain(s, g, g, g - 0.08, g - 0.08)
            for s, g in zip(SCENARIOS, (-0.02, 0.03, 0.01, 0.0, 0.01, 0.05), strict=True)
        ),
        horizon=12,
    )


def _claims() -> tuple[Verdict, ...]:
    return (
        Verdict(
            "C1",
            "Calling rare earths unimportant was a down-weighting, not a denial",
            "holds",
            {"signals.readings.R108.level": -1.0},
            "level −1, above −3 by 2",
            "One answer only.",
        ),
        Verdict("C7", "Modular holds better than blanket", "fails", {"a": 0.2}, "no", ""),
        Verdict("C16", "One side amplifies the idea", "undecided", {"p": None}, "p = 0.03", "Few."),
    )
