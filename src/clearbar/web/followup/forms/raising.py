"""Forms of raising the bar."""

from __future__ import annotations

from django import forms


class DeclineForm(forms.Form):
    """Why a proposal is not taken up this quarter."""

    reason = forms.CharField(
        label="Why not this quarter?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever decides next quarter reads it. Name nobody.",
    )  # fmt: skip
