"""Mirroring: what the ledger holds → evidence, by id. The ledger is the truth; one command writes the evidence anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import F

from clearbar.flow.mirror import due, is_there, let_persons_be_told, mirror, rebuild
from clearbar.model.evidence import Event, Invitation, StandardRow
from clearbar.model.evidence import Rating as Row
from clearbar.text.zones import day_and_week
from clearbar.web.bridge.models import Edition
from clearbar.web.bridge.places import evidence
from clearbar.web.ledger.jobs import task
from clearbar.web.ledger.models import Asked, Gone, Happened, Rating
from clearbar.web.people.models import Organisation

BATCH = 20_000

_COLUMNS = tuple(Row.__dataclass_fields__)
_EDITION = tuple(StandardRow.__dataclass_fields__)


@task("mirror", every=timedelta(minutes=1))
def mirror_new(*, now: datetime) -> None:
    """Merges what is new in the ledger into the evidence. Bears being done twice, and by two at once."""
    _tell_persons()
    waiting = Rating.objects.exclude(mirrored=F("revision"))
    while _merge(list(waiting.exclude(rated_at=None)[:BATCH])):
        pass
    _merge(_together(list(waiting.filter(rated_at=None)), day_and_week(now, "UTC")[1]))
    _beside()


def _together(anonymous: list[Rating], week: int) -> list[Rating]:
    """Those anonymous ratings that may come now: with enough others, or when their week is over."""
    ready = {one.rating for one in due(_rows(anonymous), week=week)[0]}
    return [one for one in anonymous if one.rating in ready]


def mirror_whole() -> None:
    """Writes the evidence anew from the ledger; readers go on with the old one until it is done."""
    _tell_persons()
    ratings = list(Rating.objects.values_list("pk", "revision"))
    rebuild(evidence(), _rows(Rating.objects.iterator(BATCH)), editions(), _asked(Asked.objects.all()), _happened())
    for start in range(0, len(ratings), BATCH):
        _held(ratings[start : start + BATCH])
    Asked.objects.update(mirrored=True)
    Happened.objects.update(mirrored=True)
    Gone.objects.all().delete()


def _tell_persons() -> None:
    """Lets the switch of single persons hold outside of the application as well, where there is evidence."""
    if is_there(evidence()):
        let_persons_be_told(evidence(), Organisation.the().individual_view)


def editions() -> list[StandardRow]:
    """Every edition that was ever published."""
    return [StandardRow(**one) for one in Edition.objects.values(*_EDITION)]


def _merge(found: list[Rating]) -> bool:
    gone = list(Gone.objects.values_list("rating", flat=True)[:BATCH])
    if not found and not gone:
        return False
    mirror(evidence(), _rows(found), editions(), gone=gone)
    _held([(one.pk, one.revision) for one in found])
    Gone.objects.filter(pk__in=gone).delete()
    return len(found) == BATCH


def _held(seen: list[tuple[int, int]]) -> None:
    """Notes which revision of which rating the evidence holds; one that was revised meanwhile stays waiting."""
    by_revision: dict[int, list[int]] = {}
    for key, revision in seen:
        by_revision.setdefault(revision, []).append(key)
    for revision, keys in by_revision.items():
        for start in range(0, len(keys), 500):
            Rating.objects.filter(pk__in=keys[start : start + 500]).update(mirrored=revision)


def _beside() -> None:
    asked = list(Asked.objects.filter(mirrored=False)[:BATCH])
    happened = list(Happened.objects.filter(mirrored=False)[:BATCH])
    if asked or happened:
        mirror(evidence(), (), editions(), _asked(asked), _happened(happened))
        Asked.objects.filter(pk__in=[one.pk for one in asked], answered=False).update(mirrored=True)
        Asked.objects.filter(pk__in=[one.pk for one in asked if one.answered]).update(mirrored=True)
        Happened.objects.filter(pk__in=[one.pk for one in happened]).update(mirrored=True)


def _rows(found: Iterable[Rating]) -> Iterator[Row]:
    return (Row(**{name: getattr(one, name) for name in _COLUMNS}) for one in found)


def _asked(found: Iterable[Asked]) -> Iterator[Invitation]:
    names = tuple(Invitation.__dataclass_fields__)
    return (Invitation(**{name: getattr(one, name) for name in names}) for one in found)


def _happened(found: Iterable[Happened] | None = None) -> Iterator[Event]:
    names = tuple(Event.__dataclass_fields__)
    rows = Happened.objects.all() if found is None else found
    return (Event(**{name: getattr(one, name) for name in names}) for one in rows)
