"""Forms of the boards."""

from __future__ import annotations

from django import forms


class GuessForm(forms.Form):
    """How many of a hundred customers say that the bar is cleared."""

    share = forms.IntegerField(
        label="Of 100 customers, how many say so?",
        min_value=0,
        max_value=100,
        help_text="A whole number from 0 to 100. Nobody but you sees it.",
        error_messages={
            "required": "Write a number from 0 to 100, or go on without a guess.",
            "invalid": "Write a whole number from 0 to 100.",
            "min_value": "Write a number from 0 to 100.",
            "max_value": "Write a number from 0 to 100.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
