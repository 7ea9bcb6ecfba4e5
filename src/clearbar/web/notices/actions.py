"""Writes of notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from secrets import token_hex
from urllib.parse import urlsplit

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import destroy, seal
from clearbar.web.audit.tokens import new_token
from clearbar.web.notices.models import Announced, Channel, Hearing, Notice
from clearbar.web.notices.telling import ask_for, hear_anew
from clearbar.web.people.access import demand
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope


@transaction.atomic
def read_all(*, scope: Scope, at: datetime) -> int:
    """Notes that somebody has read all of their notices; how many they were."""
    count = Notice.objects.filter(person=scope.person, read_at=None).update(read_at=at)
    if count:
        record(actor=scope.person, verb="read their notices", thing=("person", scope.person), at=at)
    return count


@transaction.atomic
def hear(
    *,
    scope: Scope,
    mail: str,
    digest_at: time,
    quiet_from: time | None,
    quiet_until: time | None,
    muted: Sequence[str],
    at: datetime,
) -> None:
    """Keeps how somebody wants to hear of notices."""
    chosen = {
        "mail": mail,
        "digest_at": digest_at,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "muted": sorted(muted),
    }
    Hearing.objects.update_or_create(person=scope.person, defaults=chosen)
    hear_anew(scope.person, at)
    record(
        actor=scope.person, verb="chose how to hear of notices", thing=("person", scope.person), at=at,
        subject=scope.person, values=chosen,
    )  # fmt: skip


@transaction.atomic
def open_channel(
    *, scope: Scope, name: str, shape: str, url: str, team: str | None, topics: Sequence[str], at: datetime
) -> tuple[Channel, str]:
    """A channel, and the secret that signs its calls, which is told once."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    id_, secret = f"n-{token_hex(6)}", new_token()
    channel = Channel.objects.create(
        id=id_, name=name, shape=shape, host=urlsplit(url).hostname or "", url=seal(id_, url),
        secret=seal(id_, secret), team_id=team, topics=sorted(topics), made_by=scope.person, made_at=at,
    )  # fmt: skip
    values = {"name": name, "shape": shape, "team": team, "topics": channel.topics}
    record(actor=scope.person, verb="opened", thing=("channel", id_), at=at, subject=id_, values=values)
    return channel, secret


@transaction.atomic
def pause_channel(*, scope: Scope, channel: Channel, active: bool, at: datetime) -> None:
    """Lets a channel rest, or hear again. What happened while it rested is not told later."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    Channel.objects.filter(pk=channel.pk).update(active=active)
    record(actor=scope.person, verb="woke" if active else "paused", thing=("channel", channel.pk), at=at)


@transaction.atomic
def end_channel(*, scope: Scope, channel: Channel, at: datetime) -> None:
    """Takes a channel away, with its address, its secret and what it was told."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    record(actor=scope.person, verb="took away", thing=("channel", channel.pk), at=at)
    destroy(channel.pk)
    channel.delete()


@transaction.atomic
def announce_again(*, scope: Scope, announced: Announced, at: datetime) -> None:
    """Asks for an announcement that was given up to be made again."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    given_up = Announced.objects.filter(pk=announced.pk, told_at=None).exclude(given_up_at=None)
    if not given_up.update(given_up_at=None):
        return
    ask_for(announced, at)
    record(actor=scope.person, verb="announced again", thing=("announced", announced.pk), at=at)
