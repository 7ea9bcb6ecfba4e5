"""What walks hold of a person: their own walks, found by their key alone, and what they are asked to walk. And what is
forgotten in time: walks, and mystery shoppers whose link is long over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clearbar.text.zones import day_and_week
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import destroy
from clearbar.web.people.days import house_today
from clearbar.web.people.holding import Holder, Kept, Private, Subject, SubjectKind, few_at_a_time, holds
from clearbar.web.walks.actions.walk import erase
from clearbar.web.walks.models.plans import Assignment
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.models.walk import Walk, WalkPhoto, WalkStep
from clearbar.web.walks.queries.walk_own import notes_on, own_walks

NOBODYS = b""
"""In the place of the mark of who walked: no key opens it."""


@holds("walks")
class Walks(Holder):
    """Walks, and mystery shoppers."""

    kinds: ClassVar[Mapping[str, Kept]] = {
        "walks": Kept("walks as a customer", timedelta(days=1095)),
        "shoppers": Kept("mystery shoppers whose link is over", timedelta(days=180)),
        "walk assignments": Kept("walks that were asked for and not walked", timedelta(days=180)),
    }
    private = (
        Private(
            "walks_walkphoto", "key", {"content": "''"}, ("select key, 'walk-' || walk_id from walks_walkphoto",)
        ),
        Private("walks_shopper", "key", {"name": "''"}, ("select key, 'shopper-' || key from walks_shopper",)),
    )  # fmt: skip

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """One's walks with what one said on them, and what one is asked to walk."""
        if subject.kind is not SubjectKind.PERSON:
            return {}
        walks = [_told(one.walk, one.at) for one in own_walks(subject.id)]
        asked = [
            {"journey": one.place.plan.journey, "site": one.place.site_id, "condition": one.place.condition,
             "due": one.due.isoformat()}
            for one in Assignment.objects.filter(person=subject.id).select_related("place__plan")
        ]  # fmt: skip
        found = {"walks as a customer": walks, "walks that you are asked for": asked}
        return {name: rows for name, rows in found.items() if rows}

    def stays(self, subject: Subject, at: datetime) -> Sequence[str]:
        """The figures of a walk stay, since they are nobody's."""
        del at
        if subject.kind is not SubjectKind.PERSON or not own_walks(subject.id):
            return ()
        return ("Times, feelings and levels of their walks stay, and nothing leads from them to anybody any more.",)

    def erase(self, subject: Subject, at: datetime) -> int:
        """What one wrote and pictured goes; times and levels stay and are nobody's."""
        del at
        if subject.kind is not SubjectKind.PERSON:
            return 0
        walks = [one.walk for one in own_walks(subject.id)]
        keys = [one.pk for one in walks]
        count = WalkPhoto.objects.filter(walk__in=keys).delete()[0]
        count += WalkStep.objects.filter(walk__in=keys, note__isnull=False).update(note=None)
        count += Walk.objects.filter(pk__in=keys).update(own=NOBODYS)
        for one in walks:
            destroy(one.subject)
        return count + Assignment.objects.filter(person=subject.id).delete()[0]

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes walks of weeks before, with their ratings; shoppers whose link ended before, whose walks stay; and
        walks that were asked for until before, and nobody walked."""
        if kind == "shoppers":
            return _forget_shoppers(before)
        if kind == "walk assignments":
            return few_at_a_time(Assignment.objects.filter(due__lt=house_today(before), done_on=None))
        count, week, now = 0, day_and_week(before, "UTC")[1], timezone.now()
        for walk in list(Walk.objects.filter(week__lt=week)):
            erase(walk=walk, at=now)
            count += 1
        return count


@transaction.atomic
def _forget_shoppers(before: datetime) -> int:
    over = Q(revoked_at__lt=before) | Q(expires__lt=before, made_at__lt=before)
    gone, now = list(Shopper.objects.filter(over)), timezone.now()
    for one in gone:
        key, subject = one.pk, one.subject
        Shopper.objects.filter(pk=key).delete()
        destroy(subject)
        record(actor=SYSTEM, verb="forgot", thing=("shopper", key), at=now)
    return len(gone)


def _told(walk: Walk, at: datetime) -> dict[str, Any]:
    notes = notes_on(walk)
    names = ("step", "arrived", "noticed", "served", "done", "gave_up", "feeling", "levels")
    steps = [
        {**{name: getattr(one, name) for name in names}, "note": notes.get(one.order, "")} for one in walk.steps.all()
    ]
    told = {"journey": walk.journey, "site": walk.site_id, "conditions": walk.conditions, "steps": steps}
    return {"came": at.isoformat(), **told}
