"""Mystery shoppers, as those see them who ask them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.walks.actions import shopping as actions
from clearbar.web.walks.forms.plans import ShopperForm
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.plans import planned_sites, shoppers_of

ASKING = (Role.LEADER, Role.ADMINISTRATOR)


@allowed(*ASKING)
def shoppers(request: Asked) -> HttpResponse:
    """Those of one's sites."""
    told = {"rows": shoppers_of(request.scope), "may": planned_sites(request.scope).exists()}
    return render(request, "walks/shoppers.html", {**told, "now": timezone.now()})


@allowed(*ASKING)
def shopper_new(request: Asked) -> HttpResponse:
    """A shopper is taken up."""
    sites = planned_sites(request.scope)
    if not sites:
        return redirect("shoppers")
    form = ShopperForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        made = actions.take_up(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        return redirect("shopper", made.pk)
    return render(request, "walks/shopper_new.html", {"form": form}, status=422 if form.errors else 200)


@allowed(*ASKING)
@never_cache
def shopper(request: Asked, key: int) -> HttpResponse:
    """One of them: the link, told once, and what was asked."""
    found = _shopper(request, key)
    told: dict[str, object] = {"shopper": found, "now": timezone.now()}
    told["asked"] = found.assignments.select_related("place__plan", "place__site")
    if request.method == "POST":
        token = actions.new_link(scope=request.scope, shopper=found, at=timezone.now())
        found.refresh_from_db()
        told["link"] = request.build_absolute_uri(reverse("shop", args=[token]))
    return render(request, "walks/shopper.html", told)


@allowed(*ASKING)
def shopper_revoke(request: Asked, key: int) -> HttpResponse:
    """The link opens nothing any more."""
    found = _shopper(request, key)
    if request.method == "POST":
        actions.revoke(scope=request.scope, shopper=found, at=timezone.now())
        messages.success(request, "The link opens nothing any more.")
    return redirect("shopper", key)


@allowed(*ASKING)
def shopper_forget(request: Asked, key: int) -> HttpResponse:
    """A shopper is forgotten; their walks stay, and are nobody's."""
    found = _shopper(request, key)
    if request.method == "POST":
        actions.forget(scope=request.scope, shopper=found, at=timezone.now())
        messages.success(request, "Forgotten. Their walks stay, without a name.")
    return redirect("shoppers")


def _shopper(request: Asked, key: int) -> Shopper:
    found = shoppers_of(request.scope).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
