"""Reads of letters that arrived: whose they are, whom they answer, and which of them somebody may see."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from clearbar.model.mail import ArrivedMail
from clearbar.web.audit.seals import of_customer, unseal_all
from clearbar.web.followup.models.arriving import Arrival, InboxPlace
from clearbar.web.followup.models.recovery_rules import RecoveryRules
from clearbar.web.followup.queries.recovery_permits import led, rules
from clearbar.web.people.models import Site, Team
from clearbar.web.people.scope import Scope


def keyed(what: str, told: str) -> str:
    """A mark of something that only this house can make."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"followup.{what}:{told}".encode("utf-8", "replace"), sha256
    ).hexdigest()


def subject_of(sender: str) -> str:
    """The pseudonym of who writes from an address: the same for each letter of theirs."""
    return of_customer(f"c-{keyed('sender', sender.strip().casefold())[:24]}")


def identity_of(mail: ArrivedMail) -> str:
    """What tells a mail from every other one. The Message-ID alone does not: whoever knows one could otherwise write a
    letter that makes another unheard."""
    told = (mail.message_id, mail.sender, mail.written, mail.subject, mail.text)
    return keyed("mail", "\x1f".join(told))


def writer_of(mail: ArrivedMail) -> str:
    """Who wrote a mail, and where they want to be answered; empty where nobody is named. What a form of a website or a
    list of ours hands on comes from an address that is not the customer's: whose letter it is stands in Reply-To alone.
    """
    return mail.replies_to if mail.replies_to and not is_own(mail.replies_to) else mail.sender


def is_own(address: str) -> bool:
    """Whether an address is one of ours, also with the token of a case in it as our letters bear it."""
    local, _, host = address.rpartition("@")
    return not {address, f"{local.partition('+')[0]}@{host}"}.isdisjoint(own_addresses())


def own_addresses() -> tuple[str, ...]:
    """The addresses that we write from or are answered at."""
    named = (
        RecoveryRules.the().reply_address,
        str(settings.DEFAULT_FROM_EMAIL),
        str(settings.CLEARBAR_INBOX.get("user", "")),
    )
    return tuple(one.strip().casefold() for one in named if "@" in one)


def place_of(mail: ArrivedMail) -> tuple[str | None, str | None]:
    """Team and site that an address names after a +, such as complaints+north@…; None for none."""
    for address in mail.to:
        tag = address.rpartition("@")[0].partition("+")[2]
        if tag:
            team = Team.objects.filter(pk=tag).first()
            if team:
                return team.pk, team.site_id
            if Site.objects.filter(pk=tag).exists():
                return None, tag
    return None, None


def visible(scope: Scope) -> QuerySet[Arrival]:
    """The letters that somebody may see: who leads or administers the house all, who leads a team those sent to it."""
    return Arrival.objects.all() if rules(scope) else Arrival.objects.filter(team__in=led(scope))


def may_decide(scope: Scope, arrival: Arrival) -> bool:
    """Whether they decide on a letter."""
    return rules(scope) or (arrival.team is not None and arrival.team in led(scope))


@dataclass(frozen=True)
class Letter:
    """A letter as it is read. Everything is empty where its seal was destroyed."""

    arrival: Arrival
    sender: str
    name: str
    subject: str
    text: str
    written: str
    attachments: tuple[tuple[str, str, int], ...]


def letters(rows: Sequence[Arrival]) -> list[Letter]:
    """Letters with what they say; one query for however many."""
    opened = unseal_all([(one.subject, one.sealed) for one in rows])
    return list(_read(rows, opened))


def _read(rows: Sequence[Arrival], opened: Sequence[Any]) -> Iterator[Letter]:
    for row, told in zip(rows, opened, strict=True):
        kept = told or {}
        files = tuple((str(name), str(kind), int(size)) for name, kind, size in kept.get("attachments", []))
        sender, name, subject, text, written = (
            str(kept.get(what, "")) for what in ("sender", "name", "subject", "text", "written")
        )
        yield Letter(row, sender, name, subject, text, written, files)


def waiting(scope: Scope) -> QuerySet[Arrival]:
    """The letters that fit nowhere and wait for somebody."""
    return visible(scope).filter(state=Arrival.State.WAITS).order_by("at", "pk")


def apart(scope: Scope) -> QuerySet[Arrival]:
    """What machines wrote and what went to many, the newest first."""
    return visible(scope).filter(state=Arrival.State.APART).order_by("-at", "pk")


def decided(scope: Scope) -> QuerySet[Arrival]:
    """The letters on which somebody decided, the newest first."""
    return visible(scope).exclude(settled_at=None).order_by("-settled_at", "pk")


@dataclass(frozen=True)
class InboxState:
    """How it stands with the inbox: whether one is named, when it was read last, and what keeps it from being read."""

    named: bool
    read_at: datetime | None
    fault: str


def inbox_state() -> InboxState:
    """How it stands with the inbox."""
    place = InboxPlace.objects.order_by("-pk").first()
    named = bool(settings.CLEARBAR_INBOX)
    return InboxState(named, place.read_at if place else None, place.fault if place and named else "")


def reason_of(arrival: Arrival) -> str:
    """Why a letter was discarded; empty where it was not."""
    return str(unseal_all([(arrival.subject, arrival.reason)])[0] or "")
