"""Forms of staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from clearbar.model.book import Book, Source
from clearbar.web.people.models import Site, Team
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.actions.asking import reach
from clearbar.web.surveys.actions.making import host_of
from clearbar.web.surveys.models import Survey, Way
from clearbar.web.surveys.rights import may_use_for
from clearbar.web.surveys.wording import MOST, askable, default_standards

WHOLE = "-"
"""The choice of no journey."""


class StartForm(forms.Form):
    """What a new survey is about and whom it asks: this decides which questions there are."""

    journey = forms.ChoiceField(
        label="About which journey", widget=forms.RadioSelect,
        help_text="The questions are made from its standards.",
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="Who answers", choices=Survey.Audience.choices, widget=forms.RadioSelect,
        help_text="The standards that the book lets them measure are asked about.",
    )  # fmt: skip

    def __init__(self, *args: Any, book: Book, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        journeys = [(one.id, one.title) for one in book.journeys]
        self.fields["journey"].choices = [*journeys, (WHOLE, "None: only the verdict on the whole")]  # type: ignore[attr-defined]


class SurveyForm(forms.Form):
    """A survey. Whether it is anonymous can be chosen once."""

    name = forms.CharField(label="Name", max_length=80, help_text="For you and your colleagues; who answers sees none.")
    standards = forms.MultipleChoiceField(
        label="Standards asked about", required=False, widget=forms.CheckboxSelectMultiple,
        help_text=f"At most {MOST}: who is asked more answers less. Those left out are heard by another survey.",
    )  # fmt: skip
    team = forms.ModelChoiceField(
        Team.objects.none(), label="Team", required=False, empty_label="The whole house",
        help_text="Whose work the answers are about.",
    )  # fmt: skip
    site = forms.ModelChoiceField(
        Site.objects.none(), label="Site", required=False, empty_label="No single site",
        help_text="Where it happens, unless the team says so already.",
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label="Languages", choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple,
        help_text="Visitors get their browser's language if it is one of these, and can change it.",
    )  # fmt: skip
    expectation = forms.BooleanField(
        label="Ask what they expected, too", required=False, initial=True,
        help_text="What somebody got is read against what they expected beforehand. It doubles the marks.",
    )  # fmt: skip
    anonymous = forms.BooleanField(
        label="Anonymous", required=False,
        help_text="Only the week of an answer is kept, nowhere who gave it. It cannot be changed later.",
    )  # fmt: skip
    suppression_days = forms.IntegerField(
        label="Days before anybody is asked again", min_value=0, max_value=730, initial=90,
        help_text="By any survey: who was asked within these days is left in peace.",
    )  # fmt: skip
    expiry_days = forms.IntegerField(
        label="Days until a link ends", min_value=1, max_value=365, initial=21,
        help_text="Memory fades: an answer after three weeks is about something else.",
    )  # fmt: skip
    reminder_days = forms.IntegerField(
        label="Days until the one reminder", min_value=0, max_value=365, initial=5,
        help_text="By e-mail, to who has not answered. 0 sends none.",
    )  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, book: Book, journey: str, source: Source, **kwargs: Any) -> None:
        self._survey: Survey | None = kwargs.pop("survey", None)
        super().__init__(*args, **kwargs)
        self._scope = scope
        found = next((one for one in book.journeys if one.id == journey), None)
        standards = askable(found, source) if found else []
        fields: Any = self.fields
        fields["standards"].choices = [(one.id, one.promise) for one in standards]
        fields["standards"].initial = default_standards(standards)
        fields["team"].queryset = Team.objects.all() if may_use_for(scope, None) else _teams(scope)
        fields["site"].queryset = Site.objects.all()
        fields["languages"].initial = _languages(book)
        fields["anonymous"].initial = source is Source.COLLEAGUE
        if not standards:
            del fields["standards"]
        if not may_use_for(scope, None):
            fields["team"].required, fields["team"].empty_label = True, None
        if self._survey is not None:
            fields["anonymous"].disabled = True

    def clean_standards(self) -> list[str]:
        """At most so many as somebody bears to be asked."""
        chosen: list[str] = self.cleaned_data["standards"]
        if len(chosen) > MOST:
            raise forms.ValidationError(f"{len(chosen)} are chosen. Please leave {MOST} at most.")
        return chosen

    def clean(self) -> dict[str, Any]:
        """A reminder comes before the end, and a team has its own site."""
        given = super().clean() or self.cleaned_data
        if given.get("reminder_days", 0) >= given.get("expiry_days", 1_000):
            self.add_error("reminder_days", "The link has ended by then. Choose fewer days, or 0 for no reminder.")
        team, site = given.get("team"), given.get("site")
        if team and site and team.site_id != site.pk:
            self.add_error("site", f"{team.name} works at {team.site.name}. Leave the site empty, or choose that one.")
        return given


class WayForm(forms.Form):
    """A standing way in."""

    kind = forms.ChoiceField(label="What", choices=Way.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label="Where it stands", max_length=80, help_text='For you: "at the till", "on the contact page".'
    )
    hosts = forms.CharField(
        label="Sites that may show it in a frame", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For a survey on a website: one host on each line, such as www.example.org. Without any, link to it.",
    )  # fmt: skip

    def __init__(self, *args: Any, frames: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not frames:  # only an administrator names hosts
            del self.fields["hosts"]

    def clean_hosts(self) -> list[str]:
        """Hosts, and nothing but hosts: they become part of a header."""
        told = [line for line in self.cleaned_data["hosts"].splitlines() if line.strip()]
        try:
            return [host_of(one) for one in told]
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


class AskForm(forms.Form):
    """Somebody is asked by a personal link."""

    to = forms.CharField(
        label="E-mail address or telephone number", max_length=200, required=False,
        help_text="An e-mail is sent; for a telephone you get an SMS to copy. Empty: you get a link to hand over.",
    )  # fmt: skip
    language = forms.ChoiceField(label="Language")
    inclusion = forms.ChoiceField(
        label="Whom do you ask", widget=forms.RadioSelect, initial="all",
        choices=(("all", "Everybody who was served"), ("some", "Some, as it comes")),
        help_text="Figures for all customers are reckoned only from answers of those who all had the same chance.",
    )  # fmt: skip

    about = forms.ChoiceField(
        label="About whom", required=False,
        help_text="Somebody who leads or coaches, where the answer is to be about them. What is said of them is shown "
        "from five answers on.",
    )  # fmt: skip

    def __init__(self, *args: Any, languages: list[str], about: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """`about` are those of whom a colleague or vendor may be asked; customers are asked about none of them."""
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [(one, names[one]) for one in languages]  # type: ignore[attr-defined]
        if about:
            self.fields["about"].choices = [("", "Nobody in particular"), *about]  # type: ignore[attr-defined]
        else:
            del self.fields["about"]

    def clean_to(self) -> str:
        """An address or a number, or nothing."""
        to: str = self.cleaned_data["to"]
        try:
            return reach(to) if to else ""
        except ValueError:
            raise forms.ValidationError("This is neither an e-mail address nor a telephone number.") from None


class CardForm(forms.Form):
    """A paper card, typed in: its digits in the order of its boxes, in one field."""

    digits = forms.CharField(
        label="Digits, box after box", max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
        help_text="0 where a box is empty. Spaces do not matter. Enter keeps the card.",
    )  # fmt: skip
    words = forms.CharField(
        label="What was written", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    day = forms.DateField(
        label="Day on the card", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: today.",
    )  # fmt: skip


def _teams(scope: Scope) -> Any:
    return Team.objects.filter(pk__in=[one.pk for one in Team.objects.all() if may_use_for(scope, one.pk)])


def _languages(book: Book) -> list[str]:
    spoken = {tag.partition("-")[0] for tag in (book.language, *book.spoken)}
    return [code for code, _ in settings.LANGUAGES if code in spoken] or ["en"]
