"""Writes to badges, PINs and shared tablets."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.people import badges
from clearbar.web.people.access import demand
from clearbar.web.people.actions.persons import login_of
from clearbar.web.people.models import Person, Role, Tablet, User
from clearbar.web.people.scope import Scope


@transaction.atomic
def make_badge(*, scope: Scope, person: Person, at: datetime) -> tuple[str, str]:
    """A new badge and a first PIN, told this once; an earlier badge of the person ends. Raises ValidationError for an
    AI agent."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    if person.kind == Person.Kind.AGENT:
        raise ValidationError("An AI agent does not log in. It needs no badge.")
    user = login_of(person)
    code, pin = badges.new_code(), badges.new_pin()
    user.badge, user.pin, user.pin_chosen = badges.hash_of_code(code), make_password(pin), False
    user.save(update_fields=["badge", "pin", "pin_chosen"])
    record(actor=scope.person, verb="made a badge for", thing=("person", person.pk), at=at, subject=person.pk)
    return code, pin


@transaction.atomic
def revoke_badge(*, scope: Scope, person: Person, at: datetime) -> None:
    """Ends a person's badge and PIN."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    User.objects.filter(person=person).update(badge=None, pin="", pin_chosen=False)
    record(actor=scope.person, verb="ended the badge of", thing=("person", person.pk), at=at, subject=person.pk)


@transaction.atomic
def choose_pin(*, scope: Scope, user: User, pin: str, at: datetime) -> None:
    """A person's own PIN. Raises ValidationError where it is easily guessed."""
    demand(scope.person == user.person_id)
    badges.check_pin(pin)
    user.pin, user.pin_chosen = make_password(pin), True
    user.save(update_fields=["pin", "pin_chosen"])
    person = user.person_id
    record(actor=person, verb="chose a PIN", thing=("person", person), at=at, subject=person)


@transaction.atomic
def enrol_tablet(*, scope: Scope, name: str, at: datetime) -> str:
    """Makes a browser a shared tablet; the token that it keeps."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    token = new_token()
    tablet = Tablet.objects.create(hash=hash_of(token), name=name, enrolled_at=at)
    record(actor=scope.person, verb="enrolled", thing=("tablet", tablet.pk), at=at, values={"name": name})
    return token


@transaction.atomic
def end_tablet(*, scope: Scope, tablet: Tablet, at: datetime) -> None:
    """Lets nobody log in by badge on this tablet any more; who is logged in there must begin anew."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    tablet.ended_at = at
    tablet.save(update_fields=["ended_at"])
    record(actor=scope.person, verb="ended", thing=("tablet", tablet.pk), at=at)
