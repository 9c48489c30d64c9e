"""The server: a tool for every verb that needs no file of the asker's own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from detente import __version__
from detente.answers import VERBS, Asked, Verb
from detente.answers.signature import plain_type, read, signed
from detente.errors import DetenteError, MissingExtraError
from detente.findings import Findings, as_text

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MOST_DRAWS = 5000
_INSTRUCTIONS = (
    "Design, test and price a settlement before anyone signs it. `case` is the name of a case that "
    "ships, such as alaska-2025, or a case folder. Money is in EUR bn, time in months from "
    "signature. An unknown is an interval: pass it on with the number."
)


def serve() -> None:
    """Answers an assistant until it goes away."""
    make_server().run("stdio")


def make_server() -> "MCPServer":
    """The tools, one a verb."""
    try:
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415  # an extra
    except ImportError:
        raise MissingExtraError("the MCP SDK", "mcp") from None
    server = MCPServer("detente", instructions=_INSTRUCTIONS, version=__version__)
    for verb in VERBS:
        if not verb.local:
            server.add_tool(_tool(verb), verb.name, verb.title, verb.help, structured_output=False)
    return server


def _tool(verb: Verb) -> Callable[..., str]:
    asked = {one.name: one for one in verb.asked if not one.local}

    def answer(**given: Any) -> str:
        words = {name: read(one, given[name]) for name, one in asked.items()}
        try:
            return as_text(_answered(verb, words, given))
        except DetenteError as error:
            from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415  # an extra

            raise ToolError(error.said(verb.parameter)) from None

    shown = {one.name: _annotation(one) for one in asked.values()}
    defaults = {one.name: one.default for one in asked.values() if not one.required}
    defaults |= {name: [] for name in defaults if asked[name].many}
    if verb.needs == "findings":
        words = "a case folder, or the name of one that ships"
        shown = {"case": Annotated[str, Field(description=words)], **shown}
        shown["seed"] = Annotated[int, Field(ge=0, description="same seed, same answer")]
        defaults["seed"] = 1
        if verb.draws:
            words = "draws of the uncertain numbers"
            shown["draws"] = Annotated[int, Field(ge=2, le=MOST_DRAWS, description=words)]
            defaults["draws"] = verb.draws
    return signed(answer, verb, shown, defaults)


def _answered(verb: Verb, words: dict[str, Any], given: dict[str, Any]) -> object:
    if verb.needs == "findings":
        from detente.law.from_case import open_with_law  # noqa: PLC0415  # as late as it is asked for

        found = Findings(open_with_law(given["case"]), given["seed"], given.get("draws", 2))
        return verb.ask(found, **words).data
    if verb.needs == "tell":
        return verb.ask(lambda _: None, **words).data
    return verb.ask(**words).data


def _annotation(asked: Asked) -> Any:
    told = asked.told
    limits = {"ge": told.least, "le": told.most} if asked.kind in (int, float) else {}
    said: dict[str, Any] = {key: value for key, value in limits.items() if value is not None}
    words = f"{told.help}; {told.show}" if told.show else told.help
    return Annotated[plain_type(asked), Field(description=words, **said)]
