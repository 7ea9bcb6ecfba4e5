"""Forms of coaching."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from django import forms

from clearbar.web.book.scorecards import Line
from clearbar.web.followup.actions.coaching_agree import MOST_COMMITMENTS, Promise
from clearbar.web.followup.models.coaching import Commitment

CHECK_DAYS = 28
PROMISE_DAYS = 14


def _day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AskForm(forms.Form):
    """Whom somebody asks for a coaching, and about what."""

    standard = forms.ChoiceField(label="What shall it be about?")
    coach = forms.ChoiceField(label="Whom do you ask?")
    reason = forms.CharField(
        label="What would you like to do better?", required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Only the one whom you ask reads it.",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, standards: Sequence[Any], coaches: Sequence[tuple[str, str]], chosen: str = ""
    ) -> None:
        super().__init__(data, initial={"standard": chosen})
        self.fields["standard"] = forms.ChoiceField(label="What shall it be about?", choices=list(standards))
        self.fields["coach"] = forms.ChoiceField(label="Whom do you ask?", choices=list(coaches))


class RateForm(forms.Form):
    """How somebody rates themself on the levels of a standard."""

    level = forms.TypedChoiceField(
        label="Which of these are you, most of the time?", coerce=int, widget=forms.RadioSelect,
        help_text="Would you be thrilled, happy or dissatisfied to be served like this?",
    )  # fmt: skip
    words = forms.CharField(
        label="What do you see yourself?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, line: Line) -> None:
        super().__init__(data)
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - so it is declared above
        field.choices = [
            (one.level, f"{one.level} {one.name}" + (f": {one.says}" if one.says else "")) for one in line.options
        ]


class AgreeForm(forms.Form):
    """One or two commitments, each with what, by whom and by when, and when the two look again."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, today: date, person: str, coach: str, initial: dict[str, Any] | None = None
    ) -> None:
        begin: dict[str, Any] = {"check_on": today + timedelta(days=CHECK_DAYS), "by1": today + timedelta(PROMISE_DAYS)}
        super().__init__(data, initial=begin | (initial or {}))
        whose = [(Commitment.Whose.PERSON, person), (Commitment.Whose.COACH, coach)]
        for place in range(1, MOST_COMMITMENTS + 1):
            is_first = place == 1
            self.fields[f"what{place}"] = forms.CharField(
                label="What?" if is_first else "And what else?", required=is_first, max_length=400,
                help_text="Something that can be seen to be done." if is_first else "",
            )  # fmt: skip
            self.fields[f"whose{place}"] = forms.ChoiceField(label="Who does it?", choices=whose, required=is_first)
            self.fields[f"by{place}"] = _day("By when?", required=is_first)
        self.fields["check_on"] = _day(
            "When do you look again?", "On fresh evidence: ratings of what happens from tomorrow on."
        )

    def clean(self) -> dict[str, Any]:
        """A second commitment is whole or not there."""
        data = super().clean() or self.cleaned_data
        if data.get("what2") and not data.get("by2") and "by2" not in self.errors:
            self.add_error("by2", "Say by when.")
        return data

    @property
    def promises(self) -> list[Promise]:
        """What was promised."""
        told = self.cleaned_data
        return [
            Promise(told[f"what{place}"], told[f"whose{place}"] or Commitment.Whose.PERSON, told[f"by{place}"])
            for place in range(1, MOST_COMMITMENTS + 1)
            if told.get(f"what{place}")
        ]


class NoteForm(forms.Form):
    """A note, or an answer to one."""

    text = forms.CharField(label="A note for both of you", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    form = forms.CharField(widget=forms.HiddenInput, max_length=32)
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"form": token_hex(16)})


class WhyForm(forms.Form):
    """Why it cannot be now."""

    reason = forms.CharField(
        label="Why not now?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only the one who asked reads it.",
    )  # fmt: skip


class AgainForm(forms.Form):
    """A later day on which the two look again."""

    check_on = _day("Look again on")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"check_on": today + timedelta(days=CHECK_DAYS)})
