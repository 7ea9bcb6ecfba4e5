"""Pages of signatures: what I am asked to agree to, who is not yet aware of what, and objections."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.book.models import Version
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.people.queries import language_of
from clearbar.web.practice.actions import sign as actions
from clearbar.web.practice.actions.sign import Refused
from clearbar.web.practice.forms.sign import ObjectionForm, SettleForm, SigningForm
from clearbar.web.practice.models.sign import Objection, SigningChoice
from clearbar.web.practice.queries import signing as queries
from clearbar.web.practice.queries.by_team import by_team, whose
from clearbar.web.practice.queries.permits import rules_house, settles


def _desk(request: Asked) -> queries.Desk:
    language = language_of(request.user.person)
    return queries.desk(request.scope.person, request.scope.teams, timezone.localdate(), language)


@allowed()
def sign(request: Asked) -> HttpResponse:
    """What somebody is asked to agree to, each with what changed."""
    found = _desk(request)
    if request.method != "POST" or found.version is None:
        return render(request, "practice/sign.html", {"desk": found})
    chosen = request.POST.getlist("edition")
    if not chosen:
        fault = "Tick what you agree to. What you cannot agree to, you object to."
        return render(request, "practice/sign.html", {"desk": found, "fault": fault}, status=422)
    version = get_object_or_404(Version, pk=found.version.pk)
    try:
        signed = actions.sign(
            scope=request.scope, version=version, editions=chosen, at=timezone.now(), today=timezone.localdate()
        )
    except Refused as refused:
        return render(request, "practice/sign.html", {"desk": found, "fault": str(refused)}, status=409)
    if signed:
        messages.success(request, f"You signed {len(signed)} standard{'' if len(signed) == 1 else 's'}.")
    return redirect("sign")


@allowed()
def object_to(request: Asked, standard: str) -> HttpResponse:
    """An objection instead of a signature."""
    found = _desk(request)
    asked = next((one for one in found.waiting if one.placed.standard.id == standard), None)
    if asked is None or found.version is None:
        raise Http404
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(
                scope=request.scope, version=found.version, standard=standard, words=form.cleaned_data["words"],
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your objection is in. You will have an answer within 14 days.")
            return redirect("sign")
    return render(request, "practice/object.html", {"form": form, "asked": asked}, status=422 if form.errors else 200)


@allowed()
def withdraw(request: Asked, key: int) -> HttpResponse:
    """Somebody takes their objection back."""
    objection = get_object_or_404(Objection, pk=key, person=request.scope.person)
    if request.method == "POST":
        try:
            actions.withdraw(scope=request.scope, objection=objection, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "You took your objection back.")
    return redirect("sign")


@allowed(Role.COACH, Role.LEADER, Role.ADMINISTRATOR)
def aware(request: Asked) -> HttpResponse:
    """Who is not yet aware of what."""
    today = timezone.localdate()
    of = whose(request.scope, request.GET.get("team", ""))
    if of is None:
        raise Http404
    found = queries.board(of.teams, today)
    named = of.named(len(found.persons))
    counts = ((who.teams, signed, asked) for who, signed, asked in found.persons)
    told = {
        "board": found,
        "chosen": of.chosen,
        "named": named,
        "counts": () if named else by_team(of.offered, counts),
        "raised": queries.raised(request.scope, today),
        "chooses": rules_house(request.scope),
    }
    return render(request, "practice/aware.html", told)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def settle(request: Asked, key: int) -> HttpResponse:
    """Who leads answers an objection."""
    objection = get_object_or_404(Objection.objects.select_related("version", "person"), pk=key)
    today = timezone.localdate()
    if not settles(request.scope, objection.person_id, today):
        raise PermissionDenied
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"changes": form.cleaned_data["changes"] == "yes", "answer": form.cleaned_data["answer"]}
        try:
            actions.settle(scope=request.scope, objection=objection, at=timezone.now(), today=today, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Answered. They read it beside the standard.")
            return redirect("aware")
    told = {"form": form, "objection": objection, "placed": queries.standard_of(objection)}
    return render(request, "practice/settle.html", told, status=422 if form.errors else 200)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def signing(request: Asked) -> HttpResponse:
    """How long a signature holds, in the whole house."""
    if not rules_house(request.scope):
        raise PermissionDenied
    form = SigningForm(request.POST or None, initial={"months": SigningChoice.the().months})
    if request.method == "POST" and form.is_valid():
        actions.choose(scope=request.scope, months=form.cleaned_data["months"], at=timezone.now())
        messages.success(request, "Chosen.")
        return redirect("aware")
    return render(request, "practice/signing.html", {"form": form}, status=422 if form.errors else 200)
