"""Reads of the training plan: what is proposed for each standard, and what people chose instead."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.book import Book, Placed
from clearbar.model.lesson import Duty, Known, Medium, Proposed
from clearbar.web.bridge import presenting
from clearbar.web.people.models import Person, Role
from clearbar.web.practice.models.present import TaughtHow
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.present_known import known_of

DUTIES = {
    Role.FRONTLINE: Duty.PERFORMS, Role.COACH: Duty.JUDGES, Role.REVIEWER: Duty.JUDGES, Role.LEADER: Duty.LEADS,
}  # fmt: skip
"""What each role does with a standard. Administrators are taught none."""


@dataclass(frozen=True)
class Planned:
    """How a standard is taught to a role: what is proposed, and what holds. `chosen` is who chose it, else None."""

    placed: Placed
    proposed: Proposed
    media: tuple[Medium, ...]
    every: int
    chosen: TaughtHow | None
    by: str

    @property
    def often(self) -> str:
        """How often, in words."""
        return presenting.OFTEN.get(self.every, f"every {self.every} days")

    @property
    def of_house(self) -> bool:
        """Whether it was chosen for the whole house."""
        return self.chosen is not None and self.chosen.team_id is None


def planned(book: Book, role: Role, team: str | None, known: dict[str, Known] | None = None) -> list[Planned]:
    """The plan of a role, for a team or for the whole house, in the order of the book. What was chosen for the team
    holds before what was chosen for the house, and that before what is proposed."""
    proposals = presenting.proposals(book, known_of(book) if known is None else known, DUTIES[role])
    chosen = _chosen(role, team)
    names = dict(Person.objects.filter(pk__in={one.by for one in chosen.values()}).values_list("pk", "name"))
    placed = Duties.now().standards(book, [team]) if team else tuple(one for one in book.placed() if one.journey)
    found = []
    for one in placed:
        proposed, own = proposals[one.standard.id], chosen.get(one.standard.id)
        media = tuple(Medium(each) for each in own.media) if own else proposed.media
        every = own.every if own else proposed.every
        found.append(Planned(one, proposed, media, every, own, names.get(own.by, "somebody who left") if own else ""))
    return found


def _chosen(role: Role, team: str | None) -> dict[str, TaughtHow]:
    house = {one.standard: one for one in TaughtHow.objects.filter(role=role, team=None)}
    return house | {one.standard: one for one in TaughtHow.objects.filter(role=role, team=team)} if team else house
