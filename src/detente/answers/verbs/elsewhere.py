"""The law behind the valves, what became of others like it, and past packages run again."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from detente.answers.verb import Draws, Package, Seed, Tell, Told, verb

if TYPE_CHECKING:
    from detente.answers.model import Answer
    from detente.findings import Findings

# Words of `detente.durability.traits`, said again because that room is too heavy for the help;
# a test holds the two together.
_CLASS = (
    "full | partial | process peace agreement (UCDP); treaty | truce | victory ending a civil war "
    "(Fortna); relief from sanctions (our catalogue); or the id of a class"
)
_PEACEKEEPERS = "yes | no: provided for in the text (UCDP), or on the ground at the time (Fortna)"

Class = Annotated[str, Told(_CLASS, show="VALUE", option="class")]
War = Annotated[str, Told("civil | between-states; both if not given", show="VALUE")]
Over = Annotated[str, Told("government | territory | both (UCDP)", show="VALUE")]
Peacekeepers = Annotated[str, Told(_PEACEKEEPERS, show="VALUE")]
ThirdParty = Annotated[
    str, Told("yes | no: signed, brokered or guaranteed by one (UCDP)", show="VALUE")
]
Commission = Annotated[
    str, Told("yes | no: a commission to oversee implementation (UCDP)", show="VALUE")
]
Ceasefire = Annotated[
    str, Told("yes | no: the text itself holds the ceasefire (UCDP)", show="VALUE")
]
Sender = Annotated[
    str, Told("EU | UN | US | several: who opened the relief (our catalogue)", show="VALUE")
]


@verb("Law", "law --on 2025-08-16 --measure eu-833", draws=None)
def law(
    on: Annotated[
        date | None, Told("the day, as 2025-08-16; today if not given", show="DATE")
    ] = None,
    measure: Annotated[str, Told("one measure; all if not given", show="NAME")] = "",
    veto: Annotated[
        str, Told("only what this member can stop alone, such as EU:HU", show="MEMBER")
    ] = "",
) -> "Answer":
    """Who may ease, re-impose or renew a measure on a day, by which vote."""
    from detente.answers.law import law_answer
    from detente.law import load_law

    return law_answer(load_law(), on or date.today(), measure, veto)


@verb("Episodes", "replay haiti-1993", draws=None)
def replay(
    episode: Annotated[
        str,
        Told(
            "an episode that ships, or a folder; all that ship if not given",
            show="[EPISODE]",
            by_place=True,
            own=True,
        ),
    ] = "",
) -> "Answer":
    """A past package run through the machine: its dates beside those that happened."""
    from detente.answers.replay import episodes_answer, replay_answer
    from detente.case.from_replay import find_episode, replayed_cases

    if episode:
        return replay_answer(episode, find_episode(episode))
    return episodes_answer(replayed_cases())


@verb("History", "history --class treaty --war civil --peacekeepers yes", draws=None)
def history(
    name: Class = "",
    war: War = "",
    over: Over = "",
    peacekeepers: Peacekeepers = "",
    third_party: ThirdParty = "",
    commission: Commission = "",
    ceasefire: Ceasefire = "",
    sender: Sender = "",
) -> "Answer":
    """What became of settlements elsewhere: the outside view, its size and its caveats.

    Survival is a probability, after years; a trait that is not given does not narrow the class.
    """
    from detente.answers.history import history_answer

    traits = {
        "war": war,
        "over": over,
        "peacekeepers": peacekeepers,
        "third-party": third_party,
        "commission": commission,
        "ceasefire": ceasefire,
        "sender": sender,
    }
    return history_answer(name, {trait: value for trait, value in traits.items() if value})


@verb(
    "The game and history",
    "history --case alaska-2025 --class treaty",
    of="history",
    by="case",
    draws=400,
    case=Told("pool this case's game with the class", show="CASE"),
    also=history,
)
def pooled(findings: "Findings", package: Package = "", **asked: str) -> "Answer":
    """Survival by the game and by history put together, at every weight of the two."""
    from detente.answers.pooled import pooled_answer

    name = asked.pop("name", "")
    traits = {trait.replace("_", "-"): value for trait, value in asked.items() if value}
    return pooled_answer(findings, package, name, traits)


@verb("Past forecasts", "history --backtest", of="history", by="backtest", draws=None)
def backtest(tell: Tell, seed: Seed = 1, draws: Draws = 400) -> "Answer":
    """What the game says of past packages, and its score."""
    from detente.answers.backtest import backtest_answer

    return backtest_answer(seed, draws, tell)
