"""Forms of calibrations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from clearbar.web.reviews.queries.calibrations import Beside, Table

NOT_APPLICABLE = "n"


class CalibrationForm(forms.Form):
    """A new calibration."""

    title = forms.CharField(
        label="What is it about?", max_length=120, help_text="Such as: what is a good greeting in a chat?"
    )
    teams = forms.MultipleChoiceField(label="Interactions of which teams?", widget=forms.CheckboxSelectMultiple)
    number = forms.IntegerField(label="How many interactions?", min_value=1, max_value=10, initial=2)
    named = forms.CharField(
        label="Or these interactions, by their ids", required=False, max_length=1000,
        help_text="With spaces between them. Left empty, they are drawn by chance from the last 60 days.",
    )  # fmt: skip
    persons = forms.MultipleChoiceField(label="Who takes part?", widget=forms.CheckboxSelectMultiple)
    deadline = forms.DateTimeField(
        label="Until when?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text="Marks stay hidden until everybody has submitted, or until then.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, teams: Sequence[tuple[str, str]], persons: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("teams", teams), ("persons", persons)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # both are choices

    def clean_persons(self) -> list[str]:
        """Two at least: one alone agrees with nobody."""
        found: list[str] = self.cleaned_data["persons"]
        if len(found) < 2:
            raise forms.ValidationError("Choose two at least.")
        return found


class ConsensusForm(forms.Form):
    """What was agreed on, standard by standard."""

    def __init__(self, *args: Any, tables: Sequence[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tables = tables
        for table in tables:
            for beside in table.lines:
                line, key = beside.line, f"t{table.number}-{beside.line.field}"
                levels = [(str(one.level), f"{one.level} {one.name}") for one in line.options]
                self.fields[f"{key}-level"] = forms.ChoiceField(
                    label=f"Agreed: {line.name}", choices=[("", "Choose"), *levels, (NOT_APPLICABLE, "not applicable")],
                    initial=str(beside.given[0].level or NOT_APPLICABLE) if beside.given and not beside.apart else "",
                )  # fmt: skip
                self.fields[f"{key}-why"] = forms.CharField(
                    label=f"Why: {line.name}", max_length=400, required=beside.apart
                )

    def agreed(self) -> dict[str, dict[str, tuple[int | None, str]]]:
        """Interaction → standard → level and reason."""
        found: dict[str, dict[str, tuple[int | None, str]]] = {}
        for table in self._tables:
            for beside in table.lines:
                key = f"t{table.number}-{beside.line.field}"
                level = self.cleaned_data[f"{key}-level"]
                mark = (None if level == NOT_APPLICABLE else int(level), self.cleaned_data[f"{key}-why"])
                found.setdefault(table.interaction.id, {})[beside.line.standard] = mark
        return found

    def fields_of(self, table: Table, beside: Beside) -> tuple[BoundField, BoundField]:
        """The fields of a line: the level, and why."""
        key = f"t{table.number}-{beside.line.field}"
        return self[f"{key}-level"], self[f"{key}-why"]
