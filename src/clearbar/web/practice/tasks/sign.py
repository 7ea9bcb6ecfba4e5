"""What comes by itself: objections that nobody answered are brought back to mind."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.ledger.jobs import task
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Grant, Role
from clearbar.web.practice.models.sign import Objection
from clearbar.web.practice.queries.duties import teams_of

BEFORE = timedelta(days=4)
AGAIN = timedelta(days=7)
SUBJECT = "An objection waits for its answer"


@task("practice.remind-of-objections", every=timedelta(hours=6))
def remind(*, now: datetime) -> None:
    """Reminds who leads four days before an objection is due; once it is overdue, the whole house's leaders and
    administrators too, every week."""
    waiting = Objection.objects.filter(state=Objection.State.OPEN, due__lte=now + BEFORE)
    for one in waiting:
        late = one.due <= now
        # What was said before it was overdue was said to others, and does not keep this back.
        again = one.reminded_at is None or (late and (one.reminded_at < one.due or one.reminded_at <= now - AGAIN))
        if not again:
            continue
        text = "Somebody could not agree to a standard and waits for an answer" + (
            ", for longer than the 14 days they were promised." if late else ". It is due within four days."
        )
        told = _answerable(one, now, late)
        tell(
            told,
            SUBJECT,
            text,
            path="/practice/aware/",
            name=f"objection:{one.pk}:{now:%Y%m%d}",
            at=now,
            topic=Topic.PRACTICE,
        )
        Objection.objects.filter(pk=one.pk).update(reminded_at=now)


def _answerable(objection: Objection, now: datetime, late: bool) -> set[str]:
    teams = teams_of(objection.person_id, house_today(now))
    others = Grant.objects.exclude(person=objection.person_id)  # nobody answers their own
    own = set(others.filter(role=Role.LEADER, team__in=teams).values_list("person_id", flat=True))
    if own and not late:
        return own
    house = others.filter(role__in=[Role.LEADER, Role.ADMINISTRATOR], team=None)
    return own | set(house.values_list("person_id", flat=True))
