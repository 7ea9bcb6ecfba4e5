"""Problems: every refusal of the API in one shape, application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

MEDIA = "application/problem+json"


@dataclass(frozen=True)
class Reason:
    """One fault of a request: where, what, and what to do about it."""

    place: str
    reason: str
    hint: str = ""


class ReasonOut(Schema):
    """One fault of a request."""

    place: str = Field(description="where it stands: body.marks[0].level, query.limit, header.idempotency-key")
    reason: str = Field(description="what is wrong")
    hint: str = Field(description="what to do about it; may be empty")


class ProblemOut(Schema):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(description="address of what is said about this kind of problem")
    title: str
    status: int
    detail: str
    errors: list[ReasonOut]


KINDS: Mapping[str, tuple[int, str, str]] = {
    "malformed": (400, "The request cannot be read", "The body is no JSON, or says something twice."),
    "question": (400, "This cannot be asked", "A measure, a filter or an option is not as its page says."),
    "token": (401, "A token is needed", "Send `Authorization: Bearer` with a token that has not ended."),
    "right": (403, "The token may not do this", "It lacks a right, or what it asks for is outside of its scope."),
    "missing": (404, "There is nothing here", "The address is mistyped, what it showed is gone, or it is not yours."),
    "method": (405, "This address does not take that method", "The header `Allow` says which it takes."),
    "conflict": (409, "This contradicts what is known", "An id is unknown, or known with other content."),
    "size": (413, "The body is too large", "Send less at once; the limit stands in the description."),
    "media": (415, "The body must be JSON", "Send `Content-Type: application/json`."),
    "invalid": (422, "The request is not as described", "Each fault is told with its place."),
    "reused": (422, "This Idempotency-Key was used for something else", "Take a new key for a new request."),
    "rate": (429, "Too many requests", "The header `Retry-After` says after how many seconds to try again."),
    "broken": (500, "Something broke on our side", "Nothing was kept. Please try again."),
}
"""Kind → status, title and what to do."""


class Problem(Exception):
    """A refusal. `kind` is one of KINDS."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        reasons: Sequence[Reason] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.reasons, self.headers = kind, detail, tuple(reasons), dict(headers or {})

    def response(self) -> HttpResponse:
        """The answer that tells it."""
        status, title, todo = KINDS[self.kind]
        said = {
            "type": f"/api/#problem-{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail or todo,
            "errors": [vars(one) for one in self.reasons],
        }
        return HttpResponse(json.dumps(said), status=status, content_type=MEDIA, headers=self.headers)
