"""Taking letters: each mail once, into a case where it fits, apart where a machine wrote it, waiting where neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from logging import getLogger
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from clearbar.model.mail import ArrivedMail, MailKind
from clearbar.text.redact import BEFORE_STORAGE, redact
from clearbar.text.zones import day_and_week
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import seal
from clearbar.web.bridge.letters import UnreadableMail, read_mail
from clearbar.web.followup.actions.recovery import came_back, customer_said, open_case
from clearbar.web.followup.actions.recovery_messages import case_of_message_id, case_of_token
from clearbar.web.followup.models.arriving import Arrival, Taken
from clearbar.web.followup.models.recovery import CameBy, Case
from clearbar.web.followup.queries.arriving import (
    identity_of,
    is_own,
    keyed,
    own_addresses,
    place_of,
    subject_of,
    writer_of,
)
from clearbar.web.followup.queries.recovery_sent import lost_mail
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.models import Organisation
from clearbar.web.people.queries import house_rulers

log = getLogger("clearbar.letters")
Why = Arrival.Why

TURNS: Mapping[Arrival.State, frozenset[Arrival.State]] = {
    Arrival.State.WAITS: frozenset({Arrival.State.CASE, Arrival.State.DISCARDED}),
    Arrival.State.APART: frozenset({Arrival.State.CASE, Arrival.State.DISCARDED}),
    Arrival.State.CASE: frozenset(),
    Arrival.State.HEARD: frozenset(),
    Arrival.State.DISCARDED: frozenset({Arrival.State.CASE}),
}
"""What somebody may make of a letter. What became a case is no letter any more; the case has turns of its own."""

_APART = {MailKind.AUTOMATIC: Why.AUTOMATIC, MailKind.BOUNCE: Why.BOUNCE, MailKind.LIST: Why.LIST}
_TAG = re.compile(r"\+([0-9a-fA-F]{32})@")
_OURS = re.compile(r"<([0-9a-f]{32})\.[0-9a-f]{16}@")
_KEPT_OF_BROKEN = 4_000


@transaction.atomic
def take_mail(*, raw: bytes, way: str, at: datetime, cut: bool = False) -> Arrival | None:
    """Takes one mail, once however often and by whichever way it comes; None where it was taken before.

    A mail that a person wrote opens a case, or goes on with the one that it answers. What a machine wrote stands apart.
    What cannot be read, or fits nowhere, waits for somebody.
    """
    try:
        with transaction.atomic():
            return _taken(raw, way, at, cut)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the mail comes again
    except Exception as fault:  # whatever else a mail does to us, it is kept, and the next ones come through
        if not isinstance(fault, UnreadableMail):
            log.warning("a mail could not be taken: %s", type(fault).__name__)
        return _unreadable(raw, way, at)


def _taken(raw: bytes, way: str, at: datetime, cut: bool) -> Arrival | None:
    mail = read_mail(raw, ours=[one.rpartition("@")[2] for one in own_addresses()], cut=cut)
    if not _first(identity_of(mail)):
        return None
    team, site = place_of(mail)
    writer = writer_of(mail) or mail.message_id or identity_of(mail)
    arrival = Arrival(
        way=way, at=at, team=team, site=site, subject=subject_of(writer),
        mail=keyed("message", mail.message_id) if mail.message_id else "",
    )  # fmt: skip
    arrival.sealed = seal(arrival.subject, _kept(mail))
    _sort(arrival, mail, at)
    arrival.save()
    _line(arrival, at)
    if arrival.case and arrival.why == Why.BOUNCE:
        came_back(case=arrival.case, letter=f"{arrival.pk}", at=at)
    return arrival


def _sort(arrival: Arrival, mail: ArrivedMail, at: datetime) -> None:
    """Where the letter belongs."""
    case, named = _case_of(mail, arrival.subject)
    arrival.case = case
    writer = writer_of(mail)
    # Somebody's program may call all that it sends bulk; what answers a case of ours is a letter all the same.
    is_letter = mail.kind is MailKind.LETTER or (mail.kind is MailKind.LIST and case is not None)
    if not is_letter or is_own(writer):
        arrival.state, arrival.why = Arrival.State.APART, _APART.get(mail.kind, Why.OWN)
        if case and arrival.why == Why.BOUNCE:
            arrival.mail = lost_mail(case, mail.answers) or arrival.mail
    elif not writer or not mail.text or (named and not case):
        arrival.state = Arrival.State.WAITS
        arrival.why = Why.NO_SENDER if not writer else Why.NO_WORDS if not mail.text else Why.NO_CASE
    elif case:
        arrival.state = Arrival.State.HEARD
        customer_said(case=case, words=mail.text, at=at)
    else:
        arrival.state = Arrival.State.CASE
        arrival.case = open_case(
            at=at, actor=SYSTEM, came_by=CameBy.MAIL, words=words_of(mail.subject, mail.text), contact=writer,
            subject=arrival.subject, team=arrival.team, site=arrival.site,
        )  # fmt: skip


def words_of(subject: str, text: str) -> str:
    """A letter as the words of a case."""
    return f"{subject}\n\n{text}" if subject and subject.casefold() not in text.casefold() else text


def _case_of(mail: ArrivedMail, subject: str) -> tuple[Case | None, bool]:
    """The case that a mail answers, and whether it names one of ours at all: by the token in the address that it was
    sent to, by the letter that it answers, or by an earlier letter of the same sender."""
    tokens = [one for address in mail.to for one in _TAG.findall(address)]
    tokens += [one for answered in mail.answers for one in _OURS.findall(answered)]
    for token in tokens:
        if case := case_of_token(token):
            return case, True
    for answered in mail.answers:
        if case := case_of_message_id(answered):
            return case, True
    before = Arrival.objects.filter(mail__in=[keyed("message", one) for one in mail.answers], subject=subject)
    earlier = before.exclude(case=None).select_related("case").first() if mail.answers else None
    return (earlier.case if earlier else None), bool(tokens)


def _unreadable(raw: bytes, way: str, at: datetime) -> Arrival | None:
    """Keeps of a mail that cannot be read its beginning, so that somebody can look for it in the inbox."""
    digest = sha256(raw).hexdigest()
    if not _first(keyed("bytes", digest)):
        return None
    arrival = Arrival(way=way, at=at, state=Arrival.State.WAITS, why=Why.UNREADABLE, subject=subject_of(digest))
    beginning = raw[:_KEPT_OF_BROKEN].decode("utf-8", "replace").replace("\x00", "")
    arrival.sealed = seal(arrival.subject, {"text": redact(beginning, kinds=BEFORE_STORAGE).text})
    arrival.save()
    _line(arrival, at)
    return arrival


def tell_deciders(subject: str, text: str, name: str, at: datetime) -> None:
    """Tells who decides on letters, once a day."""
    day = day_and_week(at, Organisation.the().timezone)[0]
    tell(house_rulers(), subject, text, path="/followup/letters/", name=f"{name}:{day}", at=at, topic=Topic.CASE)


def _line(arrival: Arrival, at: datetime) -> None:
    """The audit line of a letter; of one that waits, those who decide are told."""
    if arrival.state == Arrival.State.WAITS:
        tell_deciders("A letter fits nowhere", "It may be a complaint. Please look at it.", "letters", at)
    values = {"state": arrival.state, "why": arrival.why}
    record(
        actor=SYSTEM, verb="letter arrived", thing=("letter", arrival.pk), at=at, subject=arrival.subject, values=values
    )  # fmt: skip


def _first(identity: str) -> bool:
    """Whether a mail comes for the first time, which is noted in the transaction that takes it."""
    return Taken.objects.get_or_create(hash=identity)[1]


def _kept(mail: ArrivedMail) -> dict[str, Any]:
    return {
        "sender": writer_of(mail),
        "name": mail.name,
        "subject": redact(mail.subject, kinds=BEFORE_STORAGE).text,
        "text": redact(mail.text, kinds=BEFORE_STORAGE).text,
        "written": mail.written,
        "attachments": [[one.name, one.kind, one.size] for one in mail.attachments],
    }
