"""Reading the inbox: each mail in a transaction of its own, together with how far the inbox was read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.followup.actions.arriving import take_mail, tell_deciders
from clearbar.web.followup.inbox import Account, Inbox, InboxFault
from clearbar.web.followup.models.arriving import Arrival, InboxPlace
from clearbar.web.followup.queries.arriving import keyed

MOST = 200
"""So many mails are taken at once; the next come a minute later."""
BEFORE = timedelta(days=2)
"""A server that numbers its mails afresh is asked for what came since so long before the last reading."""


def poll(*, account: Account, at: datetime) -> int:
    """Takes what is new in the inbox; how many mails. What keeps it from being read is noted and raised.

    A mail is marked as read only after what came of it is kept. Whoever is stopped in between leaves nothing behind
    but a mail that looks unread: its number is noted with it, and it is not taken again.
    """
    name = keyed("inbox", account.name)
    try:
        with Inbox(account) as inbox:
            place = _opened(name=name, validity=inbox.validity, top=inbox.top, at=at)
            found = inbox.waiting(place.uid, place.top, place.since)
            for uid in found[:MOST]:
                fetched = inbox.fetch(uid)
                take_from_inbox(name=name, validity=inbox.validity, uid=uid, fetched=fetched, at=at)
                if fetched:
                    inbox.mark(uid)
    except InboxFault as fault:
        note_fault(name=name, fault=str(fault), at=at)
        raise
    InboxPlace.objects.filter(account=name).update(read_at=at, fault="")
    return len(found[:MOST])


@transaction.atomic
def take_from_inbox(
    *, name: str, validity: int, uid: int, fetched: tuple[bytes, bool] | None, at: datetime
) -> Arrival | None:
    """Takes one mail of the inbox, and notes its number; None where it was taken before, or is gone meanwhile."""
    place = InboxPlace.objects.select_for_update().get(account=name)
    if place.validity != validity or uid <= place.uid:
        return None
    place.uid = uid
    place.save(update_fields=["uid"])
    return take_mail(raw=fetched[0], cut=fetched[1], way="mail", at=at) if fetched else None


@transaction.atomic
def note_fault(*, name: str, fault: str, at: datetime) -> None:
    """Notes that the inbox cannot be read, where its readers look; an audit line when it begins."""
    place, _ = InboxPlace.objects.get_or_create(account=name, defaults={"validity": 0})
    if place.fault != fault:
        place.fault = fault
        place.save(update_fields=["fault"])
        record(actor=SYSTEM, verb="inbox not read", thing=("inbox", place.pk), at=at)
        tell_deciders("The inbox cannot be read", "Complaints by mail do not come in. The page says why.", "inbox", at)


@transaction.atomic
def _opened(*, name: str, validity: int, top: int, at: datetime) -> InboxPlace:
    """Where to go on. An inbox that is new, or numbered afresh, begins with what is unread, or came lately."""
    place, made = InboxPlace.objects.select_for_update().get_or_create(account=name, defaults={"validity": 0})
    if made or place.validity != validity:
        place.since = (place.read_at - BEFORE).date() if place.read_at else None
        place.validity, place.uid, place.top = validity, 0, top
        place.save()
        record(actor=SYSTEM, verb="inbox opened", thing=("inbox", place.pk), at=at)
    return place
