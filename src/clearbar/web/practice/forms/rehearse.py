"""Forms of rehearsals: how one begins, a line, a view of one, and what the player of a customer heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from clearbar.model.scenario import Scenario
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.practice.models.rehearse import MOST_LETTERS, Rehearsal

SURPRISE = "surprise"
UNSEEN = ""
MOODS = {
    "calm": "calm", "angry": "angry", "confused": "confused", "hurried": "in a hurry",
    "hard of hearing": "hard of hearing", "mistaken": "wrong about the rules",
}  # fmt: skip
"""What a mood is called on a page."""


class StartForm(forms.Form):
    """How a rehearsal begins."""

    mood = forms.ChoiceField(label="How is the customer?", widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label="How do you rehearse?", widget=forms.RadioSelect, initial=Rehearsal.Way.CHAT,
        choices=[("chat", "In writing, with a customer that this page plays"),
                 ("sheet", "Face to face, with a colleague who plays the customer")],
    )  # fmt: skip
    partner = forms.ChoiceField(label="Who plays the customer?", required=False, help_text="Only for face to face.")
    customer = forms.ChoiceField(label="Who finds the customer’s words?", widget=forms.RadioSelect, required=False)

    def __init__(
        self, *args: Any, moods: Sequence[str], partners: Sequence[tuple[str, str]],
        endpoints: Sequence[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offered = [(SURPRISE, "Surprise me")] if len(moods) > 1 else []
        self._choose("mood", [*offered, *((one, MOODS.get(one, one)) for one in moods)])
        self.fields["mood"].initial = SURPRISE if offered else moods[0]
        self._choose("partner", [("", "Choose"), *partners])
        self._choose("customer", [("", "The script"), *endpoints])
        if not endpoints:
            del self.fields["customer"]
        if not partners:
            del self.fields["partner"], self.fields["way"]

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """A sheet needs a colleague."""
        data = super().clean() or self.cleaned_data
        if data.get("way") == Rehearsal.Way.SHEET and not data.get("partner"):
            self.add_error("partner", "Choose who plays the customer.")
        return data


class SayForm(forms.Form):
    """One line to the customer."""

    overtaken = False
    """Whether something was said in another window meanwhile."""

    said = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="What do you say?", max_length=MOST_LETTERS,
        error_messages={"required": "Say something first.",
                        "max_length": f"That is longer than {MOST_LETTERS:,} letters. Say it in fewer words."},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )  # fmt: skip


class OpinionForm(forms.Form):
    """How far a rehearsal went, by a scorecard; what was not seen is left open."""

    comment = forms.CharField(
        label="In a few words: what went well, what next?", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._card = scorecard
        for line in scorecard.lines:
            levels = [(str(one.level), one.name) for one in line.options]
            self.fields[f"{line.field}-level"] = forms.ChoiceField(
                choices=[(UNSEEN, "not seen"), *levels], required=False, label=line.name
            )

    def clean(self) -> dict[str, Any]:
        """Something must be said of at least one standard."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(f"{line.field}-level") for line in self._card.lines):
            self.add_error(None, "Choose a level for at least one standard.")
        return data

    def levels(self) -> dict[str, int]:
        """The levels by standard."""
        chosen = ((line.standard, self.cleaned_data.get(f"{line.field}-level")) for line in self._card.lines)
        return {standard: int(level) for standard, level in chosen if level}


class SheetForm(forms.Form):
    """What the colleague who played the customer heard, and how it ended."""

    heard = forms.MultipleChoiceField(
        label="What did you hear?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="In these words or others that mean the same.",
    )  # fmt: skip
    end = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, scenario: Scenario, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heard, end = self.fields["heard"], self.fields["end"]
        if isinstance(heard, forms.MultipleChoiceField) and isinstance(end, forms.ChoiceField):
            heard.choices = [(name, f"“{ways[0]}”" if ways else name) for name, ways in scenario.intents.items()]
            end.choices = [(one.id, f"{one.outcome.value}: “{one.says[0]}”") for one in scenario.ends]
