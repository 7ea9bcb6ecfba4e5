"""Forms of choosing: the switch, places, candidates, interviews and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from clearbar.model.book import Level
from clearbar.web.practice.choose_words import CONSENT, QUESTIONS
from clearbar.web.practice.models.choose import DAYS, MOST_DAYS, Candidate, Opening

MOST_QUESTIONS = 4
HOUSE = "-"
"""The choice of no single team."""
_LEVELS = {level.value: f"{level.value} {level.name.lower()}" for level in Level}


def trait_lines(traits: Sequence[Mapping[str, Any]]) -> str:
    """Traits as they are typed: one a line, a name and its answers."""
    return "\n".join(f"{one['name']}: {', '.join(one['values'])}" for one in traits)


class SwitchForm(forms.Form):
    """Whether the house chooses here, and what candidates may say of themselves."""

    is_on = forms.BooleanField(label="Candidates can be invited to try scenarios", required=False)
    traits = forms.CharField(
        label="What candidates are asked of themselves, if they like", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line, such as “Gender: Woman, Man, Another”. “Rather not say” is always there. The answers "
        "are kept apart, nobody reads them, and they are only shown as counts of five or more, once a place is closed. "
        "Places that are open already keep their list.",
    )  # fmt: skip
    erases = forms.BooleanField(label="Switched off: erase all candidates now", required=False)

    def clean_traits(self) -> list[dict[str, Any]]:
        """Names, each with two answers at least."""
        found: list[dict[str, Any]] = []
        for line in filter(None, map(str.strip, self.cleaned_data["traits"].splitlines())):
            name, _, told = line.partition(":")
            values = list(dict.fromkeys(one.strip() for one in told.split(",") if one.strip()))
            if not name.strip() or len(values) < 2:
                raise forms.ValidationError(f"“{line[:60]}” needs a name, a colon, and two answers or more.")
            if max(map(len, [name.strip(), *values])) > 60:
                raise forms.ValidationError("A name or an answer has more than 60 letters.")
            found.append({"name": name.strip(), "values": values})
        if len({one["name"] for one in found}) < len(found):
            raise forms.ValidationError("Two lines have the same name.")
        return found


def _consent() -> forms.CharField:
    return forms.CharField(
        label="What candidates agree to", max_length=6000, widget=forms.Textarea(attrs={"rows": 12}), initial=CONSENT,
        help_text="They read it before anything is asked. That everything is erased, and when, is added below it. "
        "A text to begin with: have it looked at by who knows the law where you are.",
    )  # fmt: skip


def _until() -> forms.DateField:
    return forms.DateField(label="Open until", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class _FromToday(forms.Form):
    """A form with a last day that is not past."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_open_until(self) -> date:
        """Not a day that is past."""
        day: date = self.cleaned_data["open_until"]
        if day < self._today:
            raise forms.ValidationError("This day is past.")
        return day


class PlaceForm(_FromToday):
    """A place that people can try for."""

    title = forms.CharField(label="What is it called?", max_length=120, help_text="Candidates read it.")
    team = forms.ChoiceField(label="For")
    first = forms.ChoiceField(label="The scenario that they try")
    further = forms.ChoiceField(
        label="A second scenario", required=False,
        help_text="Of the same journey. Two show more standards, so more can be told of what was gained.",
    )  # fmt: skip
    open_until = _until()
    days = forms.IntegerField(
        label="Days until everything of a candidate is erased", min_value=1, max_value=MOST_DAYS, initial=DAYS
    )
    consent = _consent()

    def __init__(
        self, *args: Any, teams: Sequence[tuple[str, str]], scenarios: Sequence[tuple[str, str, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._journeys = {edition: journey for edition, _, journey in scenarios}
        offered = [(edition, title) for edition, title, _ in scenarios]
        for name, choices in (("team", teams), ("first", offered), ("further", [("", "none"), *offered])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices)
        for number in range(MOST_QUESTIONS):
            start = QUESTIONS[number] if number < len(QUESTIONS) else {"text": "", "levels": [""] * 5}
            self._add_question(number, str(start["text"]), list(start["levels"]))

    def _add_question(self, number: int, text: str, levels: Sequence[str]) -> None:
        self.fields[f"q{number}"] = forms.CharField(
            label=f"Question {number + 1} of the interview", required=False, max_length=500, initial=text,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        for place, said in enumerate(levels):
            level = forms.CharField(label=_LEVELS[place + 1], required=False, max_length=300, initial=said)
            self.fields[f"q{number}-{place + 1}"] = level

    def clean(self) -> dict[str, Any]:
        """Two scenarios are of one journey; a question describes all of its levels."""
        data = super().clean() or self.cleaned_data
        first, further = data.get("first", ""), data.get("further", "")
        if further and further == first:
            self.add_error("further", "Choose another one, or none.")
        elif further and self._journeys.get(first) != self._journeys.get(further):
            self.add_error("further", "It is of another journey.")
        for number in range(MOST_QUESTIONS):
            levels = [data.get(f"q{number}-{place}") for place in range(1, 6)]
            if data.get(f"q{number}") and not all(levels):
                self.add_error(f"q{number}", "Describe all five levels, so that two people mean the same by them.")
        return data

    @property
    def blocks(self) -> list[tuple[int, forms.BoundField, list[forms.BoundField]]]:
        """The questions as fields: number, text, and what each level looks like."""
        return [
            (one + 1, self[f"q{one}"], [self[f"q{one}-{place}"] for place in range(1, 6)])
            for one in range(MOST_QUESTIONS)
        ]

    @property
    def journey(self) -> str:
        """The journey of the scenarios."""
        return self._journeys[self.cleaned_data["first"]]

    def questions(self) -> list[dict[str, Any]]:
        """The questions that were written."""
        data = self.cleaned_data
        return [
            {"text": data[f"q{one}"].strip(), "levels": [data[f"q{one}-{place}"].strip() for place in range(1, 6)]}
            for one in range(MOST_QUESTIONS)
            if data[f"q{one}"].strip()
        ]


class ChangeForm(_FromToday):
    """What can still be changed of a place."""

    title = forms.CharField(label="What is it called?", max_length=120, help_text="Candidates read it.")
    open_until = _until()
    consent = _consent()


class CandidateForm(forms.Form):
    """Who tries."""

    name = forms.CharField(label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    contact = forms.CharField(
        label="How to reach them", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Both are kept sealed, with a key of their own that is destroyed when they are erased.",
    )  # fmt: skip


class RatersForm(forms.Form):
    """Who speaks with a candidate: two people."""

    one = forms.ChoiceField(label="One")
    other = forms.ChoiceField(label="And another")

    def __init__(self, *args: Any, raters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Choose"), *raters]

    def clean(self) -> dict[str, Any]:
        """Two who are not the same."""
        data = super().clean() or self.cleaned_data
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", "Choose somebody else: two hear more than one.")
        return data


class InterviewForm(forms.Form):
    """A level for each question, and notes."""

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._count = len(opening.questions)
        for number, one in enumerate(opening.questions):
            described = [(place, f"{_LEVELS[place]}: {said}") for place, said in enumerate(one["levels"], start=1)]
            self.fields[f"mark{number}"] = forms.TypedChoiceField(
                label=one["text"], choices=described, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": "Choose the level that comes nearest."},
            )  # fmt: skip
            self.fields[f"note{number}"] = forms.CharField(
                label="What did you hear?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                help_text="In their words, where you can. Those who decide read it once both of you have sent yours.",
            )  # fmt: skip

    @property
    def marks(self) -> list[int]:
        """The levels, in order."""
        return [self.cleaned_data[f"mark{number}"] for number in range(self._count)]

    @property
    def notes(self) -> dict[str, str]:
        """The notes, by the number of their question."""
        return {f"{number}": self.cleaned_data[f"note{number}"] for number in range(self._count)}


class DecideForm(forms.Form):
    """What a person decides, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?", widget=forms.RadioSelect,
        choices=[one for one in Candidate.Decision.choices if one[0]],
    )  # fmt: skip
    reason = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In a few sentences that you would say to them. It is kept sealed, and erased with them.",
    )  # fmt: skip
