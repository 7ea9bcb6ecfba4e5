"""The form of a scorecard: fields for each line, made from the book."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms

from clearbar.web.book.scorecards import Line, Scorecard
from clearbar.web.ledger.models import Interaction
from clearbar.web.reviews import spans

NOT_APPLICABLE = "n"
LONGEST = 2000


class CardForm(forms.Form):
    """A card as it is filled in. A `complete` one must say something of every standard."""

    changed = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, scorecard: Scorecard, causes: Sequence[str], interaction: Interaction | None = None,
        complete: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._card, self._interaction, self._complete = scorecard, interaction, complete
        for line in scorecard.lines:
            self.fields |= _fields(line, causes)

    def clean(self) -> dict[str, Any]:
        """What each line lacks, where the card is to be complete."""
        data = super().clean() or self.cleaned_data
        for line in self._card.lines if self._complete else ():
            self._demand(line, data)
        return data

    def _demand(self, line: Line, data: dict[str, Any]) -> None:
        level = data.get(f"{line.field}-level")
        if not level:
            said = "Choose a level." if line.is_overall else "Choose a level, or not applicable with a reason."
            self.add_error(f"{line.field}-level", said)
        elif level == NOT_APPLICABLE and not data.get(f"{line.field}-reason"):
            self.add_error(f"{line.field}-reason", "Say in a few words why it does not apply.")
        elif (
            level != NOT_APPLICABLE
            and line.critical
            and int(level) < line.bar
            and not data.get(f"{line.field}-comment")
        ):
            self.add_error(
                f"{line.field}-comment", "This standard is critical: say what happened, so that it can be mended."
            )

    def marks(self) -> dict[str, dict[str, Any]]:
        """The marks by standard, as a card keeps them."""
        return {line.standard: mark for line in self._card.lines if (mark := self._mark(line))}

    def _mark(self, line: Line) -> dict[str, Any]:
        data = {name: self.cleaned_data.get(f"{line.field}-{name}") for name in ("reason", "comment", "causes")}
        level = self.cleaned_data.get(f"{line.field}-level")
        found: dict[str, Any] = {name: value for name, value in data.items() if value}
        if level == NOT_APPLICABLE:
            found["na"] = True
        elif level:
            found["level"] = int(level)
        messages = self._interaction.messages if self._interaction else None
        if places := spans.valid(parsed(self.cleaned_data.get(f"{line.field}-spans")), messages):
            found["spans"] = [list(one) for one in places]
        return found


def initial(scorecard: Scorecard, marks: dict[str, Any], changed: int) -> dict[str, Any]:
    """What the form of a saved card shows."""
    shown: dict[str, Any] = {"changed": changed}
    for line in scorecard.lines:
        mark = marks.get(line.standard, {})
        shown |= {f"{line.field}-{name}": mark.get(name) for name in ("reason", "comment", "causes")}
        shown[f"{line.field}-level"] = NOT_APPLICABLE if mark.get("na") else str(mark.get("level") or "")
        shown[f"{line.field}-spans"] = json.dumps(mark.get("spans", []))
    return shown


def _fields(line: Line, causes: Sequence[str]) -> dict[str, forms.Field]:
    levels = [(str(one.level), one.name) for one in line.options]
    levels += [] if line.is_overall else [(NOT_APPLICABLE, "not applicable")]
    return {
        f"{line.field}-level": forms.ChoiceField(choices=levels, required=False, label=line.name),
        f"{line.field}-reason": forms.CharField(max_length=300, required=False, label="Why it does not apply"),
        f"{line.field}-comment": forms.CharField(max_length=LONGEST, required=False, label="Comment"),
        f"{line.field}-causes": forms.MultipleChoiceField(
            choices=[(one, one) for one in causes], required=False, label="What it comes from"
        ),
        f"{line.field}-spans": forms.CharField(required=False),
    }


def parsed(raw: Any) -> Any:
    """JSON data; an empty list where it is none."""
    try:
        return json.loads(raw or "[]")
    except ValueError:
        return []


class WatchForm(forms.Form):
    """Whom one watched, at what, and how."""

    person = forms.ChoiceField(label="Colleague")
    journey = forms.ChoiceField(label="About", widget=forms.RadioSelect)
    channel = forms.ChoiceField(label="Where", widget=forms.RadioSelect, choices=[
        ("visit", "Visit"), ("phone", "Phone"), ("chat", "Chat"), ("e-mail", "E-mail"),
    ])  # fmt: skip

    def __init__(
        self, *args: Any, persons: Sequence[tuple[str, str]], journeys: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(label="Colleague", choices=[("", "Choose"), *persons])
        self.fields["journey"] = forms.ChoiceField(label="About", widget=forms.RadioSelect, choices=list(journeys))


class ReplaceForm(forms.Form):
    """Why another interaction is to be drawn instead."""

    reason = forms.CharField(
        label="Why can it not be reviewed?",
        max_length=200,
        help_text="Another one is drawn by chance. This one stays in the count, with your reason.",
    )


class CorrectForm(forms.Form):
    """A mark of one's own, corrected."""

    level = forms.ChoiceField(label="Level")
    reason = forms.CharField(label="Why do you change it?", max_length=200)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label="Level", choices=[(str(one.level), f"{one.level} {one.name}") for one in line.options]
        )
