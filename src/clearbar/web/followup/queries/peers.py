"""Reads of peers: invitations, recognition, and the cards that are filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from clearbar.model.book import OVERALL, Book, Setting, Source
from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.web.audit.seals import unseal_all
from clearbar.web.book.models import Version
from clearbar.web.book.queries import newest
from clearbar.web.book.scorecards import WHOLE, Scorecard, scorecard
from clearbar.web.bridge import books
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.models.peers import OwnRating, PeerInvitation, Recognition
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.models import Organisation, Person
from clearbar.web.people.scope import Scope

RECENT = timedelta(days=30)
_MOST = 50


@dataclass(frozen=True)
class Recognised:
    """A recognition as it is read: by whom or of whom, on what, in which words."""

    who: str
    standard: str
    words: str
    at: datetime


def recognised(person: str) -> list[Recognised]:
    """What colleagues recognised somebody for, the newest first. For that person alone."""
    return _shown(list(Recognition.objects.filter(person=person)[:_MOST]), lambda one: one.by)


def given(person: str) -> list[Recognised]:
    """What somebody recognised others for, the newest first. For who gave it."""
    return _shown(list(Recognition.objects.filter(by=person)[:_MOST]), lambda one: one.person_id)


def _shown(rows: list[Recognition], whom: Any) -> list[Recognised]:
    words = unseal_all([(one.person_id, one.sealed) for one in rows])
    called, names = called_by({whom(one) for one in rows}), standard_names()
    return [
        Recognised(
            called.get(whom(one), "somebody who left"), names.get(one.standard, one.standard), said["words"], one.at
        )
        for one, said in zip(rows, words, strict=True)
        if said
    ]


def called_by(ids: Iterable[str]) -> dict[str, str]:
    """What persons are called."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def standard_names() -> dict[str, str]:
    """What the standards of the book are called."""
    book = held_book()
    named = {one.standard.id: one.standard.name or one.standard.id for one in book.placed()} if book else {}
    return named | ({OVERALL: WHOLE} if book else {})


def held_book() -> Book | None:
    """The book that holds, in the organisation's language."""
    version = newest()
    return book_of(version) if version else None


def book_of(version: Version) -> Book:
    """The book of a version, in the organisation's language."""
    return books.read(version.files).in_language(Organisation.the().language)


def card_of(version: Version, journey: str, source: Source) -> Scorecard:
    """The card of a journey for a peer, or for oneself."""
    book = book_of(version)
    found = next((one for one in book.journeys if one.id == journey), None)
    return scorecard(book, version.number, found, source, {})


def finding_of(key: str, owner: str) -> FindingRow | None:
    """A finding that somebody owns, by its key; None for anybody else's."""
    return FindingRow.objects.filter(pk=key, owner=owner).exclude(person="").first() if key else None


@dataclass(frozen=True)
class Invited:
    """An invitation in a list."""

    invitation: PeerInvitation
    who: str
    about: str
    words: str


def asked_of(person: str) -> list[Invited]:
    """Invitations that wait for somebody, the oldest first."""
    waiting = PeerInvitation.objects.filter(colleague=person, state=PeerInvitation.State.ASKED)
    return _invited(list(waiting.select_related("person").order_by("at")), lambda one: one.person.name)


def asked_by(person: str) -> list[Invited]:
    """Invitations that somebody sent, the newest first."""
    found = PeerInvitation.objects.filter(person=person).select_related("colleague")[:_MOST]
    return _invited(list(found), lambda one: one.colleague.name)


def _invited(rows: list[PeerInvitation], name: Any) -> list[Invited]:
    words = unseal_all([(one.person_id, one.sealed) for one in rows])
    known = {one.interaction for one in rows}
    interactions = Interaction.objects.defer("messages").in_bulk(known, field_name="id")
    return [
        Invited(one, name(one), about(interactions.get(one.interaction)), (said or {}).get("words", ""))
        for one, said in zip(rows, words, strict=True)
    ]


def about(interaction: Interaction | None) -> str:
    """What an interaction is called in a list: where, what about, and when."""
    if interaction is None:
        return "an interaction that is no longer kept"
    known = [one.replace("_", " ").replace("-", " ") for one in (interaction.channel, interaction.topic) if one]
    return ", ".join([*known, f"{interaction.at.day} {interaction.at:%B %Y}"])


def own_interactions(scope: Scope, now: datetime) -> list[tuple[str, str]]:
    """Recent interactions of one's own, the newest first, to choose one from."""
    found = Interaction.objects.filter(person=scope.person, at__gte=now - RECENT, at__lte=now).order_by("-at")
    return [(one.id, about(one)) for one in found.defer("messages")[:_MOST]]


def unrated_interactions(scope: Scope, now: datetime) -> list[tuple[str, str]]:
    """Those of them that nobody else has rated yet, and oneself neither: of what others said one may have heard."""
    known = own_interactions(scope, now)
    ids = [one for one, _ in known]
    said = set(others_of(ids).values_list("interaction", flat=True))
    said |= set(
        OwnRating.objects.filter(person=scope.person, interaction__in=ids).values_list("interaction", flat=True)
    )
    return [(one, name) for one, name in known if one not in said]


def others_of(interactions: Iterable[str]) -> QuerySet[Rating]:
    """What others said of these interactions. A check is nobody's opinion."""
    live = Rating.objects.filter(interaction__in=list(interactions), setting=Setting.LIVE.value)
    return live.exclude(source__in=(Source.SELF.value, Source.CHECK.value))


def messages_of(interaction: Interaction) -> list[Mapping[str, str]]:
    """The words of an interaction, without addresses and telephone numbers."""
    return [
        {"role": str(one.get("role", "")), "text": redact(str(one.get("text", "")), kinds=ON_DISPLAY).text}
        for one in interaction.messages or ()
    ]
