"""Reads of raising the bar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from clearbar.model.raising import Proposal, Rise
from clearbar.web.book.permits import may_write
from clearbar.web.book.queries import names_of
from clearbar.web.followup import quarters
from clearbar.web.followup.models.raising import RaisingLook, RaisingProposal, RaisingState
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope

HEADINGS = {
    Rise.BAR: ("The bar can rise", "Met so surely that the next level is reached nearly as often."),
    Rise.TARGET: ("The target can rise", "Met so surely that more can be asked for, at the same bar."),
    Rise.RETIRE: ("Does not matter to customers", "Their verdict does not hang on it, and enough was heard to say so."),
    Rise.REWORD: ("Nobody agrees on it", "Those who rate the same interactions do not write down the same."),
}


def decides(scope: Scope) -> bool:
    """Whether somebody decides on proposals: those who write the book."""
    return may_write(scope)


@dataclass(frozen=True)
class Shown:
    """One proposal, and what was decided on it, by whom."""

    row: RaisingProposal
    proposal: Proposal
    who: str = ""


@dataclass(frozen=True)
class Quarter:
    """A quarter: its open proposals by kind with their headings, and what was decided."""

    number: int
    name: str
    open: list[tuple[str, str, list[Shown]]]
    decided: list[Shown] = field(default_factory=list)
    looked: datetime | None = None


def quarter(now: datetime) -> Quarter:
    """The quarter that runs. Three queries."""
    number = quarters.quarter_of(house_today(now))
    rows = list(RaisingProposal.objects.filter(quarter=number).exclude(state=RaisingState.GONE))
    who = names_of(one.by for one in rows if one.by)
    shown = [Shown(one, proposal_of(one), who.get(one.by, "")) for one in rows]
    left = [one for one in shown if one.row.state == RaisingState.PROPOSED]
    found = [
        (*HEADINGS[rise], some) for rise in Rise if (some := [one for one in left if one.proposal.rise is rise])
    ]  # fmt: skip
    decided = sorted(
        (one for one in shown if one.row.decided_at), key=lambda one: one.row.decided_at or now, reverse=True
    )
    look = RaisingLook.objects.filter(quarter=number).first()
    return Quarter(number, quarters.called(number), found, decided, look.at if look else None)


def proposal_of(row: RaisingProposal) -> Proposal:
    """The proposal as it was last seen."""
    return Proposal(**{**row.body, "rise": Rise(row.body["rise"])})


def waiting(now: datetime) -> int:
    """How many proposals of the quarter nobody has decided on."""
    number = quarters.quarter_of(house_today(now))
    return RaisingProposal.objects.filter(quarter=number, state=RaisingState.PROPOSED).count()
