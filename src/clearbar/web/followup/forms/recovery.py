"""Forms of a case. Each bears the version of the case that it was opened with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from clearbar.web.followup.models.recovery import CaseMessage, Severity
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, Cause, OfferKind

LONGEST = 4000
Choices = Sequence[tuple[str, str]]


def _lines(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, help_text=help_text, required=required)


class _CaseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(_CaseForm):
    """An answer to the customer."""

    way = forms.ChoiceField(label="How?", widget=forms.RadioSelect)
    template = forms.ModelChoiceField(
        AnswerTemplate.objects.none(), label="Begin with a text of the house", required=False, empty_label="None"
    )
    words = _lines(
        "In your own words",
        "What went wrong, what you did about it, and what happens next. Sign with your name.",
    )

    def __init__(self, *args: Any, by_mail: bool, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mail = [(CaseMessage.Way.MAIL.value, "Send it by e-mail now")] if by_mail else []
        ways = [*mail, *((one.value, f"Note what you said {one.label}") for one in CaseMessage.SAID)]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        self.fields["way"].initial = ways[0][0] if by_mail else None
        self.texts = AnswerTemplate.objects.filter(in_use=True, language=language)
        self.fields["template"].queryset = self.texts  # type: ignore[attr-defined]
        if not self.texts.exists():
            del self.fields["template"]


class OfferForm(_CaseForm):
    """An offer to the customer."""

    kind = forms.ModelChoiceField(OfferKind.objects.filter(in_use=True), label="What?", empty_label="Choose")
    amount = forms.DecimalField(label="How much?", min_value=0, max_digits=9, decimal_places=2, required=False)

    def clean(self) -> dict[str, Any]:
        """An amount where the kind has one, and none where it has none."""
        data = super().clean() or self.cleaned_data
        kind, amount = data.get("kind"), data.get("amount")
        if kind and kind.has_amount and not amount:
            self.add_error("amount", f"Say how much, in {kind.currency}.")
        if kind and not kind.has_amount:
            data["amount"] = None
        return data


class CloseForm(_CaseForm):
    """Closing with an answer."""

    cause = forms.ModelChoiceField(
        Cause.objects.filter(in_use=True), label="What did it come from?", required=False, empty_label="Nobody can say",
        help_text="So that what happens often is mended where it begins.",
    )  # fmt: skip


class SilentForm(_CaseForm):
    """There is no way to reply."""

    reason = _lines("What was tried?", "A second person reads it and agrees, or says how they could be reached.")


class AgreeForm(_CaseForm):
    """A second person agrees or not."""

    agrees = forms.ChoiceField(
        label="Is there no way to reply?", widget=forms.RadioSelect,
        choices=[("yes", "I agree: close it"), ("no", "There is a way")],
    )  # fmt: skip
    reason = _lines("How could they be reached?", required=False)

    def clean(self) -> dict[str, Any]:
        """A way has to be named."""
        data = super().clean() or self.cleaned_data
        if data.get("agrees") == "no" and not data.get("reason"):
            self.add_error("reason", "Say how they could be reached.")
        return data


class HandForm(_CaseForm):
    """Giving a case to somebody else."""

    owner = forms.ChoiceField(label="To whom?")
    reason = forms.CharField(label="Why", max_length=300, required=False)

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose"), *persons]  # type: ignore[attr-defined]


class WeighForm(_CaseForm):
    """How bad it was."""

    severity = forms.ChoiceField(label="How bad was it for the customer?")
    reason = forms.CharField(label="Why do you change it?", max_length=300)

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(value, label) for value, label in Severity.choices if value != now]
        self.fields["severity"].choices = others  # type: ignore[attr-defined]


class SortForm(_CaseForm):
    """What it came from."""

    cause = forms.ModelChoiceField(
        Cause.objects.filter(in_use=True), label="What did it come from?", empty_label="Choose"
    )


class ReopenForm(_CaseForm):
    """Opening a closed case again."""

    reason = _lines("Why is it not settled?")


class DecideForm(_CaseForm):
    """A leader decides on an offer."""

    offer = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label="May it be offered?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    reason = forms.CharField(label="If not: why, and what instead?", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A no needs its reason."""
        data = super().clean() or self.cleaned_data
        if data.get("agrees") == "no" and not data.get("reason"):
            self.add_error("reason", "Say why not, and what can be offered instead.")
        return data
