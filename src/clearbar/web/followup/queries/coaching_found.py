"""What a coaching is asked for by: a finding, or what an address says."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.web.followup.queries import findings
from clearbar.web.ledger.models import Rating
from clearbar.web.people.scope import Scope


@dataclass(frozen=True)
class Wish:
    """Whom a coaching is for, about which standard and interaction, by which finding; empty where nothing is said."""

    person: str
    standard: str = ""
    interaction: str = ""
    finding: str = ""
    says: str = ""


def wished(scope: Scope, key: str) -> Wish | None:
    """What a finding asks for, of those that somebody may read and that are about a person; None for others."""
    row = findings.find(scope, key) if key else None
    if row is None or not row.person:
        return None
    return Wish(row.person, row.standard, _interaction(row.rests), row.key, row.seen)


def _interaction(rests: list[dict[str, str]]) -> str:
    """The interaction that it rests on, itself or by the answer that was given of it; empty where it rests on none."""
    told = {one.get("kind"): one.get("id", "") for one in rests}
    if told.get("interaction"):
        return told["interaction"]
    of = Rating.objects.filter(response=told.get("response") or "").exclude(interaction=None)
    return of.values_list("interaction", flat=True).first() or ""
