"""What reviews know of conflicts of interest, told to everybody who must keep to them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from clearbar.web.people.conflicts import tells_conflicts
from clearbar.web.people.models import Grant, Role
from clearbar.web.reviews.models import Choice, Conflict


@tells_conflicts
def told(raters: Collection[str], person: str, team: str | None) -> dict[str, str]:
    """What leads wrote down; and who leads the team, as long as their pay hangs on its ratings or nobody said whether
    it does."""
    pay = Choice.the().pay
    found: dict[str, str] = {}
    if pay is not False:
        over = Q(team=None) | Q(team=team) if team else Q(team=None)
        leads = Grant.objects.filter(over, role=Role.LEADER, person__in=raters).values_list("person", flat=True)
        why = (
            "they lead the team, and their pay hangs on its ratings" if pay
            else "they lead the team, and nobody has said yet whether pay hangs on its ratings"
        )  # fmt: skip
        found |= dict.fromkeys(leads, why)
    about = Q(person=person) | (Q(team=team) if team else Q(pk=None))
    written = Conflict.objects.filter(about, reviewer__in=raters).values_list("reviewer", flat=True)
    return found | dict.fromkeys(written, "a conflict of interest is written down")
