"""Reads of cycles and their rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clearbar.web.people.models import Role, Team
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.models import Assignment, Cycle, Round
from clearbar.web.reviews.permits import called, holders, names, runs

STATES = Assignment.State


def teams(scope: Scope) -> list[tuple[str, str]]:
    """The teams for which somebody sets up reviews."""
    return [(one.pk, one.name) for one in Team.objects.all() if runs(scope, one.pk)]


def own(scope: Scope) -> list[Cycle]:
    """The cycles over one's teams."""
    return [one for one in Cycle.objects.order_by("ended_at", "name") if all(runs(scope, team) for team in one.teams)]


def who_reviews(teams: list[str]) -> list[tuple[str, str]]:
    """Persons who may be named as reviewers of teams: those with the role of reviewer, coach or leader over one."""
    roles = (Role.REVIEWER, Role.COACH, Role.LEADER)
    return called(one for one in holders(*roles) if any(one.over(role, team) for role in roles for team in teams))


def named(cycle: Cycle) -> dict[str, Any]:
    """The names of a cycle's teams and reviewers."""
    known = names(set(cycle.reviewers))
    return {
        "teams": list(Team.objects.filter(pk__in=cycle.teams).values_list("name", flat=True)),
        "reviewers": [known.get(one, "somebody who left") for one in cycle.reviewers],
    }


@dataclass(frozen=True)
class Stratum:
    """What came of one person or team in a round."""

    name: str
    eligible: int
    drawn: int
    done: int
    replaced: int
    inclusion: float


@dataclass(frozen=True)
class Told:
    """A round with what came of it. `reasons` are those of what was replaced."""

    round: Round
    strata: tuple[Stratum, ...]
    given: int
    done: int
    second: int
    replaced: tuple[tuple[str, str], ...]
    """Who replaced one, and why."""


def rounds(cycle: Cycle) -> list[Told]:
    """The rounds of a cycle, the newest first."""
    found = list(cycle.rounds.prefetch_related("assignments")[:26])
    ids = {one["stratum"] for each in found for one in each.strata} | {
        one.reviewer for each in found for one in each.assignments.all()
    }
    known = names(set(ids)) | dict(Team.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_told(one, known) for one in found]


def _told(one: Round, known: dict[str, str]) -> Told:
    given = list(one.assignments.all())
    replaced = tuple((known.get(each.reviewer, ""), each.reason) for each in given if each.state == STATES.REPLACED)
    parts = tuple(_stratum(part, given, known) for part in one.strata)
    return Told(
        one, parts, len(given), sum(each.state == STATES.DONE for each in given), sum(each.look == 2 for each in given),
        replaced,
    )  # fmt: skip


def _stratum(part: dict[str, Any], given: list[Assignment], known: dict[str, str]) -> Stratum:
    own = [each for each in given if each.stratum == part["stratum"] and each.look == 1]
    return Stratum(
        known.get(part["stratum"], "somebody who left"),
        part["eligible"],
        min(part["quota"], part["eligible"]),
        sum(each.state == STATES.DONE for each in own),
        sum(each.state == STATES.REPLACED for each in own),
        part["inclusion"],
    )
