"""Forms of what customers said, and of what they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from clearbar.web.book.queries.said import QUESTIONS

MOST_COMPLAINTS = 200


class SheetForm(forms.Form):
    """What one customer answered."""

    told_by = forms.CharField(
        label="What kind of customer?", max_length=120, required=False,
        help_text="Such as “first visit, on the phone”. No names.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(QUESTIONS, 1):
            widget = forms.Textarea(attrs={"rows": 3})
            self.fields[f"answer_{number}"] = forms.CharField(
                label=f"{number}. {question}", max_length=4000, required=False, widget=widget
            )

    def clean(self) -> dict[str, Any]:
        """At least one answer."""
        told = super().clean() or {}
        if not any(told.get(f"answer_{number}") for number in range(1, len(QUESTIONS) + 1)):
            raise forms.ValidationError("Write down at least one answer.")
        return told

    def answers(self) -> list[str]:
        """The five answers, in the order of the questions."""
        return [self.cleaned_data[f"answer_{number}"] for number in range(1, len(QUESTIONS) + 1)]


class ComplaintsForm(forms.Form):
    """Complaints, as they were found."""

    text = forms.CharField(
        label="More complaints", max_length=200_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Paste them as they are, with an empty line between one and the next; or one on each line. "
        "Numbers of cards, accounts and health insurance are taken out before anything is kept.",
    )  # fmt: skip

    def clean_text(self) -> list[str]:
        """The single complaints."""
        found = single(self.cleaned_data["text"])
        if len(found) > MOST_COMPLAINTS:
            raise forms.ValidationError(f"These are {len(found)}. Paste at most {MOST_COMPLAINTS} at once.")
        return found


def single(text: str) -> list[str]:
    """Pasted text as single complaints: parted by empty lines; where there are none, or where each line begins with a
    mark of a list, by lines."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    said = [line for line in lines if line]
    listed = len(said) > 1 and all(line[:1] in "-*•–" or line.partition(".")[0].isdecimal() for line in said)
    if listed or "" not in lines[_first(lines) : _last(lines)]:
        return [_bare(line) for line in said]
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(_bare(line) if not i else line for i, line in enumerate(one)) for one in found if one]


def _first(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if line), 0)


def _last(lines: list[str]) -> int:
    return len(lines) - next((i for i, line in enumerate(reversed(lines)) if line), 0)


def _bare(line: str) -> str:
    number, dot, rest = line.partition(".")
    line = rest if dot and number.isdecimal() and rest[:1] == " " else line
    return line.lstrip("-*•– ").strip() if line[:1] in "-*•–" else line.strip()


class AnsweredForm(forms.Form):
    """Which standard answers a complaint."""

    answered_by = forms.ChoiceField(label="Answered by", required=False)

    def __init__(self, standards: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].choices = [("", "nothing yet"), *standards]  # type: ignore[attr-defined]


class ShownForm(forms.Form):
    """Which promises customers are shown."""

    standards = forms.MultipleChoiceField(label="Promises to show", required=False, widget=forms.CheckboxSelectMultiple)
    figures = forms.BooleanField(
        label="Say how many customers agree", required=False,
        help_text="Beside each promise that at least five customers rated. Off: the promises alone.",
    )  # fmt: skip

    def __init__(self, standards: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standards"].choices = list(standards)  # type: ignore[attr-defined]
