"""Forms of peers and of the own compass."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any

from django import forms

from clearbar.model.book import Level
from clearbar.web.book.scorecards import Line, Scorecard

LONGEST = 1000
THRILLED = {
    Level.EXEMPLARY: "I would be thrilled", Level.GOOD: "I would be happy", Level.AVERAGE: "It would be all right",
    Level.UNDERPERFORMING: "I would be dissatisfied", Level.POOR: "I would be dissatisfied, and go elsewhere",
}  # fmt: skip
"""How it would be to be served like this, by level."""
CHANNELS = (("visit", "Visit"), ("phone", "Phone"), ("chat", "Chat"), ("e-mail", "E-mail"))
JUST_NOW = "now"


def _choices(field: forms.Field, choices: Sequence[tuple[Any, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - so it is declared
    field.choices = list(choices)


class WhichForm(forms.Form):
    """Which interaction of one's own, and which journey it was."""

    interaction = forms.ChoiceField(label="Which one?", widget=forms.RadioSelect)
    journey = forms.ChoiceField(label="What was it about?", widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label="How did it come?", widget=forms.RadioSelect, choices=CHANNELS, required=False, initial="visit",
        help_text="Where it has just happened.",
    )  # fmt: skip
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, interactions: Sequence[tuple[str, str]], journeys: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["interaction"], [(JUST_NOW, "One that has just happened"), *interactions])
        _choices(self.fields["journey"], journeys)
        self.initial = {"interaction": JUST_NOW, "once": token_urlsafe(16), **self.initial}

    def clean_once(self) -> str:
        """What tells one sending of the form from another; without it, each is one of its own."""
        return str(self.cleaned_data["once"]) or token_urlsafe(16)


class InviteForm(WhichForm):
    """Whom one asks to look at it."""

    colleague = forms.ChoiceField(label="Whom do you ask?")
    words = forms.CharField(
        label="What would you like to know?", max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Only they read it.",
    )  # fmt: skip
    field_order = ("colleague", "interaction", "journey", "channel", "words")

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["colleague"], [("", "Choose"), *colleagues])


class RecogniseForm(forms.Form):
    """What a colleague did well."""

    person = forms.ChoiceField(label="Whom?")
    standard = forms.ChoiceField(label="What did they keep so well?")
    words = forms.CharField(
        label="What did you see?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence or two. Only they read it.",
    )  # fmt: skip
    once = forms.CharField(max_length=64, widget=forms.HiddenInput)
    finding = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, persons: Sequence[tuple[str, str]], standards: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["person"], [("", "Choose"), *persons])
        _choices(self.fields["standard"], [("", "Choose"), *standards])


class MarksForm(forms.Form):
    """A card for a peer, or for oneself; levels may be left out where there was nothing to see, but not all."""

    def __init__(self, *args: Any, card: Scorecard, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._card = card
        for line in card.lines:
            self.fields[f"{line.field}-level"] = forms.ChoiceField(
                label=line.name, required=False, widget=forms.RadioSelect, choices=_levels(line, own=own)
            )
            if not own:
                self.fields[f"{line.field}-comment"] = forms.CharField(
                    label=f"What you saw: {line.name}", max_length=LONGEST, required=False,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one level."""
        told = super().clean() or self.cleaned_data
        if not self.errors and not any(told.get(f"{line.field}-level") for line in self._card.lines):
            raise forms.ValidationError("Mark at least one thing.")
        return told

    @property
    def marks(self) -> dict[str, dict[str, Any]]:
        """What was marked, by standard."""
        found: dict[str, dict[str, Any]] = {}
        for line in self._card.lines:
            level = self.cleaned_data.get(f"{line.field}-level")
            if level:
                comment = self.cleaned_data.get(f"{line.field}-comment", "").strip()
                found[line.standard] = {"level": int(level), "comment": comment}
        return found

    @property
    def rows(self) -> list[tuple[Line, list[forms.BoundField]]]:
        """The fields, line by line."""
        return [
            (line, [self[name] for name in (f"{line.field}-level", f"{line.field}-comment") if name in self.fields])
            for line in self._card.lines
        ]


def _levels(line: Line, *, own: bool) -> list[tuple[str, str]]:
    """The levels to choose from. Of the whole one asks oneself how it would be to be served like this."""
    asked = own and line.is_overall
    return [
        (str(one.level), f"{one.level} {one.name}. {THRILLED[Level(one.level)] if asked else one.says}".rstrip(". "))
        for one in line.options
    ]


class BarForm(forms.Form):
    """The bar that somebody sets for themself; empty to take it away."""

    standard = forms.CharField(max_length=128, widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label="My next bar", required=False, coerce=int, empty_value=None,
        choices=[("", "none"), *((int(level), str(int(level))) for level in Level if level > Level.POOR)],
    )  # fmt: skip
