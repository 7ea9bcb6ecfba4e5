"""The page of how long things are kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Role
from clearbar.web.privacy.actions.keeping import choose
from clearbar.web.privacy.forms.privacy import KeepingForm
from clearbar.web.privacy.queries.keeping import keepings


@allowed(Role.ADMINISTRATOR)
def keeping(request: Asked) -> HttpResponse:
    """How long each kind of data is kept."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    form = KeepingForm(request.POST or None, found=keepings())
    if request.method == "POST" and form.is_valid():
        changed = choose(scope=request.scope, days=form.cleaned_data, at=timezone.now())
        messages.success(request, "Saved. It holds from tonight on." if changed else "Nothing was changed.")
        return redirect("keeping")
    return render(request, "privacy/keeping.html", {"form": form}, status=422 if form.errors else 200)
