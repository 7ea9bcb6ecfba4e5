"""The form of the standards of managers."""

from __future__ import annotations

from django import forms


class StandardsForm(forms.Form):
    """What is asked of everybody who leads or coaches."""

    coached_days = forms.IntegerField(
        label="Days within which each person of their teams is coached", min_value=7, max_value=366
    )
    walks = forms.IntegerField(
        label="Walks of a journey each month", min_value=0, max_value=31, help_text="0: not asked of managers."
    )
    recognitions = forms.IntegerField(
        label="Recognitions given each month", min_value=0, max_value=31,
        help_text="How often they tell a colleague what was done well. 0: not asked.",
    )  # fmt: skip
    finding_days = forms.IntegerField(label="Days that a finding may wait for them", min_value=1, max_value=90)
