"""Writes to films and sounds: the file first, then its row, so that no row is without its file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from clearbar.model.lesson import Lesson
from clearbar.web.audit.actions import record
from clearbar.web.bridge.presenting import Film
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.practice import media
from clearbar.web.practice.models.present import Clip, clip_id
from clearbar.web.practice.queries.present_permits import presents


@dataclass(frozen=True)
class Sent:
    """A film or sound that was looked at and may be kept: its kind by its content, its bytes, and its words."""

    film: Film
    size: int
    chunks: Iterable[bytes]
    title: str
    captions: str
    transcript: str


@transaction.atomic
def send_clip(*, scope: Scope, lesson: Lesson, sent: Sent, at: datetime) -> Clip:
    """Keeps a film or sound about a step."""
    demand(presents(scope))
    name = clip_id()
    place = media.keep(name, sent.chunks)
    try:
        clip = Clip.objects.create(
            id=name, journey=lesson.journey, step=lesson.step, language=lesson.language, title=sent.title,
            media=sent.film.media, seen=sent.film.seen, size=sent.size, captions=sent.captions,
            transcript=sent.transcript, editions=[part.edition for part in lesson.parts], by=scope.person, at=at,
        )  # fmt: skip
        values = {"step": f"{lesson.journey}/{lesson.step}", "media": sent.film.media, "size": sent.size}
        record(actor=scope.person, verb="sent a film", thing=("film", name), at=at, subject=scope.person, values=values)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return clip


@transaction.atomic
def remove_clip(*, scope: Scope, clip: Clip, at: datetime) -> None:
    """Takes a film or sound away, and its file once that is certain."""
    demand(presents(scope))
    record(actor=scope.person, verb="took a film away", thing=("film", clip.pk), at=at, subject=scope.person)
    transaction.on_commit(partial(_gone, clip.pk))
    clip.delete()


def _gone(name: str) -> None:
    with suppress(OSError):
        media.place_of(name).unlink(missing_ok=True)
