"""Who may ask: this computer's own browser, from this page, and nothing that is too long."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 2_000_000  # of a request; a case file has at most one million
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses what did not come from a page of this server; adds the headers to what did.

    The Host check keeps out a stranger's name that resolves to this computer (DNS rebinding), the
    Origin check another site's forms; every edit carries a token besides.
    """

    app: App
    hosts: tuple[str, ...]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                return
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(with_headers, *refusal)
            return
        body = await _body(receive) if scope["method"] not in _SAFE else b""
        if body is None:
            await _refuse(with_headers, 413, "too long: a request has at most 2 MB")
            return
        await self.app(scope, _once(body, receive), with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        heads = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        if [name for name, _ in scope["headers"]].count(b"host") != 1:
            return 400, "one Host header, please"
        if heads["host"].lower() not in self.hosts:
            return 421, "this server answers to 127.0.0.1 and localhost only"
        same = {f"http://{host}" for host in self.hosts}
        if "origin" in heads and heads["origin"].lower() not in same:
            return 403, "this request comes from another site"
        site, mode = heads.get("sec-fetch-site", "none"), heads.get("sec-fetch-mode", "")
        link = scope["method"] in _SAFE and mode == "navigate"
        if site not in ("none", "same-origin") and not link:
            return 403, "this request comes from another site"
        length = heads.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "too long: a request has at most 2 MB"
        return None


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None where it is longer than it may be."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(chunks)
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MOST_BYTES:
            return None
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)


def _once(body: bytes, receive: Receive) -> Receive:
    """The body as one message, and then whatever comes."""
    waiting = [body]

    async def told() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return told


async def _refuse(send: Send, status: int, words: str) -> None:
    heads = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": heads})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})
