"""Pages of corrective action: files, a new one, a step, the end, the ladder, and the paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.errors import ClearbarError
from clearbar.web.book.queries import current
from clearbar.web.bridge import correction as bridge
from clearbar.web.followup.actions import correction as actions
from clearbar.web.followup.actions.correction import Guarded, Opening, Refused, Taken
from clearbar.web.followup.forms.correction import EndForm, LadderForm, OpenForm, StepForm
from clearbar.web.followup.models.correction import Correction, Ladder
from clearbar.web.followup.queries import correction as queries
from clearbar.web.followup.queries import correction_ground as ground
from clearbar.web.followup.queries.correction_evidence import choosable
from clearbar.web.followup.queries.correction_permits import (
    decides,
    leads,
    present_choices,
    sets_ladder,
    settlers,
)
from clearbar.web.followup.queries.peers import finding_of
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Person, Role

_OVER = (Correction.State.CLOSED, Correction.State.DROPPED)
_MOST_EVENTS = 40


@allowed()
def files(request: Asked) -> HttpResponse:
    """The files that somebody reads."""
    found = queries.files(request.scope)
    told = {
        "own": [one for one in found if one.file.person_id == request.scope.person],
        "others": [one for one in found if one.file.person_id != request.scope.person],
        "opens": request.scope.has(Role.LEADER),
        "sets": sets_ladder(request.scope),
        "steps": Ladder.the().steps,
    }
    return render(request, "followup/correction/files.html", told)


@allowed(Role.LEADER)
def new(request: Asked) -> HttpResponse:
    """A new file."""
    book = current()
    led = Person.objects.filter(pk__in=request.scope.led, left_on=None, kind=Person.Kind.HUMAN)
    persons = [(one.pk, one.name) for one in led]
    standards = [(one.standard.id, one.standard.name or one.standard.id) for one in book.placed()] if book else []
    start: dict[str, Any] = {name: request.GET.get(name, "") for name in ("person", "finding")}
    start |= {"standards": request.GET.getlist("standard")}
    if found := finding_of(start["finding"], request.scope.person):
        start |= {"person": found.person, "standards": [found.standard]}
    form = OpenForm(request.POST or None, persons=persons, standards=standards, initial=start)
    told: dict[str, Any] = {"form": form, "persons": persons}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        opening = Opening(
            said["person"], said["why"], () if said["outside"] else tuple(said["standards"]), said["outside"],
            said["outside_why"], said["finding"],
        )  # fmt: skip
        try:
            file = actions.open_file(scope=request.scope, opening=opening, at=timezone.now())
        except Guarded as guarded:
            told["reasons"] = guarded.reasons
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The file is open. {file.person.name} was told, and can read it.")
            return redirect("correction", file.pk)
    status = 422 if form.errors or "reasons" in told else 200
    return render(request, "followup/correction/new.html", told, status=status)


def found_file(request: Asked, key: int) -> Correction:
    """A file that they may read; Http404 for everybody else."""
    file = queries.file_for(request.scope, key)
    if file is None:
        raise Http404
    return file


def led_file(request: Asked, key: int) -> Correction:
    """A file about somebody whom they lead."""
    file = found_file(request, key)
    if not leads(request.scope, file.person_id):
        raise PermissionDenied
    return file


@allowed()
def file(request: Asked, key: int) -> HttpResponse:
    """One file."""
    held = found_file(request, key)
    found, rungs = queries.whole(request.scope, held), Ladder.the().steps
    number = ground.next_number(held)
    rung = rungs[number] if number < len(rungs) else None
    goes_on = held.state not in _OVER
    waits = next((one.objection for one in found.parts if one.objection), None)
    today = today_of(held.person_id, timezone.now())
    is_led = leads(request.scope, held.person_id)
    told = {
        "file": held,
        "whole": found,
        "rung": rung,
        "is_mine": held.person_id == request.scope.person,
        "decides": goes_on and rung is not None and decides(request.scope, held.person_id, rung),
        "leads": is_led,
        "ends": goes_on and is_led,
        "settles": waits is not None and request.scope.person in settlers(held, waits.step, today),
        "delay": bridge.DELAY.days,
    }
    return render(request, "followup/correction/file.html", told)


@allowed()
def paper(request: Asked, key: int) -> HttpResponse:
    """The same as its page, to be printed."""
    held = found_file(request, key)
    try:
        content = bridge.file_paper(queries.whole(request.scope, held).told)
    except ClearbarError:
        told = {"title": "No PDF can be drawn on this machine", "hint": "Print the page of the file: it says the same."}
        return render(request, "told.html", told, status=501)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="corrective-action.pdf"'
    return answer


@allowed(Role.LEADER)
def step(request: Asked, key: int) -> HttpResponse:
    """The next step, with what it rests on."""
    held, rungs, now = led_file(request, key), Ladder.the().steps, timezone.now()
    number = ground.next_number(held)
    if held.state in _OVER or number >= len(rungs) or not decides(request.scope, held.person_id, rungs[number]):
        raise PermissionDenied
    known = ground.ground(held.person_id, held.standards, now)
    present = present_choices(held.person_id, request.scope.person, known.today)
    form = StepForm(
        request.POST or None, present=present, today=known.today, outside=bool(held.outside),
        initial={"changed": held.changed},
    )  # fmt: skip
    told: dict[str, Any] = {
        "file": held,
        "form": form,
        "rung": rungs[number],
        "events": choosable(held.person_id, known.missed[:_MOST_EVENTS], dict(known.names)),
        "chosen": request.POST.getlist("events"),
        "quoted": request.POST.getlist("quotes"),
    }
    if request.method == "GET" and not held.outside:
        told["foreseen"] = bridge.refusals(ground.at_best(known, held))
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, held, form)
        except Guarded as guarded:
            told["reasons"] = guarded.reasons
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Written down. {held.person.name} was told, and can answer.")
            return redirect("correction", key)
    status = 422 if form.errors or "reasons" in told else 200
    return render(request, "followup/correction/step.html", told, status=status)


def _is_key(typed: str) -> bool:
    """Whether it can be the key of a row: databases fail on numbers that are longer."""
    return typed.isdecimal() and len(typed) < 20 and int(typed) <= BigIntegerField.MAX_BIGINT


def _take(request: Asked, held: Correction, form: StepForm) -> None:
    said = form.cleaned_data
    held.changed = said["changed"]
    taken = Taken(
        day=said["day"], until=said["until"], events=tuple(request.POST.getlist("events")),
        commitments=said["commitments"], notes=said["notes"], present=tuple(said["present"]), others=said["others"],
        quotes=tuple(int(one) for one in request.POST.getlist("quotes") if _is_key(one)),
        facts=said.get("facts", ""),
    )  # fmt: skip
    actions.take(scope=request.scope, file=held, taken=taken, at=timezone.now())


@allowed(Role.LEADER)
def end(request: Asked, key: int) -> HttpResponse:
    """How a file ends."""
    held = led_file(request, key)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"kept": form.cleaned_data["kept"] == "yes", "words": form.cleaned_data["words"]}
        try:
            actions.end(scope=request.scope, file=held, at=timezone.now(), **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The file has ended.")
            return redirect("correction", key)
    told = {"form": form, "file": held}
    return render(request, "followup/correction/end.html", told, status=422 if form.errors else 200)


@allowed(Role.LEADER)
def ladder(request: Asked) -> HttpResponse:
    """The steps of the organisation."""
    if not sets_ladder(request.scope):
        raise PermissionDenied
    held = Ladder.the()
    form = LadderForm(request.POST or None, steps=held.steps, initial={"changed": held.changed})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_ladder(
                scope=request.scope, rungs=form.rungs, changed=form.cleaned_data["changed"], at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The steps hold from now on.")
            return redirect("corrections")
    return render(request, "followup/correction/ladder.html", {"form": form}, status=422 if form.errors else 200)
