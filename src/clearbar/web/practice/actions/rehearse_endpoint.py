"""Writes of endpoints: language models that an administrator lets put the customer's words."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import destroy, seal
from clearbar.web.people.access import demand
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.rehearse import Endpoint


@transaction.atomic
def keep(*, scope: Scope, endpoint: Endpoint | None, told: dict[str, Any], key: str | None, at: datetime) -> Endpoint:
    """A new endpoint, which is off, or a changed one. `told` are name, url, model and per_day; `key` is sealed and told
    to nobody again, None leaves it as it is."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    one = endpoint or Endpoint(id=token_hex(8), made_by=scope.person, made_at=at)
    if endpoint and key is None and told["url"] != endpoint.url:
        one.key = None  # the key of one place is not told to another
    for name, value in told.items():
        setattr(one, name, value)
    if key is not None:
        one.key = seal(one.subject, key) if key else None
    one.said, one.rests_until = "", None
    one.save()
    _line(scope, "changed" if endpoint else "made", one, at, {"url": one.url, "model": one.model})
    return one


@transaction.atomic
def switch(*, scope: Scope, endpoint: Endpoint, active: bool, at: datetime) -> None:
    """Switches an endpoint on or off. Talks that it plays go on by the script."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    Endpoint.objects.filter(pk=endpoint.pk).update(active=active)
    _line(scope, "switched on" if active else "switched off", endpoint, at, {})


@transaction.atomic
def remove(*, scope: Scope, endpoint: Endpoint, at: datetime) -> None:
    """Takes an endpoint away, with its key."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    _line(scope, "took away", endpoint, at, {})
    destroy(endpoint.subject)
    endpoint.delete()


def _line(scope: Scope, verb: str, one: Endpoint, at: datetime, values: dict[str, Any]) -> None:
    subject = scope.person if values else ""
    record(actor=scope.person, verb=verb, thing=("endpoint", one.pk), at=at, subject=subject, values=values)
