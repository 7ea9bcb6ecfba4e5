"""Reads of the journey picture: what walks met, step by step, in no order that tells one walk from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearbar.model.book import Book, Journey
from clearbar.web.bridge import walked
from clearbar.web.bridge.walked import Met, Walked
from clearbar.web.people.models import Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.queries.walk import WalkSeen, readable_sites, walks_of


@dataclass(frozen=True)
class Listed:
    """A journey, and how many of its walks may be seen."""

    id: str
    title: str
    walks: int


def listed(scope: Scope, book: Book) -> list[Listed]:
    """Every journey of the book, in its order."""
    return [Listed(one.id, one.title, len(walks_of(scope, one.id))) for one in book.journeys]


def sites(scope: Scope) -> list[tuple[str, str]]:
    """The sites whose walks somebody may see, to choose from."""
    readable = readable_sites(scope)
    found = Site.objects.all() if readable is None else Site.objects.filter(pk__in=readable)
    return list(found.order_by("name").values_list("pk", "name"))


def picture(scope: Scope, book: Book, journey: Journey, site: str = "") -> Walked:
    """The journey as it was walked at one site, or at all that somebody may see."""
    walks = walks_of(scope, journey.id, site=site)
    return walked.walked(scope, book, journey, met_of(walks), len(walks), site=site)


def met_of(walks: Sequence[WalkSeen]) -> Mapping[str, list[Met]]:
    """What these walks met at each step, sorted by what was met."""
    found: dict[str, list[Met]] = {}
    for walk in walks:
        for one in walk.steps:
            found.setdefault(one.step, []).append(Met(one.feeling, one.waited, one.is_censored))
    return {step: sorted(met, key=_order) for step, met in found.items()}


def _order(met: Met) -> tuple[int, float, bool]:
    return met.feeling or 0, met.waited or 0.0, met.gave_up
