"""Rows of a file of people: which column is what, and what each cell says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clearbar.web.people.models import Person, Role
from clearbar.web.people.rolls.reading import Table

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("full name", "person", "employee", "mitarbeiter", "nombre"),
    "id": ("person id", "employee id", "agent id", "personalnummer"),
    "kind": ("type", "who serves", "art"),
    "site": ("location", "shop", "store", "branch", "standort", "sede"),
    "team": ("group", "department", "abteilung", "equipo"),
    "shift": ("schicht", "turno"),
    "since": ("from", "start", "start date", "first day", "seit", "desde"),
    "until": ("to", "end", "end date", "last day", "bis", "hasta"),
    "role": ("roles", "rolle", "rol"),
    "role for": ("scope", "for"),
    "e-mail": ("email", "mail", "email address", "e-mail address", "correo"),
    "language": ("lang", "sprache", "idioma"),
}
"""The columns of the template, with other names that people have for them."""

_NAMES = {alias: name for name, others in COLUMNS.items() for alias in (name, *others)}
_KINDS = {"": Person.Kind.HUMAN, "human": Person.Kind.HUMAN, "person": Person.Kind.HUMAN} | dict.fromkeys(
    ("agent", "ai agent", "ai", "bot"), Person.Kind.AGENT
)
_ROLES = {
    "": None,
    "frontline": None,
    **{one.value: one for one in Role if one is not Role.FRONTLINE},
    "admin": Role.ADMINISTRATOR,
}
Value = TypeVar("Value")
_ID = re.compile(r"[\w.@+-]{1,64}")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Fault:
    """Something in a row that must be mended first: the column, what stood there, and what to do."""

    line: int
    column: str
    stood: str
    said: str


@dataclass
class Row:
    """One row as it was understood. Empty text and None: the row says nothing of it."""

    line: int
    name: str = ""
    id: str = ""
    kind: Person.Kind = Person.Kind.HUMAN
    kind_told: bool = False
    site: str = ""
    team: str = ""
    shift: str = ""
    since: date | None = None
    until: date | None = None
    role: Role | None = None
    whole_house: bool = False
    email: str = ""
    language: str = ""
    faults: list[Fault] = field(default_factory=list)


def named(table: Table) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows by the names of their columns, and the columns that nobody knows. Raises ValidationError where the
    first row names no column `name`, or names one twice."""
    if not table:
        raise ValidationError("The file is empty.")
    heads = [_NAMES.get(head.lower().replace("_", " ").strip(" *:"), "") for head in table[0][1]]
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        raise ValidationError(f"Two columns are called {twice[0]}. Please leave one of them out.")
    if "name" not in heads:
        raise ValidationError("The first row must name the columns, and one of them must be name. See the template.")
    unknown = [head for head, known in zip(table[0][1], heads, strict=True) if head and not known]
    rows = [
        (line, {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell})
        for line, cells in table[1:]
    ]
    return [(line, cells) for line, cells in rows if cells], unknown


class Reader:
    """Reads one row, and gathers its faults."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.row = Row(line)

    def read(self) -> Row:
        """What the row says."""
        row, cells = self.row, self._cells
        row.name = self._name("name", 120)
        row.id = self._id()
        row.kind = self._one_of("kind", _KINDS, Person.Kind.HUMAN, "Write human or agent.")
        row.kind_told = "kind" in cells
        row.site, row.team, row.shift = self._name("site", 120), self._name("team", 120), self._name("shift", 40)
        row.since, row.until = self._day("since"), self._day("until")
        hint = "Write frontline, reviewer, coach, leader or administrator."
        row.role = self._one_of("role", _ROLES, None, hint)
        row.email, row.language = self._email(), self._language()
        self._whole()
        self._together()
        return row

    def _fault(self, column: str, said: str) -> None:
        self.row.faults.append(Fault(self.row.line, column, self._cells.get(column, ""), said))

    def _name(self, column: str, most: int) -> str:
        told = self._cells.get(column, "")
        if column == "name" and not told:
            self._fault(column, "Every row needs a name.")
        if len(told) > most:
            self._fault(column, f"This is longer than {most} letters.")
        if told.startswith(_FORMULA):
            self._fault(column, "This begins like a formula. Write it as text.")
        return told

    def _id(self) -> str:
        told = self._cells.get("id", "")
        if told and not _ID.fullmatch(told):
            self._fault("id", "An id has letters, digits and . _ @ + - only, and at most 64 of them.")
        return told

    def _one_of(self, column: str, known: Mapping[str, Value], other: Value, hint: str) -> Value:
        told = self._cells.get(column, "").lower()
        if told not in known:
            self._fault(column, hint)
        return known.get(told, other)

    def _day(self, column: str) -> date | None:
        told = self._cells.get(column, "")
        if not told:
            return None
        german = _GERMAN.fullmatch(told)
        written = f"{german[3]}-{int(german[2]):02}-{int(german[1]):02}" if german else told[:10]
        try:
            return date.fromisoformat(written)
        except ValueError:
            self._fault(column, "Write the day as 2026-01-31.")
            return None

    def _email(self) -> str:
        told = self._cells.get("e-mail", "").lower()
        if told:
            try:
                validate_email(told)
            except ValidationError:
                self._fault("e-mail", "This is no e-mail address.")
        return told

    def _language(self) -> str:
        told = self._cells.get("language", "").lower()
        known = {code: code for code, _ in settings.LANGUAGES} | {
            str(name).lower(): code for code, name in settings.LANGUAGES
        }
        if told and told not in known:
            self._fault("language", f"Write one of {', '.join(code for code, _ in settings.LANGUAGES)}.")
        return known.get(told, "")

    def _whole(self) -> None:
        told, row = self._cells.get("role for", "").lower(), self.row
        if told not in {"", "team", "house", "whole house"}:
            self._fault("role for", "Write team or house.")
        house = row.role in {Role.ADMINISTRATOR, Role.REVIEWER} or not row.team
        row.whole_house = house if not told else told != "team"
        if row.role is Role.ADMINISTRATOR and not row.whole_house:
            self._fault("role for", "An administrator is one for the whole house.")
        if row.role and not row.whole_house and not row.team:
            self._fault("team", "For which team? Name it in this row.")

    def _together(self) -> None:
        row = self.row
        if row.since and row.until and row.until < row.since:
            self._fault("until", "The last day lies before the first.")
        if (row.since or row.until or row.shift) and not row.team:
            self._fault("team", "In which team? Days and shift belong to one.")
        if row.site and not row.team:
            self._fault("team", "Which team there? A site alone puts nobody anywhere.")
        if row.kind is Person.Kind.AGENT and row.role:
            self._fault("role", "An AI agent serves; it has no other role.")
        if row.kind is Person.Kind.AGENT and row.email:
            self._fault("e-mail", "An AI agent does not log in. Leave its e-mail empty.")
