"""What the pulse of staff holds of somebody: that they have answered in the quarter that runs, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from clearbar.web.followup import quarters
from clearbar.web.followup.models.pulse import PulseAnswer, PulseMark, PulseSalt
from clearbar.web.followup.queries.pulse import SALT_OF, mark_of
from clearbar.web.people.days import house_today
from clearbar.web.people.holding import Holder, Kept, Private, Subject, SubjectKind, holds


@holds("pulse")
class Pulse(Holder):
    """Marks of the quarter that runs. Which answer is whose, nobody can tell, so no answer is handed out or erased."""

    kinds: ClassVar[Mapping[str, Kept]] = {"pulse": Kept("answers to the pulse of staff", timedelta(days=3 * 366))}
    private = (
        Private(
            "followup_pulsesalt", "id", {"secret": "''"},
            (f"select id, '{SALT_OF}' || quarter from followup_pulsesalt",),  # noqa: S608
        ),
    )  # fmt: skip
    """A backup has the salt in a box whose key goes with the quarter: afterwards no archive tells who answered."""

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """The quarters of which it is known that they answered."""
        if subject.kind is not SubjectKind.PERSON:
            return {}
        told = [{"quarter": quarters.called(mark.quarter), "answered": True} for mark in _marks(subject.id)]
        return {"pulse": told} if told else {}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Takes the mark out."""
        del at
        if subject.kind is not SubjectKind.PERSON:
            return 0
        return PulseMark.objects.filter(pk__in=[mark.pk for mark in _marks(subject.id)]).delete()[0]

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes the answers of quarters that ended before."""
        del kind
        last = quarters.before(quarters.quarter_of(house_today(before)))
        return PulseAnswer.objects.filter(quarter__lte=last).delete()[0]


def _marks(person: str) -> list[PulseMark]:
    salted = PulseSalt.objects.values_list("quarter", flat=True)
    return list(PulseMark.objects.filter(hash__in=[mark_of(one, person) for one in salted]))
