"""The clauses as a picture for Graphviz: phases, what they wait for, what shuts them."""

from collections.abc import Iterator

from detente.case.package import End, Module, Package, Trigger
from detente.case.quantity import Quantity
from detente.errors import seen


def to_dot(name: str, package: Package) -> str:
    """A directed graph: modules as boxes of phases, acts, triggers and ends around them."""
    return "\n".join(_lines(name, package)) + "\n"


def quoted(text: str) -> str:
    """Text as Graphviz takes it."""
    lines = (seen(line) for line in text.split("\n"))
    plain = "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return f'"{plain}"'


def _lines(name: str, package: Package) -> Iterator[str]:
    yield f"digraph {quoted(name)} {{"
    yield f"  label={quoted(f'{package.title}, signed {package.signed}')};"
    yield '  rankdir=LR; compound=true; fontname="Helvetica"; labelloc=t;'
    yield '  node [fontname="Helvetica", fontsize=11]; edge [fontname="Helvetica", fontsize=9];'
    for index, module in enumerate(package.modules):
        yield from _module(index, module)
    for milestone in package.milestones:
        node = quoted(f"act {milestone.name}")
        words = f"{milestone.name}\n{milestone.party}, month {milestone.due}"
        yield f"  {node} [shape=box, style=rounded, label={quoted(words)}];"
        yield from (f"  {_node(what, package)} -> {node};" for what in milestone.after)
    yield from _waits(package)
    for trigger in package.triggers:
        yield from _trigger(trigger, package)
    for end in package.ends:
        yield from _end(end, package)
    yield "}"


def _module(index: int, module: Module) -> Iterator[str]:
    form = "" if module.form == "suspension" else f", {module.form}"
    yield f"  subgraph cluster_{index} {{"
    yield f"    label={quoted(f'{module.article}: {module.title}{form}')}; style=filled;"
    yield '    color="#dddddd"; fillcolor="#f6f6f6";'
    for phase in module.phases:
        opened = "\n".join(f"{measure} {share:.0%}" for measure, share in phase.open.items())
        node, words = quoted(f"{module.name}.{phase.name}"), f"{phase.name}\n{opened}"
        yield f"    {node} [shape=box, label={quoted(words)}];"
    for before, after in zip(module.phases, module.phases[1:], strict=False):
        ends = [quoted(f"{module.name}.{phase.name}") for phase in (before, after)]
        yield f"    {ends[0]} -> {ends[1]} [label={quoted(f'{before.months} months')}];"
    if module.escrow:
        words = f"escrow: {module.escrow.holder}"
        yield f"    {quoted(f'escrow {module.name}')} [shape=note, label={quoted(words)}];"
    yield "  }"


def _waits(package: Package) -> Iterator[str]:
    for module in package.modules:
        for phase in module.phases:
            node = quoted(f"{module.name}.{phase.name}")
            yield from (f"  {_node(what, package)} -> {node};" for what in phase.after)
        if module.escrow:
            act = quoted(f"act {module.escrow.released_by}")
            yield f'  {act} -> {quoted(f"escrow {module.name}")} [label="releases"];'


def _node(what: str, package: Package) -> str:
    acts = {milestone.name for milestone in package.milestones}
    return quoted(f"act {what}" if what in acts else what)


def _trigger(trigger: Trigger, package: Package) -> Iterator[str]:
    node = quoted(f"trigger {trigger.name}")
    covers = ", ".join(trigger.covers)
    words = f"{trigger.name}\n{trigger.against}: {covers}\n{_decided(trigger)}"
    yield f"  {node} [shape=octagon, color=firebrick, label={quoted(words)}];"
    length = f" {_length(trigger.pause_months)}" if trigger.does.returns else ""
    label = quoted(f"{trigger.response}s{length} after {trigger.notice_days:g} days")
    yield from _shuts(node, trigger.only, package, label)


def _decided(trigger: Trigger) -> str:
    return f"{trigger.rule} {', '.join(trigger.deciders)}".strip()


def _length(months: Quantity) -> str:
    if months.estimate is not None:
        return f"{months.estimate} months"
    value = months.value if months.value is not None else months.mode
    return f"{value:g} months"


def _end(end: End, package: Package) -> Iterator[str]:
    node = quoted(f"end {end.name}")
    when = f"on {end.on}" if end.on else f"every {end.every_months} months"
    yield f"  {node} [shape=ellipse, color=gray40, label={quoted(f'{end.name}{chr(10)}{when}')}];"
    label = quoted(f"ends after {end.wind_down_days:g} days")
    yield from _shuts(node, end.modules, package, label)


def _shuts(node: str, named: tuple[str, ...], package: Package, label: str) -> Iterator[str]:
    """Dashed arrows to the modules that are shut; none named: all of them."""
    for index, module in enumerate(package.modules):
        if not named or module.name in named:
            first = quoted(f"{module.name}.{module.phases[0].name}")
            yield f"  {node} -> {first} [style=dashed, lhead=cluster_{index}, label={label}];"
