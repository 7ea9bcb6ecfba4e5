"""Pages of the pulse of staff."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.followup import quarters
from clearbar.web.followup.actions import pulse as actions
from clearbar.web.followup.forms.pulse import PulseForm
from clearbar.web.followup.queries import pulse as queries
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import house_today


@allowed()
def pulse(request: Asked) -> HttpResponse:
    """Three questions, once a quarter; and what the quarters before told."""
    now = timezone.now()
    quarter = quarters.quarter_of(house_today(now))
    form, fault = PulseForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_pulse(scope=request.scope, levels=form.cleaned_data, at=now)
        except actions.Refused as refused:
            fault = str(refused)
        else:
            return redirect("pulse")
    told = {
        "form": form,
        "fault": fault,
        "answered": queries.has_answered(request.scope.person, quarter),
        "asked": request.user.person.kind == "human",
        "called": quarters.called(quarter),
        "last": quarters.last_day(quarter),
        "quarters": queries.told(request.scope, now),
    }
    status = 409 if fault else 422 if form.errors else 200
    return render(request, "followup/pulse/pulse.html", told, status=status)
