"""What the charts of pages need: a style sheet and a script, kept by browsers until they change."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from clearbar.model.estimate import Answer
from clearbar.web.bridge import pictures
from clearbar.web.bridge.pictures import Fragment
from clearbar.web.people.access import public

KINDS = {"style.css": ("style", "text/css"), "script.js": ("script", "text/javascript")}
YEAR = 365 * 24 * 3600


@public
def chart_part(request: HttpRequest, stamp: str, name: str) -> HttpResponse:
    """The style sheet or the script of charts. It holds nothing of anybody."""
    if name not in KINDS or stamp != pictures.stamp():
        raise Http404
    which, kind = KINDS[name]
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    body = pictures.packed(which) if packs else {"style": pictures.style, "script": pictures.script}[which]()
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Vary"] = "Accept-Encoding"
    if packs:
        response["Content-Encoding"] = "gzip"
    return response


def untold(answer: Answer, fragment: Fragment | None) -> list[str]:
    """What must be known of an answer and does not stand in its part of the page: that something is withheld."""
    if fragment is None:
        return list(answer.notes)
    said = unescape(re.sub("<[^>]*>", "", str(fragment.html)))
    return [note for note in answer.notes if "withheld" in note and note.rstrip(".") not in said]


def with_charts(*fragments: Fragment | None) -> dict[str, Any]:
    """What a page with these parts needs besides them; nothing where none of them has a chart."""
    drawn = [one for one in fragments if one is not None and one.drawings]
    return {"charts": pictures.fragment_data(drawn), "stamp": pictures.stamp()} if drawn else {}
