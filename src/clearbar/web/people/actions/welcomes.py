"""Writes to links by which a person sets up their log-in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person, Role, User, Welcome
from clearbar.web.people.scope import Scope

LINK_LASTS = timedelta(days=7)


@transaction.atomic
def welcome(*, scope: Scope, person: Person, at: datetime) -> str:
    """A new link for a person, as its token; earlier links of theirs end. Raises ValidationError for who cannot log
    in: an AI agent, or somebody who left."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    if person.kind == Person.Kind.AGENT:
        raise ValidationError("An AI agent does not log in. It needs no link.")
    if person.left_on and person.left_on < house_today(at):
        raise ValidationError("Who left cannot log in. Let them come back first.")
    Welcome.objects.filter(person=person, spent_at=None).delete()
    token = new_token()
    Welcome.objects.create(hash=hash_of(token), person=person, expires=at + LINK_LASTS)
    record(actor=scope.person, verb="welcomed", thing=("person", person.pk), at=at, subject=person.pk)
    return token


@transaction.atomic
def accept_welcome(*, welcome: Welcome, name: str, username: str, password: str, at: datetime) -> User:
    """Makes the log-in of a person who came by their link, and ends the link."""
    taken = Welcome.objects.filter(pk=welcome.pk, spent_at=None).update(spent_at=at)
    if not taken:
        raise ValidationError("This link was used. Ask for a new one.")
    person = welcome.person
    person.name = name
    person.save(update_fields=["name"])
    user = User.objects.filter(person=person).first() or User(person=person)
    user.username = username
    user.set_password(password)
    user.save()
    values = {"name": name, "username": username}
    record(actor=person.pk, verb="made a log-in", thing=("person", person.pk), at=at, subject=person.pk, values=values)
    return user
