"""Past packages run through the machine with what was done."""

from typing import Annotated

import typer

from detente.commands.door import JsonOption, answer, app


@app.command(epilog="Example: detente replay haiti-1993")
def replay(
    episode: Annotated[
        str,
        typer.Argument(
            metavar="[EPISODE]", help="a past episode, or a folder of one; all if not given"
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """A past package run through the machine: its dates beside those that happened."""
    from detente.answers.replay import episodes_answer, replay_answer
    from detente.case.from_replay import find_episode, replayed_cases

    if episode:
        answer(replay_answer(episode, find_episode(episode)), as_json)
    else:
        answer(episodes_answer(replayed_cases()), as_json)
