"""Pages about persons: the list, and one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clearbar.web.people import queries
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.actions import badges, persons, places, welcomes
from clearbar.web.people.forms import FindForm, GrantForm, LeaveForm, MembershipForm, NewPersonForm, PersonForm, took
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role, User

PER_PAGE = 50


@allowed(Role.ADMINISTRATOR, Role.LEADER, Role.COACH)
def people(request: Asked) -> HttpResponse:
    """Who works here. A leader or coach sees who is in their teams."""
    today = timezone.localdate()
    form = FindForm(request.GET, teams=queries.teams(request.scope))
    asked = form.cleaned_data if form.is_valid() else {}
    team = asked.get("team")
    search = queries.Search(asked.get("text", ""), team.pk if team else "", asked.get("left", False))
    pages = Paginator(queries.persons(request.scope, search, today), PER_PAGE)
    shown = {
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "searched": any(asked.values()),
        "administers": request.scope.over(Role.ADMINISTRATOR, None),
        "query": _without_page(request),
    }
    return render(request, "people/people.html", shown)


@allowed(Role.ADMINISTRATOR)
def new_person(request: Asked) -> HttpResponse:
    """Somebody comes."""
    form = NewPersonForm(request.POST or None, initial={"since": timezone.localdate(), "team": request.GET.get("team")})
    made: list[Person] = []
    if request.method == "POST" and took(form, lambda told: made.append(_add(request, told))):
        messages.success(request, f"{made[0].name} is here now. Give them a way to log in, if they need one.")
        return redirect("person", made[0].pk)
    shown = {"form": form, "title": "Who comes?", "button": "Add this person", "back": reverse("people")}
    return render(request, "people/form.html", shown)


@transaction.atomic
def _add(request: Asked, told: dict[str, Any]) -> Person:
    at, team = timezone.now(), told["team"]
    named = {name: told[name] for name in ("name", "kind", "email", "language", "id")}
    person = persons.add_person(scope=request.scope, at=at, **named)
    if team:
        places.join(scope=request.scope, person=person, team=team, since=told["since"], shift=told["shift"], at=at)
    return person


@allowed(Role.ADMINISTRATOR, Role.LEADER, Role.COACH)
@never_cache
def person(request: Asked, id: str) -> HttpResponse:
    """All about one person; their leader or coach sees where they are and what they may do, and changes nothing."""
    if request.scope.over(Role.ADMINISTRATOR, None):
        return _person(request, id)
    found = queries.persons(request.scope, queries.Search(), timezone.localdate()).filter(pk=id).first()
    if found is None:
        raise PermissionDenied
    return render(request, "people/person_seen.html", {"person": found})


def _person(request: HttpRequest, id: str, status: int = 200, **forms: Any) -> HttpResponse:
    found = get_object_or_404(Person.objects.select_related("user"), pk=id)
    today, user = timezone.localdate(), User.objects.filter(person=found).first()
    shown = {
        "person": found,
        "login": user,
        "gone": bool(found.left_on and found.left_on < today),
        "memberships": found.memberships.select_related("team__site").order_by("-since"),
        "grants": found.grants.select_related("team").order_by("role"),
        "joining": MembershipForm(initial={"since": today}, prefix="join"),
        "granting": GrantForm(prefix="grant"),
        "leaving": LeaveForm(initial={"day": today}, prefix="leave"),
        "today": today,
        "locked": queries.locked_out(user, timezone.now()),
        "waiting": found.welcomes.filter(spent_at=None, expires__gt=timezone.now()).first(),
        **forms,
    }
    return render(request, "people/person.html", shown, status=status)


@allowed(Role.ADMINISTRATOR)
def edit_person(request: Asked, id: str) -> HttpResponse:
    """Changes who somebody is."""
    found = get_object_or_404(Person, pk=id)
    at = timezone.now()
    was = {"name": found.name, "kind": found.kind, "language": found.language, "email": queries.email_of(found)}
    form = PersonForm(request.POST or None, initial=was)

    def act(told: dict[str, Any]) -> None:
        persons.edit_person(scope=request.scope, person=found, at=at, **told)

    if request.method == "POST" and took(form, act):
        return redirect("person", id)
    shown = {"form": form, "title": f"Who is {was['name']}?", "button": "Save", "back": reverse("person", args=[id])}
    return render(request, "people/form.html", shown)


@allowed(Role.ADMINISTRATOR)
@require_POST
def join(request: Asked, id: str) -> HttpResponse:
    """Puts somebody into a team."""
    found, at = get_object_or_404(Person, pk=id), timezone.now()
    form = MembershipForm(request.POST, prefix="join")
    if took(form, lambda told: places.join(scope=request.scope, person=found, at=at, **told)):
        return redirect("person", id)
    return _person(request, id, 422, joining=form)


@allowed(Role.ADMINISTRATOR)
def membership(request: Asked, pk: int) -> HttpResponse:
    """Changes a membership, or ends it."""
    held, at = get_object_or_404(Membership.objects.select_related("person", "team"), pk=pk), timezone.now()
    was = {"team": held.team_id, "shift": held.shift, "since": held.since, "until": held.until}
    form = MembershipForm(request.POST or None, initial=was)

    def act(told: dict[str, Any]) -> None:
        places.change_membership(scope=request.scope, membership=held, at=at, **told)

    if request.method == "POST" and took(form, act):
        return redirect("person", held.person_id)
    title = f"When is {held.person.name} in {held.team.name}?"
    shown = {"form": form, "title": title, "button": "Save", "back": reverse("person", args=[held.person_id])}
    return render(request, "people/form.html", shown)


@allowed(Role.ADMINISTRATOR)
@require_POST
def grant(request: Asked, id: str) -> HttpResponse:
    """Gives somebody a role."""
    found, at = get_object_or_404(Person, pk=id), timezone.now()
    form = GrantForm(request.POST, prefix="grant")

    def act(told: dict[str, Any]) -> None:
        places.grant(scope=request.scope, person=found, role=Role(told["role"]), team=told["team"], at=at)

    if took(form, act):
        return redirect("person", id)
    return _person(request, id, 422, granting=form)


@allowed(Role.ADMINISTRATOR)
@require_POST
def withdraw(request: Asked, pk: int) -> HttpResponse:
    """Takes a role back."""
    held, at = get_object_or_404(Grant.objects.select_related("person"), pk=pk), timezone.now()
    _tried(request, lambda: places.withdraw(scope=request.scope, grant=held, at=at))
    return redirect("person", held.person_id)


@allowed(Role.ADMINISTRATOR)
@require_POST
def leave(request: Asked, id: str) -> HttpResponse:
    """Says when somebody leaves."""
    found, at = get_object_or_404(Person, pk=id), timezone.now()
    first: date | None = found.memberships.order_by("since").values_list("since", flat=True).first()
    form = LeaveForm(request.POST, prefix="leave", earliest=first)
    if took(form, lambda told: persons.leave(scope=request.scope, person=found, day=told["day"], at=at)):
        return redirect("person", id)
    return _person(request, id, 422, leaving=form)


_ACTS: dict[str, Callable[..., None]] = {
    "come-back": persons.come_back,
    "block": persons.block,
    "unblock": persons.unblock,
    "end-badge": badges.revoke_badge,
}


@allowed(Role.ADMINISTRATOR)
@require_POST
def act(request: Asked, id: str, name: str) -> HttpResponse:
    """One of the acts that need no more than a click."""
    found, at = get_object_or_404(Person, pk=id), timezone.now()
    _tried(request, lambda: _ACTS[name](scope=request.scope, person=found, at=at))
    return redirect("person", id)


@allowed(Role.ADMINISTRATOR)
@require_POST
@never_cache
def link(request: Asked, id: str) -> HttpResponse:
    """Makes a log-in link, and shows it once; sends it by e-mail where that was asked."""
    found, made = get_object_or_404(Person, pk=id), list[str]()
    _tried(request, lambda: made.append(welcomes.welcome(scope=request.scope, person=found, at=timezone.now())))
    if not made:
        return redirect("person", id)
    address = settings.CLEARBAR_ADDRESS + reverse("welcome", args=made)
    email = queries.email_of(found)
    sent = "mail" in request.POST and bool(email) and _send(email, found, address)
    shown = {"person": found, "address": address, "email": email, "sent": sent, "asked": "mail" in request.POST}
    return render(request, "people/link.html", shown)


def _send(email: str, person: Person, address: str) -> bool:
    house = Organisation.the().name
    text = (
        f"Hello {person.name},\n\n{house} uses Clearbar. Set up your log-in here, within seven days:\n\n{address}\n\n"
        "The link works once and is for you only.\n"
    )
    try:
        return bool(settings.EMAIL_HOST) and send_mail(f"Your log-in at {house}", text, None, [email]) > 0
    except OSError:  # the server is away, or refuses
        return False


def _tried(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
