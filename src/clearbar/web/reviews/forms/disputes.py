"""Forms of disputes."""

from __future__ import annotations

from typing import Any

from django import forms

from clearbar.web.book.scorecards import Line


class DisputeForm(forms.Form):
    """What the person rated says."""

    level = forms.ChoiceField(label="Which level would be right?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What happened that the mark leaves out. Who decides reads it, and so does who rated.",
    )  # fmt: skip

    def __init__(self, *args: Any, line: Line, was: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label="Which level would be right?", widget=forms.RadioSelect,
            choices=[
                (str(one.level), f"{one.level} {one.name}. {one.says}".strip())
                for one in line.options
                if one.level != was
            ],
        )  # fmt: skip


class DecideForm(forms.Form):
    """What is decided."""

    level = forms.ChoiceField(label="Which level holds?", widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person rated and who rated them will read it.",
    )  # fmt: skip

    def __init__(self, *args: Any, line: Line, was: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(one.level), f"{one.level} {one.name}{', as it was' if one.level == was else ''}. {one.says}".strip())
            for one in line.options
        ]
        self.fields["level"] = forms.ChoiceField(label="Which level holds?", widget=forms.RadioSelect, choices=choices)
