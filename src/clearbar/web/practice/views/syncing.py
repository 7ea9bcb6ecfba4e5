"""What phones send later, and the service worker that shows pages without a network."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.web.ledger import sync as ledger
from clearbar.web.people.access import Asked, allowed, public


@allowed()
@never_cache
def sync(request: Asked) -> HttpResponse:
    """GET: who is logged in, and a fresh token for a form. POST: {user, items} → {user, results}; refused where another
    person is logged in than the items are of (409)."""
    if request.method != "POST":
        return JsonResponse({"user": request.scope.person, "token": get_token(request)})
    told = _read(request)
    if told is None:
        return JsonResponse({"fault": "This is no list of items."}, status=422)
    if told.get("user") != request.scope.person:
        return JsonResponse({"fault": "Somebody else is logged in."}, status=409)
    now = timezone.now()
    items = [ledger.read(one, now) for one in told["items"]]
    if len(items) > ledger.MOST_ITEMS or None in items or any(map(ledger.is_too_long, told["items"])):
        return JsonResponse({"fault": "These are too many items, or one is no item."}, status=422)
    results = ledger.take_all(scope=request.scope, items=[one for one in items if one], now=now)
    return JsonResponse({"user": request.scope.person, "results": results})


def _read(request: Asked) -> dict[str, Any] | None:
    try:
        told = json.loads(request.body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("items"), list) else None


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It lies at an address of its own because it is for every page."""
    del request
    file = finders.find("clearbar/worker.js")
    if not isinstance(file, str):
        raise Http404
    with open(file, encoding="utf-8") as script:  # noqa: PTH123  the finder gives a plain path
        answer = HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = settings.FORCE_SCRIPT_NAME or "/"
    answer["Cache-Control"] = "no-cache"
    return answer
