"""Reads of walks: never who walked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from clearbar.model.book import Book, Journey, Scale, Stage, Standard, Step
from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.web.audit.seals import unseal_all
from clearbar.web.people.models import Role, Team
from clearbar.web.people.scope import Scope
from clearbar.web.walks.models.walk import Walk, Walking, WalkPhoto, WalkStep


@dataclass(frozen=True)
class StepSeen:
    """A step of a walk. Seconds from the walk's begin; `waited` from arriving until one was served, or gave up
    (`gave_up`, a wait that had not ended); None where it was not tapped."""

    step: str
    order: int
    arrived: float | None
    noticed: float | None
    served: float | None
    done: float | None
    gave_up: float | None
    feeling: int | None
    levels: Mapping[str, int]

    @property
    def waited(self) -> float | None:
        """Seconds of the wait."""
        end = self.served if self.served is not None else self.gave_up
        return end - self.arrived if end is not None and self.arrived is not None else None

    @property
    def is_censored(self) -> bool:
        """Whether the wait had not ended when one gave it up."""
        return self.served is None and self.gave_up is not None


@dataclass(frozen=True)
class WalkSeen:
    """A walk as others may see it: of no one."""

    key: int
    journey: str
    site: str
    week: int
    by: str
    conditions: tuple[str, ...]
    steps: tuple[StepSeen, ...]


def readable_sites(scope: Scope) -> frozenset[str] | None:
    """The sites whose walks somebody may see: their own, and those of teams that they lead or coach; None for all."""
    teams = scope.readable_teams
    if teams is None:
        return None
    there = Team.objects.filter(pk__in=teams).values_list("site_id", flat=True)
    return scope.sites | frozenset(there)


def led_sites(scope: Scope) -> frozenset[str] | None:
    """The sites whose walks somebody plans, and whose notes they may read: of teams that they lead; None for all."""
    if scope.rules_house:
        return None
    held = scope.roles.get(Role.LEADER) or frozenset()
    return frozenset(Team.objects.filter(pk__in=held).values_list("site_id", flat=True)) if held else frozenset()


def _found(sites: frozenset[str] | None, journey: str, site: str, weeks: tuple[int, int] | None) -> QuerySet[Walk]:
    found = Walk.objects.filter(journey=journey)
    if sites is not None:
        found = found.filter(site__in=sites)
    if site:
        found = found.filter(site=site)
    return found.filter(week__gte=weeks[0], week__lte=weeks[1]) if weeks else found


def walks_of(
    scope: Scope, journey: str, *, site: str = "", weeks: tuple[int, int] | None = None
) -> tuple[WalkSeen, ...]:  # fmt: skip
    """The walks of a journey that somebody may see, at one site or at all of theirs, in weeks from – to (yyyyww, both
    count); the newest week first. Two queries."""
    found = _found(readable_sites(scope), journey, site, weeks).prefetch_related("steps").order_by("-week", "key")
    return tuple(_seen(one) for one in found)


def _seen(walk: Walk) -> WalkSeen:
    steps = tuple(
        StepSeen(
            one.step, one.order, one.arrived, one.noticed, one.served, one.done, one.gave_up, one.feeling, one.levels
        )
        for one in walk.steps.all()
    )
    return WalkSeen(walk.pk, walk.journey, walk.site_id, walk.week, walk.by, tuple(walk.conditions), steps)


def notes_of(
    scope: Scope, journey: str, *, site: str = "", weeks: tuple[int, int] | None = None
) -> tuple[tuple[str, str], ...]:
    """What walkers noted: (step, words), for who leads there; nothing for anybody else. No walk stands beside them."""
    walks = _found(led_sites(scope), journey, site, weeks)
    rows = WalkStep.objects.filter(walk__in=walks.values("pk"), note__isnull=False).order_by("order", "key")
    found = list(rows.values_list("step", "walk", "note"))
    words = unseal_all([(f"walk-{walk}", note) for _, walk, note in found])
    return tuple(
        (step, redact(said, kinds=ON_DISPLAY).text) for (step, _, _), said in zip(found, words, strict=True) if said
    )


def photos_of(scope: Scope, journey: str, *, site: str = "") -> QuerySet[WalkPhoto]:
    """The pictures of a journey that walkers have sent, for who may see its walks."""
    walks = _found(readable_sites(scope), journey, site, None)
    return WalkPhoto.objects.filter(walk__in=walks.values("pk"), sent=True).defer("content")


def photos_shown(scope: Scope, journey: str, site: str) -> QuerySet[WalkPhoto]:
    """Those that pages show today: none while pictures are off, nor any of a site where people are treated."""
    found = photos_of(scope, journey, site=site).filter(walk__site__is_clinic=False)
    return found.order_by("step", "key") if Walking.the().photos else found.none()


def front_steps(journey: Journey) -> Sequence[Step]:
    """The steps that a customer sees: those are walked."""
    return [step for step in journey.steps if step.stage is Stage.FRONT]


def walkable(book: Book) -> list[Journey]:
    """The journeys that can be walked."""
    return [one for one in book.journeys if front_steps(one)]


def levels_of(standard: Standard) -> list[int]:
    """The levels that a standard knows, the best first."""
    return [4, 2] if standard.scale is Scale.YES_NO else [5, 4, 3, 2, 1]
