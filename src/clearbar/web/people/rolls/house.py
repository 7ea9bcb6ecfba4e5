"""The house as a file of people meets it: everybody, everywhere, in six queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from clearbar.web.people.ids import free_id
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Site, Team, User


@dataclass
class House:
    """Who and what is there, with what the rows before have added."""

    persons: dict[str, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    memberships: dict[tuple[str, str], list[Membership]] = field(default_factory=dict)
    grants: set[tuple[str, str, str | None]] = field(default_factory=set)
    _emails: dict[str, str] = field(default_factory=dict)
    _timezone: str = "UTC"
    _language: str = "en"

    @classmethod
    def now(cls) -> House:
        """The house as it stands in the database."""
        told = Organisation.the()
        house = cls(_timezone=told.timezone, _language=told.language)
        for person in Person.objects.all():
            house.keep(person)
        for person_id, email in User.objects.exclude(email="").values_list("person_id", "email"):
            house.keep_email(house.persons[person_id], email)
        house.sites = {one.pk: one for one in Site.objects.all()}
        house.teams = {one.pk: one for one in Team.objects.all()}
        for held in Membership.objects.all():
            held.team = house.teams[held.team_id]
            house.memberships.setdefault((held.person_id, held.team_id), []).append(held)
        house.grants = set(Grant.objects.values_list("person_id", "role", "team_id"))
        return house

    def keep(self, person: Person) -> None:
        """Knows a person from now on."""
        self.persons[person.pk] = person
        self.by_name.setdefault(person.name.casefold(), []).append(person)

    def keep_email(self, person: Person, email: str) -> None:
        """Knows a person's address from now on."""
        self.by_email.pop(self._emails.get(person.pk, ""), None)
        self._emails[person.pk] = email.lower()
        self.by_email[email.lower()] = person

    def email_of(self, person: Person) -> str:
        """A person's address; empty where none is known."""
        return self._emails.get(person.pk, "")

    def site(self, told: str) -> Site | None:
        """The site of this id or name."""
        wanted = told.casefold()
        return next((one for one in self.sites.values() if wanted in {one.pk.casefold(), one.name.casefold()}), None)

    def teams_called(self, told: str) -> list[Team]:
        """The team of this id, or those of this name."""
        if told in self.teams:
            return [self.teams[told]]
        return [one for one in self.teams.values() if one.name.casefold() == told.casefold()]

    def new_site(self, name: str) -> Site:
        """A site that comes with the file, in the house's time zone."""
        made = Site(pk=free_id(Site, name, self.sites), name=name, timezone=self._timezone, language=self._language)
        self.sites[made.pk] = made
        return made

    def new_team(self, name: str, site: Site) -> Team:
        """A team that comes with the file."""
        made = Team(pk=free_id(Team, name, self.teams), name=name, site=site)
        self.teams[made.pk] = made
        return made
