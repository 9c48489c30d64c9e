"""The server: this computer only, one case, and a page that opens by itself."""

import ctypes
import gc
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from detente.errors import DetenteError, InputError, Place, Problem
from detente.web.actions import actions
from detente.web.api import api, told
from detente.web.bench import Bench, make_bench
from detente.web.described import described
from detente.web.desk import Desk
from detente.web.pages import complaints, pages, problems_of, unforeseen, wants_fragments
from detente.web.safety import App, Guard, Message, Receive, Scope, Send

HOST = "127.0.0.1"
M_ARENA_MAX = -8  # of malloc.h
MOST_TRIES = 100  # ports looked at beyond the one asked for


def make_app(bench: Bench, port: int) -> Guard:
    """The whole application for one bench, guarded for one port."""
    app = FastAPI(
        title="detente",
        description="Design, test and price a settlement before anyone signs it.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(api(bench))
    app.openapi = lambda: described(app, bench.desk.case)  # type: ignore[method-assign]
    app.include_router(pages(bench))
    app.include_router(actions(bench))
    app.add_exception_handler(DetenteError, lambda request, error: _said(bench, request, error))
    app.add_exception_handler(OSError, lambda request, error: _said(bench, request, error))
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, lambda request, error: _lost(bench, request, error))
    app.add_middleware(_Answering, bench=bench)
    return Guard(app, (f"{HOST}:{port}", f"localhost:{port}"))


def serve(desk: Desk, port: int, browser: bool, tell: Callable[[str], None]) -> None:
    """Serves a case until it is stopped."""
    _keep_small()
    bench = make_bench(desk)
    listening = free_port(port)
    taken = listening.getsockname()[1]
    if taken != port:
        tell(f"port {port} is taken; this is {taken}")
    tell(f"working out {desk.first}, {desk.draws:,} draws")
    bench.warm()
    gc.collect()
    gc.freeze()  # or what never changes is gone through again while somebody waits for a figure
    url = f"http://{HOST}:{taken}/"
    settings = uvicorn.Config(
        make_app(bench, taken),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    tell(f"{url} shows {desk.case.world.title}; Ctrl-C ends it")
    if browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    try:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(settings).run(sockets=[listening])
    finally:
        bench.close()
        listening.close()
    tell("stopped; drafts that were not saved are gone")


def _keep_small() -> None:
    """Threads share what the C library keeps for them, or each keeps arrays of its own: 60 MiB."""
    with suppress(OSError, AttributeError, TypeError):  # not the GNU library: nothing to tell
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def free_port(wanted: int) -> socket.socket:
    """A socket that listens on this computer alone, at a port or the next free one."""
    for port in range(wanted, min(wanted + MOST_TRIES, 65_536)):
        # Named as TCP, or asyncio lets small answers wait for a packet to fill.
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            found.bind((HOST, port))
            found.listen(128)
        except OSError:
            found.close()
            continue
        return found
    raise DetenteError(f"no port is free from {wanted} on", "give another", option="port")


@dataclass(frozen=True, slots=True)
class _Answering:
    """What no handler foresaw is answered too, with its reason and not with 500."""

    app: App
    bench: Bench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if begun:
                raise  # half an answer is out: nothing can be said any more
            await _said(self.bench, Request(scope), error)(scope, receive, send)


def _said(bench: Bench, request: Request, error: Exception) -> Response:
    """What a person can mend, as a page or as JSON."""
    if isinstance(error, OSError):
        reason = f"a file cannot be read or written ({error.strerror or error})"
        error = InputError([Problem(Place(str(error.filename or "")), reason, "check the folder")])
    if not isinstance(error, DetenteError):
        error = unforeseen(error)
    problems = problems_of(error)
    if request.url.path.startswith("/api/"):
        return told(problems, 422 if isinstance(error, InputError) else 400)
    if wants_fragments(request):
        return JSONResponse({"problems": complaints(problems)}, 422)
    html = bench.templates.get_template("problem.html").render(list=problems)
    return HTMLResponse(html, 404)


def _lost(bench: Bench, request: Request, error: Exception) -> Response:
    """No such page, or no such method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    heads = error.headers if isinstance(error, HTTPException) else None
    reason = "there is no such page" if status == 404 else "this page is not asked for like that"
    problems = (Problem(Place(""), reason, "begin at /"),)
    if request.url.path.startswith("/api/"):
        return told(problems, status, heads)
    html = bench.templates.get_template("problem.html").render(list=problems)
    return HTMLResponse(html, status, heads)


def _malformed(_: Request, error: Exception) -> Response:
    """A request to the API that does not fit its description."""
    details = error.errors() if isinstance(error, RequestValidationError) else ()
    problems = [
        Problem(
            Place(".".join(map(str, detail["loc"]))), str(detail["msg"]), "see /api/openapi.json"
        )
        for detail in details
    ]
    return told(tuple(problems), 422)
