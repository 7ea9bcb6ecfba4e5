"""Writes of raising the bar: a machine proposes, a person decides, and the book changes by a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from clearbar.model.book import Level
from clearbar.model.raising import Proposal, Rise
from clearbar.text.days import week_of
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.book.actions import drafts
from clearbar.web.book.models import Draft
from clearbar.web.book.queries import current, names_of, newest
from clearbar.web.bridge import drafting, raising
from clearbar.web.bridge.books import Files
from clearbar.web.followup import quarters
from clearbar.web.followup.models.raising import TURNS, RaisingLook, RaisingProposal, RaisingState
from clearbar.web.followup.queries.raising import decides, proposal_of
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import announce, tell
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.queries import house_rulers
from clearbar.web.people.scope import Scope

WEEKS = 26
"""Proposals rest on what was heard in so many weeks."""
CHANGED = "This standard has changed since the proposal was made. Look at the proposals anew."
TYPED = "Somebody has given this standard another {} in the draft already. Look at it there first."


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


def look(*, at: datetime, actor: str = SYSTEM, scope: Scope | None = None) -> int:
    """Looks for this quarter's proposals anew; how many are open. What was decided stays as it is; what is no longer
    seen goes. By somebody who decides, or by the application itself."""
    demand(scope is None or decides(scope))
    book = current()
    if book is None:
        return 0
    found = raising.proposed(book, _since(at))  # before the transaction: it takes longer than others should wait
    editions = {placed.standard.id: placed.standard.edition for placed in book.placed()}
    return _keep(found, editions, at, scope.person if scope else actor)


@transaction.atomic
def _keep(found: tuple[Proposal, ...], editions: dict[str, str], at: datetime, actor: str) -> int:
    quarter = quarters.quarter_of(house_today(at))
    RaisingLook.objects.update_or_create(quarter=quarter, defaults={"at": at})
    there = {
        (one.standard, one.rise): one for one in RaisingProposal.objects.select_for_update().filter(quarter=quarter)
    }
    taken = {(row.standard, row.edition) for row in there.values() if row.state == RaisingState.ACCEPTED}
    # What was accepted stands in a draft, and the figures are those of before: until it is published nothing is added.
    fresh = {
        (one.standard, one.rise.value): one for one in found if (one.standard, editions[one.standard]) not in taken
    }  # fmt: skip
    changes = 0
    for key, one in fresh.items():
        changes += _seen(there.get(key), one, quarter, editions[one.standard], at)
    for key, row in there.items():
        if key not in fresh and row.state == RaisingState.PROPOSED:
            row.state = RaisingState.GONE
            row.save(update_fields=["state"])
            changes += 1
    if changes:
        values = {"proposals": len(fresh), "changed": changes}
        record(actor=actor, verb="looked for proposals", thing=("quarter", quarter), at=at, values=values)
    return RaisingProposal.objects.filter(quarter=quarter, state=RaisingState.PROPOSED).count()


def _seen(row: RaisingProposal | None, one: Proposal, quarter: int, edition: str, at: datetime) -> int:
    """Keeps a proposal that is seen, as it is seen now; 1 where it is new or back."""
    body = {**asdict(one), "rise": one.rise.value}
    if row is None:
        RaisingProposal.objects.create(
            quarter=quarter, standard=one.standard, rise=one.rise.value, edition=edition, body=body, seen_at=at
        )
        return 1
    if row.state not in {RaisingState.PROPOSED, RaisingState.GONE}:
        return 0
    back = row.state == RaisingState.GONE
    row.state, row.body, row.edition, row.seen_at = RaisingState.PROPOSED, body, edition, at
    row.save(update_fields=["state", "body", "edition", "seen_at"])
    return int(back)


def _since(at: datetime) -> int:
    return week_of(house_today(at) - timedelta(weeks=WEEKS))


@transaction.atomic
def accept(*, scope: Scope, proposal: int, at: datetime) -> Draft:
    """Accepts a proposal: the draft of the book gets its change, as if somebody had edited it; where there is no draft,
    one is begun. What cannot be changed by itself is left to the person who words it.

    Raises Refused where it was decided already, the standard has changed, or the draft cannot be edited.
    """
    demand(decides(scope))
    row = _held(proposal, RaisingState.ACCEPTED)
    one, version = proposal_of(row), newest()
    if version is None or version.editions.get(row.standard) != row.edition:
        raise Refused(CHANGED)
    try:
        draft = Draft.objects.select_for_update().first() or drafts.begin(
            scope=scope, files=version.files, at=at, begun_from=version, how="raising the bar"
        )
        if edit := _edit(one, version.files):
            draft = drafts.arrange(
                scope=scope, at=at, thing=("standard", one.standard), verb=_VERBS[one.rise], edit=edit
            )  # fmt: skip
    except ValidationError as refused:
        raise Refused(" ".join(refused.messages)) from refused
    _decide(row, RaisingState.ACCEPTED, scope, at, "")
    return draft


@transaction.atomic
def decline(*, scope: Scope, proposal: int, reason: str, at: datetime) -> None:
    """Declines a proposal for this quarter, with a reason that those who decide next can read. Raises Refused where it
    was decided already, or no reason is given."""
    demand(decides(scope))
    row = _held(proposal, RaisingState.DECLINED)
    if not reason.strip():
        raise Refused("Say why in a few words: whoever looks next quarter will want to know.")
    _decide(row, RaisingState.DECLINED, scope, at, reason.strip())


_VERBS = {Rise.BAR: "raised the bar of", Rise.TARGET: "raised the target of", Rise.RETIRE: "retired"}


def _edit(one: Proposal, was: Files) -> Callable[[Files], dict[str, str]] | None:
    """What becomes of the files, which were `was` when the figures were heard; None where people must find the
    words."""
    if one.rise is Rise.RETIRE:
        return lambda files: drafting.remove_standard(files, one.standard)
    if one.becomes is None:
        return None
    if one.rise is Rise.BAR:
        return lambda files: _set(files, was, one.standard, "bar", Level(int(one.becomes or 0)).name.lower())
    target = f"{round(100 * one.becomes, 1):g}%"
    return lambda files: _set(files, was, one.standard, "target", target)


def _set(files: Files, was: Files, standard: str, field: str, value: str) -> dict[str, str]:
    """The files with this value. Raises ValueError where somebody has typed another one: who did may have asked for
    more than the figures propose."""
    now, before = (drafting.fields_of(each, "standard", standard)[field] for each in (files, was))
    if now not in {before, value}:
        raise ValueError(TYPED.format(field))
    return drafting.set_fields(files, "standard", standard, {field: value})


def _held(proposal: int, state: str) -> RaisingProposal:
    """The proposal, held until the transaction ends. Raises Refused where it may not turn to this state."""
    row = RaisingProposal.objects.select_for_update().filter(pk=proposal).first()
    if row is None:
        raise Refused("There is no such proposal.")
    if state not in TURNS[row.state]:
        if row.state == RaisingState.GONE:
            raise Refused("By what was heard since, this is no longer proposed.")
        who = names_of([row.by]).get(row.by, "Somebody")
        raise Refused(f"{who} has {row.get_state_display()} this already.")
    return row


def _decide(row: RaisingProposal, state: str, scope: Scope, at: datetime, reason: str) -> None:
    row.state, row.reason, row.by, row.decided_at = state, reason, scope.person, at
    row.save(update_fields=["state", "reason", "by", "decided_at"])
    values = {"standard": row.standard, "rise": row.rise, "quarter": row.quarter, "reason": reason}
    record(
        actor=scope.person, verb=f"{state} a proposal", thing=("proposal", row.pk), at=at, subject=scope.person,
        values=values,
    )  # fmt: skip


@transaction.atomic
def tell_deciders(*, at: datetime) -> bool:
    """Tells those who decide, once a quarter, that there are proposals; whether it did."""
    quarter = quarters.quarter_of(house_today(at))
    look = RaisingLook.objects.select_for_update().filter(quarter=quarter, told=False).first()
    left = RaisingProposal.objects.filter(quarter=quarter, state=RaisingState.PROPOSED).exists()
    if look is None or not left:
        return False
    look.told = True
    look.save(update_fields=["told"])
    subject, name = "Proposals for the book of standards", f"raising:{quarter}"
    text = "This quarter some standards can rise, or need other words. Look at what is proposed, and decide."
    tell(house_rulers(), subject, text, path="/followup/raising/", name=name, at=at, topic=Topic.HOUSE)
    announce(subject, text, path="/followup/raising/", name=name, at=at, topic=Topic.HOUSE)
    record(actor=SYSTEM, verb="told of proposals", thing=("quarter", quarter), at=at)
    return True
