"""Confiding: what colleagues and vendors say of a manager is told from five different people on, as docs/managers.md
promises them; single ratings no earlier than figures."""

from __future__ import annotations

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from clearbar.model.book import Source
from clearbar.model.question import FLOOR
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Grant, Role


def confided() -> list[tuple[str, str]]:
    """Managers, each with a source of which too few different people have spoken of them yet. Only what the evidence
    holds counts: else the fifth who answers anonymously would be seen the moment that they do. One query."""
    managers = Grant.objects.filter(role__in=(Role.LEADER, Role.COACH)).values("person")
    of_them = Rating.objects.filter(
        person__in=managers, source__in=(Source.COLLEAGUE.value, Source.VENDOR.value), setting="live"
    )
    who = Coalesce(F("rater"), F("customer"), F("response"))
    counted = of_them.values("person", "source").annotate(heard=Count(who, distinct=True, filter=~Q(mirrored=0)))
    few = counted.filter(heard__lt=FLOOR).order_by("person", "source")
    return [(str(person), source) for person, source in few.values_list("person", "source")]
