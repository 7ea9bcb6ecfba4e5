"""Pages of cases: the list, what they came from, and how fast and how well they were made right."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.followup.queries import recovery as queries
from clearbar.web.followup.queries import recovery_kept
from clearbar.web.followup.queries.recovery import SHOWN, Filter
from clearbar.web.followup.queries.recovery_one import allowed_offers
from clearbar.web.followup.queries.recovery_permits import led, rules
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role


@allowed()
def cases(request: Asked) -> HttpResponse:
    """The cases that somebody may see, what is due first first."""
    wanted = Filter(**{name: request.GET.get(name, "")[:300] for name in ("severity", "came_by", "team", "after")})
    show = request.GET.get("show", "open")
    wanted = Filter(show if show in SHOWN else "open", wanted.severity, wanted.came_by, wanted.team, wanted.after)
    now = timezone.now()
    found = queries.listed(request.scope, wanted, now)
    chosen = {name: getattr(wanted, name) for name in ("show", "severity", "came_by", "team") if getattr(wanted, name)}
    told = {
        "listed": found,
        "wanted": wanted,
        "shown": SHOWN,
        "choices": queries.choices(request.scope),
        "kept": recovery_kept.fast_and_well(request.scope, now),
        "next": urlencode({**chosen, "after": found.next}) if found.next else "",
        "filtered": any((wanted.severity, wanted.came_by, wanted.team)),
        "leads": rules(request.scope) or bool(led(request.scope)),
        "rules": rules(request.scope),
    }
    return render(request, "followup/recovery/cases.html", told)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def causes(request: Asked) -> HttpResponse:
    """What cases came from, most frequent first; of the teams that somebody leads, or the house."""
    bars = recovery_kept.causes(request.scope, timezone.now())
    told = {"bars": bars, "rules": rules(request.scope), "unsaid": recovery_kept.UNSAID}
    return render(request, "followup/recovery/causes.html", told)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def kept(request: Asked) -> HttpResponse:
    """How fast cases were answered, and how well they were made right: never one without the other."""
    told = {"kept": recovery_kept.kept(request.scope, timezone.now()), "days": recovery_kept.FAST_DAYS}
    return render(request, "followup/recovery/kept.html", told)


@allowed()
def offers(request: Asked) -> HttpResponse:
    """What one may offer a customer at once: "let me fix this right now"."""
    team = next(iter(sorted(request.scope.teams)), None)
    told = {"offers": allowed_offers(request.scope, team), "rules": rules(request.scope)}
    return render(request, "followup/recovery/offers.html", told)
