"""The same verbs for an analyst's assistant: tools of the Model Context Protocol, over stdio.

`detente mcp` starts the server; it reads cases by name or folder, writes nothing, and asks no
network. It needs the extra `mcp` (the official SDK).
"""

from detente.mcp.server import make_server, serve

__all__ = ["make_server", "serve"]
