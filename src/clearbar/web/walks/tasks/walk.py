"""What comes by itself of walking a journey as a customer."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.db import transaction
from django.urls import reverse

from clearbar.web.ledger.jobs import publish, task
from clearbar.web.ledger.models import Rating
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import announce
from clearbar.web.walks.actions.walk_photos import hide_at_clinics
from clearbar.web.walks.models.walk import Walk

WALKED, SEE = "A journey was walked as a customer", "See what was met at each step, beside what customers say."

import_module("clearbar.web.walks.actions.walk_taking")  # who takes what phones send


@task("tell walks", every=timedelta(hours=1))
def tell_walks(*, now: datetime) -> None:
    """Tells programs and channels of each walk, once, and only when its ratings are in the evidence: with
    others, or when the week is over. Told at once, the hour would say whose it was. Bears being done twice."""
    for walk in Walk.objects.filter(told=False):
        if not _is_among_others(walk):
            continue
        with transaction.atomic():
            if Walk.objects.filter(pk=walk.pk, told=False).update(told=True) and walk.response:
                body = {"response": walk.response, "journey": walk.journey, "site": walk.site_id}
                publish("walked", name=walk.response, at=now, **body)
                path = reverse("walks-picture", args=[walk.journey])
                announce(WALKED, SEE, path=path, name=f"walked:{walk.response}", at=now, topic=Topic.WALK)


def _is_among_others(walk: Walk) -> bool:
    if not walk.response:
        return True
    return not Rating.objects.filter(response=walk.response, mirrored=0).exists()


@task("clinics without pictures", every=timedelta(days=1))
def clinics_without_pictures(*, now: datetime) -> None:
    """A site that became a clinic keeps no picture of walks."""
    hide_at_clinics(at=now)
