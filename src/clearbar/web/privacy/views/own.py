"""Pages of own data: one's own, and a customer's who asked for theirs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.people.access import Asked, allowed, demand, own
from clearbar.web.people.models import Role
from clearbar.web.people.watch import SHARED
from clearbar.web.privacy.actions.own import hand_out_customer, hand_out_mine
from clearbar.web.privacy.forms.privacy import ReachedForm, WhoseForm
from clearbar.web.privacy.queries.own import held
from clearbar.web.privacy.queries.subjects import customer, customers_reached, person


@own
def mine(request: Asked) -> HttpResponse:
    """What is held of who asks, and the file of it."""
    shared = SHARED in request.session
    if request.method == "POST" and not shared:
        return _file(hand_out_mine(scope=request.scope, whose=request.user.person, at=timezone.now()), "my-data")
    parts = held(person(request.user.person.pk))
    told = {"parts": [(one.says, len(one.rows)) for one in parts], "shared": shared}
    return render(request, "privacy/mine.html", told)


@allowed(Role.ADMINISTRATOR)
def one_customer(request: Asked) -> HttpResponse:
    """Finds a customer by how they are reached. What is typed comes by POST, so that it stands in no address."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    form = ReachedForm(request.POST or None)
    told: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        reached = form.cleaned_data["reached"]
        found = [customer(one, reached) for one in customers_reached(reached)]
        told |= {"found": [(one.id, len(one.interactions), len(one.responses)) for one in found], "reached": reached}
    return render(request, "privacy/customer.html", told, status=422 if form.errors else 200)


@require_POST
@allowed(Role.ADMINISTRATOR)
def customer_data(request: Asked) -> HttpResponse:
    """The file of a customer's data."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    form = WhoseForm(request.POST)
    if not form.is_valid():
        return redirect("customer-data")
    id_, reached = form.cleaned_data["id"], form.cleaned_data["reached"]
    content = hand_out_customer(scope=request.scope, id=id_, reached=reached, at=timezone.now())
    return _file(content, "customer-data")


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
