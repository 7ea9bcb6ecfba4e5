"""Whose data it is: from what somebody types to a subject, with all that leads to them."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex

from django.conf import settings
from django.db.models import Q

from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.holding import Subject, SubjectKind, holders
from clearbar.web.people.models import Person, User
from clearbar.web.privacy.queries.keeping import keepings


def customers_reached(reached: str) -> list[str]:
    """The pseudonyms of the customers whom this leads to: an address, a pseudonym, or the number of an interaction."""
    typed = reached.strip()
    found = {one for _, holder in holders() for one in holder.find(typed)} if typed else set()
    return sorted(found)


def customer(id: str, reached: str = "") -> Subject:
    """A customer with their interactions and the answers they gave; `reached` is how they are called in texts."""
    given = Rating.objects.filter(customer=id)
    interactions = set(Interaction.objects.filter(customer=id).values_list("id", flat=True))
    interactions |= {one for one in given.values_list("interaction", flat=True) if one}
    return Subject(
        SubjectKind.CUSTOMER,
        id,
        interactions=frozenset(interactions),
        responses=frozenset(given.filter(source="customer").values_list("response", flat=True)),
        names=frozenset({reached.strip()} - {"", id}),
        renamed={one: f"erased-{token_hex(16)}" for one in interactions},
    )


def person(id: str) -> Subject:
    """A person with what they served, what was said of them, and how texts may call them."""
    about = Rating.objects.filter(Q(person=id))
    names = set(Person.objects.filter(pk=id).values_list("name", flat=True))
    names |= {name.split()[0] for name in names if " " in name}
    for log_in in User.objects.filter(person=id).values_list("username", "email"):
        names |= set(log_in)
    return Subject(
        SubjectKind.PERSON,
        id,
        interactions=frozenset(Interaction.objects.filter(person=id).values_list("id", flat=True)),
        responses=frozenset(about.values_list("response", flat=True)),
        names=frozenset(names - {"", id}),
        kept={one.kind: None if one.days is None else timedelta(days=one.days) for one in keepings()},
    )


def subject_of(kind: str, id: str, reached: str = "") -> Subject:
    """The subject of a kind, with all that leads to them."""
    return person(id) if kind == SubjectKind.PERSON else customer(id, reached)


def sealed_for(kind: str, id: str) -> str:
    """The subject that somebody of a kind is to seals and audit lines."""
    return Subject(SubjectKind(kind), id).sealed_for


def mark_of(kind: str, id: str) -> str:
    """The keyed hash of a subject: who has the application's own key can ask whether somebody was erased, and nobody
    learns from it who was."""
    return hmac.new(settings.SECRET_KEY.encode(), f"privacy.erased:{kind}:{id}".encode(), sha256).hexdigest()
