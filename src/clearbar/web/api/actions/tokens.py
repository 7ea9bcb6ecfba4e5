"""Writes of tokens: each is made by an administrator, and told once to whom it acts for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from clearbar.web.api.models import ApiToken
from clearbar.web.audit.actions import record
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.people.access import demand
from clearbar.web.people.models import Person, Role
from clearbar.web.people.scope import Scope

PREFIX = "cb_"
"""How every token begins, so that who finds one somewhere knows what it is."""


@transaction.atomic
def make(
    *, scope: Scope, name: str, person: Person | None, rights: Sequence[str], expires_on: date | None, at: datetime
) -> tuple[ApiToken, str]:
    """A token and its text, which is told once. For another person the text is empty: they take it themself, since
    with it one sees what they may see."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    told = person is None or person.pk == scope.person
    text = PREFIX + new_token() if told else ""
    token = ApiToken.objects.create(
        hash=hash_of(text) if told else None, name=name, made_by=scope.person, made_at=at, person=person,
        rights=sorted(rights), expires_on=expires_on,
    )  # fmt: skip
    values = {"name": name, "rights": token.rights, "expires_on": expires_on}
    subject = person.pk if person else token.pk
    record(actor=scope.person, verb="made", thing=("token", token.pk), at=at, subject=subject, values=values)
    return token, text


@transaction.atomic
def take(*, scope: Scope, token: ApiToken, at: datetime) -> str:
    """The text of a token that waits for its person; once. Raises ValueError where it was taken."""
    demand(token.person_id == scope.person)
    text = PREFIX + new_token()
    if not ApiToken.objects.filter(pk=token.pk, hash=None, ended_at=None).update(hash=hash_of(text)):
        raise ValueError("this token was taken")
    record(actor=scope.person, verb="took", thing=("token", token.pk), at=at)
    return text


@transaction.atomic
def end(*, scope: Scope, token: ApiToken, at: datetime) -> None:
    """Ends a token at once, for good."""
    demand(scope.over(Role.ADMINISTRATOR, None) or token.person_id == scope.person)
    if ApiToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=at, hash=None):
        record(actor=scope.person, verb="ended", thing=("token", token.pk), at=at)
