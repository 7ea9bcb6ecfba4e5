"""Writes of hooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from clearbar.web.api.hooks import ask_for
from clearbar.web.api.models import Call, Hook, token_id
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import destroy, seal
from clearbar.web.audit.tokens import new_token
from clearbar.web.people.access import demand
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope


@transaction.atomic
def make(*, scope: Scope, url: str, topics: Sequence[str], at: datetime) -> tuple[Hook, str]:
    """A hook, and the secret that signs its calls, which is told once."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    id_, secret = token_id(), new_token()
    hook = Hook.objects.create(
        id=id_, url=url, topics=sorted(topics), secret=seal(id_, secret), made_by=scope.person, made_at=at
    )
    values = {"url": url, "topics": hook.topics}
    record(actor=scope.person, verb="made", thing=("hook", id_), at=at, subject=id_, values=values)
    return hook, secret


@transaction.atomic
def pause(*, scope: Scope, hook: Hook, active: bool, at: datetime) -> None:
    """Lets a hook rest, or work again. What happened while it rested is not told later."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    Hook.objects.filter(pk=hook.pk).update(active=active)
    verb = "woke" if active else "paused"
    record(actor=scope.person, verb=verb, thing=("hook", hook.pk), at=at)


@transaction.atomic
def end(*, scope: Scope, hook: Hook, at: datetime) -> None:
    """Takes a hook away, with its calls and its secret."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    record(actor=scope.person, verb="took away", thing=("hook", hook.pk), at=at)
    destroy(hook.pk)
    hook.delete()


@transaction.atomic
def send_again(*, scope: Scope, call: Call, at: datetime) -> None:
    """Asks for a call that was given up to be made again."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    if not Call.objects.filter(pk=call.pk, told_at=None).exclude(given_up_at=None).update(given_up_at=None):
        return
    ask_for(call, at)
    record(actor=scope.person, verb="sent again", thing=("call", call.pk), at=at)
