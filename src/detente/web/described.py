"""The description of the API, with the schema of every answer; made when it is asked for.

Packages and parties of the case are listed as the values that their parameters take.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from detente.answers import VERBS
from detente.case import Case

_HOME = "#/components/schemas/"


def described(app: FastAPI, case: Case) -> dict[str, Any]:
    """OpenAPI for everything under /api, as the case stands; all but its names is kept."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    names = {"package": [*case.packages], "party": [*case.world.parties]}
    return _listed(deepcopy(app.openapi_schema), names)


def _listed(made: dict[str, Any], names: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The same with the case's names as the values of the parameters that are called so."""
    for path in made["paths"].values():
        for question in path.values():
            for asked in question.get("parameters", ()):
                if asked["in"] == "query" and asked["name"] in names:
                    asked["schema"].pop("default", None)  # left out: the help says what then
                    asked["schema"] |= {"type": "string", "enum": [*names[asked["name"]]]}
    return made


def _made(app: FastAPI) -> dict[str, Any]:
    from detente.answers.shapes import schema_of  # noqa: PLC0415  # enters every room

    made = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for verb in VERBS:
        path = made["paths"].get(f"/api/{verb.name}")
        if path is not None:
            body = _at_home(schema_of(verb.name), verb.name)
            made["components"]["schemas"] |= {
                f"{verb.name}.{name}": clause for name, clause in body.pop("$defs", {}).items()
            }
            (question,) = path.values()
            question["responses"]["200"]["content"]["application/json"]["schema"] = body
    return made


def _at_home(node: Any, verb: str) -> Any:
    """The same schema with its references to where the description keeps them."""
    if isinstance(node, list):
        return [_at_home(one, verb) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _at_home(value, verb) for key, value in node.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/$defs/", f"{_HOME}{verb}.")
    return found
