"""The guard of the pages that a mystery shopper opens by their link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

from clearbar.web.people.links import by_link, sealed
from clearbar.web.people.models import Organisation
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.shopping import shopper_by

ShopView = Callable[[HttpRequest, Shopper, str], HttpResponse]


def shopped(view: ShopView) -> Callable[..., HttpResponseBase]:
    """Marks a view that a shopper opens by their link."""

    @by_link("shopper", lambda: page("broken", {}, 500))
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        shopper = shopper_by(token, timezone.now())
        # 403 and not 404: a phone that sends later hears by it that the link is closed.
        return view(request, shopper, token) if shopper else page("closed", {}, 403)

    return guarded


def page(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of a shopper."""
    told = {"organisation": Organisation.the().name, **context}
    return sealed(HttpResponse(render_to_string(f"walks/shop/{template}.html", told), status=status))
