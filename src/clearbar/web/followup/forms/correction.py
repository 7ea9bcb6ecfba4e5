"""Forms of corrective action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from clearbar.model.correction import Rung
from clearbar.model.question import FLOOR
from clearbar.web.followup.models.correction import Outside

LONGEST = 4000
MOST_RUNGS = 6
_AREA = {"rows": 4}


def _choices(field: forms.Field, choices: Sequence[tuple[Any, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - so it is declared
    field.choices = list(choices)


class OpenForm(forms.Form):
    """What a file is about."""

    use_required_attribute = False  # which fields are asked for hangs on one of them

    person = forms.ChoiceField(label="About whom?")
    standards = forms.MultipleChoiceField(
        label="Which standards?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Those that fall short. The quality beside a time is added by itself.",
    )  # fmt: skip
    why = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea(attrs=_AREA), help_text="They read it as you write it."
    )
    outside = forms.ChoiceField(
        label="Is it about safety or misconduct?", required=False, widget=forms.RadioSelect,
        choices=[("", "No, about how a standard is kept"), *Outside.choices],
        help_text="Then the guard that asks for evidence is not asked, and the file says so with your name.",
    )  # fmt: skip
    outside_why = forms.CharField(
        label="If it is, say why", max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs=_AREA),
    )  # fmt: skip
    finding = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, persons: Sequence[tuple[str, str]], standards: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["person"], [("", "Choose"), *persons])
        _choices(self.fields["standards"], standards)

    def clean(self) -> dict[str, Any]:
        """It is about standards, or outside the guard with a reason; never both."""
        told = super().clean() or self.cleaned_data
        if told.get("outside"):
            self.errors.pop("standards", None)
            if not told.get("outside_why", "").strip():
                self.add_error("outside_why", "Say why: your name and this reason stand in the file.")
        return told


class StepForm(forms.Form):
    """A step that took place."""

    day = forms.DateField(label="On which day was it?", widget=forms.DateInput(attrs={"type": "date"}))
    present = forms.MultipleChoiceField(
        label="Who of the house was present beside the two of you?", required=False,
        widget=forms.CheckboxSelectMultiple, help_text="A coach whom you tick reads this step.",
    )  # fmt: skip
    others = forms.CharField(
        label="Who else was present?", max_length=200, required=False, help_text="Such as somebody they brought along."
    )
    facts = forms.CharField(
        label="What happened?", max_length=LONGEST, required=False, widget=forms.Textarea(attrs=_AREA)
    )
    commitments = forms.CharField(
        label="What was agreed?", max_length=LONGEST, widget=forms.Textarea(attrs=_AREA),
        help_text="One or two things, by both of you.",
    )  # fmt: skip
    until = forms.DateField(
        label="Until when?", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="No further step before this day is over.",
    )  # fmt: skip
    notes = forms.CharField(
        label="Notes", max_length=LONGEST, required=False, widget=forms.Textarea(attrs=_AREA),
        help_text="They read them too.",
    )  # fmt: skip
    changed = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, present: Sequence[tuple[str, str]], today: date, outside: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["present"], present)
        self.initial = {"day": today, "until": today + timedelta(days=28), **self.initial}
        if not outside:
            del self.fields["facts"]
        else:
            self.fields["facts"].required = True


class WordsForm(forms.Form):
    """Something said in one's own words."""

    words = forms.CharField(label="In your own words", max_length=LONGEST, widget=forms.Textarea(attrs=_AREA))


class SettleForm(forms.Form):
    """The answer to an objection."""

    stays = forms.ChoiceField(
        label="How do you decide?", widget=forms.RadioSelect,
        choices=[("yes", "It stays"), ("no", "It is taken back, with what came after it")],
    )  # fmt: skip
    words = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea(attrs=_AREA), help_text="They read it."
    )


class EndForm(forms.Form):
    """How a file ends."""

    kept = forms.ChoiceField(
        label="How does it end?", widget=forms.RadioSelect,
        choices=[("yes", "What was agreed is kept: close it"), ("no", "Drop it")],
    )  # fmt: skip
    words = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea(attrs=_AREA), help_text="They read it."
    )


class LadderForm(forms.Form):
    """The steps of the organisation, one row each; a row without a name is none."""

    changed = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: Sequence[Rung], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(MOST_RUNGS):
            one = steps[place] if place < len(steps) else None
            self.fields[f"name-{place}"] = forms.CharField(
                label="Name", max_length=60, required=False, initial=one.name if one else ""
            )
            self.fields[f"days-{place}"] = forms.IntegerField(
                label="Least days after the step before", min_value=0, max_value=365, required=False,
                initial=one.days if one else None,
            )  # fmt: skip
            self.fields[f"least-{place}"] = forms.IntegerField(
                label="Least ratings behind a verdict", min_value=FLOOR, max_value=500, required=False,
                initial=one.least if one else None,
            )  # fmt: skip
            self.fields[f"house-{place}"] = forms.BooleanField(
                label="Only who leads the house decides it", required=False, initial=one.house if one else False
            )

    def clean(self) -> dict[str, Any]:
        """Each step with a name has its numbers; there is at least one."""
        told = super().clean() or self.cleaned_data
        named = [place for place in range(MOST_RUNGS) if (told.get(f"name-{place}") or "").strip()]
        for place in named:
            for part in ("days", "least"):
                if told.get(f"{part}-{place}") is None and f"{part}-{place}" not in self.errors:
                    self.add_error(f"{part}-{place}", "Write a number.")
        if not named:
            self.add_error("name-0", "Name at least one step.")
        return told

    @property
    def rungs(self) -> list[Rung]:
        """The steps that were written."""
        told = self.cleaned_data
        return [
            Rung(told[f"name-{place}"].strip(), told[f"days-{place}"], told[f"least-{place}"], told[f"house-{place}"])
            for place in range(MOST_RUNGS)
            if told[f"name-{place}"].strip()
        ]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields, a row for each step."""
        return [[self[f"{part}-{place}"] for part in ("name", "days", "least", "house")] for place in range(MOST_RUNGS)]
