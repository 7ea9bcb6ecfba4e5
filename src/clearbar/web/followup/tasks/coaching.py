"""What comes by itself in coachings: a day that was agreed on has come, or enough fresh evidence has."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.followup.actions.coaching_told import hear
from clearbar.web.followup.models.coaching import Coaching, Commitment
from clearbar.web.followup.queries.coaching_evidence import what_changed
from clearbar.web.followup.queries.coaching_permits import may_be_coached_by
from clearbar.web.ledger.jobs import task
from clearbar.web.people.days import today_of
from clearbar.web.people.scope import narrowest


@task("followup.coaching-days", every=timedelta(hours=1))
def days(*, now: datetime) -> None:
    """Tells whose commitment it is that its day has come, where they work, and both that they look again on its day;
    each once."""
    for one in Coaching.objects.filter(state=Coaching.State.AGREED).prefetch_related("commitments"):
        today = today_of(one.person, now)
        for each in one.commitments.all():
            if each.kept_at is None and each.by <= today:
                whose = one.person if each.whose == Commitment.Whose.PERSON else one.coach
                hear(one, "due", now, to=_here(one, now) & {whose}, once=f"{each.pk}:{each.by}")
        if one.check_on and one.check_on <= today:
            hear(one, "check", now, to=_here(one, now), once=f"{one.check_on}")


@task("followup.coaching-evidence", every=timedelta(hours=6))
def fresh_evidence(*, now: datetime) -> None:
    """Tells both, once, that enough fresh ratings have come to say what changed."""
    for one in Coaching.objects.filter(state=Coaching.State.AGREED):
        if what_changed(narrowest(one.person), one).after is not None:
            hear(one, "check", now, to=_here(one, now), once="enough")


def _here(one: Coaching, now: datetime) -> set[str]:
    """The person, and the coach as long as they coach them."""
    return {one.person, one.coach} if may_be_coached_by(one.person, one.coach, now) else {one.person}
