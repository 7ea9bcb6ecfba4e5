"""Ids of sites and teams."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import slugify

from clearbar.web.people.models import Site, Team


def free_id(model: type[Site] | type[Team], name: str, known: Collection[str] = ()) -> str:
    """A readable id that nobody has yet, nor is among those `known`."""
    first = slugify(name)[:50] or model.__name__.lower()
    taken = {*model.objects.filter(pk__startswith=first).values_list("pk", flat=True), *known}
    return next(one for one in (first, *(f"{first}-{count}" for count in range(2, 10_000))) if one not in taken)
