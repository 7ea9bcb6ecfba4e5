"""Pages on which the person answers and objects, and on which an objection is settled. `on` is the key of a step, 0 for
the file itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.followup.actions import correction_said as actions
from clearbar.web.followup.actions.correction import Refused
from clearbar.web.followup.forms.correction import SettleForm, WordsForm
from clearbar.web.followup.models.correction import Correction, CorrectionObjection, CorrectionStep
from clearbar.web.followup.queries.correction_permits import settlers
from clearbar.web.followup.views.correction import found_file
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Role


def _mine(request: Asked, key: int, on: int) -> tuple[Correction, CorrectionStep | None]:
    file = Correction.objects.filter(pk=key, person=request.scope.person).select_related("person").first()
    step = CorrectionStep.objects.filter(pk=on, correction=file).first() if file and on else None
    if file is None or (on and step is None):
        raise Http404
    return file, step


@allowed()
def answer(request: Asked, key: int, on: int) -> HttpResponse:
    """An answer in one's own words."""
    file, step = _mine(request, key, on)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer(scope=request.scope, file=file, step=step, words=form.cleaned_data["words"], at=timezone.now())
        messages.success(request, "Your words stand in the file.")
        return redirect("correction", key)
    told = {"form": form, "file": file, "step": step}
    return render(request, "followup/correction/answer.html", told, status=422 if form.errors else 200)


@allowed()
def object_to(request: Asked, key: int, on: int) -> HttpResponse:
    """An objection."""
    file, step = _mine(request, key, on)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to(
                scope=request.scope, file=file, step=step, words=form.cleaned_data["words"], at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your objection stands in the file, and waits for an answer.")
            return redirect("correction", key)
    told = {"form": form, "file": file, "step": step}
    return render(request, "followup/correction/object.html", told, status=422 if form.errors else 200)


@allowed()
def read(request: Asked, key: int, on: int) -> HttpResponse:
    """The person says that they have read a step."""
    _, step = _mine(request, key, on)
    if step is None:
        raise Http404
    if request.method == "POST":
        actions.read(scope=request.scope, step=step, at=timezone.now())
        messages.success(request, "The file says that you have read it; it does not say that you agree.")
    return redirect("correction", key)


def _waiting(file: Correction) -> CorrectionObjection:
    found = file.objections.filter(state=CorrectionObjection.State.WAITING).select_related("step", "correction").first()
    if found is None:
        raise Http404
    return found


@allowed()
def withdraw(request: Asked, key: int) -> HttpResponse:
    """The person takes their objection back."""
    file, _ = _mine(request, key, 0)
    if request.method == "POST":
        try:
            actions.withdraw(scope=request.scope, objection=_waiting(file), at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "You took your objection back.")
    return redirect("correction", key)


@allowed(Role.LEADER)
def settle(request: Asked, key: int) -> HttpResponse:
    """Who leads the person, and did not take the step, answers an objection."""
    file = found_file(request, key)
    objection = _waiting(file)
    if request.scope.person not in settlers(file, objection.step, today_of(file.person_id, timezone.now())):
        raise Http404
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"stays": form.cleaned_data["stays"] == "yes", "words": form.cleaned_data["words"]}
        try:
            actions.settle(scope=request.scope, objection=objection, at=timezone.now(), **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Answered. They read it in the file.")
            return redirect("correction", key)
    told = {"form": form, "file": file, "objection": objection}
    return render(request, "followup/correction/settle.html", told, status=422 if form.errors else 200)
