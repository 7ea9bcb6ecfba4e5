"""What waits for somebody about lessons: pages to read, and the huddle of the day."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from clearbar.web.book.queries import current
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.present import HuddleHeld
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.present import in_language, unread
from clearbar.web.practice.queries.present_permits import teams_presented


def acts(scope: Scope, now: datetime, language: str = "") -> list[Act]:
    """The next page to read, with how many there are; the huddle of today for who holds one."""
    book = current()
    if book is None:
        return []
    book = in_language(book, [language])
    found = []
    if waiting := unread(scope, book):
        first = waiting[0]
        count = f"{len(waiting)} pages wait" if len(waiting) > 1 else "One page waits"
        says = f"{count} for you to read; the next takes about {first.minutes} min."
        found.append(Act(says, reverse("lesson", args=[first.journey, first.step]), f"Read “{first.title}”"))
    duties, today = Duties.now(), timezone.localdate(now)
    held = set(HuddleHeld.objects.filter(day=today).values_list("team_id", flat=True))
    own = [one for one in teams_presented(scope) if one.pk in scope.teams and one.pk not in held]
    for team in own:
        if duties.standards(book, [team.pk]):
            says = f"Two minutes with {team.name}: one standard, one story, one question."
            found.append(Act(says, f"{reverse('huddle')}?team={team.pk}", "Hold the huddle"))
    return found
