"""What waits for somebody about corrective action."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.followup.models.correction import Correction, CorrectionObjection, CorrectionStep
from clearbar.web.followup.queries.correction_permits import leads, settlers
from clearbar.web.people.acts import Act
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope

_GOING = (Correction.State.OPEN, Correction.State.OBJECTED)
_TAKEN = CorrectionStep.State.TAKEN


def acts(scope: Scope, now: datetime) -> list[Act]:
    """Steps about oneself that one has not read; objections that wait for one's answer; files whose time is over."""
    found = [_read(one) for one in _unread(scope)]
    if scope.has(Role.LEADER):
        found += [*_objections(scope, now), *_over(scope, now)]
    return found


def _unread(scope: Scope) -> list[CorrectionStep]:
    mine = CorrectionStep.objects.filter(correction__person=scope.person, read_at=None, state=_TAKEN)
    return list(mine.order_by("at"))


def _read(step: CorrectionStep) -> Act:
    return Act(
        "A step of corrective action about you was written down. You can answer it.",
        reverse("correction", args=[step.correction_id]), "Read it",
    )  # fmt: skip


def _objections(scope: Scope, now: datetime) -> list[Act]:
    waiting = CorrectionObjection.objects.filter(state=CorrectionObjection.State.WAITING).order_by("at")
    return [
        Act(
            "An objection waits for your answer; until then no further step is taken.",
            reverse("correction-settle", args=[one.correction_id]), "Answer it",
        )
        for one in waiting.select_related("correction", "step")
        if leads(scope, one.correction.person_id)
        and scope.person in settlers(one.correction, one.step, today_of(one.correction.person_id, now))
    ]  # fmt: skip


def _over(scope: Scope, now: datetime) -> list[Act]:
    going = Correction.objects.filter(state__in=_GOING, person__in=scope.led).prefetch_related("steps")
    found = []
    for file in going:
        taken = [one for one in file.steps.all() if one.state == _TAKEN]
        if taken and taken[-1].until < today_of(file.person_id, now):
            says = "The time that was agreed in a file of corrective action is over: end it, or take the next step."
            found.append(Act(says, reverse("correction", args=[file.pk]), "Look at it again"))
    return found
