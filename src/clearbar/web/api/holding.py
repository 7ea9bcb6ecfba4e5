"""What the API holds of a person or a customer: tokens, answers to repeated requests, and calls of hooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from clearbar.web.api.models import ApiToken, Call
from clearbar.web.people.holding import Holder, Kept, Subject, few_at_a_time, holds


@holds("api")
class Api(Holder):
    """Tokens that act in a person's scope, and what hooks were told."""

    kinds = MappingProxyType({"calls": Kept("what hooks were told", timedelta(days=90))})

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Their tokens; never a secret, of which only hashes are kept."""
        found = ApiToken.objects.filter(person=subject.id) if subject.is_person else ApiToken.objects.none()
        return {"tokens": list(found.values("name", "rights", "made_at", "expires_on", "ended_at", "last_used_on"))}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Tokens, with what was answered by them, and calls that tell of the subject."""
        del at
        count = ApiToken.objects.filter(person=subject.id).delete()[0] if subject.is_person else 0
        told = Call.objects.annotate(words=Cast("data", TextField()))
        for word in (subject.id, *subject.interactions, *subject.addresses):
            count += told.filter(words__contains=word).delete()[0]
        return count

    def forget(self, kind: str, before: datetime) -> int:
        """Whole rows."""
        del kind
        return few_at_a_time(Call.objects.filter(made_at__lt=before))
