"""Pages by which a person sets up their log-in."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect.views import login as begin_openid
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.web.people import queries
from clearbar.web.people.access import Asked, allowed, public
from clearbar.web.people.actions.welcomes import accept_welcome
from clearbar.web.people.forms import WelcomeForm, took
from clearbar.web.people.models import User


@public
@never_cache
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """A person sets up their log-in."""
    now = timezone.now()
    found = queries.welcome(token, now)
    if found is None:
        told = {"title": "This link has ended", "hint": "It was used, or it is too old. Ask for a new one."}
        return render(request, "told.html", told, status=410)
    form = WelcomeForm(request.POST or None, welcome=found, initial={"name": found.person.name})
    if request.method == "POST" and took(form, lambda told: accept_welcome(welcome=found, at=now, **told)):
        user = User.objects.get(person=found.person)
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("/")
    return render(request, "people/welcome.html", {"form": form})


@public
def closed(request: HttpRequest) -> HttpResponse:
    """Where others would let anybody sign up."""
    return render(request, "account/signup_closed.html")


@allowed()
def own_email(request: Asked) -> HttpResponse:
    """Where others would let people change their own e-mail address; by it, a single sign-on knows them."""
    told = {"title": "Your e-mail address", "hint": "Your administrator changes it. Ask them if it is wrong."}
    return render(request, "told.html", told)


@public
def elsewhere(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Goes on to a single sign-on.

    The policy of our pages lets a form lead to ourselves only, also by a redirect, so that no page can be made to send
    what was typed elsewhere. So the form leads to a page, and that page leads on.
    """
    response: HttpResponse = begin_openid(request, provider_id)
    if response.status_code == 302 and "://" in response["Location"]:
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": response["Location"]})
    return response
