"""What corrective action holds of a person: to hand it out, to erase it, to forget it in time.

A file has to stay for as long as the organisation says, also of somebody who is erased: the law may ask for it. Until
then it is sealed with a key of its own, since theirs is destroyed; then it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Q

from clearbar.web.audit.seals import destroy, seal_all, unseal_all
from clearbar.web.followup.models.correction import Correction, CorrectionObjection, CorrectionStep
from clearbar.web.followup.queries.correction_evidence import with_quotes
from clearbar.web.people.days import house_days, house_today
from clearbar.web.people.holding import Holder, Kept, Subject, SubjectKind, few_at_a_time, holds

GONE = ""
"""What stands where somebody was named who was erased."""
_KIND = "corrections"


@holds("corrective action")
class Corrections(Holder):
    """Files about a person. The person reads all of it anyway; what they answered is theirs."""

    kinds: ClassVar[Mapping[str, Kept]] = {
        _KIND: Kept("files of corrective action that have ended, also of somebody who is erased", timedelta(days=730))
    }

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Their files, whole."""
        if subject.kind is not SubjectKind.PERSON:
            return {}
        day = house_days()
        found = Correction.objects.filter(person=subject.id).prefetch_related("steps", "answers", "objections")
        return {"files of corrective action": [_told(one, day) for one in found]}

    def stays(self, subject: Subject, at: datetime) -> Sequence[str]:
        """Files whose time is not over."""
        today = house_today(at)
        return [_says(until) for one in _files(subject) if (until := _until(one, subject)) >= today]

    def erase(self, subject: Subject, at: datetime) -> int:
        """Deletes the files about them whose time is over, and puts the others apart; where they led or were present,
        their pseudonym goes."""
        if subject.kind is not SubjectKind.PERSON:
            return 0
        count, today = 0, house_today(at)
        for one in _files(subject):
            if one.apart:
                continue
            if _until(one, subject) < today or not _put_apart(one):
                one.delete()
            count += 1
        return count + _unname(subject.id)

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes files that ended before a time, or whose person had left before it."""
        if kind != _KIND:
            return 0
        old = Q(ended_at__lt=before) | Q(ended_at=None, person__left_on__lt=house_today(before))
        found = Correction.objects.filter(old)
        for one in found.filter(apart=True):
            destroy(one.own_subject)
        return few_at_a_time(found)


def _files(subject: Subject) -> list[Correction]:
    if subject.kind is not SubjectKind.PERSON:
        return []
    return list(Correction.objects.filter(person=subject.id).select_related("person").order_by("opened_at"))


def _until(file: Correction, subject: Subject) -> date:
    """The last day of a file: the organisation's time after it ended, or after its person left."""
    span = subject.kept.get(_KIND, Corrections.kinds[_KIND].default)
    begins = house_today(file.ended_at) if file.ended_at else file.person.left_on
    return begins + span if begins and span is not None else date.max


def _says(until: date) -> str:
    end = "for as long as you keep such files" if until == date.max else f"until {until.day} {until:%B %Y}"
    return (
        f"A file of corrective action stays {end}, sealed apart from all else, because you keep such files for as long "
        "as the law may ask for them; say under “How long things are kept” if that is less."
    )


def _parts(file: Correction) -> list[Any]:
    return [file, *file.steps.all(), *file.answers.all(), *file.objections.all()]


def _put_apart(file: Correction) -> bool:
    """Seals a file with a key of its own; false where it cannot be read any more, as after a restore."""
    parts = _parts(file)
    said = unseal_all([(file.person_id, one.sealed) for one in parts])
    if said[0] is None:
        return False
    for one, sealed in zip(parts, seal_all([(file.own_subject, each) for each in said]), strict=True):
        type(one)._default_manager.filter(pk=one.pk).update(sealed=sealed)
    Correction.objects.filter(pk=file.pk).update(apart=True)
    return True


def _unname(person: str) -> int:
    """Takes a person out of the files of others."""
    count = 0
    for name in ("opened_by", "ended_by"):
        count += Correction.objects.filter(**{name: person}).update(**{name: GONE})
    count += CorrectionStep.objects.filter(by=person).update(by=GONE)
    count += CorrectionObjection.objects.filter(settled_by=person).update(settled_by=GONE)
    for step in CorrectionStep.objects.only("pk", "present"):
        if person in step.present:
            step.present = [one for one in step.present if one != person]
            step.save(update_fields=["present"])
            count += 1
    return count


def _told(file: Correction, day: Callable[[datetime], date]) -> dict[str, Any]:
    parts = _parts(file)
    read = with_quotes([said or {} for said in unseal_all([(file.subject, one.sealed) for one in parts])])
    said = {(type(one), one.pk): words for one, words in zip(parts, read, strict=True)}

    def opened(one: Any) -> dict[str, Any]:
        return said[type(one), one.pk]

    return {
        "opened": f"{day(file.opened_at)}", "state": file.state, "standards": file.standards,
        "outside the guard": file.outside, **opened(file),
        "steps": [
            {"name": one.name, "day": f"{one.day}", "until": f"{one.until}", "state": one.state, **opened(one)}
            for one in file.steps.all()
        ],
        "answers": [{"at": f"{day(one.at)}", **opened(one)} for one in file.answers.all()],
        "objections": [
            {"at": f"{day(one.at)}", "state": one.state, **opened(one)} for one in file.objections.all()
        ],
    }  # fmt: skip
