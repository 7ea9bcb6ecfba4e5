"""Forms of notices."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from clearbar.web.ledger.forms import CallableField
from clearbar.web.notices.models import Channel, Hearing, Topic
from clearbar.web.notices.telling import ANNOUNCED
from clearbar.web.people.models import Team

_CLOCK = {"type": "time", "step": "60"}


def _clock(label: str, required: bool, help_text: str = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs=_CLOCK, format="%H:%M")
    return forms.TimeField(label=label, required=required, help_text=help_text, widget=widget)


class HearingForm(forms.Form):
    """How somebody wants to hear of notices."""

    mail = forms.ChoiceField(label="A mail comes", choices=Hearing.Mail.choices, widget=forms.RadioSelect)
    digest_at = _clock("The daily mail comes at", True)
    quiet_from = _clock("Quiet hours begin", False, "No mail comes in quiet hours. Empty both for none.")
    quiet_until = _clock("Quiet hours end", False)
    muted = forms.MultipleChoiceField(
        label="No mail about",
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Here they stand all the same.",
    )

    def clean(self) -> dict[str, Any]:
        """Both ends of the quiet hours, or none."""
        told = super().clean() or {}
        if (told.get("quiet_from") is None) != (told.get("quiet_until") is None) and not self.errors:
            self.add_error("quiet_until", "Say when quiet hours begin and when they end, or empty both.")
        return told


class ChannelForm(forms.Form):
    """A channel of another system."""

    name = forms.CharField(label="Name", max_length=80, help_text="Such as “chat of the north shop”.")
    shape = forms.ChoiceField(label="It takes", choices=Channel.Shape.choices)
    url = CallableField(
        label="Address",
        max_length=500,
        help_text="The address that the other system gave you for incoming messages. It is kept sealed.",
    )
    team = forms.ModelChoiceField(Team.objects.none(), label="Hears of", required=False, empty_label="the whole house")
    topics = forms.MultipleChoiceField(
        label="It is told about",
        choices=[(topic.value, topic.label) for topic in ANNOUNCED],
        widget=forms.CheckboxSelectMultiple,
        help_text="That there is something, and where to look. Never about one person, and never what somebody wrote.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = Team.objects.all()
