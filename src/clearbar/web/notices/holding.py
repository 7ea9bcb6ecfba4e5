"""What notices hold of a person: what they were told, and how they want to hear of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from clearbar.web.notices.models import Announced, Hearing, Notice
from clearbar.web.people.holding import Holder, Kept, Private, Subject, SubjectKind, few_at_a_time, holds


@holds("notices")
class Notices(Holder):
    """Notices and how they are heard of."""

    kinds: ClassVar[Mapping[str, Kept]] = {"notices": Kept("notices and announcements", timedelta(days=180))}
    private = (
        Private("notices_notice", "key", {"subject": "''", "text": "''"}, ("select key, person from notices_notice",)),
    )

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Their notices and choices."""
        if subject.kind is not SubjectKind.PERSON:
            return {}
        told = Notice.objects.filter(person=subject.id).order_by("at")
        return {
            "notices": list(told.values("at", "topic", "subject", "text", "path", "read_at")),
            "hearing": list(Hearing.objects.filter(pk=subject.id).values()),
        }

    def erase(self, subject: Subject, at: datetime) -> int:
        """All of it."""
        del at
        if subject.kind is not SubjectKind.PERSON:
            return 0
        gone, _ = Notice.objects.filter(person=subject.id).delete()
        return gone + Hearing.objects.filter(pk=subject.id).delete()[0]

    def forget(self, kind: str, before: datetime) -> int:
        """Those that were told long ago."""
        del kind
        return sum(few_at_a_time(model._default_manager.filter(at__lt=before)) for model in (Notice, Announced))
