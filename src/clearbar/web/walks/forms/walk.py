"""Forms of walks: written down afterwards, corrected, and what the organisation chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from clearbar.model.book import Book, Step
from clearbar.web.walks.actions.walk import Said
from clearbar.web.walks.models.walk import USUAL_CONDITIONS, WalkStep
from clearbar.web.walks.queries.walk import levels_of
from clearbar.web.walks.queries.walk_data import level_name

FEELINGS = ((1, "awful"), (2, "uneasy"), (3, "so-so"), (4, "happy"), (5, "thrilled"))
LONGEST_NOTE = 500
_NONE = ("", "does not apply, or I could not tell")


@dataclass(frozen=True)
class StepFields:
    """The fields of one step, as the page shows them."""

    title: str
    fields: tuple[forms.BoundField, ...]


class StepsForm(forms.Form):
    """The steps of a walk: how each felt, how far its standards went, a note; `written` asks for the wait as well."""

    def __init__(self, *args: Any, book: Book, steps: list[Step], written: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._book, self._steps, self._written = book, steps, written
        for number, step in enumerate(steps):
            self._of(number, step)

    def _of(self, number: int, step: Step) -> None:
        if self._written:
            self.fields[f"wait{number}"] = forms.DecimalField(
                label="Minutes you waited until you were served", required=False, min_value=0, max_value=600,
                decimal_places=1,
            )  # fmt: skip
            self.fields[f"left{number}"] = forms.BooleanField(label="I gave up after that", required=False)
        self.fields[f"feeling{number}"] = forms.TypedChoiceField(
            label="How did it feel, as a customer?", required=False, coerce=int, empty_value=None,
            choices=[*FEELINGS, ("", "I did not notice")], widget=forms.RadioSelect,
        )  # fmt: skip
        for place, standard in enumerate(step.standards):
            told = [(level, _says(self._book, standard, level)) for level in levels_of(standard)]
            self.fields[f"level{number}.{place}"] = forms.TypedChoiceField(
                label=standard.promise, required=False, coerce=int, empty_value=None, choices=[*told, _NONE],
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields[f"note{number}"] = forms.CharField(
            label="What struck you?", required=False, max_length=LONGEST_NOTE,
            help_text="Name nobody. Who leads here can read it; nobody sees who wrote it.",
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def steps(self) -> list[StepFields]:
        """The steps with their fields."""
        return [
            StepFields(step.title, tuple(self[name] for name in self.fields if _number(name) == number))
            for number, step in enumerate(self._steps)
        ]

    def said(self) -> list[Said]:
        """What was said of each step."""
        return [
            Said(
                feeling=self.cleaned_data[f"feeling{number}"],
                levels=dict(self._levels(number, step)),
                note=self.cleaned_data[f"note{number}"],
            )
            for number, step in enumerate(self._steps)
        ]

    def as_phone(self) -> list[Mapping[str, Any]]:
        """The steps as a phone tells them: one after the other, each with its wait."""
        found: list[Mapping[str, Any]] = []
        clock = 0
        for number, (step, one) in enumerate(zip(self._steps, self.said(), strict=True)):
            wait, times = self.cleaned_data.get(f"wait{number}"), dict[str, int]()
            if wait is not None:
                end = clock + round(wait * 60_000)
                times = {"arrived": clock, "gave_up" if self.cleaned_data[f"left{number}"] else "served": end}
                clock = end
            told = {"times": times, "feeling": one.feeling, "levels": dict(one.levels), "note": one.note}
            found.append({"step": step.id, **told})
        return found

    def _levels(self, number: int, step: Step) -> list[tuple[str, int]]:
        chosen = [(one.id, self.cleaned_data[f"level{number}.{place}"]) for place, one in enumerate(step.standards)]
        return [(standard, level) for standard, level in chosen if level is not None]


def as_was(steps: list[Step], rows: list[WalkStep], notes: Mapping[int, str]) -> dict[str, Any]:
    """What the form begins with when a walk is corrected."""
    was: dict[str, Any] = {}
    for number, (step, row) in enumerate(zip(steps, rows, strict=True)):
        was[f"feeling{number}"] = row.feeling if row.feeling is not None else ""
        was[f"note{number}"] = notes.get(row.order, "")
        for place, standard in enumerate(step.standards):
            was[f"level{number}.{place}"] = row.levels.get(standard.id, "")
    return was


def _says(book: Book, standard: Any, level: int) -> str:
    name, words = level_name(book, standard, level), standard.levels.get(level, "")
    return f"{name}: {words}" if words else name


def _number(name: str) -> int:
    digits = "".join(one for one in name.partition(".")[0] if one.isdecimal())
    return int(digits)


class PhotoForm(forms.Form):
    """A picture of a step."""

    step = forms.ChoiceField(label="Of which step?")
    picture = forms.FileField(
        label="The picture",
        help_text="Of things and places only: a sign, a shelf, a door. Never of a person, and never of a child. "
        "Where and when it was taken is not kept. You look at it once more before anybody else can.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class WalkingForm(forms.Form):
    """What the organisation chooses about walks."""

    conditions = forms.CharField(
        label="Conditions to walk under",
        required=False,
        help_text=f"One a line, such as: {', '.join(USUAL_CONDITIONS)}.",
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    photos = forms.BooleanField(
        label="Walkers may add pictures",
        required=False,
        help_text="Of things and places, never of people. At a clinic this stays off, whatever is chosen here.",
    )

    def clean_conditions(self) -> list[str]:
        """The conditions, each once."""
        lines = [" ".join(one.split()) for one in self.cleaned_data["conditions"].splitlines()]
        found = list(dict.fromkeys(one for one in lines if one))
        if len(found) > 30:
            raise forms.ValidationError("These are more than 30 conditions. Nobody could walk them all: take some out.")
        if long := [one for one in found if len(one) > 80]:
            raise forms.ValidationError(f"Say it in 80 letters at most: “{long[0][:40]}…”.")
        return found
