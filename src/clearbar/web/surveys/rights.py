"""Rights: who may make surveys, ask by them, and see what came."""

from __future__ import annotations

from django.db.models import Q

from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.models import Survey

_ROLES = (Role.LEADER, Role.ADMINISTRATOR)


def may_use_for(scope: Scope, team: str | None) -> bool:
    """Whether they may make a survey for this team; for the whole house, where it is None."""
    return any(scope.over(role, team) for role in _ROLES)


def may_use(scope: Scope, survey: Survey) -> bool:
    """Whether they may change a survey and ask by it."""
    return may_use_for(scope, survey.team_id)


def may_open_frames(scope: Scope) -> bool:
    """Whether they may name sites that show a survey in a frame."""
    return scope.over(Role.ADMINISTRATOR, None)


def usable(scope: Scope) -> Q:
    """The surveys that they may use."""
    if may_use_for(scope, None):
        return Q()
    teams = frozenset().union(*(scope.roles.get(role) or frozenset() for role in _ROLES))
    return Q(team__in=teams)
