"""What a reader must know before he believes a verdict: all of it at the mode, but for shares."""

from collections.abc import Iterator

import numpy as np

from detente.incentives.escrow import never_handed_over
from detente.incentives.model import Bools, Hold
from detente.incentives.profiles import obliged
from detente.incentives.reference import EXTRA_MONTHS, solve
from detente.machine.model import Machine
from detente.machine.widest import shared


def caveats(machine: Machine, hold: Hold) -> Iterator[str]:
    """Where the game was not plain sailing, and what of the package it does not follow."""
    yield from _equilibria(hold)
    unsettled = 1 - hold.settled.mean()
    if unsettled:
        yield (
            f"in {unsettled:.1%} of draws the choices of the last phase never settle: "
            f"their values are those of a package that lasts {EXTRA_MONTHS} months more"
        )
    yield from _when_reduced(hold)
    yield from never_handed_over(machine)
    yield from _counted_once(machine)
    written, played = machine.package.horizon_months, machine.horizon
    if played > written:
        yield (
            f"played for {played} months, not {written} as horizon_months has it: "
            f"{_last_dated(machine)} comes after that"
        )
    for guarantee in machine.package.guarantees:
        end, last = guarantee.ends_month, machine.horizon
        if end is not None and end > last:
            yield (
                f'guarantee "{guarantee.name}" ends in month {end}; the last month of the game, '
                f"{last}, goes on for ever, and the guarantee with it"
            )


def _counted_once(machine: Machine) -> Iterator[str]:
    """Measures that several modules open."""
    for valves in shared(machine):
        opened = [machine.valves[v] for v in sorted(valves)]
        yield (
            f'measure "{opened[0].measure}" is opened by {" and ".join(v.module for v in opened)}: '
            "it stands as open as the widest of them, and counts once"
        )


def _last_dated(machine: Machine) -> str:
    """What has the last date of all, by name and month."""
    package = machine.package
    passed = [(package.month_of(e.on), f'end "{e.name}"') for e in package.ends if e.on]
    passed += [(g.ends_month, f'the end of "{g.name}"') for g in package.guarantees if g.ends_month]
    month, name = max(pair for pair in passed if pair[0] <= machine.horizon)
    return f"{name}, in month {month},"


def _equilibria(hold: Hold) -> Iterator[str]:
    count = hold.played.equilibria[0]
    several, none = _months(count > 1), _months(count == 0)
    if several:
        yield (
            f"several equilibria at {several}: the one with the fewest breaches is taken; "
            f"with the most breaches the package is worth {_range(hold)}"
        )
    if none:
        yield f"no pure equilibrium at {none}: the profile with least regret is taken"


def _range(hold: Hold) -> str:
    """By party, the value at signature if always the equilibrium with most breaches is played."""
    dark, light = solve(hold.game, darkest=True).value[0, 0], hold.played.value[0, 0]
    moved = [i for i in range(len(dark)) if abs(dark[i] - light[i]) >= 0.005]
    told = [f"{hold.game.parties[i]} {dark[i]:.1f} instead of {light[i]:.1f}" for i in moved]
    return f"{', '.join(told)} EUR bn" if told else "the same to everybody"


def _when_reduced(hold: Hold) -> Iterator[str]:
    """Whoever complies in the whole package, but not once modules are shut for good.

    Where more is shut than need be for that, nothing is said again.
    """
    told: list[tuple[frozenset[str], int]] = []
    for game, played in zip(hold.game.reduced, hold.played.reduced, strict=True):
        gone, words = frozenset(game.gone), []
        for i in obliged(hold.game):
            months = (played.slack[0, :, i] < 0) & (hold.played.slack[0, :, i] >= 0)
            known = any(party == i and less <= gone for less, party in told)
            if months.any() and not known:
                told.append((gone, i))
                words.append(f"{game.parties[i]} at {_months(months)}")
        if words:
            shut = ", ".join(game.gone)
            yield f"once {shut} is shut for good, complying no longer pays {' and '.join(words)}"


def _months(mask: Bools) -> str:
    months = np.flatnonzero(mask)
    if not len(months):
        return ""
    if len(months) == 1:
        return f"month {months[0]}"
    return f"months {months[0]} to {months[-1]} ({len(months)} of {len(mask)})"
