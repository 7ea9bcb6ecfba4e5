"""Pages of findings: what one is to act on, one finding with all it rests on, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.bridge.asking import is_heard
from clearbar.web.followup.actions import findings as actions
from clearbar.web.followup.actions.findings import Refused
from clearbar.web.followup.forms.findings import DismissForm, SnoozeForm
from clearbar.web.followup.models.findings import FindingRow, FindingState
from clearbar.web.followup.queries import findings as queries
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import house_today

_PLAIN: dict[str, tuple[Callable[..., FindingRow], str]] = {
    "take-on": (actions.take_on, "You took it on."),
    "put-back": (actions.put_back, "It waits to be acted on again."),
    "done": (actions.finish, "Done. It comes again only if what is seen gets much worse."),
}
"""Turns that need no words: what is done, and what is said of it."""


@allowed()
def findings(request: Asked) -> HttpResponse:
    """What deserves an act, of all that the reader may see."""
    found = queries.listing(request.scope, house_today(timezone.now()))
    return render(request, "followup/findings/findings.html", {"found": found, "is_heard": is_heard()})


@allowed()
def finding(request: Asked, key: str) -> HttpResponse:
    """One finding, with all that it rests on and what can be decided."""
    return _page(request, _row(request, key))


@allowed()
@require_POST
def turn(request: Asked, key: str, to: str) -> HttpResponse:
    """Takes it on, puts it back, or says that it is done."""
    row = _decided(request, key)
    if to not in _PLAIN:
        raise Http404
    act, says = _PLAIN[to]
    return _after(request, row, says, lambda: act(scope=request.scope, finding=row, at=timezone.now()))


@allowed()
@require_POST
def snooze(request: Asked, key: str) -> HttpResponse:
    """Puts it off."""
    row, today = _decided(request, key), house_today(timezone.now())
    form = SnoozeForm(request.POST, today=today, prefix="snooze")
    if not form.is_valid():
        return _page(request, row, {"snooze": form}, 422)
    said = {"scope": request.scope, "finding": row, "today": today, "at": timezone.now(), **form.cleaned_data}
    return _after(request, row, "Put off; it comes again on that day.", lambda: actions.snooze(**said))


@allowed()
@require_POST
def dismiss(request: Asked, key: str) -> HttpResponse:
    """Says that nothing is to be done."""
    row = _decided(request, key)
    form = DismissForm(request.POST, prefix="dismiss")
    if not form.is_valid():
        return _page(request, row, {"dismiss": form}, 422)
    said = {"scope": request.scope, "finding": row, "at": timezone.now(), **form.cleaned_data}
    return _after(
        request, row, "Dismissed. Only evidence that is much worse brings it again.", lambda: actions.dismiss(**said)
    )


def _row(request: Asked, key: str) -> FindingRow:
    """The finding, if they may read it. Raises Http404."""
    row = queries.find(request.scope, key)
    if row is None:
        raise Http404
    return row


def _decided(request: Asked, key: str) -> FindingRow:
    """The finding as the asker's page showed it: a turn from another state than that is refused."""
    row = _row(request, key)
    shown = request.POST.get("state", "")
    if shown in FindingState.values:
        row.state = shown
    return row


def _after(request: Asked, row: FindingRow, says: str, act: Callable[[], FindingRow]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, says)
    return redirect("finding", key=row.pk)


def _page(request: Asked, row: FindingRow, forms: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    today = house_today(timezone.now())
    blank = {"snooze": SnoozeForm(today=today, prefix="snooze"), "dismiss": DismissForm(prefix="dismiss")}
    told = {
        "one": queries.shown(request.scope, row, today),
        "row": row,
        "is_open": row.is_waiting or row.state == FindingState.SNOOZED,
        **blank,
        **(forms or {}),
    }
    return render(request, "followup/findings/finding.html", told, status=status)
