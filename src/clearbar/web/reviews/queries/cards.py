"""Reads of cards: what stands on one, beside the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearbar.model.book import Book, Journey, Setting, Source
from clearbar.web.book.models import Version
from clearbar.web.book.queries import newest
from clearbar.web.book.scorecards import Scorecard, card_for, journey_of, scorecard
from clearbar.web.bridge import books
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.models import Organisation
from clearbar.web.reviews.models import Card, Cause, Critical


def book_of(version: Version) -> Book:
    """The book of a version, in the organisation's language where it is written in it."""
    return books.read(version.files).in_language(Organisation.the().language)


def journey_for(version: Version, interaction: Interaction) -> Journey | None:
    """The journey that an interaction's topic belongs to."""
    return journey_of(book_of(version), interaction.topic)


def card_of(version: Version, journey: str, source: Source) -> Scorecard:
    """The scorecard of a journey in a version of the book."""
    book = book_of(version)
    found = next((one for one in book.journeys if one.id == journey), None)
    return scorecard(book, version.number, found, source, _critical())


def card_of_standards(version: Version, standards: set[str]) -> Scorecard:
    """A card of these standards, as a version of the book has them."""
    return card_for(book_of(version), version.number, standards, _critical())


def _critical() -> dict[str, str]:
    return dict(Critical.objects.values_list("standard", "why"))


def causes(marks: Mapping[str, Any] | None = None) -> list[str]:
    """The root causes that may be named; with those that a card names already."""
    named = {cause for mark in (marks or {}).values() for cause in mark.get("causes", ())}
    kept = list(Cause.objects.filter(used=True).values_list("name", flat=True))
    return kept + sorted(named - set(kept))


def is_older(card: Card) -> bool:
    """Whether a newer version of the book holds than the one that the card is pinned to."""
    held = newest()
    return held is not None and held.pk != card.version_id


def kept_checks(interaction: str) -> dict[str, Rating]:
    """What automatic checks said of an interaction, by standard."""
    found = Rating.objects.filter(interaction=interaction, source=Source.CHECK.value, setting=Setting.LIVE.value)
    return {one.standard: one for one in found}
