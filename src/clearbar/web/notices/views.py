"""Pages of notices."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clearbar.web.notices import actions, queries, telling
from clearbar.web.notices.forms import ChannelForm, HearingForm
from clearbar.web.notices.models import Announced, Channel
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role

_CHOSEN = ("mail", "digest_at", "quiet_from", "quiet_until", "muted")


@allowed()
def mine(request: Asked) -> HttpResponse:
    """My notices, the newest first."""
    found = queries.mine(request.scope)
    told = {"notices": found, "unread": [one for one in found if one.read_at is None], "most": queries.MOST}
    return render(request, "notices/mine.html", told)


@allowed()
def follow(request: Asked, key: int) -> HttpResponse:
    """Goes where a notice points to, and notes that it was read."""
    found = queries.one(request.scope, key)
    if found is None:
        raise Http404
    telling.seen(found, timezone.now())
    is_ours = found.path.startswith("/") and url_has_allowed_host_and_scheme(found.path, allowed_hosts=None)
    return redirect(found.path if is_ours else "notices")


@require_POST
@allowed()
def read_all(request: Asked) -> HttpResponse:
    """All is read."""
    actions.read_all(scope=request.scope, at=timezone.now())
    return redirect("notices")


@allowed()
def hearing(request: Asked) -> HttpResponse:
    """How I want to hear of notices."""
    chosen = queries.hearing(request.scope.person)
    form = HearingForm(request.POST or None, initial={name: getattr(chosen, name) for name in _CHOSEN})
    if request.method == "POST" and form.is_valid():
        actions.hear(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("notices")
    return render(request, "notices/hearing.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@allowed(Role.ADMINISTRATOR)
def channels(request: Asked) -> HttpResponse:
    """The channels there are, and a new one."""
    form, told = ChannelForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "team": form.cleaned_data["team"] and form.cleaned_data["team"].pk}
        _, told = actions.open_channel(scope=request.scope, at=timezone.now(), **given)
        form = ChannelForm()
    shown = {"form": form, "told": told, "channels": queries.channels()}
    return render(request, "notices/channels.html", shown, status=422 if form.errors else 200)


@allowed(Role.ADMINISTRATOR)
def channel(request: Asked, channel: str) -> HttpResponse:
    """One channel, and what it was told."""
    found = get_object_or_404(Channel, pk=channel)
    return render(request, "notices/channel.html", {"channel": found, "announced": found.announced.all()[:100]})


@require_POST
@allowed(Role.ADMINISTRATOR)
def change_channel(request: Asked, channel: str) -> HttpResponse:
    """Pauses a channel, wakes it, or takes it away."""
    found, now = get_object_or_404(Channel, pk=channel), timezone.now()
    if request.POST.get("act") == "end":
        actions.end_channel(scope=request.scope, channel=found, at=now)
        messages.success(request, "The channel is gone.")
        return redirect("channels")
    actions.pause_channel(scope=request.scope, channel=found, active=request.POST.get("act") == "wake", at=now)
    return redirect("channel", channel=channel)


@require_POST
@allowed(Role.ADMINISTRATOR)
def announce_again(request: Asked, channel: str, announced: int) -> HttpResponse:
    """Asks for an announcement that was given up to be made again."""
    found = get_object_or_404(Announced, pk=announced, channel_id=channel)
    actions.announce_again(scope=request.scope, announced=found, at=timezone.now())
    messages.success(request, "It is on its way again.")
    return redirect("channel", channel=channel)
