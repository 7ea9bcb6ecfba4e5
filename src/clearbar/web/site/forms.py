"""Forms of the set-up."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from django import forms

from clearbar.web.bridge import books

MOST_NAMES = 200
_TRADES = {
    "shop": "A shop",
    "hotel": "A hotel",
    "clinic-reception": "The reception of a clinic",
    "contact-centre": "A contact centre",
    "service-desk": "A service desk inside a company",
}


@lru_cache(maxsize=1)
def _zones() -> list[tuple[str, str]]:
    """Zones that people live in."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in sorted(named))]


def _trades() -> list[tuple[str, str]]:
    return [(trade, _TRADES.get(trade, trade.replace("-", " ").capitalize())) for trade in books.TRADES]


class NameForm(forms.Form):
    """Whose house it is."""

    name = forms.CharField(
        label="Name of the organisation", max_length=120, help_text="It stands on every page and on what customers see."
    )
    timezone = forms.ChoiceField(
        label="Time zone", choices=_zones, help_text="It decides which day and week an answer belongs to."
    )


class BookForm(forms.Form):
    """A book to begin with."""

    trade = forms.ChoiceField(
        label="What is most like you?",
        choices=_trades,
        widget=forms.RadioSelect,
        help_text="Its standards are invented, and meant to be changed: you can rewrite every word later.",
    )


class PeopleForm(forms.Form):
    """One site, one team, and who is in it."""

    site = forms.CharField(
        label="Where do customers meet you?", max_length=120, help_text="A shop, desk or line, such as “High Street”."
    )
    team = forms.CharField(label="Name of the team", max_length=120, help_text="Such as “Sales floor”.")
    names = forms.CharField(
        label="Who is in it?",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One name a line. You can add more, and give them log-ins, on the page of people.",
    )

    def clean_names(self) -> list[str]:
        """The names, each once."""
        names = list(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()))
        found = [name for name in names if name]
        if not found:
            raise forms.ValidationError("Write one name a line.")
        if len(found) > MOST_NAMES:
            raise forms.ValidationError(f"More than {MOST_NAMES} names are quicker to import, on the page of people.")
        if long := next((name for name in found if len(name) > 120), None):
            raise forms.ValidationError(f"“{long[:40]}…” is too long for a name; write one name a line.")
        return found


class PosterForm(forms.Form):
    """A survey with a poster."""

    name = forms.CharField(
        label="Where will the poster hang?",
        max_length=80,
        help_text="Such as “Till 1”. Each place has a poster of its own, so that you can tell them apart.",
    )


class MailForm(forms.Form):
    """Whom a trial mail goes to."""

    to = forms.EmailField(label="Send a trial mail to", help_text="Your own address, to see that it arrives.")
