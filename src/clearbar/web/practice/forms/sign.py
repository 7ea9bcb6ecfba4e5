"""Forms of signatures and objections."""

from __future__ import annotations

from django import forms


class ObjectionForm(forms.Form):
    """Why somebody cannot agree."""

    words = forms.CharField(
        label="Why can you not agree to it?", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What happens when you try to keep it, or what is wrong with it. Those who lead you read it, and "
        "answer within 14 days.",
    )  # fmt: skip


class SettleForm(forms.Form):
    """What is answered."""

    changes = forms.ChoiceField(
        label="What follows?", widget=forms.RadioSelect,
        choices=[
            ("no", "The standard stays. They are asked to sign it again, with your answer beside it."),
            ("yes", "The standard will be changed. They are not asked to sign it as it is now."),
        ],
    )  # fmt: skip
    answer = forms.CharField(
        label="Your answer", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They read it beside the standard.",
    )  # fmt: skip


class SigningForm(forms.Form):
    """How long a signature holds."""

    months = forms.IntegerField(
        label="Months after which a signature ends", required=False, min_value=1, max_value=120,
        help_text="Leave it empty, and a signature holds until the standard changes. Signatures already given keep "
        "their day.",
    )  # fmt: skip
