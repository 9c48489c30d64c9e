"""Would it hold, why, and what turns the answer: for a program and for a person."""

from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer, chosen
from detente.durability import lifetime
from detente.errors import DetenteError
from detente.findings.from_claims import Findings
from detente.findings.model import HoldResult, Interval
from detente.findings.package_result import hold_result
from detente.findings.part_worth import PartWorth, Worths, part_worths
from detente.incentives import hold
from detente.incentives.why import Ledger, why


def hold_answer(findings: Findings, package: str) -> Answer:
    """Slack, first binding constraint, survival, relief, windfall and reward."""
    results = {name: _found(findings, name) for name in chosen(findings, package)}
    names = {code: party.name for code, party in findings.case.world.parties.items()}

    def show(console: Console) -> None:
        console.print(_verdicts(results))
        for name, found in results.items():
            console.print(Text(f"{name}: {_first_to_break(found, names)}"))
        console.print(_alive(results))
        console.print(_money(results))
        for name, found in results.items():
            for warning in found.warnings:
                console.print(Text(f"{name}: {warning}", style="dim"))

    return Answer({"packages": {name: asdict(found) for name, found in results.items()}}, show)


def _found(findings: Findings, name: str) -> HoldResult:
    """One package, of which only the result is kept: of many draws there is no room for two."""
    findings.tell(f"would {name} hold? {findings.draws} draws")
    held = hold(findings.machines[name], findings.case.world, findings.sampler)
    return hold_result(findings.case, held, lifetime(held))


def _verdicts(results: Mapping[str, HoldResult]) -> Table:
    table = Table("package", "holds at mode", "P(holds)", "breaks first", box=None)
    for name, found in results.items():
        holds, first = found.holds, found.holds.first_binding
        chance = holds.probability
        table.add_row(
            name,
            "yes" if holds.at_mode else "no",
            f"{chance.mean:.0%} ({chance.low:.0%} to {chance.high:.0%})",
            Text(first.words if first else "nothing"),
        )
    return table


def _first_to_break(found: HoldResult, names: Mapping[str, str]) -> str:
    """The first binding constraint as one sentence."""
    first = found.holds.first_binding
    if first is None:
        return "complying pays every party in every month, at the likeliest values."
    return (
        f"{names[first.party]} is the first for whom complying does not pay: "
        f"in month {first.month} {first.breach} is worth {-first.slack:.2f} EUR bn more, "
        f"since {first.why}."
    )


def _alive(results: Mapping[str, HoldResult]) -> Table:
    table = Table("alive after", "6 months", "12", "24", "60", "intact at 12", "60", box=None)
    reduces = any(any(found.survival.reduced) for found in results.values())
    if reduces:
        table.add_column("modules shut for good at 60")
    for name, found in results.items():
        life = found.survival
        at_12, at_60 = (min(month, len(life.intact) - 1) for month in (12, 60))
        shares = [*life.at.values(), life.intact[at_12], life.intact[at_60]]
        shares += [life.reduced[at_60]] if reduces else []
        table.add_row(name, *(f"{share:.0%}" for share in shares))
    return table


def _money(results: Mapping[str, HoldResult]) -> Table:
    """Relief, windfall and reward of every party that has any of them."""
    kinds = {"relief_pv": "relief", "windfall": "windfall", "reward": "reward"}
    table = Table("EUR bn, mode (90 % of draws)", "party", *kinds.values(), "least slack", box=None)
    for name, found in results.items():
        parties = dict.fromkeys(p for kind in kinds for p in found.intervals[kind])
        for party in parties:
            cells = [_amount(found.intervals[kind].get(party)) for kind in kinds]
            slack = f"{min(found.slack[party]):z.2f}" if party in found.slack else "-"
            if cells != [_NONE, "-", "-"] or slack != "-":
                table.add_row(name, party, *cells, slack)
    return table


_NONE = "0.0 (0.0 to 0.0)"


def _amount(found: Interval | None) -> str:
    if found is None or found.mode is None:
        return "-"
    return f"{found.mode:z.1f} ({found.low:z.1f} to {found.high:z.1f})"


def parts_answer(findings: Findings, package: str) -> Answer:
    """What each part is worth in survival and in slack: which clause is worth most, and to whom."""
    found = {}
    for name in chosen(findings, package):
        findings.tell(f"what is each part of {name} worth? {findings.draws} draws")
        machine = findings.machines[name]
        found[name] = part_worths(findings.case, machine, findings.sampler)

    def show(console: Console) -> None:
        for name, worths in found.items():
            console.print(Text(f"{name}: {worths.words}", style="bold"))
            console.print(_worth_table(worths))

    return Answer({"packages": {name: asdict(worths) for name, worths in found.items()}}, show)


def _worth_table(worths: Worths) -> Table:
    obliged = list(worths.slack)
    table = Table("worth of", "kept at 12 m", "60 m", "alive at 12 m", "60 m", box=None)
    for party in obliged:
        table.add_column(f"slack of {party}")
    table.add_column("worth most to, EUR bn")
    whole = [f"{share:.0%}" for share in (*worths.intact, *worths.alive)]
    table.add_row("the whole package", *whole, *(f"{worths.slack[p]:z.2f}" for p in obliged), "")
    for part in worths.parts:
        points = [f"{100 * share:+z.1f}" for share in (*part.intact, *part.alive)]
        slack = [f"{part.slack[p]:+z.2f}" for p in obliged]
        table.add_row(Text(part.part), *points, *slack, _most_to(part))
    return table


def _most_to(part: PartWorth) -> str:
    party, value = max(part.value.items(), key=lambda item: item[1].mean or 0.0)
    return f"{party} {value.mean:+z.1f} ({value.low:+z.1f} to {value.high:+z.1f})"


def why_answer(findings: Findings, package: str, question: str) -> Answer:
    """The ledger of one decision, such as RU@14."""
    party, at, month = question.partition("@")
    if not at or not month.isdecimal():
        remedy = "write PARTY@MONTH, such as RU@14"
        raise DetenteError(f'"{question}" is no decision', remedy, option="why")
    ledgers = {
        name: why(findings.hold(name), party, int(month)) for name in chosen(findings, package)
    }

    def show(console: Console) -> None:
        for name, ledger in ledgers.items():
            console.print(Text(f"{name}: {ledger.words}", style="bold"))
            table = Table(box=None, show_header=False)
            table.add_column(justify="left")
            table.add_column(justify="right")
            for entry in ledger.entries:
                table.add_row(Text(entry.words), f"{entry.value:z.3f}")
            console.print(table)
            console.print(_ahead_table(ledger))

    return Answer({"packages": {name: asdict(found) for name, found in ledgers.items()}}, show)


def _ahead_table(ledger: Ledger) -> Table:
    """Month by month, what is compared: going on, and having been seen."""
    table = Table("discounted", "chance to be in force", "going on", "once seen", box=None)
    for month in ledger.ahead:
        cells = (f"{month.going_on:z.3f}", f"{month.once_seen:z.3f}")
        table.add_row(f"month {month.month}", f"{month.in_force:.0%}", *cells)
    every = (*ledger.ahead, ledger.later)
    last = (f"{ledger.later.going_on:z.3f}", f"{ledger.later.once_seen:z.3f}")
    table.add_row("later, or after an end or an answer", f"{ledger.later.in_force:.0%}", *last)
    sums = (sum(m.going_on for m in every), sum(m.once_seen for m in every))
    table.add_row("together", "", *(f"{total:z.3f}" for total in sums))
    return table


def flips_answer(findings: Findings, package: str) -> Answer:
    """What the answer hangs on: break-evens, and shares of the variance of survival."""
    results = {name: findings.flips(name) for name in chosen(findings, package)}

    def show(console: Console) -> None:
        for name, found in results.items():
            console.print(Text(name, style="bold"))
            table = Table("what turns it", "share of survival at 12 m", "at 60 m", box=None)
            for flip in found[:12]:
                shares = (
                    f"{flip.share_12:.2f} ± {flip.share_12_error:.2f}",
                    f"{flip.share_60:.2f} ± {flip.share_60_error:.2f}",
                )
                table.add_row(Text(flip.sentence), *shares)
            console.print(table)

    data = {name: {"flips": [asdict(f) for f in found]} for name, found in results.items()}
    return Answer({"packages": data}, show)
