"""What is sent must fit to what is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clearbar.web.api.problems import Problem, Reason
from clearbar.web.people.models import Organisation, Site, Team


@dataclass
class Checks:
    """Gathers what does not fit to what is known; `end` refuses if there is anything."""

    reasons: list[Reason]

    def known(self, kind: type[Any], named: Iterable[tuple[str, str | None]]) -> None:
        """Whether what is named, place by place, is there."""
        asked = [(place, name) for place, name in named if name is not None]
        there = set(kind.objects.filter(pk__in={name for _, name in asked}).values_list("pk", flat=True))
        word = kind.__name__.lower()
        self.reasons += [
            Reason(place, f"is no {word} that is known here", f"add the {word} first")
            for place, name in asked
            if name not in there
        ]

    def end(self) -> None:
        """Raises Problem for what was gathered."""
        if self.reasons:
            raise Problem("conflict", "Something is unknown here.", self.reasons)


def site_of(team: str | None) -> str | None:
    """The site of a team."""
    return Team.objects.values_list("site_id", flat=True).filter(pk=team).first() if team else None


def zone_of(site: str | None) -> str:
    """The time zone of a site; that of the organisation where the site is not known."""
    found = Site.objects.values_list("timezone", flat=True).filter(pk=site).first() if site else None
    return found or Organisation.the().timezone
