"""Forms of complaints at the counter, of letters, and of mailbox files."""

from __future__ import annotations

from typing import Any

from django import forms

from clearbar.web.followup.models.recovery import CameBy, Severity

MOST_BYTES = 25_000_000


class ComplaintForm(forms.Form):
    """What a customer says at the counter or on the telephone, while they say it."""

    words = forms.CharField(
        label="What happened?", max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "autocapitalize": "sentences"}),
        help_text="In the customer’s words. Leave out card and health numbers; they are taken out anyway.",
    )  # fmt: skip
    wish = forms.CharField(
        label="What could we do to make it right?", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Ask, and write down what they say.",
    )  # fmt: skip
    contact = forms.CharField(
        label="How do we reach them?", max_length=254, required=False,
        help_text="E-mail address or telephone number. Empty, if they would rather not.",
    )  # fmt: skip
    came_by = forms.ChoiceField(
        label="How did it come?", widget=forms.RadioSelect, initial=CameBy.PERSON.value,
        choices=[(one.value, one.label.capitalize()) for one in (CameBy.PERSON, CameBy.PHONE, CameBy.LETTER)],
    )  # fmt: skip
    severity = forms.ChoiceField(
        label="How bad is it for them?", widget=forms.RadioSelect, initial=Severity.ORDINARY.value,
        choices=[(one.value, one.label.capitalize()) for one in Severity],
    )  # fmt: skip
    team = forms.ChoiceField(label="Which team?", required=False)
    form = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "I do not know"), *teams]  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """A letter becomes a case."""

    words = forms.CharField(label="What the customer says", max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))
    contact = forms.CharField(
        label="How to reach them", max_length=254, required=False, help_text="E-mail address or telephone number."
    )
    team = forms.ChoiceField(label="Which team?", required=False)

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "I do not know"), *teams]  # type: ignore[attr-defined]


class DiscardForm(forms.Form):
    """A letter is put away."""

    reason = forms.CharField(
        label="Why is it no complaint?", max_length=300, help_text="Such as: advertising. Whoever looks later reads it."
    )


class MailboxForm(forms.Form):
    """A mailbox file."""

    file = forms.FileField(
        label="Mailbox file", help_text="In the mbox format, of at most 25 MB. Mail programs export folders so."
    )

    def clean_file(self) -> Any:
        """A file that is not too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 25 MB. Export fewer mails at once.")
        return file
