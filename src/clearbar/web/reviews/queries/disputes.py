"""Reads of disputes: which there are, and who may decide one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clearbar.model.book import OVERALL
from clearbar.web.book.queries import current
from clearbar.web.book.scorecards import WHOLE
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.models import Card, Dispute
from clearbar.web.reviews.permits import Permits, Whom, holders


@dataclass(frozen=True)
class Deciders:
    """Who may decide one dispute. `owners` are administrators; they decide where there is nobody in `regular`."""

    regular: frozenset[str]
    owners: frozenset[str]

    @property
    def who(self) -> frozenset[str]:
        """Those who may decide it."""
        return self.regular or self.owners

    @property
    def by_owner(self) -> bool:
        """Whether it falls to an administrator."""
        return not self.regular


def deciders(found: list[Dispute]) -> dict[int, Deciders]:
    """Who may decide each dispute: leads and reviewers over the team who rated nothing of that interaction, are not the
    one who disputes, and have nothing of their own hanging on it. As many queries for many as for one."""
    if not found:
        return {}
    scopes = holders(Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR)
    permits = Permits.now()
    ratings = {one.rating: one for one in Rating.objects.filter(rating__in=[one.rating for one in found])}
    rated = raters_of({one.interaction for one in ratings.values() if one.interaction})
    return {one.pk: _of(one, ratings[one.rating], rated, scopes, permits) for one in found}


def _of(
    dispute: Dispute, rating: Rating, rated: Mapping[str, set[str]], scopes: list[Scope], permits: Permits
) -> Deciders:
    kept_away = rated.get(rating.interaction or "", set()) | {str(rating.rater), dispute.person}
    whom = Whom(dispute.person, rating.team, rating.site)
    free = [one for one in scopes if one.person not in kept_away and not permits.barred(one, whom)]
    over = (Role.REVIEWER, Role.LEADER)
    return Deciders(
        frozenset(one.person for one in free if any(one.over(role, rating.team) for role in over)),
        frozenset(one.person for one in free if one.over(Role.ADMINISTRATOR, None)),
    )


def raters_of(interactions: set[str]) -> dict[str, set[str]]:
    """Everybody who rated these interactions, also in a calibration, or holds a draft about one."""
    found: dict[str, set[str]] = {}
    rated = Rating.objects.filter(interaction__in=interactions).exclude(rater=None).values_list("interaction", "rater")
    drafted = Card.objects.filter(interaction__in=interactions).values_list("interaction", "rater")
    for interaction, rater in [*rated.distinct(), *drafted.distinct()]:
        found.setdefault(str(interaction), set()).add(str(rater))
    return found


def to_decide(scope: Scope) -> list[Dispute]:
    """Open disputes that somebody may decide, the oldest first."""
    if not scope.has(Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR):
        return []
    waiting = list(Dispute.objects.filter(state=Dispute.State.OPEN).order_by("opened_at"))
    able = deciders(waiting)
    return [one for one in waiting if scope.person in able[one.pk].who]


def named(found: list[Dispute]) -> list[tuple[Dispute, str]]:
    """Disputes, each with what its standard is called today; the id where the book has it no longer."""
    book = current() if found else None
    held = {one.standard.id: one.standard.name for one in book.placed()} if book else {}
    held[OVERALL] = WHOLE
    return [(one, held.get(one.standard) or one.standard) for one in found]


def readable(scope: Scope) -> list[Dispute]:
    """Disputes of oneself, of those one coaches, of ratings one gave, and those one decided."""
    own = Rating.objects.filter(rater=scope.person, rating__in=Dispute.objects.values("rating"))
    given = set(own.values_list("rating", flat=True))
    persons = scope.readable_persons
    every = Dispute.objects.order_by("-opened_at")[:500]
    return [one for one in every if one.person in persons or one.decided_by == scope.person or one.rating in given]
