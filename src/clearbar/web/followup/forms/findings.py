"""Forms of findings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from clearbar.web.followup.actions.findings import LONGEST


class SnoozeForm(forms.Form):
    """Put off until a day."""

    until = forms.DateField(
        label="Until which day?", widget=forms.DateInput(attrs={"type": "date"}), help_text="It comes again that day."
    )
    reason = forms.CharField(label="Why?", required=False, max_length=500)

    def __init__(self, *told: Any, today: date, **further: Any) -> None:
        """`today`: days count from the day after it."""
        super().__init__(*told, **further)
        self._today = today
        self.fields["until"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(), "max": (today + LONGEST).isoformat()
        }  # fmt: skip

    def clean_until(self) -> date:
        """From tomorrow on, at most half a year ahead."""
        until: date = self.cleaned_data["until"]
        if not self._today < until <= self._today + LONGEST:
            raise forms.ValidationError("Choose a day from tomorrow on, at most half a year ahead.")
        return until


class DismissForm(forms.Form):
    """Nothing is to be done."""

    reason = forms.CharField(
        label="Why is nothing to be done?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Those who may act on it read this, and so does whom it is about when they ask for their data.",
    )
