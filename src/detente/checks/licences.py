"""Does a licence that the package itself gives a last day run out inside a phase?"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.model import Case
from detente.case.package import End, Module
from detente.checks.ends import comes, strikes, winding_down
from detente.checks.powers import relief
from detente.checks.tags import RENEWAL_PROMISED
from detente.checks.telling import article, chance, opened
from detente.machine import Machine


@dataclass(frozen=True, slots=True)
class Cliff:
    """A licence that lapses inside a phase: what is lost, the story, and how to mend it."""

    finding: str
    story: tuple[str, ...]
    mend: str


def licence_cliffs(machine: Machine, case: Case) -> Iterator[Cliff]:
    """Licences that an end of the package lets lapse while a phase still counts on them."""
    promised = {t.party for t in machine.package.terms if RENEWAL_PROMISED in t.tags}
    eased = {valve.module for valve in relief(machine, case)}
    for module in machine.package.modules:
        if module.form != "licence" or module.name not in eased:
            continue
        for end in machine.package.ends:
            if end.modules and strikes(end, module.name) and end.party not in promised:
                yield from _inside(machine, case, module, end)


def _inside(machine: Machine, case: Case, module: Module, end: End) -> Iterator[Cliff]:
    """The first day on which the licence finds its module open, if there is one."""
    for month in comes(machine, end):
        spans = [s for s in machine.spans if s.module == module.name and s.start <= month < s.end]
        phase = next((span for span in spans if any(span.open.values())), None)
        if phase is None:
            continue
        where, when = article(module.article), f"{end.on or machine.day(month)}, month {month}"
        often = f"; again every {end.every_months} months" if end.every_months else ""
        likely = f"probability {chance(case, end.probability)}"
        lapses = f'{when}: the licence of "{module.name}" lapses unless {end.party} renews it'
        story = (
            f"{lapses}: {end.name} ({likely}{often}){winding_down(end)}",
            f'  that is inside phase "{module.name}.{phase.phase}" ({where}), in which '
            f"{opened(phase.open)} {'is' if len(phase.open) == 1 else 'are'} to stand open",
        )
        finding = f'the licence of "{module.name}" runs out before its last phase has ended'
        mend = f"let {end.party} promise its renewals in a term tagged {RENEWAL_PROMISED}"
        yield Cliff(finding, story, mend)
        return
