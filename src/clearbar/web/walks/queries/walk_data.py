"""What a phone needs to walk with, as plain data: journeys with their steps and standards, sites, conditions, and the
walks that somebody is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import formats

from clearbar.model.book import Book, Journey, Level, Standard
from clearbar.web.people.models import Site
from clearbar.web.walks.models.plans import Assignment
from clearbar.web.walks.models.walk import Walking
from clearbar.web.walks.queries.walk import front_steps, levels_of, walkable
from clearbar.web.walks.queries.walk_book import Held


def assigned_to(*, person: str = "", shopper: int = 0) -> QuerySet[Assignment]:
    """The open assignments of a person of the house, or of a shopper, the next first."""
    mine = {"person": person} if person else {"shopper": shopper}
    return Assignment.objects.filter(done_on=None, place__plan__ended_at=None, **mine).select_related(
        "place__plan", "place__site"
    )


def walk_data(held: Held | None, assignments: Iterable[Assignment], *, free: bool) -> dict[str, Any]:
    """Everything that the walking page shows. `free`: whether one may choose a walk oneself; a shopper is told only of
    the journeys and sites of their assignments."""
    asked = list(assignments)
    journeys = {one.place.plan.journey for one in asked}
    sites = Site.objects.all() if free else Site.objects.filter(pk__in={one.place.site_id for one in asked})
    book = held.book if held else None
    return {
        "version": held.number if held else 0,
        "free": free,
        "journeys": [_journey(book, one) for one in walkable(book) if free or one.id in journeys] if book else [],
        "sites": [{"id": one.pk, "name": one.name} for one in sites],
        "conditions": Walking.the().conditions if free else [],
        "assignments": [
            {
                "id": one.pk, "journey": one.place.plan.journey, "site": one.place.site_id,
                "condition": one.place.condition, "due": formats.date_format(one.due, "j F"),
            }
            for one in asked
        ],
    }  # fmt: skip


def _journey(book: Book, journey: Journey) -> dict[str, Any]:
    return {
        "id": journey.id,
        "title": journey.title,
        "wants": journey.customer_wants,
        "steps": [
            {"id": step.id, "title": step.title, "standards": [_standard(book, one) for one in step.standards]}
            for step in front_steps(journey)
        ],
    }


def _standard(book: Book, standard: Standard) -> dict[str, Any]:
    return {
        "id": standard.id,
        "promise": standard.promise,
        "levels": [
            {"level": level, "name": level_name(book, standard, level), "says": standard.levels.get(Level(level), "")}
            for level in levels_of(standard)
        ],
    }


def level_name(book: Book, standard: Standard, level: int) -> str:
    """What a level of a standard is called: kept or missed, where it knows only these two."""
    if len(levels_of(standard)) == 2:
        return "kept" if level >= 4 else "missed"
    return book.level_names.get(Level(level), Level(level).name.lower())
