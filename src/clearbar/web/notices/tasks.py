"""What comes by itself: mails that wait for their hour, and calls of channels."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from clearbar.web.audit.seals import unseal
from clearbar.web.ledger import wire as wires
from clearbar.web.ledger.calls import attempt
from clearbar.web.ledger.jobs import task
from clearbar.web.ledger.wire import Told, Wire
from clearbar.web.notices.models import Announced, Notice
from clearbar.web.notices.shapes import shaped
from clearbar.web.notices.telling import send_due
from clearbar.web.people.models import Organisation


@task("notices", every=timedelta(minutes=5))
def send(*, now: datetime) -> None:
    """Sends what waited for the end of quiet hours, or for the hour of the digest: one mail for each person."""
    waiting = Notice.objects.filter(mail_due__lte=now).order_by("person").values_list("person", flat=True).distinct()
    for person in list(waiting):
        send_due(person, now)


@task("channel")
def announce(*, now: datetime, announced: int, wire: Wire | None = None) -> None:
    """Makes one announcement. Raises NotHeard where it must come again, until it was tried often enough."""
    found = Announced.objects.select_related("channel").filter(pk=announced, told_at=None).first()
    if found is None or not found.channel.active:
        return
    over = wire or Wire(Organisation.the().allowed_hosts)
    attempt(found, lambda: _call(found, over, now), now)


def _call(announced: Announced, wire: Wire, now: datetime) -> Told:
    channel = announced.channel
    url, secret = unseal(channel.pk, channel.url), unseal(channel.pk, channel.secret)
    body = json.dumps(shaped(announced)).encode()
    event = f"{announced.pk:016x}"
    return wires.tell(wire, str(url), body, secret=str(secret), event=event, at=int(now.timestamp()))
