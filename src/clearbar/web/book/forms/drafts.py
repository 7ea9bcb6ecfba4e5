"""Forms around the draft: how it begins, what is added to it, and its publication."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from clearbar.model.book import Audience
from clearbar.web.bridge.books import TRADES
from clearbar.web.bridge.drafting import Told

MOST_UPLOADED = 5_000_000
"""Bytes of all files of an upload together."""
MOST_TEXT = 1_000_000

_ID = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{0,79}$",
    "1 to 80 small letters, digits, dots, hyphens and underscores, a letter or digit first.",
)
_FIRST_ID = "It stays for ever, even when the words change: evidence goes by it. Small letters, digits, dots, hyphens."


class StarterForm(forms.Form):
    """Begins with an invented book of a trade."""

    trade = forms.ChoiceField(label="Trade", choices=[(one, one.replace("-", " ")) for one in TRADES])


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files, of which there is at least one, and not more bytes than may be."""
        given = data if data and isinstance(data, (list, tuple)) else [data or None]
        found = [super(FilesField, self).clean(one, initial) for one in given]
        if sum(one.size or 0 for one in found) > MOST_UPLOADED:
            raise ValidationError(f"These files hold more than {MOST_UPLOADED:,} bytes. Send the book alone.")
        return found


class UploadForm(forms.Form):
    """Begins with the files of a book."""

    book_files = FilesField(
        label="A zip archive, or the files", help_text="Of the folder; or book.yaml and the journeys."
    )


class NewJourneyForm(forms.Form):
    """A journey that is to be written."""

    title = forms.CharField(label="What does somebody want to get done?", max_length=200,
                            help_text="In a few words, such as “Bring something back”.")  # fmt: skip
    audience = forms.ChoiceField(label="Who?", choices=[(one.value, one.value) for one in Audience])
    id = forms.CharField(label="Id", validators=[_ID], help_text=_FIRST_ID)


class NewStepForm(forms.Form):
    """A step of a journey."""

    title = forms.CharField(label="What happens?", max_length=200, help_text="In a few words.")
    stage = forms.ChoiceField(label="Stage", choices=[
        ("front", "front stage: the customer sees it"), ("back", "back stage: the customer does not see it")
    ])  # fmt: skip
    id = forms.CharField(label="Id", validators=[_ID], help_text=_FIRST_ID)


class NewStandardForm(forms.Form):
    """A standard of a step."""

    promise = forms.CharField(label="What can the customer count on?", max_length=4000,
                              widget=forms.Textarea(attrs={"rows": 2}),
                              help_text="From the customer’s view, in one sentence.")  # fmt: skip
    id = forms.CharField(label="Id", validators=[_ID], help_text=_FIRST_ID)


class TextForm(forms.Form):
    """A file as text."""

    token = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="The file", strip=False, required=False, max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "code", "wrap": "off"}),
    )  # fmt: skip


def key_of(one: Told) -> str:
    """The name of the field that takes the reason for a finding."""
    return f"why-{sha256(one.key.encode()).hexdigest()[:16]}"


class PublishForm(forms.Form):
    """Why this version comes, and why each finding may stand."""

    token = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why does this version come?", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Staff read it beside what changed.",
    )  # fmt: skip
    all_why = forms.CharField(
        label="One reason for all findings that have none of their own", max_length=400, required=False
    )

    def __init__(self, findings: Sequence[Told], known: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for one in findings:
            self.fields[key_of(one)] = forms.CharField(
                label="Why may this stand?", max_length=400, required=False, initial=known.get(one.key, "")
            )
        if not findings:
            del self.fields["all_why"]

    def reasons(self) -> dict[str, str]:
        """The reason for each finding that has one, by its key."""
        every = self.cleaned_data.get("all_why", "")
        given = {one.key: self.cleaned_data.get(key_of(one)) or every for one in self.findings}
        return {key: reason for key, reason in given.items() if reason}

    def refuse(self, told: ValidationError) -> None:
        """Puts what the action refused beside its finding."""
        if not hasattr(told, "error_dict"):
            self.add_error(None, told)
            return
        for one in self.findings:
            if one.key in told.message_dict:
                self.add_error(key_of(one), told.message_dict[one.key])
