"""The worked example of the game: three parties, two gates, a raid, a plan and a strike."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from plain_package import Breach, Flows, Gate, Module, Number, Package, Party, Trigger


def worked_example(number: Callable[[str], Number] = Fraction, **change: Any) -> Package:
    """The package, with some of its numbers changed: `t_cost`, `s_cost`, `prize`, `lapses_after`,
    `raid_schedule`, `release`, `aid_to_s`, `belief`."""
    usual: dict[str, Any] = {
        "t_cost": "3",
        "s_cost": "1",
        "prize": "12",
        "aid_to_s": "-.2",
        "lapses_after": None,
    }
    get = usual | {"raid_schedule": "runs", "release": True, "belief": "party"} | change

    def flows(*of: str) -> Flows:
        return {name: number(x) for name, x in zip("TSP", of, strict=True) if number(x)}

    def many(*of: tuple[str, str, str]) -> tuple[Flows, ...]:
        return tuple(flows(*x) for x in of)

    none = ("0", "0", "0")
    early, oil, bank = ("1", "1.2", "2"), (".8", "-.1", "0"), (".6", "-.1", "0")
    return Package(
        parties=tuple(
            Party(n, number(b)) for n, b in zip("TSP", (".95", ".98", ".97"), strict=True)
        ),
        base=many(early, early, early, ("1", "1.6", "2"), ("1", "1.6", "2")),
        modules=(
            Module("oil", many(none, none, oil, oil, ("1.5", "-.2", "0"))),
            Module("bank", many(none, none, none, bank, bank)),
            Module("aid", many(*[("0", str(get["aid_to_s"]), ".5")] * 5)),
        ),
        gates=(
            Gate("first", 1, {"T": number(get["t_cost"])}, lapses_after=get["lapses_after"]),
            Gate(
                "second",
                2,
                {"S": number(get["s_cost"])},
                releases=("raid",) if get["release"] else (),
            ),
        ),
        breaches=(
            Breach("raid", "T", (number(".4"),), flows("0", ".1", ".6"), number(".5"), "raid"),
            Breach(
                "plan",
                "T",
                (number("-.1"),),
                seen=number(".2"),
                trigger="snap",
                shape="plan",
                takes=3,
                prize=number(str(get["prize"])),
                order=1,
            ),
            Breach(
                "strike",
                "P",
                (number(".4"),),
                flows("1", "0", "0"),
                number(".8"),
                "strike",
                shape="once",
                order=2,
            ),
        ),
        triggers=(
            Trigger(
                name="raid",
                against="T",
                response="pause",
                notice=1,
                rest=2,
                schedule=get["raid_schedule"],
                modules=("oil", "bank"),
                deciders=("S", "P"),
                false_alarm=number(".02"),
            ),
            Trigger("snap", "T", "snap"),
            Trigger("strike", "P", "pause", 0, 2, "stops", ("aid",), deciders=("S",)),
        ),
        ends=number(".01"),
        dated={3: number(".1")},
        lapsed=(flows("4", "10", "12"),),
        snapped=(flows("2", "8", "6"),),
        completed=flows("1", "4", "-5"),
        belief=get["belief"],
    )
