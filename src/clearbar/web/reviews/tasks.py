"""What comes by itself: rounds are drawn, and reminders go out."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.ledger.jobs import task
from clearbar.web.reviews.actions.cycles import draw
from clearbar.web.reviews.letters import tell
from clearbar.web.reviews.models import Assignment, Calibration, Card, Cycle, Dispute, Seat
from clearbar.web.reviews.queries.disputes import deciders

BEFORE = timedelta(days=1)
AGAIN = timedelta(days=7)


@task("draw-reviews", every=timedelta(hours=1))
def draw_rounds(*, now: datetime) -> None:
    """Draws the rounds of periods that are over. Each is drawn once, however often this comes."""
    for cycle in Cycle.objects.filter(ended_at=None):
        if drawn := draw(cycle=cycle, at=now):
            reviewers = set(drawn.assignments.values_list("reviewer", flat=True))
            tell(reviewers, "Reviews were drawn for you", "New reviews stand in your queue.", f"round:{drawn.pk}", now)


@task("remind-of-reviews", every=timedelta(hours=1))
def remind(*, now: datetime) -> None:
    """Reminds of what is due within a day, of what is overdue once a week, and of what waits for a decision."""
    remind_reviewers(now)
    remind_seats(now)
    remind_deciders(now)


def remind_reviewers(now: datetime) -> None:
    """One mail to each reviewer, whatever number of reviews it is about."""
    soon = Assignment.objects.filter(state=Assignment.State.OPEN, due__lte=now + BEFORE)
    ready = [one for one in soon if one.reminded_at is None or (one.due < now and one.reminded_at <= now - AGAIN)]
    for reviewer in sorted({one.reviewer for one in ready}):
        own = [one for one in ready if one.reviewer == reviewer]
        late = sum(one.due < now for one in own)
        text = f"{len(own)} of your reviews are due by tomorrow" + (f"; {late} of them are overdue." if late else ".")
        tell([reviewer], "Reviews are due", text, f"due:{reviewer}:{now:%Y%m%d%H}", now)
    Assignment.objects.filter(pk__in=[one.pk for one in ready]).update(reminded_at=now)


def remind_seats(now: datetime) -> None:
    """Those whose marks of a calibration are still missing, a day before its deadline."""
    for one in Calibration.objects.filter(concluded_at=None, deadline__gt=now, deadline__lte=now + BEFORE):
        path = f"/reviews/calibrations/{one.pk}/"
        for seat in Seat.objects.filter(calibration=one, reminded_at=None):
            done = Card.objects.filter(calibration=one, rater=seat.person).exclude(submitted_at=None).count()
            if done < len(one.interactions):
                text = "Your marks of a calibration are still missing. They are asked for by tomorrow."
                tell([seat.person], "A calibration ends tomorrow", text, f"calibration-ends:{one.pk}", now, path)
            Seat.objects.filter(pk=seat.pk).update(reminded_at=now)


def remind_deciders(now: datetime) -> None:
    """Those who may decide a dispute that has waited a week, once a week."""
    waiting = [
        one
        for one in Dispute.objects.filter(state=Dispute.State.OPEN, opened_at__lte=now - AGAIN)
        if one.reminded_at is None or one.reminded_at <= now - AGAIN
    ]
    for key, able in deciders(waiting).items():
        text = "A dispute has waited for a decision for a week or more. Until then, the rating counts in nothing."
        tell(able.who, "A dispute still waits", text, f"waits:{key}:{now:%Y%m%d}", now, f"/reviews/disputes/{key}/")
    Dispute.objects.filter(pk__in=[one.pk for one in waiting]).update(reminded_at=now)
