"""Forms of scenario texts and of endpoints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clearbar.web.ledger.wire import WireFault, place_of
from clearbar.web.people.models import Organisation

MOST_TEXT = 256_000
MOST_UPLOADED = 5_000_000
_CODE = {"rows": 28, "spellcheck": "false", "class": "code", "wrap": "off"}


class TextForm(forms.Form):
    """A scenario as text."""

    changed = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(label="The file", strip=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs=_CODE))


class NewTextForm(forms.Form):
    """A scenario that is to be written."""

    name = forms.SlugField(
        label="Name of its file", max_length=80, help_text="Small letters, digits and hyphens, such as lost-parcel."
    )


class TakeInForm(forms.Form):
    """Scenarios from a zip archive, such as that of a book, or one file."""

    file = forms.FileField(
        label="A zip archive, or one YAML file",
        help_text="Of an archive, the files in its folder scenarios are taken, or all where there is no such folder.",
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_UPLOADED:
            raise ValidationError(f"This file holds more than {MOST_UPLOADED:,} bytes. Send the scenarios alone.")
        return sent


class EndpointForm(forms.Form):
    """Where a language model is asked, and how often."""

    name = forms.CharField(label="What do you call it?", max_length=80)
    url = forms.CharField(
        label="Address", max_length=500,
        help_text="Of the chat-completions call, such as https://models.example/v1/chat/completions. A host of your "
        "own network must be allowed on the page of the house first.",
    )  # fmt: skip
    model = forms.CharField(label="Model", max_length=120)
    key = forms.CharField(
        label="Key", max_length=500, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="It is sealed and shown to nobody again. Leave it empty to keep the one there is.",
    )  # fmt: skip
    per_day = forms.IntegerField(label="Calls a day at most", min_value=1, max_value=1_000_000, initial=500)

    def clean_url(self) -> str:
        """An address that may be called."""
        url = str(self.cleaned_data["url"]).strip()
        try:
            place_of(url, Organisation.the().allowed_hosts)
        except WireFault as fault:
            said = str(fault)
            raise ValidationError(f"{said[:1].upper()}{said[1:]}.") from None
        return url
