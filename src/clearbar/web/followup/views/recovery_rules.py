"""What the organisation says about cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.book.queries import current
from clearbar.web.followup.actions import recovery_rules as actions
from clearbar.web.followup.forms.recovery_rules import (
    DAYS,
    CauseForm,
    ClocksForm,
    HoursForm,
    OfferKindForm,
    OwnerForm,
    TemplateForm,
    clocks_shown,
    hours_shown,
)
from clearbar.web.followup.models.recovery_rules import (
    AnswerTemplate,
    CaseOwner,
    Cause,
    OfferKind,
    OpenHours,
    RecoveryRules,
)
from clearbar.web.followup.queries.recovery import names_of
from clearbar.web.followup.queries.recovery_permits import leads
from clearbar.web.followup.queries.recovery_permits import rules as rules_house
from clearbar.web.followup.queries.recovery_who import here
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Membership, Person, Role, Site, Team

_ROWS = {"offer": OfferKind, "template": AnswerTemplate, "cause": Cause}
_CALLED = {"offer": "What may be offered", "template": "A text to begin an answer with", "cause": "A root cause"}


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def rules(request: Asked) -> HttpResponse:
    """Clocks, opening hours, owners, offers, texts and root causes. Who leads a team says who is on duty for it."""
    may = rules_house(request.scope)
    kept = RecoveryRules.the()
    start = {**clocks_shown(kept.clocks), "reply_address": kept.reply_address}
    form = ClocksForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            actions.set_clocks(
                scope=request.scope, clocks=form.clocks(), reply_address=form.cleaned_data["reply_address"],
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Kept. New cases count by it.")
            return redirect("case-rules")
    told = {"form": form, "may": may, "teams": _teams(request)}
    if may:
        held = {one.site_id for one in OpenHours.objects.all()}
        told |= {
            "sites": [(one, one.pk in held) for one in Site.objects.all()], "offers": OfferKind.objects.all(),
            "templates": AnswerTemplate.objects.all(), "causes": Cause.objects.all(),
        }  # fmt: skip
    return render(request, "followup/recovery/rules.html", told, status=422 if form.errors else 200)


def _teams(request: Asked) -> list[tuple[Team, str]]:
    """The teams whose owner they may choose, with who is on duty."""
    chosen = dict(CaseOwner.objects.values_list("team", "person"))
    names = names_of(list(chosen.values()))
    return [
        (one, names.get(chosen.get(one.pk, ""), ""))
        for one in Team.objects.select_related("site")
        if leads(request.scope, one.pk)
    ]


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def hours(request: Asked, site: str) -> HttpResponse:
    """When a site is open."""
    if not rules_house(request.scope):
        raise PermissionDenied
    place = get_object_or_404(Site, pk=site)
    kept = OpenHours.objects.filter(site=place).first()
    start = hours_shown(kept.days if kept else None)
    form = HoursForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_hours(scope=request.scope, site=place, days=form.cleaned_data["days"], at=timezone.now())
        messages.success(request, f"Kept for {place.name}.")
        return redirect("case-rules")
    told = {"form": form, "site": place, "days": DAYS}
    return render(request, "followup/recovery/hours.html", told, status=422 if form.errors else 200)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def owner(request: Asked, team: str) -> HttpResponse:
    """Who gets the cases of a team."""
    if not leads(request.scope, team):
        raise PermissionDenied
    found = get_object_or_404(Team, pk=team)
    today = timezone.localdate()
    now = Membership.objects.filter(Membership.on(today), team=found).values("person")
    persons = list(Person.objects.filter(here(today), pk__in=now).values_list("pk", "name"))
    chosen = CaseOwner.objects.filter(team=found).values_list("person", flat=True).first() or ""
    form = OwnerForm(request.POST if request.method == "POST" else None, persons=persons, initial={"person": chosen})
    if request.method == "POST" and form.is_valid():
        actions.set_owner(scope=request.scope, team=found, person=form.cleaned_data["person"], at=timezone.now())
        messages.success(request, f"Kept for {found.name}.")
        return redirect("case-rules")
    return render(request, "followup/recovery/owner.html", {"form": form, "team": found}, status=_status(form))


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def edit(request: Asked, kind: str, key: int | None = None) -> HttpResponse:
    """A kind of offer, a text or a root cause: a new one, or one that is changed."""
    if not rules_house(request.scope):
        raise PermissionDenied
    model = _ROWS.get(kind)
    if model is None:
        raise Http404
    row: Any = get_object_or_404(model, pk=key) if key else model()
    data = request.POST if request.method == "POST" else None
    form = _form(kind, row, data)
    if data is not None and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if kind == "offer":
            values["limits"] = form.cleaned_data["limits"]
        actions.keep(scope=request.scope, row=row, values=values, at=timezone.now())
        messages.success(request, "Kept.")
        return redirect("case-rules")
    told = {"form": form, "called": _CALLED[kind], "is_new": key is None}
    return render(request, "followup/recovery/rule.html", told, status=_status(form))


def _form(kind: str, row: Any, data: Any) -> Any:
    if kind == "offer":
        return OfferKindForm(data, instance=row)
    if kind == "template":
        return TemplateForm(data, instance=row)
    book = current()
    standards = [(one.standard.id, one.standard.name) for one in book.placed()] if book else []
    return CauseForm(data, instance=row, standards=standards)


def _status(form: forms.BaseForm) -> int:
    return 422 if form.errors else 200
