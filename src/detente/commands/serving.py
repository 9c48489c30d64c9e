"""The workbench."""

from typing import Annotated

import typer

from detente.commands.door import CaseArgument, DrawsOption, SeedOption, app, tell, tell_notes


@app.command(epilog="Example: detente serve alaska-2025 --no-browser")
def serve(
    case: CaseArgument,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65_535, help="the next free one if it is taken")
    ] = 8620,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="don't open the page by itself")
    ] = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """The workbench: a package read like a treaty, its numbers as handles; this computer only."""
    from detente.web.app import serve as run
    from detente.web.desk import open_desk

    desk = open_desk(case, draws, seed)
    tell_notes(desk.case)
    run(desk, port, browser=not no_browser, tell=tell)
