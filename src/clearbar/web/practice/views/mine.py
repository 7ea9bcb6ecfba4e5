"""My practice: what to do next, how I stand, and where all of it is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.book.queries import newest
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.practice.queries import choose_permits, hub, ready_acts
from clearbar.web.practice.queries.permits import rules_house


@allowed()
def mine(request: Asked) -> HttpResponse:
    """What to do next, and how they stand to each journey that they perform."""
    now, has_book = timezone.now(), newest() is not None
    told = {
        "has_book": has_book,
        "acts": hub.acts(request.scope, now) if has_book else [],
        "standings": ready_acts.mine(request.scope, now) if has_book else [],
        "answers_for_others": request.scope.has(Role.COACH, Role.LEADER, Role.ADMINISTRATOR),
        "chooses": request.scope.has(Role.LEADER, Role.ADMINISTRATOR) and choose_permits.is_on(),
        "switches": rules_house(request.scope),
    }
    return render(request, "practice/mine.html", told)
