"""What a file of people would change in the house: worked out whole, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clearbar.web.people.models import Grant, Membership, Person, Role, Site, Team, pseudonym
from clearbar.web.people.rolls.house import House
from clearbar.web.people.rolls.rows import Fault, Row


@dataclass(frozen=True)
class Change:
    """One thing that would happen: `kind` is new, changed or ended."""

    line: int
    kind: str
    name: str
    what: str


@dataclass
class Plan:
    """All that a file would do. Nothing is done while there are faults."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    edited: dict[str, Person] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    moved: dict[int, Membership] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Person → what of them was written, for the audit lines."""

    def count(self, kind: str) -> int:
        """How many changes of a kind."""
        return sum(one.kind == kind for one in self.changes)


def plan(rows: Iterable[Row], house: House, today: date) -> Plan:
    """What these rows would change. Rows that say what is so already change nothing."""
    weaver = _Weaver(house, today)
    for row in rows:
        weaver.take(row)
    weaver.made.faults.sort(key=lambda one: one.line)
    return weaver.made


class _Weaver:
    def __init__(self, house: House, today: date) -> None:
        self._house, self._today = house, today
        self.made = Plan()
        self._first: dict[tuple[Any, ...], int] = {}
        self._lines: dict[str, int] = {}

    def take(self, row: Row) -> None:
        if row.faults:
            self.made.faults += row.faults
            return
        same = (row.id, row.email, row.name, row.site, row.team, row.since, row.until, row.shift, row.role)
        if first := self._first.get(same):
            self.made.notes.append(f"Row {row.line} says the same as row {first}. It counts once.")
            return
        self._first[same] = row.line
        before = len(self.made.faults)
        team = self._team(row)
        person = self._person(row, team) if len(self.made.faults) == before else None
        if person is None:
            return
        self._language_and_kind(row, person)
        self._email(row, person)
        if team:
            self._membership(row, person, team)
        if row.role:
            self._role(row, person, team)

    def _fault(self, row: Row, column: str, stood: str, said: str) -> None:
        self.made.faults.append(Fault(row.line, column, stood, said))

    def _change(self, row: Row, kind: str, person: Person, what: str, /, **values: Any) -> None:
        self.made.changes.append(Change(row.line, kind, person.name, what))
        told = self.made.told.setdefault(person.pk, {})
        for name, value in values.items():
            told[name] = value if told.get(name) in (None, "", value) else f"{told[name]}; {value}"

    # who

    def _person(self, row: Row, team: Team | None) -> Person | None:
        found = self._known(row, team)
        if isinstance(found, Fault):
            self.made.faults.append(found)
            return None
        if found is None:
            return self._new(row)
        if found.left_on and found.left_on < self._today and row.until is None:
            self._fault(row, "name", row.name, "This person left. Let them come back first, on their page.")
            return None
        if found.name != row.name:
            if found.pk in self._lines:
                said = f"Row {self._lines[found.pk]} calls the same person {found.name}."
                self._fault(row, "name", row.name, said)
                return None
            self._change(row, "changed", found, f"is called {row.name} from now on", name=row.name)
            found.name = row.name
            self._edited(found)
        self._lines.setdefault(found.pk, row.line)
        return found

    def _known(self, row: Row, team: Team | None) -> Person | Fault | None:
        by_id, by_email = self._house.persons.get(row.id), self._house.by_email.get(row.email)
        if by_email and row.id and by_email.pk != row.id:
            return Fault(row.line, "e-mail", row.email, f"{by_email.name} has this address, under another id.")
        if by_id or by_email:
            return by_id or by_email
        if row.id:
            return None
        return self._by_name(row, team)

    def _by_name(self, row: Row, team: Team | None) -> Person | Fault | None:
        alike = self._house.by_name.get(row.name.casefold(), [])
        there = [one for one in alike if team and self._house.memberships.get((one.pk, team.pk))]
        if row.email:  # another address: somebody new of the same name, or the same person without one so far
            there = [one for one in there if not self._house.email_of(one)]
        if len(there) > 1 or (not team and len(alike) > 1):
            return Fault(row.line, "id", "", f"There are several called {row.name}. Give the id of the one you mean.")
        if there or (not team and alike and not row.email):
            return (there or alike)[0]
        if alike:
            said = f"Row {row.line}: there is somebody called {row.name} already. If it is the same person, give the id"
            self.made.notes.append(f"{said} ({alike[0].pk}); otherwise a new person is added.")
        return None

    def _new(self, row: Row) -> Person:
        person = Person(pk=row.id or pseudonym(), name=row.name, kind=row.kind, language=row.language)
        self.made.persons.append(person)
        self._house.keep(person)
        self._lines[person.pk] = row.line
        what = "comes as an AI agent" if row.kind is Person.Kind.AGENT else "comes"
        self._change(row, "new", person, what, name=row.name, kind=row.kind.value, language=row.language)
        return person

    def _language_and_kind(self, row: Row, person: Person) -> None:
        if row.language and row.language != person.language:
            self._change(row, "changed", person, f"language: {row.language}", language=row.language)
            person.language = row.language
            self._edited(person)
        if row.kind_told and row.kind != person.kind:
            self._change(row, "changed", person, f"is of kind {row.kind.label}", kind=row.kind.value)
            person.kind = row.kind
            self._edited(person)

    def _edited(self, person: Person) -> None:
        if not person._state.adding:
            self.made.edited[person.pk] = person

    def _email(self, row: Row, person: Person) -> None:
        was = self._house.email_of(person)
        if not row.email or row.email == was.lower():
            return
        self._house.keep_email(person, row.email)
        self.made.emails[person.pk] = row.email
        self._change(row, "changed" if was else "new", person, f"e-mail: {row.email}", email=row.email)

    # where

    def _team(self, row: Row) -> Team | None:
        if not row.team:
            return None
        site, several = self._house.site(row.site), self._house.teams_called(row.team)
        if row.site:
            several = [one for one in several if site and one.site_id == site.pk]
        if len(several) > 1:
            self._fault(row, "site", row.site, f"There are several teams called {row.team}. Say at which site.")
            return None
        return several[0] if several else self._new_team(row, site)

    def _new_team(self, row: Row, site: Site | None) -> Team | None:
        if site is None and not row.site and len(self._house.sites) == 1:
            site = next(iter(self._house.sites.values()))
        if site is None and not row.site:
            self._fault(row, "site", "", f"Team {row.team} is new. At which site is it?")
            return None
        if site is None:
            site = self._house.new_site(row.site)
            self.made.sites.append(site)
            self.made.changes.append(Change(row.line, "new", site.name, "is a new site"))
        team = self._house.new_team(row.team, site)
        self.made.teams.append(team)
        self.made.changes.append(Change(row.line, "new", team.name, f"is a new team at {site.name}"))
        return team

    def _membership(self, row: Row, person: Person, team: Team) -> None:
        held = self._house.memberships.setdefault((person.pk, team.pk), [])
        same = self._same(row, held)
        if same is not None:
            self._move(row, person, same, [one for one in held if one is not same])
            return
        since = row.since or self._today
        if row.until and row.until < since:
            self._fault(row, "since", "", "When did it begin? The last day is past.")
            return
        kept = Membership(person=person, team=team, shift=row.shift, since=since, until=row.until)
        if any(one.overlaps(since, row.until) for one in held):
            self._fault(row, "since", str(since), f"They are in {team.name} in some of these days already.")
            return
        held.append(kept)
        self.made.memberships.append(kept)
        shift = f", {row.shift} shift" if row.shift else ""
        values = {"team": team.pk, "since": since, "until": row.until, "shift": row.shift}
        self._change(row, "new", person, f"in {team.name} since {since}{shift}", **values)

    def _same(self, row: Row, held: list[Membership]) -> Membership | None:
        """The membership that a row speaks of: the one that began that day; where it names no first day, the newest."""
        if row.since:
            begun = [one for one in held if one.since == row.since]
            return begun[0] if begun else None
        return max(held, key=lambda one: one.since) if held else None

    def _move(self, row: Row, person: Person, held: Membership, others: list[Membership]) -> None:
        until, shift = row.until or held.until, row.shift or held.shift
        if (until, shift) == (held.until, held.shift):
            return
        if until and until < held.since:
            self._fault(row, "until", str(until), f"They came on {held.since}, which is later.")
            return
        if any(one.overlaps(held.since, until) for one in others):
            self._fault(row, "until", str(until), "They are in this team again before that day.")
            return
        kind, what = "changed", f"in {held.team.name}: {shift} shift"
        if until != held.until:
            kind, what = "ended", f"in {held.team.name} until {until}"
        held.until, held.shift = until, shift
        if held.pk:
            self.made.moved[held.pk] = held
        self._change(row, kind, person, what, team=held.team_id, until=until, shift=shift)

    # what they may do

    def _role(self, row: Row, person: Person, team: Team | None) -> None:
        if person.kind == Person.Kind.AGENT:
            self._fault(row, "role", str(row.role), "An AI agent serves; it has no other role.")
            return
        over = None if row.whole_house else team
        key = (person.pk, str(row.role), over.pk if over else None)
        if key in self._house.grants or row.role is None:
            return
        self._house.grants.add(key)
        self.made.grants.append(Grant(person=person, role=row.role, team=over))
        where = over.name if over else "the whole house"
        self._change(row, "new", person, f"{Role(row.role).label} for {where}", role=row.role.value, team=key[2])
