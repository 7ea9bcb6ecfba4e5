"""Pages that take over files of people."""

from __future__ import annotations

import csv
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.actions.rolls import UPLOAD_LASTS, keep_upload, plan_of, take_over
from clearbar.web.people.forms import took
from clearbar.web.people.models import Role, Upload
from clearbar.web.people.rolls.reading import MOST_BYTES
from clearbar.web.people.rolls.rows import COLUMNS

MOST_SHOWN = 300
_PLACE = ("Market Square", "Counter")
EXAMPLES = (
    ("Ines Example", "", "human", *_PLACE, "early", "2026-01-01", "", "frontline", "", "ines@example.com", "en"),
    ("Paul Example", "", "human", *_PLACE, "", "2026-01-01", "", "leader", "team", "paul@example.com", ""),
    ("Chat helper", "bot-7", "agent", *_PLACE, "", "2026-03-01", "", "", "", "", ""),
)
"""Invented rows of the template."""


class UploadForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label="CSV or Excel file",
        help_text="At most 2 MB and 5,000 rows. You see all that it would change before anything is changed.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsb,.xls,.ods"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """A file that is not too large to be looked at."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 2 MB. Please divide it, or leave out columns.")
        return sent


@allowed(Role.ADMINISTRATOR)
def upload(request: Asked) -> HttpResponse:
    """Sends a file of people, to look at what it would change."""
    form, made = UploadForm(request.POST or None, request.FILES or None), list[Upload]()
    at = timezone.now()

    def act(told: dict[str, UploadedFile[Any]]) -> None:
        sent = told["file"]
        try:
            made.append(keep_upload(scope=request.scope, name=sent.name or "", content=sent.read(), at=at))
        except ValidationError as fault:
            raise ValidationError({"file": fault.messages}) from fault

    if request.method == "POST" and took(form, act):
        return redirect("roll_preview", made[0].pk)
    return render(request, "people/roll.html", {"form": form, "columns": list(COLUMNS)})


@allowed(Role.ADMINISTRATOR)
def preview(request: Asked, id: str) -> HttpResponse:
    """What a file would change; and, when that was confirmed, changes it."""
    at, today = timezone.now(), timezone.localdate()
    found = get_object_or_404(Upload, pk=id, by=request.scope.person, at__gt=at - UPLOAD_LASTS)
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    if request.method == "POST":
        try:
            made = take_over(scope=request.scope, upload=found, today=today, at=at)
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
            return redirect("roll_preview", id)
        messages.success(request, f"Taken over: {len(made.changes)} changes from {found.name}.")
        return redirect("people")
    plan = plan_of(found, today)
    counts = {kind: plan.count(kind) for kind in ("new", "changed", "ended")}
    shown = {
        "upload": found,
        "plan": plan,
        "counts": counts,
        "rows": len({fault.line for fault in plan.faults}),
        "changes": plan.changes[:MOST_SHOWN],
        "further": max(0, len(plan.changes) - MOST_SHOWN),
    }
    return render(request, "people/roll_preview.html", shown)


@allowed(Role.ADMINISTRATOR)
def template(request: Asked) -> HttpResponse:
    """A file to begin with."""
    del request
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    response.write("\ufeff")  # without it Excel takes UTF-8 for something else
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(EXAMPLES)
    return response
