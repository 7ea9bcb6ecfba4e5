"""Forms of what the organisation says about cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings

from clearbar.web.followup.models.recovery import Severity
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, Cause, OfferKind
from clearbar.web.people.models import Role

KINDS = {
    "answer": "Hours until an answer is due",
    "solve": "Hours until it is to be settled",
    "step": "Hours from one person told of its lateness to the next",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_HOURS = 24 * 90


class ClocksForm(forms.Form):
    """How soon an answer is due, by severity."""

    reply_address = forms.EmailField(
        label="Where replies arrive", required=False,
        help_text="The address of the mailbox that is read for complaints. Replies to a letter find their case by it.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for severity in Severity:
            for kind, label in KINDS.items():
                self.fields[f"{severity.value}-{kind}"] = forms.FloatField(
                    label=f"{severity.label.capitalize()}: {label[0].lower()}{label[1:]}",
                    min_value=0.25, max_value=MOST_HOURS,
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A case cannot be settled before it is answered."""
        data = super().clean() or self.cleaned_data
        for one in Severity:
            answer, solve = data.get(f"{one.value}-answer"), data.get(f"{one.value}-solve")
            if answer and solve and solve < answer:
                self.add_error(f"{one.value}-solve", "It cannot be settled sooner than it is answered.")
        return data

    def clocks(self) -> dict[str, dict[str, float]]:
        """Severity → hours."""
        data = self.cleaned_data
        return {one.value: {kind: data[f"{one.value}-{kind}"] for kind in KINDS} for one in Severity}


def clocks_shown(clocks: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """What the form begins with."""
    return {f"{severity}-{kind}": hours for severity, held in clocks.items() for kind, hours in held.items()}


class HoursForm(forms.Form):
    """When a site is open: one line for each weekday, such as 9:00–12:30, 14:00–18:00."""

    always = forms.BooleanField(
        label="Every hour counts, day and night", required=False, help_text="Then the lines below are not read."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, day in enumerate(DAYS):
            self.fields[f"day{place}"] = forms.CharField(label=day, max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        """Times that follow each other; open at some time of the week."""
        data = super().clean() or self.cleaned_data
        if data.get("always"):
            data["days"] = None
            return data
        days = []
        for place in range(7):
            try:
                days.append(spans_of(data.get(f"day{place}", "")))
            except ValueError as wrong:
                self.add_error(f"day{place}", str(wrong))
        if not self.errors and not any(days):
            self.add_error(None, "Say at least one time at which the site is open, or let every hour count.")
        data["days"] = days
        return data


def spans_of(text: str) -> list[list[int]]:
    """The spans of a day in minutes after midnight, from "9:00–12:30, 14:00–24:00". ValueError says what is wrong."""
    found: list[list[int]] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        start, dash, end = part.replace("-", "–").partition("–")
        if not dash:
            raise ValueError("Write times as 9:00–18:00.")
        span = [_minutes(start), _minutes(end)]
        if span[0] >= span[1] or (found and span[0] < found[-1][1]):
            raise ValueError("Each time begins before it ends, and after the one before. Midnight ends as 24:00.")
        found.append(span)
    return found


def _minutes(told: str) -> int:
    hours, _, minutes = told.strip().partition(":")
    if not hours.isdecimal() or (minutes and not minutes.isdecimal()):
        raise ValueError("Write times as 9:00–18:00.")
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or total > 24 * 60:
        raise ValueError("There is no such time of day.")
    return total


def hours_shown(days: Sequence[Sequence[Sequence[int]]] | None) -> dict[str, Any]:
    """What the form begins with."""
    if days is None:
        return {"always": True}
    told = [", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in spans) for spans in days]
    return {f"day{place}": one for place, one in enumerate(told)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


class OwnerForm(forms.Form):
    """Who gets the cases of a team."""

    person = forms.ChoiceField(label="Who is on duty?", required=False)

    def __init__(self, *args: Any, persons: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Whoever leads the team"), *persons]  # type: ignore[attr-defined]


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A text to begin an answer with."""

    language = forms.ChoiceField(label="Language", choices=settings.LANGUAGES)

    class Meta:
        model = AnswerTemplate
        fields = ("name", "language", "text", "in_use")
        labels = {"name": "What it is called here", "text": "The text", "in_use": "It is in use"}  # noqa: RUF012
        help_texts = {"text": "The words of whoever answers follow it, and the name of the house."}  # noqa: RUF012


class CauseForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A root cause."""

    standard = forms.ChoiceField(label="The standard that it comes from", required=False)

    class Meta:
        model = Cause
        fields = ("name", "standard", "in_use")
        labels = {"name": "What it is called", "in_use": "It is in use"}  # noqa: RUF012

    def __init__(self, *args: Any, standards: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(standards)
        if self.instance.standard and self.instance.standard not in dict(known):
            known.append((self.instance.standard, f"{self.instance.standard} (not in the book any more)"))
        self.fields["standard"].choices = [("", "None"), *known]  # type: ignore[attr-defined]


ASKS = "ask"
_LIMITED = (Role.FRONTLINE, Role.REVIEWER, Role.COACH, Role.LEADER)


class OfferKindForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A kind of offer, and up to what each role offers it without asking."""

    class Meta:
        model = OfferKind
        fields = ("name", "has_amount", "currency", "in_use")
        labels = {  # noqa: RUF012
            "name": "What is offered", "has_amount": "It has an amount", "currency": "Currency, such as EUR",
            "in_use": "It is in use",
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in _LIMITED:
            self.fields[f"limit-{role.value}"] = forms.CharField(
                label=f"{role.label}: up to", required=False, max_length=12,
                initial=self.instance.limits.get(role.value, ""),
                help_text="0 for what has no amount. Empty: they ask a leader first." if role is _LIMITED[0] else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Amounts, and a currency where there are any."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        currency = (data.get("currency") or "").upper()
        if data.get("has_amount") and (len(currency) != 3 or not currency.isalpha()):
            self.add_error("currency", "Three letters, such as EUR.")
        data["currency"] = currency if data.get("has_amount") else ""
        data["limits"] = {}
        for role in _LIMITED:
            told = (data.get(f"limit-{role.value}") or "").strip().replace(",", ".")
            try:
                amount = Decimal(told) if told else None
            except InvalidOperation:
                amount = Decimal(-1)
            if amount is not None and not (amount.is_finite() and 0 <= amount < 10**7):
                self.add_error(f"limit-{role.value}", "An amount such as 25 or 12.50, or nothing.")
            elif amount is not None:
                data["limits"][role.value] = str(amount)
        return data
