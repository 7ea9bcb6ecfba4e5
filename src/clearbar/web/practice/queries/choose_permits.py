"""Who may choose: who opens places, sees candidates side by side and decides, and who speaks with them.

Who decides are those who lead the team, or the house, and administrators. Who is asked to speak with a candidate sees
that interview and nothing else. What was said of traits is seen by nobody; what choosing did to groups by who leads the
house, and administrators.
"""

from __future__ import annotations

from django.db.models import Q

from clearbar.web.people.models import Person, Role
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.choose import Choosing, Opening

DECIDING = (Role.LEADER, Role.ADMINISTRATOR)
RATING = (Role.REVIEWER, Role.COACH, Role.LEADER, Role.ADMINISTRATOR)


def is_on() -> bool:
    """Whether the organisation chooses here at all."""
    return Choosing.objects.filter(pk=1, is_on=True).exists()


def decides_for(scope: Scope, team: str | None) -> bool:
    """Whether they choose for this team; for the whole house, where it is None."""
    return any(scope.over(role, team) for role in DECIDING)


def decides(scope: Scope, opening: Opening) -> bool:
    """Whether they see and decide on the candidates of a place."""
    return decides_for(scope, opening.team_id)


def openings_of(scope: Scope) -> Q:
    """The places that they choose for."""
    if decides_for(scope, None):
        return Q()
    teams = frozenset[str]().union(*(scope.roles.get(role) or frozenset() for role in DECIDING))
    return Q(team__in=teams)


def raters() -> list[tuple[str, str]]:
    """Who may be asked to speak with candidates: (person, name), by name."""
    found = Person.objects.filter(grants__role__in=RATING, user__is_active=True, left_on=None).distinct()
    return list(found.order_by("name", "pk").values_list("pk", "name"))
