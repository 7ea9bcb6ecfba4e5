"""Forms of questions: what the fields of each kind are, and how they become the fields that the flow reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from clearbar.model.quiz import Kind

OPTIONS, LINES = 8, 6
"""Rows that a form has for options, and for lines of a conversation that nobody chose."""
WHO = (("customer", "Customer"), ("staff", "Colleague"))
EFFECTS = ((1, "1 not at all"), (2, "2 little"), (3, "3 partly"), (4, "4 well"), (5, "5 very well"))

NAMES = {
    Kind.SINGLE: "Choose the one that is right",
    Kind.MULTIPLE: "Tick all that are right",
    Kind.ORDER: "Put steps in order",
    Kind.DEVIATION: "Spot the deviation in a conversation",
    Kind.LEVEL: "Judge the level of a conversation",
    Kind.SITUATION: "What to do in a situation",
}
HINTS = {
    Kind.SINGLE: "One is right; the others are mistakes that people really make.",
    Kind.MULTIPLE: "Several are right. Ticking everything earns nothing.",
    Kind.ORDER: "The order must matter, and be in the book.",
    Kind.DEVIATION: "The lines of a conversation, of which some go against the standard; or none does.",
    Kind.LEVEL: "A conversation whose level a calibration agreed on.",
    Kind.SITUATION: "Several things may be worth doing. Experts say how well each would serve; that is the key.",
}


class QuestionForm(forms.Form):
    """What every kind has."""

    standard = forms.ChoiceField(label="About which standard?")
    ask = forms.CharField(label="The question", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    because = forms.CharField(
        label="What is told afterwards, before the standard's own words", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    language = forms.ChoiceField(label="In which language is it written?")

    def __init__(
        self, *args: Any, kind: Kind, standards: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]],
        count: int = 0, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kind, self.count = kind, count
        self.fields["standard"] = forms.ChoiceField(label="About which standard?", choices=[("", "Choose"), *standards])
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]
        if len(languages) < 2:
            self.fields["language"].widget = forms.HiddenInput()
        self.fields |= _FIELDS[kind](count)
        if kind is Kind.LEVEL:
            self.fields["standard"].widget = forms.HiddenInput()

    def rows(self) -> list[dict[str, Any]]:
        """The bound fields of each row of options or lines, by name."""
        parts = {Kind.DEVIATION: ("who", "text", "deviates"), Kind.LEVEL: ("who", "text")}
        names = parts.get(self.kind, ("text", "right", "because"))
        numbers = range(LINES + self.count if self.kind in parts else OPTIONS)
        return [
            {name: self[f"{name}-{i}"] for name in names if f"{name}-{i}" in self.fields}
            for i in numbers
            if f"text-{i}" in self.fields
        ]

    def told(self, levels: Sequence[int] = (), ratings: Sequence[Sequence[int]] = ()) -> dict[str, Any]:
        """The fields as the flow reads them. `levels` are those of a calibration, `ratings` those of experts."""
        data = self.cleaned_data
        return fields_of(self.kind, data, levels) if not ratings else keyed(fields_of(self.kind, data), ratings)


def fields_of(kind: Kind, data: Mapping[str, Any], levels: Sequence[int] = ()) -> dict[str, Any]:
    """The fields of a question from what a form holds."""
    found = {"standard": data["standard"], "kind": kind.value, "ask": data["ask"], "because": data.get("because")}
    if kind is Kind.ORDER:
        found["steps"] = [one.strip() for one in data["steps"].splitlines() if one.strip()]
    elif kind in {Kind.DEVIATION, Kind.LEVEL}:
        found["conversation"] = _lines(data)
    else:
        found["options"] = _options(kind, data)
    if kind is Kind.LEVEL:
        found["levels"] = list(levels)
    return {name: value for name, value in found.items() if value}


def keyed(fields: Mapping[str, Any], ratings: Sequence[Sequence[int]]) -> dict[str, Any]:
    """The fields of a situation with the ratings of experts, one list an option."""
    options = [{**one, "ratings": list(given)} for one, given in zip(fields["options"], ratings, strict=True)]
    return {**fields, "options": options}


def _options(kind: Kind, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for i in range(OPTIONS):
        if text := str(data.get(f"text-{i}") or "").strip():
            right = {"right": "yes"} if kind is not Kind.SITUATION and data.get(f"right-{i}") else {}
            because = str(data.get(f"because-{i}") or "").strip()
            found.append({"text": text, **right, **({"because": because} if because else {})})
    return found


def _lines(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for i in range(1000):
        if f"text-{i}" not in data:
            break
        if text := str(data[f"text-{i}"] or "").strip():
            deviates = str(data.get(f"deviates-{i}") or "").strip()
            found.append({data[f"who-{i}"] or "customer": text, **({"deviates": deviates} if deviates else {})})
    return found


def _option_fields(is_situation: bool) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for i in range(OPTIONS):
        found[f"text-{i}"] = forms.CharField(label=f"Option {i + 1}", max_length=1000, required=False)
        if not is_situation:
            found[f"right-{i}"] = forms.BooleanField(label="This is right", required=False)
        found[f"because-{i}"] = forms.CharField(label="Told of it afterwards", max_length=1000, required=False)
    return found


def _line_fields(count: int, deviates: bool) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    area = forms.Textarea(attrs={"rows": 2})
    for i in range(count or LINES):
        found[f"who-{i}"] = forms.ChoiceField(label=f"Line {i + 1}: who", choices=WHO, required=False)
        found[f"text-{i}"] = forms.CharField(label="says", max_length=1000, required=False, widget=area)
        if deviates:
            found[f"deviates-{i}"] = forms.CharField(
                label="What goes against the standard here? Empty: nothing", max_length=300, required=False
            )
    found["unknown"] = forms.BooleanField(
        label="I have read it through: nobody can be recognised in it.", required=False
    )
    return found


_STEPS = forms.CharField(
    label="The steps, one a line, in their right order", max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
)
_FIELDS: dict[Kind, Any] = {
    Kind.SINGLE: lambda _: _option_fields(False),
    Kind.MULTIPLE: lambda _: _option_fields(False),
    Kind.SITUATION: lambda _: _option_fields(True),
    Kind.ORDER: lambda _: {"steps": _STEPS},
    Kind.DEVIATION: lambda count: _line_fields(count, True),
    Kind.LEVEL: lambda count: _line_fields(count, False),
}


class ChoiceForm(forms.Form):
    """What holds for all quizzes."""

    pass_mark = forms.IntegerField(label="Share of the credit that passes, in %", min_value=1, max_value=100)
    attempts = forms.IntegerField(
        label="Attempts", min_value=1, max_value=20, help_text="Each asks in other words. A coach can give one more."
    )
    days = forms.IntegerField(label="Days between two attempts", min_value=0, max_value=60)
    seconds = forms.IntegerField(
        label="About how many seconds a question takes", min_value=10, max_value=600, required=False,
        help_text="A clock that only tells, and that everybody can hide for themself. Empty: no clock.",
    )  # fmt: skip
    minutes = forms.IntegerField(label="Minutes of review in one go", min_value=1, max_value=30)
