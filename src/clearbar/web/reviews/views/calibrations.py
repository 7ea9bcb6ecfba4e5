"""Pages of calibrations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.book.queries import newest
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role, Team
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.actions import calibrations as actions
from clearbar.web.reviews.actions.cards import Refused, begin_seat
from clearbar.web.reviews.forms.calibrations import CalibrationForm, ConsensusForm
from clearbar.web.reviews.models import Calibration, Card
from clearbar.web.reviews.permits import names
from clearbar.web.reviews.queries import calibrations as queries
from clearbar.web.reviews.queries.cards import journey_for
from clearbar.web.reviews.views.cards import fill_in, no_book

RUN = (Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR)


@allowed()
def calibrations(request: Asked) -> HttpResponse:
    """Those that one made or takes part in, and how far reviewers agree over all of them."""
    runs = request.scope.has(*RUN)
    told = {"calibrations": queries.own(request.scope), "runs": runs, "overall": queries.overall() if runs else {}}
    return render(request, "reviews/calibrations.html", told)


@allowed(*RUN)
def new(request: Asked) -> HttpResponse:
    """A new calibration."""
    version = newest()
    if version is None:
        return no_book(request)
    now = timezone.now()
    teams = [(one.pk, one.name) for one in Team.objects.all() if actions.may_run(request.scope, one.pk)]
    persons = queries.able([team for team, _ in teams])
    initial = {"deadline": timezone.localtime(now + timedelta(days=7)).replace(hour=18, minute=0)}
    form = CalibrationForm(request.POST or None, teams=teams, persons=persons, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = _interactions(form, request.scope)
        if found:
            made = actions.make(
                scope=request.scope, title=form.cleaned_data["title"], interactions=found,
                persons=form.cleaned_data["persons"], deadline=form.cleaned_data["deadline"], version=version, at=now,
            )  # fmt: skip
            messages.success(
                request, "The calibration stands. Those who take part were told by e-mail, where they have one."
            )
            return redirect("calibration", made.pk)
    return render(request, "reviews/new_calibration.html", {"form": form}, status=422 if form.errors else 200)


def _interactions(form: CalibrationForm, scope: Scope) -> list[Interaction]:
    """The interactions to calibrate on; none, with a fault at the field, where that cannot be."""
    now, wanted = timezone.now(), form.cleaned_data["named"].split()
    offered = queries.offered(form.cleaned_data["teams"], now)
    chosen = wanted or offered[: form.cleaned_data["number"]]
    known = Interaction.objects.in_bulk(chosen, field_name="id")
    found = [known[one] for one in chosen if one in known and actions.may_run(scope, known[one].team)]
    if form.cleaned_data["deadline"] <= now:
        form.add_error("deadline", "Choose a time that is still to come.")
    elif missing := [one for one in wanted if one not in offered or one not in {each.id for each in found}]:
        form.add_error(
            "named", f"These are not of your teams, too old, or still to be reviewed by somebody: {', '.join(missing)}."
        )
    elif not found:
        form.add_error("teams", "There is no interaction of the last 60 days with words or a recording to look at.")
    elif away := queries.kept_away(form.cleaned_data["persons"], found, timezone.localdate()):
        called = names(set(away))
        form.add_error("persons", f"May not rate one of these interactions: {', '.join(sorted(called.values()))}.")
    else:
        return found
    return []


def _mine(request: Asked, key: int) -> tuple[Calibration, bool]:
    """A calibration that concerns one, and whether one takes part."""
    found = get_object_or_404(Calibration.objects.select_related("version"), pk=key)
    sits = found.seats.filter(person=request.scope.person).exists()
    if not sits and found.by != request.scope.person:
        raise Http404
    return found, sits


@allowed()
def calibration(request: Asked, key: int) -> HttpResponse:
    """What is still to be marked; or, once nobody is blind any more, all marks side by side."""
    found, sits = _mine(request, key)
    return _page(request, found, sits, None)


def _page(request: Asked, found: Calibration, sits: bool, form: ConsensusForm | None) -> HttpResponse:
    now = timezone.now()
    waits = queries.is_open(found, now)
    own = {one.interaction: one for one in found.cards.filter(rater=request.scope.person)}
    seats = [one.person for one in found.seats.all()]
    told: dict[str, Any] = {
        "calibration": found,
        "waits": waits,
        "sits": sits,
        "own": [(number, own.get(name)) for number, name in enumerate(found.interactions)],
        "submitted": found.cards.exclude(submitted_at=None).count(),
        "wanted": len(seats) * len(found.interactions),
        "seats": sorted(names(set(seats)).values()),
    }
    if not waits:
        tables = queries.side_by_side(found)
        runs = not found.concluded_at and all(actions.may_run(request.scope, one.interaction.team) for one in tables)
        form = form or (ConsensusForm(tables=tables) if runs and tables else None)
        rows = [(one, [(line, form.fields_of(one, line) if form else None) for line in one.lines]) for one in tables]
        told |= {"tables": rows, "form": form}
    return render(request, "reviews/calibration.html", told, status=422 if form and form.errors else 200)


@allowed()
def seat(request: Asked, key: int, number: int) -> HttpResponse:
    """One's own card of a calibration."""
    found, sits = _mine(request, key)
    now = timezone.now()
    if not sits or number >= len(found.interactions):
        raise Http404
    interaction = get_object_or_404(Interaction, id=found.interactions[number])
    begun = Card.objects.filter(calibration=found, interaction=interaction.id, rater=request.scope.person).first()
    if (begun and begun.submitted_at) or not queries.is_open(found, now):
        return redirect("calibration", key)
    journey = journey_for(found.version, interaction)
    card = begin_seat(
        scope=request.scope, calibration=found, interaction=interaction, journey=journey.id if journey else "", at=now
    )
    return fill_in(request, card, interaction, now, back=(f"/reviews/calibrations/{key}/", "The calibration"))


@allowed(*RUN)
def conclude(request: Asked, key: int) -> HttpResponse:
    """Keeps what was agreed on."""
    found, sits = _mine(request, key)
    now = timezone.now()
    if request.method != "POST" or queries.is_open(found, now) or found.concluded_at:
        return redirect("calibration", key)
    tables = queries.side_by_side(found)
    form = ConsensusForm(request.POST, tables=tables)
    if not form.is_valid():
        return _page(request, found, sits, form)
    cards = {one.interaction.id: one.scorecard for one in tables}
    try:
        actions.conclude(scope=request.scope, calibration=found, agreed=form.agreed(), cards=cards, at=now)
        messages.success(request, "What you agreed on is kept.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("calibration", key)
