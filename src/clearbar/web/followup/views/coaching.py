"""Pages of coaching: one's own and those one gives, beginning one, and asking for one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.book.queries import current, newest
from clearbar.web.followup.actions import coaching as actions
from clearbar.web.followup.actions.coaching import Refused
from clearbar.web.followup.forms.coaching import AskForm
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.followup.queries import coaching_evidence as evidence
from clearbar.web.followup.queries.coaching_acts import acts
from clearbar.web.followup.queries.coaching_choose import choices
from clearbar.web.followup.queries.coaching_found import Wish, wished
from clearbar.web.followup.queries.coaching_permits import coaches
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Person
from clearbar.web.people.queries import coaches_of


@allowed()
def coachings(request: Asked) -> HttpResponse:
    """One's own coachings; whom one may talk with; and what waits."""
    scope, now = request.scope, timezone.now()
    own = queries.listed(scope, queries.own(scope))
    told = {
        "acts": acts(scope, now),
        "own_open": [one for one in own if one.is_open],
        "own_over": [one for one in own if not one.is_open],
        "coachees": queries.coachees(scope) if scope.coached else [],
        "over": [one for one in queries.listed(scope, queries.given(scope)) if not one.is_open][:50],
        "coaches_somebody": bool(scope.coached),
        "has_coach": bool(coaches_of(Person.objects.get(pk=scope.person), timezone.localdate())),
        "has_book": current() is not None,
    }
    return render(request, "followup/coaching.html", told)


@allowed()
def new(request: Asked) -> HttpResponse:
    """A coach chooses what a coaching is to be about, with what the evidence tells of the person on each standard."""
    said = request.POST if request.method == "POST" else request.GET
    found = wished(request.scope, said.get("finding", "")) or Wish(
        said.get("person", ""), said.get("standard", ""), said.get("interaction", "")
    )
    book, today = current(), timezone.localdate()
    person = Person.objects.filter(pk=found.person).first()
    if person is None or not coaches(request.scope, person.pk):
        raise Http404
    if request.method == "POST":
        standard = said.get("standard") or found.standard
        kind = Coaching.Kind.LOOK if said.get("kind") == Coaching.Kind.LOOK else Coaching.Kind.COACHING
        if answer := _begun(request, found, standard, kind):
            return answer
    offered = choices(request.scope, person.pk, book, today) if book else []
    first = [one for one in offered if one.standard == found.standard] or [one for one in offered if one.ratings]
    told = {
        "person": person,
        "found": found,
        "has_book": book is not None,
        "first": first,
        "rest": [one for one in offered if one not in first],
        "weeks": evidence.WEEKS,
    }
    return render(request, "followup/coaching_new.html", told, status=422 if request.method == "POST" else 200)


def _begun(request: Asked, found: Wish, standard: str, kind: str) -> HttpResponse | None:
    """Begins it, and leads there; None where that was refused, which a message says."""
    scope, version = request.scope, newest()
    book = current()
    if version is None or book is None or book.find(standard) is None:
        messages.error(request, "Choose one of the standards of the book.")
        return None
    try:
        made = actions.begin(
            scope=scope,
            person=found.person,
            standard=standard,
            prepared=evidence.laid_for(
                scope,
                found.person,
                standard,
                timezone.localdate(),
                version.number,
                look=kind == Coaching.Kind.LOOK,
                only=found.interaction,
            ),
            at=timezone.now(),
            kind=kind,
            finding=found.finding,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        going = Coaching.objects.filter(person=found.person, standard=standard, ended_at=None, coach=scope.person)
        there = going.first()
        return redirect("coaching_one", there.pk) if there else None
    messages.success(request, "Begun. It goes on when they have rated themself.")
    return redirect("coaching_one", made.pk)


@allowed()
def ask(request: Asked) -> HttpResponse:
    """Somebody asks for a coaching themself."""
    scope, today = request.scope, timezone.localdate()
    book = current()
    able = coaches_of(Person.objects.get(pk=scope.person), today)
    if book is None or not able:
        return render(request, "followup/coaching_ask.html", {"form": None, "has_book": book is not None})
    groups = [
        (one.title, [(each.id, each.name or each.id) for step in one.steps for each in step.standards])
        for one in book.journeys
    ]
    form = AskForm(
        request.POST or None, standards=groups, coaches=[(one.pk, one.name) for one in able],
        chosen=request.GET.get("standard", ""),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(scope=scope, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("standard", str(refused))
        else:
            messages.success(request, "Asked. You hear when they answer.")
            return redirect("coaching_one", made.pk)
    told = {"form": form, "has_book": True}
    return render(request, "followup/coaching_ask.html", told, status=422 if form.errors else 200)
