"""What a mystery shopper's link opens: who they are to be, their own walks, and the walk itself; nothing else."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from clearbar.web.ledger import sync as ledger
from clearbar.web.walks.actions.shopping import agree
from clearbar.web.walks.actions.walk_taking import SHOP
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.shopping import scope_of_shopper
from clearbar.web.walks.queries.walk_book import held
from clearbar.web.walks.queries.walk_data import assigned_to, walk_data
from clearbar.web.walks.views.shop_guard import page, shopped

_NO_ITEM = "This is no list of walks."


@shopped
def shop(request: HttpRequest, shopper: Shopper, token: str) -> HttpResponse:
    """First they confirm that they are an adult; then their walks. Opening the page writes nothing."""
    if shopper.adult_at is None:
        if request.method == "POST" and request.POST.get("adult") == "yes":
            agree(shopper=shopper, at=timezone.now())
            return redirect("shop", token)
        unsure = request.method == "POST"
        return page("agree", {"shopper": shopper, "unsure": unsure}, 422 if unsure else 200)
    return page("walk", {"shopper": shopper, "token": token, "asked": assigned_to(shopper=shopper.pk)})


@shopped
def shop_data(request: HttpRequest, shopper: Shopper, token: str) -> HttpResponse:
    """What their phone needs to walk without a network: their own walks, and nothing of anybody."""
    del request, token
    asked = assigned_to(shopper=shopper.pk) if shopper.adult_at else []
    return JsonResponse({"user": shopper.subject, **walk_data(held(), asked, free=False)})


@shopped
def shop_shell(request: HttpRequest, shopper: Shopper, token: str) -> HttpResponse:
    """The page that their phone shows without a network; it holds the link, and nothing else."""
    del request, shopper
    return page("shell", {"token": token})


@shopped
def shop_sync(request: HttpRequest, shopper: Shopper, token: str) -> HttpResponse:
    """As `sync` is for people of the house: GET says whose link it is; POST {user, items} → {user, results}."""
    del token
    if request.method != "POST":
        return JsonResponse({"user": shopper.subject, "token": ""})
    told = _read(request)
    now = timezone.now()
    items = [ledger.read(one, now) for one in told["items"]] if told else [None]
    if told is None or len(items) > ledger.MOST_ITEMS or not all(one and one.kind == SHOP for one in items):
        return JsonResponse({"fault": _NO_ITEM}, status=422)
    if told.get("user") != shopper.subject:
        return JsonResponse({"fault": "This link is somebody else's."}, status=409)
    if any(map(ledger.is_too_long, told["items"])):
        return JsonResponse({"fault": _NO_ITEM}, status=422)
    results = ledger.take_all(scope=scope_of_shopper(shopper), items=[one for one in items if one], now=now)
    return JsonResponse({"user": shopper.subject, "results": results})


def _read(request: HttpRequest) -> dict[str, Any] | None:
    try:
        told = json.loads(request.body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("items"), list) else None
