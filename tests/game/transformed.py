"""The same game said otherwise: other names, orders and units, idle things, a later end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from plain_package import Flows, Module, Number, Package, Party

Names = Mapping[str, str]


def renamed(package: Package) -> tuple[Package, dict[str, str]]:
    """Names that sort the other way round, and which became which."""
    kinds: tuple[tuple[Any, ...], ...] = (package.parties, package.modules, package.gates)
    old = [thing.name for kind in (*kinds, package.breaches, package.triggers) for thing in kind]
    names = {name: f"{99 - k} {name}" for k, name in enumerate(sorted(old))}
    return _mapped(package, names), names


def _mapped(thing: Any, names: Names) -> Any:
    """Every name in a thing, whatever it is made of."""
    if isinstance(thing, str):
        return names.get(thing, thing)
    if isinstance(thing, Mapping):
        return {_mapped(key, names): _mapped(value, names) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return tuple(_mapped(part, names) for part in thing)
    if hasattr(thing, "__dataclass_fields__"):
        return type(thing)(
            **{
                field: value if field in CLAUSES else _mapped(value, names)
                for field, value in vars(thing).items()
            }
        )
    return thing


CLAUSES = ("shape", "grows_by", "response", "schedule", "rule", "missed", "belief")


def turned_round(package: Package) -> Package:
    """Every list the other way round, but the order of a gate's owners, which is a clause."""
    return replace(
        package,
        parties=package.parties[::-1],
        modules=package.modules[::-1],
        gates=package.gates[::-1],
        breaches=package.breaches[::-1],
        triggers=tuple(
            replace(t, deciders=t.deciders[::-1], modules=t.modules[::-1])
            for t in package.triggers[::-1]
        ),
    )


def in_another_unit(package: Package, times: int = 10) -> Package:
    """All money multiplied."""

    def flows(flow: Flows) -> Flows:
        return {name: times * x for name, x in flow.items()}

    def many(of: Iterable[Flows]) -> tuple[Flows, ...]:
        return tuple(map(flows, of))

    return replace(
        package,
        base=many(package.base),
        modules=tuple(replace(m, flow=many(m.flow)) for m in package.modules),
        gates=tuple(replace(g, costs=flows(g.costs), worth=flows(g.worth)) for g in package.gates),
        breaches=tuple(
            replace(
                b,
                gain=tuple(times * x for x in b.gain),
                harm=flows(b.harm),
                prize=times * b.prize,
            )
            for b in package.breaches
        ),
        lapsed=many(package.lapsed),
        snapped=many(package.snapped),
        completed=flows(package.completed),
        peace=flows(package.peace),
    )


def with_an_idle_party(package: Package) -> Package:
    """A party that has nothing and does nothing, first in the list."""
    return replace(package, parties=(Party("Z", Fraction(1, 2)), *package.parties))


def with_an_idle_module(package: Package) -> Package:
    """A module that brings nobody anything, which every trigger shuts as well.

    A close that shuts nothing else would never be spent, and so is left as it was.
    """
    idle = Module("idle", ({},) * len(package.base))
    shutting = tuple(
        replace(t, modules=(*t.modules, "idle")) if t.response == "pause" else t
        for t in package.triggers
    )
    return replace(package, modules=(idle, *package.modules), triggers=shutting)


def with_a_later_end(package: Package) -> Package:
    """Two more places like the last."""
    return replace(
        package,
        base=(*package.base, *[package.base[-1]] * 2),
        modules=tuple(replace(m, flow=(*m.flow, *[m.flow[-1]] * 2)) for m in package.modules),
    )


def with_two_valves(package: Package) -> Package:
    """Each module as two halves, shut together."""
    return replace(
        package,
        modules=tuple(half for m in package.modules for half in _halves(m)),
        gates=tuple(
            replace(g, holds=None if g.holds is None else _split(g.holds, package))
            for g in package.gates
        ),
        triggers=tuple(replace(t, modules=_split(t.modules, package)) for t in package.triggers),
    )


def _halves(module: Module) -> tuple[Module, Module]:
    half = tuple({name: _half(x) for name, x in flow.items()} for flow in module.flow)
    return Module(module.name, half), Module(f"{module.name} too", half)


def _half(x: Number) -> Number:
    return Fraction(x) / 2


def _split(names: tuple[str, ...], package: Package) -> tuple[str, ...]:
    modules = {m.name for m in package.modules}
    return (*names, *(f"{name} too" for name in names if name in modules))


SAME: dict[str, Callable[[Package], Package]] = {
    "every list turned round": turned_round,
    "an idle party": with_an_idle_party,
    "an idle module": with_an_idle_module,
    "valves split in two": with_two_valves,
}
