"""What is wrong with a replay is said with its place, the reason and what to do."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from detente.case.from_folder import shipped_episodes
from detente.case.from_replay import find_episode
from detente.errors import InputError
from detente.machine.agreement import replayed

HAITI = shipped_episodes()["episodes/haiti-1993"]
BREACH = "{on: 1993-10-11, party: HT, does: breaches, what: obstruction,"
PULL = "{on: 1993-10-13, party: UN, does: pulls, what: good-faith, days: 5,"
REFUSED = [
    (
        (BREACH, BREACH.replace("1993-10-11", "1993-08-01")),
        "replay.yaml:8: events[0].on: 1993-08-01 is before signature on 1993-08-27; "
        "give a later day, or leave the event out",
    ),
    (
        (BREACH, BREACH.replace("1993-10-11", "1993-02-30")),
        "replay.yaml:8: events[0].on: 1993-02-30 is no day of the calendar; write it as 2025-08-16",
    ),
    (
        (PULL, PULL.replace("good-faith", "good-fait")),
        'replay.yaml:10: events[1].what: no trigger "good-fait"; did you mean "good-faith"?',
    ),
    (
        (PULL, PULL.replace("does: pulls", "does: ends")),
        'replay.yaml:10: events[1].what: no end "good-faith"; there is: council-ends-it',
    ),
    (
        (BREACH, BREACH.replace("party: HT", "party: AR")),
        'replay.yaml:8: events[0].what: no breach "obstruction"; none is declared',
    ),
    (
        (BREACH, BREACH.replace("does: breaches", "does: perform")),
        'replay.yaml:8: events[0].does: "perform" is not a choice; did you mean "performs"?',
    ),
    (
        (PULL, PULL.replace("days: 5", "days: -3")),
        "replay.yaml:10: events[1].days: must be at least 0, not -3; change it, or its unit",
    ),
    (
        (PULL, PULL.replace("on: 1993-10-13, ", "")),
        "replay.yaml:10: events[1]: an omission (lets-lapse) has no day of its own, any other act "
        "has one; mend on or does",
    ),
    (
        (BREACH, f"{BREACH} days: 3,"),
        'replay.yaml:8: events[0]: "breaches" sets no clock; take days out',
    ),
    (
        ("of: embargo.suspended", "of: embargo.ended"),
        'replay.yaml:12: happened[0].of: no phase "embargo.ended"; '
        'did you mean "embargo.suspended"?',
    ),
    (
        ("of: good-faith, days: 7", "of: good-faith, on: 1993-10-18"),
        'replay.yaml:15: happened[3]: "answered" is a length; write it as days: 52',
    ),
    (
        ("package: governors-island", "package: governor-island"),
        'replay.yaml:4: package: no package "governor-island"; did you mean "governors-island"?',
    ),
    (
        ("  ended: 1993-10-18\n", "  ended: 1993-10-18\n  alive_until: 1993-10-18\n"),
        "replay.yaml:16: outcome: stood to a day or ended on one; give alive_until or ended",
    ),
    (
        ("format: detente/replay/1", "format: detente/replay/9"),
        "replay.yaml:1: is no replay; begin it with format: detente/replay/1",
    ),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_replay_is_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    folder = tmp_path / "haiti"
    shutil.copytree(HAITI, folder)
    file, (old, new) = folder / "replay.yaml", change
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InputError) as refused:
        replayed("haiti", folder)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("hayti-1993", 'did you mean "haiti-1993"?'),
        ("episodes/hayti-1993", 'did you mean "haiti-1993"?'),
        ("barbados-2023", "has no replay.yaml"),
    ],
)
def test_an_unknown_episode_is_answered_with_the_nearest(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        find_episode(name)


def test_the_command_ends_with_2_and_prints_nothing_else() -> None:
    words = [sys.executable, "-m", "detente", "replay", "hayti-1993"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hayti-1993: ")
