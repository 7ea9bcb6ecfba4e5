"""Writes of pictures on walks: added by who walked, looked at by them, and only then to be seen by others.

Off unless the organisation switched them on, and never at a clinic.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import ANONYMOUS, SYSTEM, record
from clearbar.web.ledger.pictures import Picture
from clearbar.web.people.access import demand
from clearbar.web.people.models import Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.actions.walk import Refused
from clearbar.web.walks.models.walk import Walk, Walking, WalkPhoto, WalkStep
from clearbar.web.walks.queries.walk_own import own_walk

MOST = 6
"""On one walk."""


def photos_at(site: Site) -> bool:
    """Whether pictures may be added to walks of a site at all."""
    return Walking.the().photos and not site.is_clinic


@transaction.atomic
def add(*, scope: Scope, walk: Walk, step: str, picture: Picture, at: datetime) -> WalkPhoto:
    """Adds a picture that was drawn anew; nobody else sees it yet. Raises Refused where there are many already."""
    demand(own_walk(scope.person, walk.pk) is not None and photos_at(walk.site))
    demand(WalkStep.objects.filter(walk=walk, step=step).exists())
    Walk.objects.select_for_update().get(pk=walk.pk)
    if WalkPhoto.objects.filter(walk=walk).count() >= MOST:
        raise Refused(f"A walk has {MOST} pictures at most. Delete one of them first.")
    made = WalkPhoto.objects.create(walk=walk, step=step, content=picture.content, kind=picture.kind)
    _line("added a picture to", walk, at)
    return made


@transaction.atomic
def send(*, scope: Scope, photo: WalkPhoto, at: datetime) -> None:
    """Who walked has looked at it, and says that it shows nobody: others may see it."""
    demand(own_walk(scope.person, photo.walk_id) is not None and photos_at(photo.walk.site))
    if WalkPhoto.objects.filter(pk=photo.pk, sent=False).update(sent=True):
        _line("sent a picture of", photo.walk, at)


@transaction.atomic
def discard(*, scope: Scope, photo: WalkPhoto, at: datetime) -> None:
    """Deletes a picture of one's own."""
    demand(own_walk(scope.person, photo.walk_id) is not None)
    if WalkPhoto.objects.filter(pk=photo.pk).delete()[0]:
        _line("deleted a picture of", photo.walk, at)


@transaction.atomic
def choose(*, scope: Scope, conditions: Sequence[str], photos: bool, at: datetime) -> Walking:
    """Chooses the conditions of walks, and whether pictures may be added. Those that are there stay with their
    walkers, who can delete them."""
    demand(scope.rules_house)
    kept = Walking.the()
    kept.conditions, kept.photos = list(conditions), photos
    kept.save()
    record(
        actor=scope.person, verb="changed", thing=("walking", 1), at=at,
        values={"conditions": kept.conditions, "photos": photos},
    )  # fmt: skip
    return kept


@transaction.atomic
def hide_at_clinics(*, at: datetime) -> int:
    """Deletes the pictures of sites that became clinics; how many. Done by the clock."""
    gone = WalkPhoto.objects.filter(walk__site__is_clinic=True).delete()[0]
    if gone:
        record(actor=SYSTEM, verb="deleted pictures of", thing=("clinics", gone), at=at)
    return gone


def _line(verb: str, walk: Walk, at: datetime) -> None:
    record(actor=ANONYMOUS, verb=verb, thing=("walk", walk.pk), at=at, anonymous=True)
