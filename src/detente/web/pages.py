"""What can be looked at: a package, a draft, long work, and files to take away."""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from detente.errors import DetenteError, InputError, Place, Problem
from detente.web.bench import STATIC, Bench, static
from detente.web.conflict import conflict_page
from detente.web.proposals import job_context
from detente.web.saving import load
from detente.web.view import Asked, View, context, of_draft, of_package, page

_LOG = logging.getLogger(__name__)
Shown = Callable[..., Response]


def problems_of(error: DetenteError) -> tuple[Problem, ...]:
    """What went wrong, each with its place, reason and remedy."""
    if isinstance(error, InputError):
        return error.problems
    return (Problem(Place(""), error.reason, error.remedy),)


def unforeseen(error: Exception) -> DetenteError:
    """What no check foresaw, told as a refusal; the log of the server keeps where it arose."""
    _LOG.warning("a request failed", exc_info=error)
    told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return DetenteError(
        f"this cannot be worked out ({told})",
        "nothing was changed: undo the last step, or write the number otherwise",
    )


def complaints(problems: Iterable[Problem]) -> list[dict[str, str | int | None]]:
    """Problems as our own script takes them."""
    return [
        {"place": str(p.place), "line": p.place.line, "reason": p.reason, "remedy": p.remedy}
        for p in problems
    ]


def wants_fragments(request: Request) -> bool:
    """Whether our own script asks, who swaps fragments in place."""
    return request.headers.get("x-workbench") == "fragments"


def pages(bench: Bench) -> APIRouter:
    """The routes that change nothing."""
    routes, show = APIRouter(include_in_schema=False), _Pages(bench)
    shown: dict[str, Shown] = {
        "/": show.first,
        "/package/{name}": show.package,
        "/draft/{name}": show.draft,
        "/conflict/{name}": show.conflict,
        "/job/{name}": show.job,
        "/job/{name}/page": show.job_page,
        "/static/{name}": show.asset,
        "/{kind}/{name}/parts": show.parts,
        "/{kind}/{name}/yaml": show.yaml,
        "/{kind}/{name}/file": show.file,
        "/{kind}/{name}/share": show.share,
    }
    for path, page_shown in shown.items():
        routes.add_api_route(path, page_shown)
    return routes


@dataclass(frozen=True, slots=True)
class _Pages:
    bench: Bench

    def first(self) -> Response:
        return RedirectResponse(f"/package/{self.bench.desk.first}", 303)

    def package(self, name: str, request: Request) -> Response:
        return HTMLResponse(page(of_package(self.bench, name), _asked(request)))

    def draft(self, name: str, request: Request) -> Response:
        return HTMLResponse(page(of_draft(self.bench, name), _asked(request)))

    def conflict(self, name: str) -> Response:
        draft = self.bench.drafts.get(name)
        text, stamp = load(self.bench.desk.folder, draft.package)
        return HTMLResponse(conflict_page(self.bench, draft, text, stamp))

    def parts(self, kind: str, name: str) -> Response:
        """The table of parts; nothing, where the draft moved on while it was worked out."""
        view = self._view(kind, name)

        def wanted() -> bool:
            return view.draft is None or view.draft.now == view.version

        if self.bench.results.parts(view.result, wanted) is None:
            return JSONResponse({"fragments": {}})
        html = self.bench.templates.get_template("parts.html").render(context(view, Asked()))
        return JSONResponse({"fragments": {"parts": html}})

    def yaml(self, kind: str, name: str) -> Response:
        return Response(self._view(kind, name).version.yaml, media_type="text/plain")

    def file(self, kind: str, name: str) -> Response:
        view = self._view(kind, name)
        return _attached(view.version.yaml, f"{view.name}.yaml", "application/yaml")

    def share(self, kind: str, name: str) -> Response:
        view = self._view(kind, name)
        return _attached(_standalone(view), f"{view.name}.html", "text/html")

    def job(self, name: str, request: Request) -> Response:
        told, templates = job_context(self.bench, name), self.bench.templates
        if wants_fragments(request):
            html = templates.get_template("progress.html").render(told)
            return JSONResponse({"state": told["job"].state, "fragments": {"progress": html}})
        return HTMLResponse(templates.get_template("job.html").render(told))

    def job_page(self, name: str) -> Response:
        found = self.bench.jobs.get(name)
        if not found.page:
            raise DetenteError("this work made no page")
        return _attached(found.page, "brief.html", "text/html")

    def asset(self, name: str) -> Response:
        if name not in STATIC:
            return Response(status_code=404)
        return Response(static(name), media_type=STATIC[name])

    def _view(self, kind: str, name: str) -> View:
        if kind not in ("package", "draft"):
            raise DetenteError("there is no such page", "begin at /")
        return of_draft(self.bench, name) if kind == "draft" else of_package(self.bench, name)


def _asked(request: Request) -> Asked:
    query: Any = request.query_params
    return Asked("parts" in query, "yaml" in query, query.get("with", ""))


def _standalone(view: View) -> str:
    """The findings and the text as one file that needs nothing else."""
    style = files("detente.brief").joinpath("style.css").read_text("utf-8")
    own = files("detente.web").joinpath("static", "workbench.css").read_text("utf-8")
    return page(view, Asked(parts=True), "share.html", style=style + own)


def _attached(text: str, name: str, kind: str) -> Response:
    safe = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    heads = {"content-disposition": f'attachment; filename="{safe}"'}
    return Response(text, media_type=kind, headers=heads)
