"""Writes to persons: who they are, and when they leave."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_hex

from allauth.usersessions.models import UserSession
from axes.utils import reset
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from clearbar.web.audit.actions import record
from clearbar.web.people import queries
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Organisation, Person, Role, User, Welcome, pseudonym
from clearbar.web.people.scope import Scope

LAST_ADMINISTRATOR = "Somebody must be able to administer. Make somebody else an administrator first."


@transaction.atomic
def add_person(
    *,
    scope: Scope,
    at: datetime,
    name: str,
    kind: str = Person.Kind.HUMAN,
    language: str = "",
    email: str = "",
    id: str = "",
) -> Person:
    """A new person. Raises ValidationError where the id or the e-mail address is somebody else's."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    if id and Person.objects.filter(pk=id).exists():
        raise ValidationError({"id": "Somebody else has this id."})
    person = Person.objects.create(pk=id or pseudonym(), name=name, kind=kind, language=language)
    if email:
        keep_email(person, email)
    values = {"name": name, "kind": kind, "language": language, "email": email}
    record(actor=scope.person, verb="added", thing=("person", person.pk), at=at, subject=person.pk, values=values)
    return person


@transaction.atomic
def edit_person(
    *, scope: Scope, person: Person, at: datetime, name: str, kind: str, language: str, email: str = ""
) -> None:
    """Changes who a person is. Raises ValidationError where the e-mail address is somebody else's."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    was = {"name": person.name, "kind": person.kind, "language": person.language, "email": queries.email_of(person)}
    told = {"name": name, "kind": kind, "language": language, "email": email}
    changed = {key: value for key, value in told.items() if was[key] != value}
    if not changed:
        return
    person.name, person.kind, person.language = name, kind, language
    person.save(update_fields=["name", "kind", "language"])
    if "email" in changed:
        keep_email(person, email)
    record(actor=scope.person, verb="changed", thing=("person", person.pk), at=at, subject=person.pk, values=changed)


@transaction.atomic
def edit_me(*, scope: Scope, person: Person, at: datetime, name: str, language: str) -> None:
    """Changes what a person says of themself."""
    demand(scope.person == person.pk)
    was = {"name": person.name, "language": person.language}
    changed = {key: value for key, value in {"name": name, "language": language}.items() if was[key] != value}
    if changed:
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        record(actor=person.pk, verb="changed", thing=("person", person.pk), at=at, subject=person.pk, values=changed)


@transaction.atomic
def leave(*, scope: Scope, person: Person, day: date, at: datetime) -> None:
    """Says that `day` is the last day of a person: memberships end with it, and from the next day on they cannot log
    in. What was said of them stays. Raises ValidationError for the last administrator."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    _not_the_last(person, house_today(at))
    person.left_on = day
    person.save(update_fields=["left_on"])
    Membership.objects.filter(person=person, since__gt=day).delete()
    Membership.objects.filter(Q(until=None) | Q(until__gt=day), person=person).update(until=day)
    Welcome.objects.filter(person=person, spent_at=None).delete()
    values = {"left_on": day}
    record(actor=scope.person, verb="said left", thing=("person", person.pk), at=at, subject=person.pk, values=values)


@transaction.atomic
def come_back(*, scope: Scope, person: Person, at: datetime) -> None:
    """Lets a person who left work here again; memberships begin anew."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    person.left_on = None
    person.save(update_fields=["left_on"])
    record(actor=scope.person, verb="said came back", thing=("person", person.pk), at=at, subject=person.pk)


@transaction.atomic
def block(*, scope: Scope, person: Person, at: datetime) -> None:
    """Ends a person's log-in at once, on every device. Raises ValidationError for the last administrator."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    _not_the_last(person, house_today(at))
    user = login_of(person)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    record(actor=scope.person, verb="blocked", thing=("person", person.pk), at=at, subject=person.pk)


@transaction.atomic
def unblock(*, scope: Scope, person: Person, at: datetime) -> None:
    """Lets a person log in again: a block ends, and so does a lock-out after wrong passwords or PINs."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    user = login_of(person)
    user.is_active = True
    user.save(update_fields=["is_active"])
    reset(username=user.username)
    record(actor=scope.person, verb="unblocked", thing=("person", person.pk), at=at, subject=person.pk)


def login_of(person: Person) -> User:
    """The person's log-in; made without a password, where there is none."""
    found = User.objects.filter(person=person).first()
    if found:
        return found
    taken = User.objects.filter(username__iexact=person.pk).exists()
    return User.objects.create_user(f"{person.pk}-{token_hex(4)}" if taken else person.pk, person)


def keep_email(person: Person, email: str) -> None:
    """Gives a person an e-mail address, within the transaction of an act. Raises ValidationError where it is taken."""
    if email and User.objects.filter(email__iexact=email).exclude(person=person).exists():
        raise ValidationError({"email": "Somebody else has this e-mail address."})
    user = login_of(person)
    user.emailaddress_set.all().delete()  # type: ignore[attr-defined]
    user.email = email
    user.save(update_fields=["email"])


def one_at_a_time() -> None:
    """Lets one act at a time, of those after which nobody might be left to administer, go on."""
    Organisation.objects.select_for_update().get_or_create(pk=1)


def _not_the_last(person: Person, today: date) -> None:
    one_at_a_time()
    others = queries.administrators(today).exclude(pk=person.pk)
    if queries.administrators(today).filter(pk=person.pk).exists() and not others.exists():
        raise ValidationError(LAST_ADMINISTRATOR)
