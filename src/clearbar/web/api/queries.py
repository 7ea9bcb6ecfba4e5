"""Reads of tokens and hooks, and what a token may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from clearbar.web.api.models import ApiToken, Call, Hook
from clearbar.web.audit.tokens import hash_of
from clearbar.web.people.models import Organisation, Person, Role
from clearbar.web.people.scope import Scope, scope_of


def token(text: str, today: date) -> ApiToken | None:
    """The token with this text, if it holds: it has not ended, and whose scope it acts in is still here."""
    found = ApiToken.objects.select_related("person").filter(hash=hash_of(text), ended_at=None).first()
    if found is None:
        return None
    ends = [found.expires_on, found.person and found.person.left_on]
    return None if any(end and end < today for end in ends) else found


def scope_of_token(token: ApiToken, today: date) -> Scope:
    """What a token may see and do: what its person may; for the house what an administrator may, which is nobody's own
    figures, unless the organisation lets leaders see those of single persons."""
    if token.person:
        return scope_of(token.person, today)
    individual = Organisation.the().individual_view
    return Scope(
        person=token.pk,
        roles={Role.ADMINISTRATOR: None, Role.LEADER: None},
        teams=frozenset(),
        sites=frozenset(),
        coached=frozenset(),
        led=frozenset(Person.objects.values_list("pk", flat=True)) if individual else frozenset(),
        individual_view=individual,
    )


def tokens(scope: Scope) -> QuerySet[ApiToken]:
    """The tokens that somebody sees: administrators all of them, others those that act in their own scope."""
    holding = ApiToken.objects.filter(ended_at=None).select_related("person")
    return holding if scope.over(Role.ADMINISTRATOR, None) else holding.filter(person_id=scope.person)


def hooks() -> QuerySet[Hook]:
    """All hooks."""
    return Hook.objects.all()


def calls(hook: Hook, most: int = 50) -> list[Call]:
    """The newest calls of a hook, and all that were given up."""
    newest = hook.calls.values("pk")[:most]
    return list(hook.calls.filter(Q(pk__in=[one["pk"] for one in newest]) | ~Q(given_up_at=None)))
