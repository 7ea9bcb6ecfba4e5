"""Where somebody lands who comes to the first page of a house that is still being set up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clearbar.web.people.models import Grant, Role, User
from clearbar.web.site.steps import is_begun

Answer = Callable[[HttpRequest], HttpResponse]


def landing(get_response: Answer) -> Answer:
    """Middleware: leads the administrator to the first steps until there is something to see, or they say so."""

    def land(request: HttpRequest) -> HttpResponse:
        if request.path == "/" and request.method == "GET" and _sets_up(request):
            return redirect("setup-begin")
        return get_response(request)

    return land


def _sets_up(request: HttpRequest) -> bool:
    user = request.user
    if not isinstance(user, User):
        return False
    return Grant.objects.filter(person=user.person_id, role=Role.ADMINISTRATOR).exists() and not is_begun()
