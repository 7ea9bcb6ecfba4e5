"""Owners of standards are roles: a book is kept in every version, and must name nobody."""

from __future__ import annotations

from clearbar.web.people.models import Person

NO_PERSON = "This is somebody of the house. Name a role: a book is kept for good, and the role stays when people go."


def is_somebody(owner: str) -> bool:
    """Whether somebody of the house is called so, by first name and surname; one word alone can be a role as well."""
    called = " ".join(owner.split())
    return " " in called and Person.objects.filter(name__iexact=called).exists()
