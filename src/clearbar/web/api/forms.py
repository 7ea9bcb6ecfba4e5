"""Forms about tokens and hooks."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from clearbar.web.api.hooks import TOPICS
from clearbar.web.api.rights import Right
from clearbar.web.ledger.forms import CallableField
from clearbar.web.people.models import Person


class TokenForm(forms.Form):
    """What a new token is called, whom it acts for, and what it may do."""

    name = forms.CharField(label="Name", max_length=80, help_text="Which program will use it, such as “help desk”.")
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Acts for",
        required=False,
        empty_label="the house: figures of groups, and nobody’s own",
        help_text="For a person it sees and does what that person may, and they take the token themselves.",
    )
    rights = forms.MultipleChoiceField(
        label="It may", choices=Right.choices, widget=forms.CheckboxSelectMultiple, help_text="As little as it needs."
    )
    expires_on = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="After this day it ends by itself.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = cast("forms.ModelChoiceField[Person]", self.fields["person"])
        chosen.queryset = Person.objects.filter(user__is_active=True)


class HookForm(forms.Form):
    """Where news goes, and which."""

    url = CallableField(
        label="Address", max_length=500, help_text="It begins with https:// and takes a POST with JSON."
    )
    topics = forms.MultipleChoiceField(
        label="It hears that",
        choices=[(topic, f"{told} ({topic})") for topic, told in TOPICS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Ids are told, and never what somebody wrote.",
    )
