"""Hooks: news of the house, told to the addresses that an administrator named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from django.db import transaction

from clearbar.text.zones import day_and_week
from clearbar.web.api.models import Call, Hook, Once
from clearbar.web.audit.seals import unseal
from clearbar.web.ledger import wire as wires
from clearbar.web.ledger.calls import attempt
from clearbar.web.ledger.jobs import enqueue, task
from clearbar.web.ledger.wire import Told, Wire
from clearbar.web.people.models import Organisation

TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "rated": "somebody rated an interaction",
        "fell short": "an answer fell short of what was expected",
        "wished": "somebody said what would make it right",
        "walked": "somebody walked a journey as a customer",
        "book published": "a new version of the book holds",
    }
)
"""What a hook may hear of."""

TELLS = frozenset({"response", "survey", "rating", "interaction", "number"})
"""What may be told of news: ids. Words, names and levels stay here."""


@task("hooks", hears=tuple(TOPICS))
def tell(*, now: datetime, topic: str, **body: Any) -> None:
    """Makes a call of a piece of news for each hook that hears its topic, once."""
    data = {name: value for name, value in body.items() if name in TELLS}
    event = sha256(json.dumps([topic, data], sort_keys=True).encode()).hexdigest()[:32]
    for hook in [one for one in Hook.objects.filter(active=True) if topic in one.topics]:
        with transaction.atomic():
            call, _ = Call.objects.get_or_create(
                hook=hook, event=event, defaults={"topic": topic, "data": data, "made_at": now}
            )
            ask_for(call, now)


def ask_for(call: Call, now: datetime) -> None:
    """Asks for a call to be made, in the transaction of the act that wants it."""
    enqueue("hook call", name=f"hook call:{call.pk}:{call.tries}", due=now, call=call.pk)


@task("hook call")
def make_call(*, now: datetime, call: int, wire: Wire | None = None) -> None:
    """Makes one call. Raises NotHeard where it must come again, until it was tried often enough."""
    found = Call.objects.select_related("hook").filter(pk=call, told_at=None).first()
    if found is None or not found.hook.active:
        return
    over = wire or Wire(Organisation.the().allowed_hosts)
    attempt(found, lambda: _call(found, over, now), now)


def _call(call: Call, wire: Wire, now: datetime) -> Told:
    secret = unseal(call.hook.pk, call.hook.secret)
    body = json.dumps({"event": call.event, "topic": call.topic, "data": call.data}).encode()
    return wires.tell(wire, call.hook.url, body, secret=str(secret), event=call.event, at=int(now.timestamp()))


@task("forget calls", every=timedelta(days=1))
def forget(*, now: datetime) -> None:
    """Forgets calls that were heard a month ago, and answers to repeated requests when a whole week is over."""
    Call.objects.filter(told_at__lt=now - timedelta(days=30)).delete()
    Once.objects.filter(week__lt=day_and_week(now - timedelta(days=7), "UTC")[1]).delete()
