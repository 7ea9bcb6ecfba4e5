"""Who presents: who writes lessons, sends films, holds huddles, and sets the plan."""

from __future__ import annotations

from clearbar.web.people.models import Role, Team
from clearbar.web.people.scope import Scope

PRESENTERS = (Role.COACH, Role.LEADER, Role.ADMINISTRATOR)


def presents(scope: Scope) -> bool:
    """Whether they write lessons and send films: who coaches, leads or administrates, anywhere. Lessons are one for
    the whole house, as the book is."""
    return scope.has(*PRESENTERS)


def presents_to(scope: Scope, team: str | None) -> bool:
    """Whether they hold huddles for a team and set its plan; the whole house's, where None."""
    return any(scope.over(role, team) for role in PRESENTERS)


def teams_presented(scope: Scope) -> list[Team]:
    """The teams that they present to, by name."""
    return [one for one in Team.objects.all() if presents_to(scope, one.pk)] if presents(scope) else []


def teams_seen(scope: Scope) -> list[Team]:
    """The teams whose huddle they see: their own, and those that they present to; own teams first."""
    found = [one for one in Team.objects.all() if one.pk in scope.teams or presents_to(scope, one.pk)]
    return sorted(found, key=lambda one: one.pk not in scope.teams)
