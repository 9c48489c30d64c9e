"""The assistants' server, spoken to over stdio as an assistant would."""

import asyncio
import json
import sys

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import TextContent

from mcp import Client


def asked(name: str, **words: object) -> tuple[bool, str]:
    """One call of one tool: whether it failed, and the text that came back."""

    async def ask() -> tuple[bool, str]:
        server = StdioServerParameters(command=sys.executable, args=["-m", "detente", "mcp"])
        async with Client(stdio_client(server)) as client:
            found = await client.call_tool(name, words)
            [said] = found.content
            assert isinstance(said, TextContent)
            return bool(found.is_error), said.text

    return asyncio.run(ask())


def test_a_question_is_answered_as_on_the_command_line():
    failed, text = asked("law", measure="eu-833", on="2025-08-16")
    assert not failed
    assert "eu-833" in json.dumps(json.loads(text))


def test_a_mistake_is_told_with_its_remedy():
    failed, text = asked("check", case="alaska-2026")
    assert failed
    assert 'did you mean "alaska-2025"?' in text
