"""Forms of walk plans and of shoppers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from clearbar.model.book import Journey
from clearbar.web.people.forms import date_field
from clearbar.web.people.models import Person, Site
from clearbar.web.walks.models.shopping import Shopper

NO_CONDITION = "under no special condition"
LONGEST_PLAN = timedelta(days=366)


class AskForm(forms.Form):
    """Whom to ask for how many walks, from when until when."""

    persons = forms.ModelMultipleChoiceField(
        label="Who of the house walks?", queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    shoppers = forms.ModelMultipleChoiceField(
        label="Which mystery shoppers walk?", queryset=Shopper.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    count = forms.IntegerField(
        label="How many walks?", min_value=1, max_value=500, initial=6,
        help_text="They are drawn so that each condition at each site is walked about equally often.",
    )  # fmt: skip
    first = date_field("From")
    last = date_field("Until")

    def __init__(
        self, *args: Any, persons: QuerySet[Person], shoppers: QuerySet[Shopper], today: date, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["persons"].queryset = persons  # type: ignore[attr-defined]
        self.fields["shoppers"].queryset = shoppers  # type: ignore[attr-defined]
        if not shoppers:
            del self.fields["shoppers"]
        self.fields["first"].initial, self.fields["last"].initial = today, today + timedelta(days=27)

    def clean(self) -> dict[str, Any]:
        """Somebody walks, and the days are in order."""
        told = super().clean() or {}
        told.setdefault("shoppers", [])
        if "persons" in told and not told["persons"] and not told["shoppers"]:
            self.add_error("persons", "Choose at least one who walks.")
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day lies before the first.")
        elif first and last and last - first > LONGEST_PLAN:
            self.add_error("last", "A plan is for a year at most.")
        return told


class PlanForm(AskForm):
    """A whole plan: which journey, where, under which conditions; and whom it asks."""

    name = forms.CharField(label="What do you call this plan?", max_length=120)
    journey = forms.ChoiceField(label="Which journey?")
    sites = forms.ModelMultipleChoiceField(
        label="At which sites?", queryset=Site.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    conditions = forms.MultipleChoiceField(
        label="Under which conditions?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="None of them: walks under no special condition.",
    )  # fmt: skip

    field_order = ("name", "journey", "sites", "conditions", "persons", "shoppers", "count", "first", "last")

    def __init__(
        self, *args: Any, journeys: Sequence[Journey], sites: QuerySet[Site], conditions: Sequence[str], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["journey"].choices = [(one.id, one.title) for one in journeys]  # type: ignore[attr-defined]
        self.fields["sites"].queryset = sites  # type: ignore[attr-defined]
        told = [("", NO_CONDITION), *((one, one) for one in conditions)]
        self.fields["conditions"].choices = told  # type: ignore[attr-defined]


class ShopperForm(forms.Form):
    """A mystery shopper: a nickname, and where they walk."""

    name = forms.CharField(
        label="A nickname", max_length=40, help_text="No name: you know who it is, and nobody else needs to."
    )
    sites = forms.ModelMultipleChoiceField(
        label="Where may they walk?", queryset=Site.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    is_adult = forms.BooleanField(
        label="This is an adult, and has agreed to walk",
        help_text="No child is ever asked. They confirm it themselves before they see a walk.",
        error_messages={"required": "Only an adult is ever asked to walk. Confirm it, or ask somebody else."},
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = sites  # type: ignore[attr-defined]
