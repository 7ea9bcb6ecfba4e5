"""Telling: the consequence of somebody's act for others who ought to know; part of the transaction of the act.

A subject and a text are fixed sentences: they name nobody and quote nothing that others said or wrote, because they
are read on many screens. Who follows their link is asked there what they may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from clearbar.text.zones import local_date
from clearbar.web.ledger.jobs import enqueue
from clearbar.web.ledger.mail import can_send, post
from clearbar.web.notices.hearing import Hours, mail_due
from clearbar.web.notices.models import Announced, Channel, Hearing, Notice, Topic
from clearbar.web.people.models import Membership, Organisation, User

ANNOUNCED = (Topic.FINDING, Topic.CASE, Topic.WALK, Topic.PULSE, Topic.HOUSE)
"""What a channel may hear of: all else is about one person, and that there is something to tell says too much."""


@transaction.atomic
def tell(persons: Iterable[str], subject: str, text: str, *, path: str, name: str, at: datetime, topic: Topic) -> None:
    """Tells each of these persons, once for each `name`: in the application at once, by mail as they chose."""
    known = Notice.objects.filter(name=name[:200], person__in=set(persons)).values_list("person", flat=True)
    new = sorted(set(persons) - set(known))
    if not new:
        return
    due = _due(new, topic, at)
    Notice.objects.bulk_create(
        [
            Notice(
                person=one, name=name[:200], topic=topic, subject=subject[:160], text=text[:600], path=path[:300],
                at=at, mail_due=due[one] if one in due and due[one] > at else None,
            )
            for one in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    addresses = _addresses([one for one in new if one in due and due[one] <= at])
    for person, address in addresses.items():
        body = f"{text}\n\n{settings.CLEARBAR_ADDRESS}{path}\n"
        post(name=f"{name}:{person}", to=address, subject=subject, text=body, at=at)


def _due(persons: list[str], topic: Topic, at: datetime) -> Mapping[str, datetime]:
    """When each of these hears of it by mail; who does not is left out."""
    if not can_send():
        return {}
    chosen = {one.person: one for one in Hearing.objects.filter(person__in=persons)}
    zones, found = _zones(persons, at), {}
    for person in persons:
        choice = chosen.get(person) or Hearing(person=person)
        if choice.mail == Hearing.Mail.NEVER or topic in choice.muted:
            continue
        digest = choice.digest_at if choice.mail == Hearing.Mail.DIGEST else None
        found[person] = mail_due(at, Hours(zones[person], choice.quiet_from, choice.quiet_until, digest))
    return found


def hear_anew(person: str, at: datetime) -> None:
    """Lets what waits for its hour come as somebody chooses now, not as they chose when it was told."""
    for notice in Notice.objects.select_for_update().filter(person=person, mail_due__gt=at):
        notice.mail_due = _due([person], Topic(notice.topic), at).get(person)
        notice.save(update_fields=["mail_due"])


def _zones(persons: list[str], at: datetime) -> Mapping[str, str]:
    house = Organisation.the().timezone
    today = local_date(at, house)
    here = Membership.objects.filter(Membership.on(today), person__in=persons).order_by("-since")
    zones = dict(here.values_list("person_id", "team__site__timezone"))
    return {one: zones.get(one, house) for one in persons}


def _addresses(persons: Iterable[str]) -> Mapping[str, str]:
    users = User.objects.filter(person_id__in=list(persons), is_active=True).exclude(email="")
    return dict(users.values_list("person_id", "email"))


@transaction.atomic
def send_due(person: str, at: datetime) -> bool:
    """Asks for one mail with all notices of a person that are due; whether there was one."""
    waiting = Notice.objects.select_for_update().filter(person=person, mail_due__lte=at)
    notices = list(waiting.order_by("at", "key"))
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mail_due=None)
    unread = [one for one in notices if one.read_at is None]
    address = _addresses([person]).get(person)
    if not unread or not address:
        return False
    subject = unread[0].subject if len(unread) == 1 else f"{len(unread)} notices"
    parts = [f"{one.subject}\n{one.text}\n{settings.CLEARBAR_ADDRESS}{one.path}\n" for one in unread]
    post(name=f"notices:{person}:{at.isoformat()}", to=address, subject=subject, text="\n".join(parts), at=at)
    return True


@transaction.atomic
def announce(
    subject: str, text: str, *, path: str, name: str, at: datetime, topic: Topic, team: str | None = None
) -> None:
    """Tells the channels that hear of this topic, of this team or of the whole house, once for each `name`. Raises
    ValueError for a topic that is about single persons."""
    if topic not in ANNOUNCED:
        raise ValueError(f"{topic} is about persons, and no channel hears of it")
    for channel in Channel.objects.filter(active=True):
        if topic not in channel.topics or (channel.team_id is not None and channel.team_id != team):
            continue
        kept, made = Announced.objects.get_or_create(
            channel=channel,
            name=name[:200],
            defaults={"topic": topic, "subject": subject[:160], "text": text[:600], "path": path[:300], "at": at},
        )
        if made:
            ask_for(kept, at)


def ask_for(announced: Announced, at: datetime) -> None:
    """Asks for an announcement to be made."""
    name = f"channel:{announced.pk}:{announced.tries}"
    enqueue("channel", name=name, due=at, announced=announced.pk)


def seen(notice: Notice, at: datetime) -> None:
    """Notes that somebody followed a notice."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
