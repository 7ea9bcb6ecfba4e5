"""Forms of readiness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from clearbar.model.readiness import Rule
from clearbar.web.people.models import Role


class RuleForm(forms.Form):
    """What is asked before somebody performs."""

    journey = forms.ChoiceField(label="Journey", required=False)
    role = forms.ChoiceField(
        label="Of whom", required=False, choices=[("", "Everybody"), *((one.value, one.label) for one in Role)]
    )
    signed = forms.BooleanField(label="Every standard of it is signed", required=False)
    learned = forms.BooleanField(label="Every standard of it is learned: a quiz about it was passed", required=False)
    times = forms.IntegerField(
        label="Rehearsals at the bar", min_value=0, max_value=50,
        help_text="A rehearsal is at the bar when every standard that it showed was cleared.",
    )  # fmt: skip
    scenarios = forms.IntegerField(label="In so many different scenarios", min_value=0, max_value=50)

    def __init__(self, *args: Any, journeys: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journey"] = forms.ChoiceField(
            label="Journey", required=False, choices=[("", "Every journey"), *journeys]
        )

    def clean(self) -> dict[str, Any]:
        """More scenarios than rehearsals cannot be asked for."""
        data = super().clean() or self.cleaned_data
        if data.get("scenarios") is not None and data.get("times") is not None and data["scenarios"] > data["times"]:
            self.add_error("scenarios", "There cannot be more scenarios than rehearsals.")
        return data

    @property
    def rule(self) -> Rule:
        """The rule that was asked for."""
        told = self.cleaned_data
        return Rule(told["signed"], told["learned"], told["times"], told["scenarios"])


class HoldForm(forms.Form):
    """Why somebody does not perform yet, and until when."""

    reason = forms.CharField(
        label="Why?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read it, and so do those who lead and coach them.",
    )  # fmt: skip
    until = forms.DateField(
        label="Until when at the latest?", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="It ends by itself on that day, or as soon as nothing is missing.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"until": today + timedelta(days=14)})


class DutiesForm(forms.Form):
    """Which teams perform a journey."""

    teams = forms.MultipleChoiceField(
        label="Teams", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick none, and all teams perform it.",
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["teams"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - so it is declared above
        field.choices = list(teams)
