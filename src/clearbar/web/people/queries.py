"""Reads of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest

from clearbar.web.audit.tokens import hash_of
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role, Tablet, Team, User, Welcome
from clearbar.web.people.scope import Scope

TABLET_COOKIE = "clearbar_tablet"


def welcome(token: str, now: datetime) -> Welcome | None:
    """The link that this token opens; None where it was used, is too old, there is none, or the person left."""
    found = Welcome.objects.select_related("person").filter(pk=hash_of(token), spent_at=None, expires__gt=now)
    return found.filter(Person.present(house_today(now), "person__")).first()


def email_of(person: Person) -> str:
    """A person's e-mail address; empty where none is known."""
    return User.objects.filter(person=person).values_list("email", flat=True).first() or ""


def language_of(person: Person) -> str:
    """What somebody reads: their language, else that of the house."""
    return person.language or Organisation.the().language


def may_log_in(user: User, today: date) -> bool:
    """Whether somebody's log-in holds today."""
    left = user.person.left_on
    return user.is_active and (left is None or left >= today)


def administrators(today: date) -> QuerySet[Person]:
    """Who can administer today, or could once they took up their log-in."""
    here = Person.present(today)
    granted = Person.objects.filter(here, grants__role=Role.ADMINISTRATOR, grants__team=None)
    return granted.exclude(user__is_active=False).distinct()


def house_rulers() -> list[str]:
    """Who leads or administers the whole house, in order."""
    held = Grant.objects.filter(role__in=(Role.LEADER, Role.ADMINISTRATOR), team=None, person__left_on=None)
    return sorted(set(held.values_list("person_id", flat=True)))


@dataclass(frozen=True)
class Search:
    """Which persons somebody wants to see."""

    text: str = ""
    team: str = ""
    left: bool = False


def persons(scope: Scope, search: Search, today: date) -> QuerySet[Person]:
    """The persons that somebody may list, with memberships and roles: of a leader or coach, those of their teams."""
    found = Person.objects.all()
    if not scope.over(Role.ADMINISTRATOR, None):
        held = _cared_for(scope)
        if held is not None:
            now = Membership.objects.filter(Membership.on(today), team__in=held)
            found = found.filter(pk__in=now.values("person"))
    gone = Q(left_on__lt=today)
    found = found.filter(gone) if search.left else found.exclude(gone)
    if search.text:
        like = Q(name__icontains=search.text) | Q(pk__icontains=search.text) | Q(user__email__icontains=search.text)
        found = found.filter(like)
    if search.team:
        there = Membership.objects.filter(Membership.on(today), team=search.team)
        found = found.filter(pk__in=there.values("person"))
    return with_places(found, today)


def with_places(found: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Persons with `here` (the memberships of today), `roles` and `user`, in four queries for however many."""
    here = Membership.objects.filter(Membership.on(today)).select_related("team__site")
    return found.select_related("user").prefetch_related(
        Prefetch("memberships", queryset=here, to_attr="here"),
        Prefetch("grants", queryset=Grant.objects.select_related("team"), to_attr="roles"),
    )


def teams(scope: Scope) -> QuerySet[Team]:
    """The teams whose list somebody may see."""
    found = Team.objects.select_related("site")
    if scope.over(Role.ADMINISTRATOR, None):
        return found
    held = _cared_for(scope)
    return found if held is None else found.filter(pk__in=held)


def _cared_for(scope: Scope) -> frozenset[str] | None:
    """The teams that somebody leads or coaches; None for all."""
    held = [scope.roles.get(role, frozenset()) for role in (Role.LEADER, Role.COACH)]
    return None if None in held else frozenset().union(*(one for one in held if one))


def locked_out(user: User | None, now: datetime) -> bool:
    """Whether somebody is locked out after wrong passwords or PINs, from at least one address."""
    if user is None:
        return False
    since = now - settings.AXES_COOLOFF_TIME
    held = AccessAttempt.objects.filter(username=user.username, attempt_time__gt=since)
    worst = held.values("ip_address").annotate(wrong=Sum("failures_since_start"))
    return any(one["wrong"] >= settings.AXES_FAILURE_LIMIT for one in worst)


def tablet_of(request: HttpRequest) -> Tablet | None:
    """The shared tablet that a request comes from; None where it comes from none."""
    token = request.COOKIES.get(TABLET_COOKIE, "")
    return Tablet.objects.filter(hash=hash_of(token), ended_at=None).first() if token else None


def coaches_of(person: Person, today: date) -> list[Person]:
    """Who sees a person's own figures beside them."""
    own = Membership.objects.filter(Membership.on(today), person=person).values("team")
    grants = Grant.objects.filter(Q(team=None) | Q(team__in=own), role=Role.COACH).exclude(person=person)
    here = Person.present(today)
    return list(Person.objects.filter(here, pk__in=grants.values("person")))
