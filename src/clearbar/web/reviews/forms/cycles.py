"""Forms of cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from clearbar.web.reviews.models import Cycle


class CycleForm(forms.Form):
    """What is reviewed again and again."""

    name = forms.CharField(label="What is it called?", max_length=80, help_text="Such as: two visits of everybody.")
    teams = forms.MultipleChoiceField(label="Which teams?", widget=forms.CheckboxSelectMultiple)
    every = forms.ChoiceField(
        label="How often is it drawn?", choices=Cycle.Every.choices, widget=forms.RadioSelect, initial="week"
    )
    quota = forms.IntegerField(label="How many interactions?", min_value=1, max_value=200, initial=2)
    per = forms.ChoiceField(
        label="For each of which?", choices=Cycle.Per.choices, widget=forms.RadioSelect, initial="person"
    )
    reviewers = forms.MultipleChoiceField(
        label="Who reviews?", widget=forms.CheckboxSelectMultiple,
        help_text="Nobody is given their own interactions, nor those where something of theirs hangs on it.",
    )  # fmt: skip
    overlap = forms.IntegerField(
        label="How many in a hundred do two reviewers see?", min_value=0, max_value=100, initial=10,
        help_text="Neither knows of the other. This is how you learn whether they see the same.",
    )  # fmt: skip
    days = forms.IntegerField(label="Days until a review is due", min_value=1, max_value=60, initial=7)
    since = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Interactions before it are never drawn.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, teams: Sequence[tuple[str, str]], reviewers: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("teams", teams), ("reviewers", reviewers)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # both are choices

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as a cycle keeps it."""
        return self.cleaned_data | {"overlap": self.cleaned_data["overlap"] / 100}
