"""Forms about people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from clearbar.web.people.models import Organisation, Person, Role, Site, Team, User, Welcome

_LANGUAGES = [("", "as the organisation"), *settings.LANGUAGES]


def _zones() -> list[tuple[str, str]]:
    names = sorted(one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((one, one.replace("_", " ")) for one in names)]


def took(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form holds and `act` took it; what the act refuses stands at the form's fields."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ValidationError as fault:
        told = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
        for name, messages in told.items():
            form.add_error(name if name in form.fields else None, messages)
    return not form.errors


def date_field(label: str, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, by the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class WelcomeForm(forms.Form):
    """Who comes by their link says what they are called and how they log in."""

    name = forms.CharField(label="Your name", max_length=120, help_text="As your colleagues know you.")
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="What you type to log in.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 8 letters; a short sentence is easier to remember and harder to guess.",
    )

    def __init__(self, *args: Any, welcome: Welcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._welcome = welcome

    def clean_username(self) -> str:
        """A user name that nobody else has."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(person=self._welcome.person).exists():
            raise forms.ValidationError("Somebody else has this user name. Please choose another.")
        return username

    def clean_password(self) -> str:
        """A password that is not easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class PersonForm(forms.Form):
    """Who somebody is."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Who serves", choices=Person.Kind.choices, initial=Person.Kind.HUMAN)
    email = forms.EmailField(
        label="E-mail", required=False, help_text="For the log-in link. Who has none logs in by badge and PIN."
    )
    language = forms.ChoiceField(label="Language", choices=_LANGUAGES, required=False)


class NewPersonForm(PersonForm):
    """Who comes, to which team."""

    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), required=False, empty_label="none yet")
    shift = forms.CharField(label="Shift", max_length=40, required=False, help_text="Such as early or night.")
    since = date_field("First day in the team")
    id = forms.SlugField(
        label="Id",
        max_length=64,
        required=False,
        help_text="Only where your ticket system or till knows them by one. Otherwise we give one that names nobody.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.select_related("site")  # type: ignore[attr-defined]


class MembershipForm(forms.Form):
    """Who is in a team from when until when."""

    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none())
    shift = forms.CharField(label="Shift", max_length=40, required=False, help_text="Such as early or night.")
    since = date_field("First day")
    until = date_field("Last day", required=False, help_text="Leave it empty while there is no end in sight.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.select_related("site")  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A role, for a team or the whole house."""

    role = forms.ChoiceField(label="Role", choices=[one for one in Role.choices if one[0] != Role.FRONTLINE])
    team = forms.ModelChoiceField(label="For", queryset=Team.objects.none(), required=False, empty_label="whole house")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.select_related("site")  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """When somebody leaves."""

    day = date_field("Last day", help_text="From the next day on they cannot log in. What was said of them stays.")

    def __init__(self, *args: Any, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earliest = earliest

    def clean_day(self) -> date:
        """A day that is not before they came."""
        day: date = self.cleaned_data["day"]
        if self._earliest and day < self._earliest:
            raise forms.ValidationError(f"They came on {self._earliest:%d %B %Y}, which is later.")
        return day


class SiteForm(forms.Form):
    """A shop, desk or clinic."""

    name = forms.CharField(label="Name", max_length=120)
    timezone = forms.ChoiceField(
        label="Time zone", choices=_zones, help_text="It says which day and week it is there when somebody answers."
    )
    language = forms.ChoiceField(label="Language of its customers", choices=settings.LANGUAGES)
    is_clinic = forms.BooleanField(
        label="People are treated here", required=False, help_text="At a clinic nobody ever adds a picture to a walk."
    )


class TeamForm(forms.Form):
    """A team at a site."""

    name = forms.CharField(label="Name", max_length=120)
    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.all()  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """What the organisation chose."""

    name = forms.CharField(label="Name", max_length=120, help_text="It stands on every page and on what customers see.")
    language = forms.ChoiceField(label="Language", choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label="Time zone", choices=_zones)
    individual_view = forms.BooleanField(
        label="Leaders may see figures of single persons",
        required=False,
        help_text=(
            "Off, as it begins: only a person and their coach see that person's figures; leaders see groups of five "
            "or more answers. On: the leader of a team sees the figures of each person in it, and everybody can "
            "read on their own page that this is so. Talk with your staff before you switch it."
        ),
    )
    allowed_hosts = forms.CharField(
        label="Private hosts that webhooks may call",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line, such as tickets.office.lan. Others inside your own network are refused.",
    )

    def __init__(self, *args: Any, house: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(house, name) for name in self.fields}
        self.initial["allowed_hosts"] = "\n".join(house.allowed_hosts)

    def clean_allowed_hosts(self) -> list[str]:
        """Names of hosts, without addresses around them."""
        hosts = self.cleaned_data["allowed_hosts"].lower().split()
        wrong = [host for host in hosts if not host.replace("-", "a").replace(".", "a").replace(":", "a").isalnum()]
        if wrong:
            raise forms.ValidationError(
                f"{wrong[0]} is no name of a host. Write it without https:// and without a path."
            )
        return sorted(set(hosts))


class MeForm(forms.Form):
    """What somebody says of themself."""

    name = forms.CharField(label="Name", max_length=120, help_text="As your colleagues know you.")
    language = forms.ChoiceField(label="Language", choices=_LANGUAGES, required=False)


_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class PinForm(forms.Form):
    """A PIN of one's own."""

    pin = forms.CharField(
        label="New PIN",
        max_length=12,
        help_text="Six digits or more. Not a row such as 123456, not a date.",
        widget=forms.PasswordInput(attrs=_DIGITS),
    )
    again = forms.CharField(label="The same PIN again", max_length=12, widget=forms.PasswordInput(attrs=_DIGITS))

    def clean_again(self) -> str:
        """The same as the first."""
        if self.cleaned_data["again"] != self.cleaned_data.get("pin", self.cleaned_data["again"]):
            raise forms.ValidationError("The two PINs differ. Please type them again.")
        return str(self.cleaned_data["again"])


class BadgeForm(forms.Form):
    """A badge and its PIN."""

    badge = forms.CharField(
        label="Badge",
        max_length=60,
        help_text="Scan the code on your badge, or type its letters.",
        widget=forms.PasswordInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True},
            render_value=True,
        ),
    )
    pin = forms.CharField(label="PIN", max_length=12, widget=forms.PasswordInput(attrs=_DIGITS))

    def look_at_the_pin(self) -> None:
        """Lets the next input go to the PIN; the badge stands there already."""
        self.fields["badge"].widget.attrs.pop("autofocus")
        self.fields["pin"].widget.attrs["autofocus"] = True


class TabletForm(forms.Form):
    """What a shared tablet is called."""

    name = forms.CharField(label="Name of this tablet", max_length=80, help_text="Such as counter or staff room.")


class FindForm(forms.Form):
    """Which persons to show."""

    text = forms.CharField(label="Name, id or e-mail", max_length=120, required=False)
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), required=False, empty_label="all teams")
    left = forms.BooleanField(label="those who left", required=False)

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
