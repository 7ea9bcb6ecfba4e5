"""Writes of the person in a file of corrective action: what they read, answer and object to; and how an objection is
settled."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from clearbar.text.redact import storable
from clearbar.web.audit.seals import seal, unseal
from clearbar.web.followup.actions.correction import Refused, ended_objections, line, told, turn
from clearbar.web.followup.models.correction import (
    Correction,
    CorrectionAnswer,
    CorrectionObjection,
    CorrectionStep,
)
from clearbar.web.followup.queries.correction_permits import leaders_of, settlers
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.days import today_of
from clearbar.web.people.scope import Scope

_State = CorrectionObjection.State


@transaction.atomic
def read(*, scope: Scope, step: CorrectionStep, at: datetime) -> None:
    """The person says that they have read a step; that is no agreement. Said twice, it is kept once."""
    demand(step.correction.person_id == scope.person)
    if CorrectionStep.objects.filter(pk=step.pk, read_at=None).update(read_at=at):
        line(scope, "read a step", step.correction, at, {"step": step.number})


@transaction.atomic
def answer(*, scope: Scope, file: Correction, step: CorrectionStep | None, words: str, at: datetime) -> None:
    """The person answers a step, or the file, also after it ended. The same words sent twice are kept once."""
    demand(file.person_id == scope.person and (step is None or step.correction_id == file.pk))
    said, earlier = storable(words), file.answers.filter(step=step).last()
    if earlier and (unseal(file.subject, earlier.sealed) or {}).get("words") == said:
        return
    kept = CorrectionAnswer.objects.create(
        correction=file, step=step, sealed=seal(file.subject, {"words": said}), at=at
    )
    line(scope, "answered", file, at, {"step": step.number if step else None})
    _tell_leaders(file, "Somebody answered a step of corrective action", _ANSWERED, f"answer:{kept.pk}", at)


@transaction.atomic
def object_to(
    *, scope: Scope, file: Correction, step: CorrectionStep | None, words: str, at: datetime
) -> CorrectionObjection:
    """The person objects to a step, or to the file. Raises Refused where an objection waits already, or this step was
    objected to before, and where the file is over."""
    demand(file.person_id == scope.person and (step is None or step.correction_id == file.pk))
    settled = file.objections.filter(step=step).exclude(state__in=(_State.WITHDRAWN, _State.WAITING))
    if settled.exists() or (step is not None and step.state == CorrectionStep.State.ANNULLED):
        raise Refused("Your objection to this was settled. You can still answer in your own words.")
    turn(file, "object")
    try:
        with transaction.atomic():
            kept = CorrectionObjection.objects.create(
                correction=file, step=step, at=at,
                sealed=seal(file.subject, {"words": storable(words), "answer": ""}),
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("An objection of yours waits already.") from clash
    line(scope, "objected", file, at, {"step": step.number if step else None})
    tell(
        settlers(file, step, today_of(file.person_id, at)), "An objection waits for your answer", _OBJECTED,
        path=f"/followup/correction/{file.pk}/", name=f"objection:{kept.pk}", at=at, topic=Topic.CORRECTION,
    )  # fmt: skip
    return kept


@transaction.atomic
def withdraw(*, scope: Scope, objection: CorrectionObjection, at: datetime) -> None:
    """The person takes their objection back. Raises Refused where it was settled meanwhile."""
    file = objection.correction
    demand(file.person_id == scope.person)
    _settled(objection, _State.WITHDRAWN, scope, at)
    turn(file, "withdraw")
    line(scope, "withdrew an objection", file, at, {})


@transaction.atomic
def settle(*, scope: Scope, objection: CorrectionObjection, stays: bool, words: str, at: datetime) -> None:
    """Answers an objection: the step stays, or is taken back with those that came after it; taking back the file itself
    drops it. Raises Refused where it was settled meanwhile."""
    file, step = objection.correction, objection.step
    able = settlers(file, step, today_of(file.person_id, at))
    demand(scope.person in able)
    said = (unseal(file.subject, objection.sealed) or {}) | {"answer": storable(words)}
    objection.sealed = seal(file.subject, said)
    _settled(objection, _State.STAYS if stays else _State.ANNULLED, scope, at)
    if stays or step is not None:
        turn(file, "settle")
    else:
        turn(file, "annul", ended_at=at, ended_by=scope.person)
        ended_objections(file, at)
    if step is not None and not stays:
        # What came after it rested on it.
        file.steps.filter(number__gte=step.number, at__gte=step.at).update(state=CorrectionStep.State.ANNULLED)
    line(scope, "settled an objection", file, at, {"stays": stays})
    told(file, "Your objection was answered", _SETTLED, f"settled:{objection.pk}", at)


def _settled(objection: CorrectionObjection, state: str, scope: Scope, at: datetime) -> None:
    waiting = CorrectionObjection.objects.filter(pk=objection.pk, state=_State.WAITING)
    if not waiting.update(state=state, settled_at=at, settled_by=scope.person, sealed=objection.sealed):
        raise Refused("This objection was settled meanwhile.")
    objection.refresh_from_db()


def _tell_leaders(file: Correction, subject: str, text: str, name: str, at: datetime) -> None:
    involved = {file.opened_by, *file.steps.values_list("by", flat=True)}
    tell(
        leaders_of(file.person_id, today_of(file.person_id, at)) & involved, subject, text,
        path=f"/followup/correction/{file.pk}/", name=f"correction:{name}", at=at, topic=Topic.CORRECTION,
    )  # fmt: skip


_ANSWERED = "The page of the file says what they say."
_OBJECTED = "Until it is settled it delays the next step, by 14 days at most."
_SETTLED = "The page of the file says how, and why."
