"""Who may see a case, act on it, and agree to what it asks for.

A case holds what a customer said in confidence. Its owner sees it, and who leads the team, or the house;
administrators too, who take what nobody else can. Coaches do not: a case is made right by whoever owns it, and is no
figure of a person.
"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, QuerySet

from clearbar.web.followup.models.recovery import Case
from clearbar.web.followup.models.recovery_rules import OfferKind
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope


def rules(scope: Scope) -> bool:
    """Whether they lead the house or administer it, and say what holds for cases."""
    return scope.rules_house


def leads(scope: Scope, team: str | None) -> bool:
    """Whether they lead this team, or the house."""
    return rules(scope) or scope.over(Role.LEADER, team)


def sees(scope: Scope, case: Case) -> bool:
    """Whether they may read a case and act on it."""
    return case.owner == scope.person or leads(scope, case.team)


def visible(scope: Scope) -> QuerySet[Case]:
    """The cases that they may read."""
    return Case.objects.all() if rules(scope) else Case.objects.filter(_theirs(scope))


def _theirs(scope: Scope) -> Q:
    own = Q(owner=scope.person)
    return own | Q(team__in=led(scope)) if led(scope) else own


def led(scope: Scope) -> frozenset[str]:
    """The teams that they lead, of who leads not the whole house."""
    return scope.roles.get(Role.LEADER) or frozenset()


def limit_of(scope: Scope, kind: OfferKind, team: str | None) -> Decimal | None:
    """Up to which amount they may offer this without asking, for a case of a team; None where they must always ask.
    Who leads the house asks nobody."""
    if rules(scope):
        return Decimal("Infinity")
    held = [Role.FRONTLINE, *(role for role in Role if role is not Role.FRONTLINE and scope.over(role, team))]
    found = [Decimal(kind.limits[role]) for role in held if role in kind.limits]
    return max(found, default=None)


def may_offer(scope: Scope, kind: OfferKind, amount: Decimal | None, team: str | None) -> bool:
    """Whether they may offer this without asking."""
    limit = limit_of(scope, kind, team)
    return limit is not None and (amount or Decimal(0)) <= limit


def may_decide(scope: Scope, kind: OfferKind, amount: Decimal | None, case: Case, asked_by: str) -> bool:
    """Whether they may agree to an offer that somebody else asked for: who leads the team, within their own limit, and
    who leads the house."""
    return asked_by != scope.person and leads(scope, case.team) and may_offer(scope, kind, amount, case.team)
