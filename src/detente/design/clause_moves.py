"""What can be changed about guarantees, escrows, the lengths of phases and the other terms."""

from collections.abc import Iterator

from detente.case.draws import Sampler
from detente.case.package import Guarantee, Package
from detente.case.syntax import Path
from detente.case.world import World
from detente.design.moves import Move, slide, write
from detente.design.trigger_moves import new_triggers, of_triggers

LONGEST_DELAY = 24  # months that a phase can be drawn out


def moves(package: Package, world: World, mode: Sampler) -> tuple[Move, ...]:
    """Everything that can be changed in a package beside its openings, clause by clause."""
    return (
        *of_triggers(package, world, mode),
        *new_triggers(package, world),
        *_of_guarantees(package, mode),
        *_of_modules(package),
        *_of_terms(package, world),
    )


def _of_guarantees(package: Package, mode: Sampler) -> Iterator[Move]:
    for g, guarantee in enumerate(package.guarantees):
        at, name = ("guarantees", g), f"guarantees.{guarantee.name}"
        most = honoured_up_to(guarantee, mode)
        if most > guarantee.strength + 1e-9:
            limit = f"within what {guarantee.guarantor} would honour"
            words = f'strengthen guarantee "{guarantee.name}", {limit}'
            edits = slide((*at, "strength"), guarantee.strength, most, 3)
            yield Move(f"{name}.strength+", at, words, edits, sized=True)
        if guarantee.ends_month is not None:
            words = f'let guarantee "{guarantee.name}" last as long as the relief'
            yield Move(f"{name}.ends_month=never", at, words, write((*at, "ends_month"), None))


def honoured_up_to(guarantee: Guarantee, mode: Sampler) -> float:
    """The greatest strength at which honouring still costs no more than reneging, at the mode."""
    cost, stake = (float(mode.total(getattr(guarantee, key), "")[0]) for key in ("cost", "stake"))
    return 1.0 if cost <= stake else max(0.0, int(1000 * stake / cost) / 1000)


def _of_modules(package: Package) -> Iterator[Move]:
    for m, module in enumerate(package.modules):
        name = f"modules.{module.name}"
        if module.escrow is not None and module.escrow.share < 1:
            path = ("modules", m, "escrow", "share")
            words = f'put more of module "{module.name}" into escrow'
            yield Move(
                f"{name}.escrow+",
                ("modules", m, "escrow"),
                words,
                slide(path, module.escrow.share, 1.0, 3),
                sized=True,
            )
        for p, phase in enumerate(module.phases):
            at: Path = ("modules", m, "phases", p)
            label = f'phase "{module.name}.{phase.name}"'
            if p + 1 < len(module.phases):
                yield from _of_length(phase.months, at, f"{name}.{phase.name}", label)
            for milestone in package.milestones:
                if p == 0 and not _waits(package, milestone.name, f"{module.name}.{phase.name}"):
                    after = [*phase.after, milestone.name]
                    words = f"let {label} wait for {milestone.name}"
                    yield Move(
                        f"{name}.{phase.name}.after+{milestone.name}",
                        at,
                        words,
                        write((*at, "after"), after),
                    )


def _waits(package: Package, milestone: str, phase: str) -> bool:
    """Whether one of the two waits for the other already, straight or by way of others."""
    waits = {m.name: list(m.after) for m in package.milestones}
    for module in package.modules:
        before: list[str] = []
        for part in module.phases:
            waits[f"{module.name}.{part.name}"] = [*before, *part.after]
            before = [f"{module.name}.{part.name}"]

    def leads(name: str, to: str) -> bool:
        return name == to or any(leads(other, to) for other in waits[name])

    return leads(milestone, phase) or milestone in waits[phase]


def _of_length(months: int, at: Path, name: str, label: str) -> Iterator[Move]:
    path = (*at, "months")
    yield Move(
        f"{name}.months+",
        at,
        f"draw {label} out",
        slide(path, months, months + LONGEST_DELAY, 0),
        sized=True,
    )
    if months > 1:
        yield Move(f"{name}.months-", at, f"shorten {label}", slide(path, months, 1, 0), sized=True)


def _of_terms(package: Package, world: World) -> Iterator[Move]:
    forbidden = {tag for line in world.red_lines for tag in line.forbids}
    for k, term in enumerate(package.terms):
        if forbidden.intersection(term.tags):
            at, words = ("terms", k), f"take article {term.article} out: {term.text}"
            clause = ("terms", term.article)  # its place in the list moves as others are taken out
            yield Move(f"terms.{term.article}", clause, words, write(at, None))
