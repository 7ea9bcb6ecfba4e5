"""Pages of complaints that come in: the form at the counter, letters that fit nowhere, and mailbox files."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from secrets import token_hex

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.bridge.letters import NoMailbox
from clearbar.web.followup.actions import arriving_filed as actions
from clearbar.web.followup.actions.arriving import TURNS
from clearbar.web.followup.actions.arriving_mailbox import take_mailbox
from clearbar.web.followup.forms.arriving import ComplaintForm, DiscardForm, LetterForm, MailboxForm
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.recovery import CameBy
from clearbar.web.followup.queries import arriving as queries
from clearbar.web.followup.queries.recovery_permits import rules
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Person, Role, Team

DECIDE = (Role.LEADER, Role.ADMINISTRATOR)
SHOWN = 50


def _teams() -> list[tuple[str, str]]:
    return list(Team.objects.values_list("id", "name"))


@allowed()
def new_case(request: Asked) -> HttpResponse:
    """What a customer says is written down while they say it, and a case is open."""
    own = next(iter(sorted(request.scope.teams)), "")
    form = ComplaintForm(request.POST or None, teams=_teams(), initial={"team": own, "form": token_hex(16)})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        sent, team = told.pop("form"), told.pop("team") or None
        complaint = actions.Complaint(**told | {"came_by": CameBy(told["came_by"])}, team=team)
        case = actions.file_complaint(scope=request.scope, complaint=complaint, at=timezone.now(), form=sent)
        if case is None:
            messages.info(request, "This complaint was kept already; nothing was doubled.")
        else:
            owner = Person.objects.filter(pk=case.owner).values_list("name", flat=True).first()
            who = "You answer" if case.owner == request.scope.person else f"{owner or 'Nobody yet'} answers"
            messages.success(request, f"Case {case.called} is open. {who} for it.")
        return redirect("case-filed")
    return render(request, "followup/arriving/new.html", {"form": form}, status=422 if form.errors else 200)


@allowed()
def filed(request: Asked) -> HttpResponse:
    """A complaint was written down."""
    return render(request, "followup/arriving/filed.html")


@allowed(*DECIDE)
def letters(request: Asked) -> HttpResponse:
    """Letters that fit nowhere, those that machines wrote, and what was decided."""
    waiting = queries.waiting(request.scope)
    apart = Paginator(queries.apart(request.scope), SHOWN).get_page(request.GET.get("page"))
    told = {
        "count": waiting.count(),
        "waiting": queries.letters(list(waiting[:SHOWN])),
        "apart": queries.letters(list(apart)),
        "page": apart,
        "decided": queries.letters(list(queries.decided(request.scope)[:SHOWN])),
        "inbox": queries.inbox_state(),
        "rules": rules(request.scope),
    }
    return render(request, "followup/arriving/letters.html", told)


@allowed(*DECIDE)
def letter(request: Asked, key: int) -> HttpResponse:
    """One letter: read, and made a case, or put away."""
    found = queries.visible(request.scope).filter(pk=key).select_related("case").first()
    if found is None:
        raise Http404
    discards = request.POST.get("do") == "discard"
    words, contact = actions.beginning_of(found)
    posted = request.POST if request.method == "POST" else None
    opening = LetterForm(
        None if discards else posted, teams=_teams(), prefix="case",
        initial={"words": words, "contact": contact, "team": found.team or ""},
    )  # fmt: skip
    discarding = DiscardForm(posted if discards else None, prefix="away")
    form = discarding if discards else opening
    fault = ""
    if posted is not None and form.is_valid():
        try:
            return _decide(request, found, form)
        except actions.Refused as refused:
            fault = str(refused)
            found.refresh_from_db()
    (read,) = queries.letters([found])
    told = {
        "letter": read, "opening": opening, "discarding": discarding, "fault": fault,
        "reason": queries.reason_of(found), "turns": TURNS[Arrival.State(found.state)],
    }  # fmt: skip
    return render(request, "followup/arriving/letter.html", told, status=409 if fault else 422 if form.errors else 200)


def _decide(request: Asked, found: Arrival, form: LetterForm | DiscardForm) -> HttpResponse:
    given, now = form.cleaned_data, timezone.now()
    if isinstance(form, DiscardForm):
        actions.discard(scope=request.scope, letter=found, reason=given["reason"], at=now)
        messages.success(request, "The letter is put away, with your reason.")
        return redirect("letters")
    case = actions.open_letter(
        scope=request.scope, letter=found, words=given["words"], contact=given["contact"], team=given["team"] or None,
        at=now,
    )  # fmt: skip
    messages.success(request, f"Case {case.called} is open.")
    return redirect("letters")


@allowed(*DECIDE)
def mailbox(request: Asked) -> HttpResponse:
    """Letters in a mailbox file are taken, each once."""
    if not rules(request.scope):
        raise PermissionDenied
    form = MailboxForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        raw = file.read()
        try:
            came: Counter[str] = take_mailbox(
                scope=request.scope, name=file.name, opened=lambda: BytesIO(raw), at=timezone.now()
            )
        except NoMailbox as fault:
            form.add_error("file", f"This is no mailbox file: {fault}.")
        else:
            return render(request, "followup/arriving/taken.html", {"came": came, "all": sum(came.values())})
    return render(request, "followup/arriving/mailbox.html", {"form": form}, status=422 if form.errors else 200)
