"""What an installed detente is asked from a folder that is not a checkout."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from tools.trials.environment import Environment, FailedError, said

CASE = "barbados-2023"
_CHECK = f"import detente; assert detente.open({CASE!r}).check().data"


def helps(there: Environment, folder: Path) -> None:
    """`--help` names the commands."""
    _needs("brief" in said([str(there.detente), "--help"], folder), "--help names no brief")


def checks(there: Environment, folder: Path) -> None:
    """`check` finds the flaws of a case that ships."""
    found = json.loads(said([str(there.detente), "check", CASE, "--json"], folder))
    _needs(bool(found["packages"]), "check names no package")


def holds(there: Environment, folder: Path) -> None:
    """`hold` plays the game, with few draws."""
    words = [str(there.detente), "hold", CASE, "--draws", "20", "--json"]
    _needs(bool(json.loads(said(words, folder))), "hold says nothing")


def imports(there: Environment, folder: Path) -> None:
    """`import detente` asks the same in Python."""
    said([str(there.python), "-c", _CHECK], folder)


def briefs(there: Environment, folder: Path) -> None:
    """`brief` writes the page and its result."""
    out = folder / "a brief"
    said([str(there.detente), "brief", CASE, "--draws", "20", "--out", str(out)], folder)
    missing = [name for name in ("brief.html", "brief.json") if not (out / name).is_file()]
    _needs(not missing, f"brief wrote no {', '.join(missing)}")


def assists(there: Environment, folder: Path) -> None:
    """`mcp` answers one question over stdio (extra mcp)."""
    with subprocess.Popen(  # noqa: S603  # ours
        [str(there.detente), "mcp"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            talk = Talk(server.stdin, server.stdout)
            talk.ask("initialize", 1, {**_CLIENT, "capabilities": {}})
            talk.tell({"method": "notifications/initialized"})
            found = talk.ask("tools/call", 2, {"name": "check", "arguments": {"case": CASE}})
        finally:
            server.kill()
    _needs(not found.get("isError"), f"mcp: {found}")
    _needs("packages" in found["content"][0]["text"], "mcp: check names no package")


SMOKE: tuple[Callable[[Environment, Path], None], ...] = (helps, checks, holds, imports)
_CLIENT = {
    "protocolVersion": "2025-06-18",
    "clientInfo": {"name": "trial", "version": "1"},
}


class Talk:
    """JSON-RPC with a server, a line a message."""

    def __init__(self, into: IO[str] | None, out: IO[str] | None) -> None:
        if into is None or out is None:
            raise FailedError("mcp: the server cannot be spoken to")
        self.into, self.out = into, out

    def tell(self, words: dict[str, Any]) -> None:
        """Sends a message."""
        self.into.write(json.dumps({"jsonrpc": "2.0", **words}) + "\n")
        self.into.flush()

    def ask(self, method: str, number: int, words: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request; notices between are passed over."""
        self.tell({"id": number, "method": method, "params": words})
        for line in self.out:
            message: dict[str, Any] = json.loads(line)
            if message.get("id") == number:
                _needs("result" in message, f"mcp: {method}: {message.get('error')}")
                result: dict[str, Any] = message["result"]
                return result
        raise FailedError(f"mcp: {method}: the server ended without an answer")


def _needs(true: bool, otherwise: str) -> None:
    if not true:
        raise FailedError(otherwise)
