"""Asking: personal links, whom not to ask again so soon, and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, override

from clearbar.text.zones import day_and_week
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import of_customer, seal, unseal
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.book import queries as book
from clearbar.web.ledger import mail
from clearbar.web.ledger.models import Asked, Interaction
from clearbar.web.people.access import demand
from clearbar.web.people.models import Organisation, Team
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.actions.answering import invitation_of, timezone_of
from clearbar.web.surveys.marks import mark_of
from clearbar.web.surveys.models import Contact, Invite, Survey
from clearbar.web.surveys.rights import may_use
from clearbar.web.surveys.wording import compose

MOST_AT_ONCE = 200
"""Reminders that one survey sends in one go."""


class Reason(StrEnum):
    """Why somebody was not asked."""

    CLOSED = "this survey is closed"
    NO_BOOK = "no book is published, so there is nothing to ask"
    LATELY = "they were asked not long ago"


@dataclass(frozen=True)
class Ask:
    """Whom to ask, and about what. `to` is an e-mail address or a telephone number; empty where the link is handed
    over. What is left out is taken from the interaction, where the ledger has it. `performers` says who performed a
    step (its id), where that was not `person`. `inclusion` is the probability with which they were chosen: 1 where
    everybody was asked, None where it is unknown."""

    to: str = ""
    language: str = ""
    interaction: str | None = None
    person: str | None = None
    team: str | None = None
    customer: str | None = None
    inclusion: float | None = None
    performers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Invited:
    """What came of asking: the link and an SMS to copy, told once; or the reason why nobody was asked."""

    link: str = ""
    sms: str = ""
    mailed: bool = False
    suppressed: Reason | None = None
    invitation: str = ""


def is_email(to: str) -> bool:
    """Whether this is an e-mail address."""
    try:
        validate_email(to)
    except ValidationError:
        return False
    return True


def reach(to: str) -> str:
    """How somebody is reached, in one way of writing, so that two ways are one. Raises ValueError for what is neither
    an e-mail address nor a telephone number."""
    told = to.strip()
    if is_email(told):
        return told.casefold()
    digits = "".join(letter for letter in told if letter.isdigit())
    if not 6 <= len(digits) <= 15 or set(told) - set("+0123456789 -/()."):
        raise ValueError("neither an e-mail address nor a telephone number")
    return "+" + digits.removeprefix("00") if told.startswith(("+", "00")) else digits


@transaction.atomic
def invite(*, scope: Scope | None, survey: Survey, ask: Ask, now: datetime) -> Invited:
    """Asks somebody for one answer: a link that is told once, an e-mail if `to` is an address and mail can be sent.

    `scope` None is the system itself. Nobody is asked twice within the survey's suppression window, by whatever survey.
    Raises ValueError where `to` cannot be reached or the inclusion is no probability; PermissionDenied.
    """
    demand(scope is None or may_use(scope, survey))
    if ask.inclusion is not None and not 0 < ask.inclusion <= 1:
        raise ValueError("the inclusion is a probability above 0, at most 1")
    to = reach(ask.to) if ask.to else ""
    published = book.current()
    if not survey.open:
        return Invited(suppressed=Reason.CLOSED)
    if published is None:
        return Invited(suppressed=Reason.NO_BOOK)
    if not _free(to or _known(ask), survey, now):
        return Invited(suppressed=Reason.LATELY)
    token, row = new_token(), _about(survey, ask)
    row.hash, row.asked_at, row.expires = hash_of(token), now, now + timedelta(days=survey.expiry_days)
    row.contact, row.reached = (seal(row.subject, to), mark_of(to)) if to else (None, "")
    row.save()
    instrument = compose(survey, published, "link", row.language).instrument
    _note(row, instrument, now)
    values = {"survey": survey.name, "to": to, "interaction": ask.interaction or ""}
    actor = scope.person if scope else SYSTEM
    record(actor=actor, verb="asked", thing=("invite", row.pk), at=now, subject=row.subject, values=values)
    link = link_of(token)
    return Invited(link, _sms(row.language, link), _send(row, to, link, now), None, invitation_of(row))


def link_of(token: str) -> str:
    """The address that a token opens."""
    return f"{settings.CLEARBAR_ADDRESS}/s/{token}/"


def remind(*, now: datetime) -> int:
    """Reminds, once, those who were asked by e-mail and have not answered; how many. Nobody while no mail can be sent.

    Each survey is asked apart: those whose time comes late would else stand before those whose time is now."""
    if not mail.can_send():
        return 0
    surveys = list(Survey.objects.filter(open=True, reminder_days__gt=0))
    return sum(_remind(one, now) for survey in surveys for one in _ready(survey, now))


def _ready(survey: Survey, now: datetime) -> list[Invite]:
    waiting = Invite.objects.filter(
        survey=survey, expires__gt=now, spent=False, reminded_at=None, contact__isnull=False,
        asked_at__lte=now - timedelta(days=survey.reminder_days),
    ).select_related("survey")  # fmt: skip
    return list(waiting.order_by("asked_at")[:MOST_AT_ONCE])


@transaction.atomic
def _remind(invite: Invite, now: datetime) -> bool:
    token = new_token()
    free = Invite.objects.filter(pk=invite.pk, spent=False, reminded_at=None)
    if not free.update(reminded_at=now, reminder=hash_of(token)):
        return False
    to = unseal(invite.subject, invite.contact)
    return bool(to) and _send(invite, to, link_of(token), now, again=True)


def _free(reached: str, survey: Survey, now: datetime) -> bool:
    """Whether this contact may be asked, which is noted; of two who ask at once, one may."""
    if not reached:
        return True
    key = mark_of(reached)
    Contact.objects.get_or_create(hash=key)
    limit = now - timedelta(days=survey.suppression_days)
    may = Contact.objects.filter(Q(asked_at=None) | Q(asked_at__lte=limit), hash=key)
    return bool(may.update(asked_at=now))


def _known(ask: Ask) -> str:
    return f"customer:{ask.customer}" if ask.customer else ""


def _about(survey: Survey, ask: Ask) -> Invite:
    """The row of an ask, with what the interaction tells where the ask leaves it out."""
    found = Interaction.objects.filter(id=ask.interaction).first() if ask.interaction else None
    team = ask.team or (found.team if found else None) or survey.team_id
    site = (found.site if found else None) or _site_of(team) or survey.site_id
    customer = ask.customer or (found.customer if found else None)
    known: dict[str, Any] = {"channel": found.channel, "topic": found.topic} if found else {}
    return Invite(
        survey=survey,
        subject=of_customer(customer or f"c-{token_hex(8)}"),
        language=ask.language if ask.language in survey.languages else (survey.languages or ["en"])[0],
        interaction=ask.interaction,
        customer=customer,
        person=ask.person or (found.person if found else None),
        team=team,
        site=site,
        performers=dict(ask.performers),
        inclusion=ask.inclusion,
        **known,
    )


def _site_of(team: str | None) -> str | None:
    return Team.objects.filter(pk=team).values_list("site_id", flat=True).first() if team else None


def _note(invite: Invite, instrument: str, now: datetime) -> None:
    """The dated entry that every ask has in the evidence. Of an anonymous one it does not tell about what."""
    known = not invite.survey.anonymous
    Asked.objects.create(
        invitation=invitation_of(invite),
        interaction=invite.interaction if known else None,
        source=invite.survey.source.value,
        instrument=instrument,
        channel=invite.channel if known else None,
        site=invite.site,
        week=day_and_week(now, timezone_of(invite.survey, invite.site))[1],
    )


def _sms(language: str, link: str) -> str:
    with override(language):
        told = gettext("%(name)s: how was it? Two minutes, no log-in:") % {"name": Organisation.the().name}
    return f"{told} {link}"


def _send(invite: Invite, to: str, link: str, now: datetime, again: bool = False) -> bool:
    if not is_email(to) or not mail.can_send():
        return False
    with override(invite.language):
        subject, text = _letter(invite, link, again)
    kind = "reminder" if again else "ask"
    # Sealed: until it is sent, the letter waits in the database, and with it the link and the address.
    mail.post(name=f"{kind}:{invite.pk:016x}", to=to, subject=subject, text=text, at=now, sealed_for=invite.subject)
    return True


def _letter(invite: Invite, link: str, again: bool) -> tuple[str, str]:
    name = Organisation.the().name
    subject = gettext("%(name)s: how was it?") % {"name": name}
    if again:
        subject = gettext("A reminder from %(name)s: how was it?") % {"name": name}
    asks = gettext("would you tell us what you expected and what you got? It takes two minutes and no log-in:")
    if invite.survey.after_cases:
        subject = gettext("%(name)s: is it right now?") % {"name": name}
        asks = gettext("something fell short for you, and we answered. Would you tell us how it is now, all in all?")
    end = date_format(localtime(invite.expires, ZoneInfo(timezone_of(invite.survey, invite.site))), "DATE_FORMAT")
    told = [
        gettext("Good day,"),
        asks,
        link,
        gettext("Your answer is anonymous: we keep its week, and neither your name nor the hour.")
        if invite.survey.anonymous
        else gettext("Your answer is read by those who served you and by those who lead them."),
        gettext("The link takes one answer and ends on %(day)s.") % {"day": end},
        gettext("This is the only reminder that we send.")
        if again
        else gettext("If you would rather not answer, you need do nothing."),
        name,
    ]
    return subject, "\n\n".join(told) + "\n"


def forget_contacts(*, now: datetime) -> None:
    """Forgets how to reach those whose link has ended, and whom nobody asked for two years."""
    Invite.objects.filter(expires__lte=now, contact__isnull=False).update(contact=None)
    Contact.objects.filter(asked_at__lte=now - timedelta(days=730)).delete()


__all__ = ["Ask", "Invited", "Reason", "forget_contacts", "invite", "is_email", "link_of", "reach", "remind"]
