"""The form of the pulse of staff."""

from __future__ import annotations

from django import forms

from clearbar.web.followup.queries.pulse import ASKS

LEVELS = ((1, "not at all"), (2, "rarely"), (3, "partly"), (4, "mostly"), (5, "fully"))


class PulseForm(forms.Form):
    """Three questions, five levels each."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, asks in ASKS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=asks, choices=LEVELS, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": "Choose one of the five."},
            )  # fmt: skip
