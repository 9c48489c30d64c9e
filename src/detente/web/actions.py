"""Forms that change something: taken, checked, done, and answered with a page or its fragments."""

from dataclasses import replace
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from detente.errors import DetenteError
from detente.web.bench import Bench
from detente.web.conflict import conflict_page
from detente.web.pages import complaints, problems_of, unforeseen, wants_fragments
from detente.web.saving import Conflict, ReadOnlyError
from detente.web.session import Draft
from detente.web.verbs import VERBS, Form, RefusedError, copy_target
from detente.web.view import Asked, View, fragments, of_draft, page

MOST_FIELDS = 5000


def actions(bench: Bench) -> APIRouter:
    """The routes that change something; each needs the token of this server's own pages."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/do/{verb}")
    async def do(verb: str, request: Request) -> Response:
        form = _form(await request.body())
        if not bench.knows(form.get("token", "")):
            return Response("the form's token is not ours: reload the page\n", 403)
        if verb not in VERBS:
            return Response("no such action\n", 404)
        live = wants_fragments(request)
        return await run_in_threadpool(_done, bench, verb, form, live)

    return routes


def _form(body: bytes) -> Form:
    text = body.decode("utf-8", errors="replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _done(bench: Bench, verb: str, form: Form, live: bool) -> Response:
    """One action on one draft; a draft begins with the first action."""
    draft = _draft(bench, form)
    before = draft.state
    try:
        with draft.lock:
            to = VERBS[verb](bench, draft, form)
        if to is None and live:
            return _fragments(of_draft(bench, draft.id), with_treaty=verb != "edit")
    except Conflict as conflict:
        return _conflict(bench, draft, conflict, live)
    except DetenteError as error:
        return _refused(bench, draft, error, live)
    except OSError:
        raise
    except Exception as error:  # told on the page, with its reason
        draft.back_to(before)
        return _refused(bench, draft, unforeseen(error), live)
    url = to or f"/draft/{draft.id}"
    return JSONResponse({"go": url}) if live else RedirectResponse(url, 303)


def _draft(bench: Bench, form: Form) -> Draft:
    if form.get("draft"):
        return bench.drafts.get(form["draft"])
    name = form.get("package", "")
    version, stamp = bench.desk.shown(name, form.get("stamp", ""))
    return bench.drafts.new(name, version, stamp)


def _fragments(view: View, *, with_treaty: bool) -> Response:
    moved = {d.control: d.before for d in view.differences if d.control}
    html = fragments(view, Asked(), with_treaty=with_treaty)
    known = {"url": view.url, "draft": view.draft.id if view.draft else "", "stamp": view.stamp}
    return JSONResponse({**known, "fragments": html, "was": moved})


def _refused(bench: Bench, draft: Draft, error: DetenteError, live: bool) -> Response:
    asked = error.asked if isinstance(error, RefusedError) else Asked(problems=problems_of(error))
    if isinstance(error, ReadOnlyError):
        asked = replace(asked, copy_to=copy_target(bench))
    if not live:
        return HTMLResponse(page(of_draft(bench, draft.id), asked), 422)
    told = complaints(asked.problems)
    known = {"url": f"/draft/{draft.id}", "draft": draft.id, "copy": asked.copy_to}
    return JSONResponse({**known, "problems": told}, 422)


def _conflict(bench: Bench, draft: Draft, conflict: Conflict, live: bool) -> Response:
    if live:
        return JSONResponse({"go": f"/conflict/{draft.id}"})
    return HTMLResponse(conflict_page(bench, draft, conflict.text, conflict.stamp), 409)
