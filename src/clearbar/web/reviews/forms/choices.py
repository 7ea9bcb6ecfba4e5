"""Forms of what the organisation chose about reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

PAY = {"yes": True, "no": False, "unsaid": None}


class ChoiceForm(forms.Form):
    """The rules."""

    pay = forms.ChoiceField(
        label="Does the pay of leads hang on the ratings of their team?", widget=forms.RadioSelect,
        choices=[
            ("no", "No"), ("yes", "Yes, so leads review nothing of their own team"), ("unsaid", "Nobody has said yet"),
        ],
        help_text="Until somebody says, leads get no drawn reviews of their own team; what they watched they may rate.",
    )  # fmt: skip
    edit_days = forms.IntegerField(label="Days in which a reviewer may correct a mark", min_value=0, max_value=60)
    dispute_days = forms.IntegerField(label="Days in which the person may dispute a mark", min_value=7, max_value=365)

    def clean_pay(self) -> bool | None:
        """Yes, no, or nobody has said."""
        return PAY[self.cleaned_data["pay"]]


class CriticalForm(forms.Form):
    """A critical standard."""

    standard = forms.ChoiceField(label="Standard")
    why = forms.CharField(
        label="Why is a miss critical?", max_length=200, help_text="Stands on every card, after: critical, because …"
    )

    def __init__(self, *args: Any, standards: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"] = forms.ChoiceField(label="Standard", choices=list(standards))


class CausesForm(forms.Form):
    """Root causes, one a line."""

    causes = forms.CharField(
        label="Root causes", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line, such as: was never taught; system was down; too few on shift.",
    )  # fmt: skip

    def clean_causes(self) -> list[str]:
        """Each once, in the order given."""
        found = list(dict.fromkeys(one.strip() for one in self.cleaned_data["causes"].splitlines() if one.strip()))
        if any(len(one) > 80 for one in found):
            raise forms.ValidationError("Keep each under 80 letters: it is a name, not a story.")
        return found


class ConflictForm(forms.Form):
    """Somebody who must keep away."""

    reviewer = forms.ChoiceField(label="Who must not review?")
    about = forms.ChoiceField(label="Whom not?")
    reason = forms.CharField(
        label="Why?", max_length=200, help_text="Such as: their bonus hangs on it; they are related."
    )

    def __init__(
        self,
        *args: Any,
        persons: Sequence[tuple[str, str]],
        teams: Sequence[tuple[str, str]],
        others: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        about = [
            ("Teams", [(f"team:{key}", name) for key, name in teams]),
            ("Persons", [(f"person:{key}", name) for key, name in others]),
        ]
        self.fields["reviewer"] = forms.ChoiceField(label="Who must not review?", choices=list(persons))
        self.fields["about"] = forms.ChoiceField(label="Whom not?", choices=about)
