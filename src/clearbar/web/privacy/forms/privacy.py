"""Forms of privacy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from clearbar.web.privacy.actions.keeping import LEAST_DAYS, MOST_DAYS
from clearbar.web.privacy.queries.keeping import Keeping


class ReachedForm(forms.Form):
    """How a customer who asks is known."""

    reached = forms.CharField(
        label="How is the customer reached?",
        max_length=254,
        help_text="Their e-mail address or phone number, their pseudonym, or the number of an interaction of theirs.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WhoseForm(forms.Form):
    """Which customer it is, as the page that found them says."""

    id = forms.CharField(widget=forms.HiddenInput, max_length=128, strip=False)
    reached = forms.CharField(widget=forms.HiddenInput, max_length=254, required=False)


class EraseForm(WhoseForm):
    """Whose data is to be erased, and why."""

    kind = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as “asked for it by letter of 3 May”. It is sealed, and goes with the rest.",
    )


class KeepingForm(forms.Form):
    """Days for each kind of data."""

    def __init__(self, *args: Any, found: Sequence[Keeping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in found:
            default = f"{one.default} days" if one.default is not None else "without end"
            self.fields[one.kind] = forms.IntegerField(
                label=f"{one.name[:1].upper()}{one.name[1:]}",
                required=False,
                initial=one.days,
                min_value=LEAST_DAYS,
                max_value=MOST_DAYS,
                help_text=f"Days; empty for without end. By default {default}.",
            )
