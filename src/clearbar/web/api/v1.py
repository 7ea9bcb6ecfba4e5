"""Version 1 of the API, and how its operations are declared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from clearbar.web.api import strict
from clearbar.web.api.door import MOST_BYTES, Token
from clearbar.web.api.problems import KINDS, MEDIA, Problem, ProblemOut, Reason
from clearbar.web.api.rights import Right

DESCRIPTION = f"""The same reads and writes as the pages, for programs.

Every request needs a token: `Authorization: Bearer …`. A token has rights, and acts in the scope of one person or for
the house; what the pages withhold is withheld here. Bodies are JSON in UTF-8 of at most {MOST_BYTES:,} bytes; unknown
fields, keys that stand twice and NaN are refused. A POST with the header `Idempotency-Key` is done once, however often
it is sent within a week. Lists come in pages: send `next` as `cursor` until it is null; their order says nothing.
Each refusal is `application/problem+json`, with the place of each fault."""

_NAMED = re.compile(r"\"#/components/schemas/(\w+)\"")
_REF = "#/components/schemas/{model}"


class Api(NinjaAPI):
    """An API whose description knows the shape of problems."""

    def get_openapi_schema(self, **further: Any) -> Any:
        """The description (OpenAPI 3.1)."""
        schema = super().get_openapi_schema(**further)
        problem = ProblemOut.model_json_schema(ref_template=_REF)
        shapes = schema["components"]["schemas"]
        shapes |= {**problem.pop("$defs"), "Problem": problem}
        named = _named(schema["paths"], shapes)
        schema["components"]["schemas"] = {name: shape for name, shape in shapes.items() if name in named}
        return schema


def _named(said: Any, shapes: dict[str, Any]) -> set[str]:
    """The shapes that are named, by what is said or by one of them. Of queries only the fields are told."""
    found: set[str] = set()
    new = set(_NAMED.findall(json.dumps(said)))
    while new:
        found |= new
        new = {name for one in new for name in _NAMED.findall(json.dumps(shapes[one]))} - found
    return found


v1 = Api(
    title="Clearbar",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)

F = TypeVar("F", bound=Callable[..., Any])

_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A text of your own that is new for each new request. Sent again, it gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}


class Strict(Parser):
    """Bodies by `strict`."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The data of the body."""
        return strict.read(request.body)


v1.parser = Strict()


def get(path: str, right: Right, tag: str, answer: Any, *, refuses: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Declares a reading operation."""
    return _declared("GET", path, right, tag, {200: answer}, refuses)


def post(path: str, right: Right, tag: str, answer: Any, *, refuses: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Declares a writing operation, which is done once for each Idempotency-Key."""
    kinds = ("malformed", "size", "media", "reused", *refuses)
    return _declared("POST", path, right, tag, {201: answer}, kinds, [_KEY])


def _declared(
    method: str, path: str, right: Right, tag: str, answers: dict[int, Any], kinds: tuple[str, ...],
    parameters: list[dict[str, Any]] | None = None,
) -> Callable[[F], F]:  # fmt: skip
    token = Token(right)
    always = ("token", "right", "invalid", "rate", "missing")
    extra = {
        "responses": _refusals((*always, *kinds)),
        "x-right": right.value,
        **({"parameters": parameters} if parameters else {}),
    }

    def declared(function: F) -> F:
        name = "".join(part.title() for part in function.__name__.split("_"))
        register = v1.api_operation(
            [method], path, auth=token, response=answers, tags=[tag], openapi_extra=extra,
            operation_id=name[0].lower() + name[1:], summary=_summary(function),
        )  # fmt: skip
        register(function)
        token.names = _names(function)
        return function

    return declared


def _names(function: Callable[..., Any]) -> frozenset[str]:
    models = function._ninja_operation.models  # type: ignore[attr-defined]
    return frozenset(
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", model.model_fields)
    )


def _summary(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", " ").capitalize()


def _refusals(kinds: tuple[str, ...]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for kind in kinds:
        status, title, _ = KINDS[kind]
        if status in found:
            found[status]["description"] += f", or: {title[0].lower()}{title[1:]}"
            continue
        found[status] = {
            "description": title,
            "content": {MEDIA: {"schema": {"$ref": _REF.format(model="Problem")}}},
        }
    return found


@v1.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Any) -> HttpResponse:
    del request
    answer: HttpResponse = problem.response()
    return answer


@v1.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: Any) -> HttpResponse:
    del request
    return Problem("invalid", reasons=[_reason(one) for one in fault.errors[:50]]).response()


@v1.exception_handler(HttpError)
def _unreadable(request: HttpRequest, fault: Any) -> HttpResponse:
    """A body that is no JSON. Ninja tells no more; so it is read once more for the reason."""
    try:
        strict.read(request.body)
    except strict.NotStrict as why:
        return Problem("malformed", reasons=[Reason("body", str(why))]).response()
    raise fault


@v1.exception_handler(Exception)
@v1.exception_handler(Http404)
@v1.exception_handler(PermissionDenied)
def _further(request: HttpRequest, fault: Any) -> NoReturn:
    """All else is told at the door."""
    del request
    raise fault


_HINTS = {
    "missing": "it is needed",
    "extra_forbidden": "the description lists all fields that there are",
    "string_pattern_mismatch": "the description says which letters it may have",
}


def _reason(fault: dict[str, Any]) -> Reason:
    source, *steps = [str(one) for one in fault["loc"]]
    if source == "body" and steps:
        steps = steps[1:]  # the name of the argument, which only we know
    place = source
    for step in steps:
        place += f"[{step}]" if step.isdecimal() else f".{step[:80]}"
    return Reason(place, str(fault["msg"]), _HINTS.get(str(fault["type"]), ""))
