"""The form of a counter: who comes, how long serving takes, what is promised."""

from __future__ import annotations

from typing import Any

from django import forms

from clearbar.web.bridge.counter import Aim


class CounterForm(forms.Form):
    """What must be known of a counter. Times are in minutes."""

    arrivals = forms.CharField(
        label="How many people come in an hour?", max_length=400,
        help_text="One number, such as 30. Or one for each hour from opening on, such as 20, 35, 50, 30.",
    )  # fmt: skip
    service = forms.FloatField(
        label="How many minutes does serving one take, on average?", min_value=0.01, max_value=600,
        help_text="Count all that keeps somebody busy, also what follows when the customer has gone.",
    )  # fmt: skip
    promise = forms.FloatField(
        label="Within how many minutes is it promised to be their turn?", min_value=0, max_value=600
    )
    share = forms.FloatField(
        label="To how many of 100 is it promised?", min_value=1, max_value=99.9,
        help_text="Nobody can promise it to all: a rush comes once in a while.",
    )  # fmt: skip
    patience = forms.FloatField(
        label="After how many minutes do people give up, on average?", min_value=0.01, max_value=600, required=False,
        help_text="Leave it empty if nobody ever gives up.",
    )  # fmt: skip
    play = forms.BooleanField(
        label="Play it through on invented days, as a check", required=False,
        help_text="Useful where the hours differ: a queue is then carried over from one hour to the next.",
    )  # fmt: skip

    def clean_arrivals(self) -> tuple[float, ...]:
        """Numbers; of each hour one."""
        typed = str(self.cleaned_data["arrivals"]).replace(";", ",").replace("\n", ",")
        try:
            return tuple(float(part) for part in typed.split(",") if part.strip())
        except ValueError as error:
            raise forms.ValidationError("Write one number, or numbers with a comma between them.") from error

    @property
    def aim(self) -> Aim:
        """What is asked."""
        told: dict[str, Any] = self.cleaned_data
        patience = told["patience"]
        return Aim(
            told["arrivals"], 60 * told["service"], 60 * told["promise"], told["share"] / 100,
            60 * patience if patience else None,
        )  # fmt: skip
