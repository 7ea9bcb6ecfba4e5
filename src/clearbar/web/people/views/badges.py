"""Pages about badges and shared tablets."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clearbar.web.people import queries
from clearbar.web.people.access import Asked, allowed, public
from clearbar.web.people.actions.badges import end_tablet, enrol_tablet, make_badge
from clearbar.web.people.badges import counted_as, spaced
from clearbar.web.people.days import house_today
from clearbar.web.people.forms import BadgeForm, TabletForm, took
from clearbar.web.people.models import Person, Role, Tablet, User
from clearbar.web.people.pictures import qr
from clearbar.web.people.watch import SHARED

TABLET_LASTS = 400 * 24 * 3600
"""The longest that browsers keep a cookie; each log-in on the tablet renews it."""
NO_TABLET = {
    "title": "This is no shared tablet",
    "hint": "An administrator makes it one, on the page People, Shared tablets. Elsewhere you log in by password.",
}


@public
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Log-in by badge and PIN, on a shared tablet."""
    tablet = queries.tablet_of(request)
    if tablet is None:
        return render(request, "told.html", NO_TABLET, status=403)
    if request.user.is_authenticated and request.method != "POST":
        return redirect("/")
    form = BadgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _known(request, form.cleaned_data["badge"], form.cleaned_data["pin"])
        if user is not None:
            login(request, user, backend="clearbar.web.people.badges.BadgeBackend")
            request.session.set_expiry(0)
            return _kept(redirect("/" if user.pin_chosen else "me_pin"), request.COOKIES[queries.TABLET_COOKIE])
        form.look_at_the_pin()
        form.add_error("pin", "This badge and this PIN do not belong together. Please try again.")
    return render(request, "people/badge.html", {"form": form, "tablet": tablet})


def _known(request: HttpRequest, code: str, pin: str) -> User | None:
    # The names `token` and `secret` keep both out of what is told about a log-in that failed.
    found = authenticate(request, username=counted_as(code), badge_token=code, pin_secret=pin)
    user = found if isinstance(found, User) else None
    return user if user and queries.may_log_in(user, house_today(timezone.now())) else None


def _kept(response: HttpResponse, token: str) -> HttpResponse:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        queries.TABLET_COOKIE, token, max_age=TABLET_LASTS, secure=secure, httponly=True, samesite="Lax"
    )
    return response


@public
def lock(request: HttpRequest) -> HttpResponse:
    """Locks a shared tablet, as its own clock asks after a minute without input; elsewhere it does nothing."""
    if SHARED in request.session:
        logout(request)
    return redirect("badge")


@allowed()
def stay(request: Asked) -> HttpResponse:
    """There was input on a shared tablet; the watch over log-ins has noted it by now."""
    del request
    return HttpResponse(status=204)


@allowed(Role.ADMINISTRATOR)
@require_POST
@never_cache
def make(request: Asked, id: str) -> HttpResponse:
    """Makes a badge, and shows it once, to be printed."""
    found = get_object_or_404(Person, pk=id)
    try:
        code, pin = make_badge(scope=request.scope, person=found, at=timezone.now())
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("person", id)
    shown = {"person": found, "code": spaced(code), "pin": pin, "picture": qr(code)}
    return render(request, "people/badge_print.html", shown)


@allowed(Role.ADMINISTRATOR)
def tablets(request: Asked) -> HttpResponse:
    """The shared tablets, and how this browser becomes one."""
    form, made = TabletForm(request.POST or None), list[str]()
    at = timezone.now()
    if request.method == "POST" and took(
        form, lambda told: made.append(enrol_tablet(scope=request.scope, at=at, **told))
    ):
        logout(request)  # the next person at this tablet is not the administrator
        return _kept(redirect("badge"), made[0])
    shown = {"form": form, "tablets": Tablet.objects.filter(ended_at=None), "this": queries.tablet_of(request)}
    return render(request, "people/tablets.html", shown)


@allowed(Role.ADMINISTRATOR)
@require_POST
def end(request: Asked, pk: int) -> HttpResponse:
    """Makes a shared tablet an ordinary one again."""
    end_tablet(scope=request.scope, tablet=get_object_or_404(Tablet, pk=pk, ended_at=None), at=timezone.now())
    return redirect("tablets")
