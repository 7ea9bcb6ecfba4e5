"""The page of one coaching, for the two of it, and what each does there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.text.days import date_of
from clearbar.web.audit.seals import unseal
from clearbar.web.book.queries import newest
from clearbar.web.book.scorecards import Line
from clearbar.web.followup.actions import coaching as actions
from clearbar.web.followup.actions import coaching_agree, coaching_notes
from clearbar.web.followup.actions.coaching import Refused
from clearbar.web.followup.coaching_turns import COACH, PERSON
from clearbar.web.followup.forms.coaching import NoteForm, RateForm, WhyForm
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.followup.queries import coaching_changed as changed
from clearbar.web.followup.queries import coaching_evidence as evidence
from clearbar.web.followup.queries import coaching_shown as shown
from clearbar.web.followup.queries.coaching_permits import part_of
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.days import today_of

State = Coaching.State
UNSEEN = frozenset({State.ASKED, State.BEGUN, State.DECLINED})
"""States in which nothing is laid out yet."""


def found(request: Asked, key: int) -> Coaching:
    """A coaching of the asker. Raises Http404 for everybody else, so that nobody learns that there is one."""
    one = queries.one(request.scope, key)
    if one is None:
        raise Http404
    return one


@allowed()
def one(request: Asked, key: int) -> HttpResponse:
    """A coaching as it stands."""
    coaching = found(request, key)
    return render(request, "followup/coaching_one.html", told(request, coaching))


def told(request: Asked, coaching: Coaching, **further: Any) -> dict[str, Any]:
    """What the page of a coaching shows one of the two."""
    is_own = part_of(request.scope, coaching) == PERSON
    names = queries.names_of([coaching])
    line = shown.line_of(coaching)
    own = unseal(coaching.person, coaching.own)
    said: dict[str, Any] = {
        "coaching": coaching,
        "is_own": is_own,
        "is_look": coaching.kind == Coaching.Kind.LOOK,
        "person": names.get(coaching.person, queries.NAMELESS),
        "coach": names.get(coaching.coach, queries.NAMELESS),
        "other": names.get(coaching.coach if is_own else coaching.person, queries.NAMELESS),
        "line": line,
        "about": line.name if line else coaching.standard,
        "reason": unseal(coaching.person, coaching.reason),
        "own": own,
        "promised": queries.promised(coaching),
        "mine_proposed": coaching.proposed_by == request.scope.person,
        "notes": queries.notes(coaching),
        "note_form": NoteForm(),
        "today": today_of(coaching.person, timezone.now()),
        "is_over": coaching.ended_at is not None,
        "may_write": True,
    }
    if line and coaching.state == State.BEGUN and is_own:
        said["form"] = RateForm(line=line)
    if line and own and (is_own or coaching.shared_at):
        said |= _laid_out(request, coaching, line, own)
    if coaching.agreed_at:
        said["rehearsed"] = [date_of(day) for day in shown.rehearsed_since(coaching)]
    if coaching.state == State.CLOSED:
        change = changed.kept(coaching)
        said["outcome"] = changed.told(change, target_of(coaching)) if change else None
    return said | further


def target_of(coaching: Coaching) -> float | None:
    """The share that the standard demands today."""
    version = newest()
    placed = evidence.placed(version, coaching.standard) if version else None
    return placed.standard.target if placed else None


def _laid_out(request: Asked, coaching: Coaching, line: Line, own: Mapping[str, Any]) -> dict[str, Any]:
    change, seen = evidence.before(request.scope, coaching)
    return {
        "laid": shown.laid_out(coaching, line),
        "counted": shown.counted(seen, line, own.get("level")),
        "figure": changed.figure(change.before),
        "seen": len(seen),
        "own_name": line.named(own.get("level")),
    }


@allowed()
def rate(request: Asked, key: int) -> HttpResponse:
    """The person rates themself."""
    coaching = found(request, key)
    line = shown.line_of(coaching)
    if request.method != "POST" or line is None:
        return redirect("coaching_one", key)
    form = RateForm(request.POST, line=line)
    if not form.is_valid():
        return render(request, "followup/coaching_one.html", told(request, coaching, form=form), status=422)
    scope, data = request.scope, form.cleaned_data
    return _done(request, key, lambda: actions.rate(scope=scope, coaching=coaching, at=timezone.now(), **data))


@allowed()
def decline(request: Asked, key: int) -> HttpResponse:
    """The coach says that it cannot be now."""
    coaching = found(request, key)
    demand(part_of(request.scope, coaching) == COACH)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        return _done(
            request, key, lambda: actions.decline(scope=request.scope, coaching=coaching, reason=why, at=timezone.now())
        )
    shown_form = {"form": form, "coaching": coaching, "other": queries.names_of([coaching]).get(coaching.person, "")}
    return render(request, "followup/coaching_why.html", shown_form, status=422 if form.errors else 200)


@allowed()
def act(request: Asked, key: int) -> HttpResponse:
    """One of the acts that need nothing but a click."""
    coaching = found(request, key)
    if request.method != "POST":
        return redirect("coaching_one", key)
    scope, now, its = request.scope, timezone.now(), {"coaching": coaching}
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "accept": (lambda: actions.accept(scope=scope, **its, prepared=_prepared(request, coaching), at=now),
                   "Begun. It goes on when they have rated themself."),
        "share": (lambda: actions.share(scope=scope, **its, at=now), "Your coach can see it now."),
        "looked": (lambda: actions.looked(scope=scope, **its, at=now), "Closed. You looked at it together."),
        "agree": (lambda: coaching_agree.agree(scope=scope, **its, seen=_seen(request), at=now),
                  "Agreed. Both said yes."),
        "call-off": (lambda: actions.call_off(scope=scope, **its, at=now), "Called off."),
    }  # fmt: skip
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is None:
        raise BadRequest("There is no such act.")
    return _done(request, key, chosen[0], chosen[1])


@allowed()
def note(request: Asked, key: int) -> HttpResponse:
    """One of the two writes a note, or answers one."""
    coaching = found(request, key)
    if request.method != "POST":
        return redirect("coaching_one", key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "followup/coaching_one.html", told(request, coaching, note_form=form), status=422)
    data = form.cleaned_data
    answers = coaching.notes.filter(pk=data["answers"]).first() if data["answers"] else None
    return _done(request, key, lambda: coaching_notes.note(
        scope=request.scope, coaching=coaching, text=data["text"], form=data["form"], at=timezone.now(), answers=answers
    ))  # fmt: skip


def _prepared(request: Asked, coaching: Coaching) -> dict[str, Any]:
    version = newest()
    if version is None:
        raise Refused("There is no book yet.")
    return evidence.laid_for(request.scope, coaching.person, coaching.standard, timezone.localdate(), version.number)


def _seen(request: Asked) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _done(request: Asked, key: int, do: Callable[[], object], says: str = "") -> HttpResponse:
    """Does it, and leads back to the coaching; what was refused is said there."""
    try:
        do()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if says:
            messages.success(request, says)
    return redirect("coaching_one", key)
