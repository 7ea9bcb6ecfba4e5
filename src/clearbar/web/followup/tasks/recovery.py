"""What comes by itself in recovery: cases from answers, what customers say afterwards, and telling that one is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypedDict

from clearbar.web.audit.actions import SYSTEM
from clearbar.web.audit.seals import unseal
from clearbar.web.followup.actions.recovery import OVERALL, came_back, customer_said, level_of, open_case
from clearbar.web.followup.actions.recovery_after import rated_again
from clearbar.web.followup.actions.recovery_change import find_owner, tell_late
from clearbar.web.followup.models.recovery import CameBy, Case, CaseMessage, Severity
from clearbar.web.followup.queries.recovery_after import case_of_response
from clearbar.web.followup.queries.recovery_sent import mail_name, refused_letters
from clearbar.web.ledger.jobs import task
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person

AT_ONCE = 500
"""Cases that one run looks at; the next comes soon."""
WORST = 1
"""The level of the whole from which a case is serious."""


@task("followup.wished", hears=("wished",))
def wished(*, now: datetime, response: str, subject: str = "", contact: str | None = None, **_: Any) -> None:
    """An answer fell short, and who gave it said what would make it right. With a wish to be contacted it is a case; an
    answer about a case says more of that one. Without one there is nobody to answer."""
    wish = "\n\n".join(_words(response, Comment.Kind.RIGHT))
    known = case_of_response(response)
    if known:
        _said_again(known, response, wish, now)
        return
    to = unseal(subject, contact.encode()) if contact else None
    if not to:
        return
    ratings = list(Rating.objects.filter(response=response))
    whole = level_of(response)
    open_case(
        at=now,
        actor=SYSTEM,
        came_by=CameBy.SURVEY,
        words="\n\n".join(_words(response, Comment.Kind.OPEN)),
        wish=wish,
        contact=str(to),
        subject=subject,
        response=response,
        severity=Severity.SERIOUS if whole is not None and whole <= WORST else Severity.ORDINARY,
        standard=_worst(ratings),
        **_place(ratings),
    )


def _words(response: str, kind: str) -> list[str]:
    return list(Comment.objects.filter(response=response, kind=kind).values_list("text", flat=True))


class _Place(TypedDict):
    site: str | None
    team: str | None
    person: str | None
    interaction: str | None
    customer: str | None


def _place(ratings: list[Rating]) -> _Place:
    """Where it was and who served, as the rating of the whole says; else as any does."""
    ordered = sorted(ratings, key=lambda one: (one.standard != OVERALL, one.standard))
    one = ordered[0] if ordered else Rating()
    return _Place(
        site=one.site, team=one.team, person=one.person, interaction=one.interaction, customer=one.customer
    )  # fmt: skip


def _worst(ratings: list[Rating]) -> str:
    """The standard that was rated lowest; the case is about that one until somebody says otherwise."""
    about = [one for one in ratings if one.standard != OVERALL]
    return min(about, key=lambda one: (one.level, one.standard)).standard if about else ""


def _said_again(case: Case, response: str, words: str, now: datetime) -> None:
    if words:
        customer_said(
            case=case, words=words, at=now, way=CaseMessage.Way.SURVEY, message_id=f"survey:{response}:wish"
        )  # fmt: skip


@task("followup.rated after", hears=("rated",))
def rated_after(*, now: datetime, response: str, **_: Any) -> None:
    """A customer rated how it is after it was made right."""
    case = case_of_response(response)
    if case:
        rated_again(case=case, response=response, at=now)


@task("followup.late", every=timedelta(minutes=5))
def late(*, now: datetime) -> None:
    """Lets cases whose only answer no mail server took wait for one again, tells of those that are late, and finds
    owners for those whose owner cannot act any more."""
    for letter in refused_letters():
        came_back(case=letter.case, letter=mail_name(letter), at=now)
    for case in Case.objects.filter(look_at__lte=now).order_by("look_at")[:AT_ONCE]:
        tell_late(case=case, at=now)
    here = Person.objects.filter(Person.present(house_today(now)), user__is_active=True).values("pk")
    for case in Case.objects.exclude(due=None).exclude(owner__in=here)[:AT_ONCE]:
        find_owner(case=case, at=now)
