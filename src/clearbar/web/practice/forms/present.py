"""Forms of lessons, films and sounds, huddles, and the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from clearbar.model.errors import InputFault
from clearbar.model.lesson import Medium
from clearbar.web.bridge import presenting
from clearbar.web.practice import media

LONGEST = 2_000
MOST_CAPTIONS = 400_000
KINDS = "MP4, WebM, Ogg, MP3, M4A or WAV"


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class LessonForm(forms.Form):
    """People's own words for a standard."""

    why = _words("Why it matters", "Takes the place of the sentence that is made from the worst level.")
    example = _words("An example of ours", "A short story of your house, without names. Huddles tell it, too.")
    question = _words("The question for the huddle", "Takes the place of the self-check.")
    note = _words("For who leads the class", "Stands in the class kit, beside the card.")


class ClipForm(forms.Form):
    """A film or sound. `film` holds its kind once the form is valid."""

    title = forms.CharField(label="Title", max_length=120)
    file = forms.FileField(
        label="Film or sound",
        help_text=f"{KINDS}, {media.MOST_BYTES // 1_000_000} MB at most. It stays on this computer.",
    )
    captions = forms.FileField(
        label="Captions",
        required=False,
        help_text="A WebVTT file (.vtt). A film needs it; a sound needs this or a text.",
    )
    transcript = forms.CharField(
        label="What is said, as text", required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="For a sound without captions.",
    )  # fmt: skip

    film: presenting.Film | None = None

    def clean_file(self) -> UploadedFile[bytes]:
        """Held against its first bytes; what its name says counts for nothing."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > media.MOST_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {media.MOST_BYTES // 1_000_000} MB. Send a shorter one, or a smaller picture."
            )
        head = sent.read(8192)
        sent.seek(0)
        self.film = presenting.film_of(head)
        if self.film is None:
            raise forms.ValidationError(f"This is no film or sound that browsers play. Send {KINDS}.")
        return sent

    def clean_captions(self) -> str:
        """As WebVTT of our own writing; every fault of what was sent is told."""
        sent: UploadedFile[bytes] | None = self.cleaned_data.get("captions")
        if not sent:
            return ""
        if (sent.size or 0) > MOST_CAPTIONS:
            raise forms.ValidationError("The captions are larger than 400 kB.")
        try:
            cues = presenting.read_captions(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The captions are no text in UTF-8.") from None
        except InputFault as fault:
            raise forms.ValidationError([_told(one.line, one.message, one.hint) for one in fault.faults[:10]]) from None
        return presenting.captions_text(cues)

    def clean(self) -> dict[str, Any]:
        """A film needs captions, a sound captions or its text."""
        cleaned = super().clean() or {}
        if self.film is None or "captions" in self.errors:
            return cleaned
        if self.film.seen and not cleaned.get("captions"):
            self.add_error("captions", "A film needs captions, for who cannot hear it or may not play sound at work.")
        elif not (cleaned.get("captions") or (cleaned.get("transcript") or "").strip()):
            self.add_error("transcript", "Write down what is said, or send captions.")
        return cleaned


def _told(line: int, message: str, hint: str) -> str:
    place = f"Line {line}: " if line else ""
    return f"{place}{message}{'; ' + hint if hint else ''}."


class HeldForm(forms.Form):
    """Who was there."""

    persons = forms.MultipleChoiceField(label="Who was there?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"] = forms.MultipleChoiceField(
            label="Who was there?", choices=list(people), widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick who was there."},
        )  # fmt: skip


class HowForm(forms.Form):
    """How a standard is taught."""

    ways = forms.TypedMultipleChoiceField(
        label="How", choices=[(one.value, one.value) for one in Medium], coerce=Medium,
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick one way at least."},
    )  # fmt: skip
    every = forms.TypedChoiceField(
        label="How often", choices=[(days, words) for days, words in presenting.OFTEN.items()], coerce=int
    )
