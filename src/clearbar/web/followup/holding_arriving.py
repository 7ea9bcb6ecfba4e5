"""What letters hold of a customer: what they wrote, where it became no case or before it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Q

from clearbar.web.audit.seals import customer_of, destroy, of_customer
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.queries.arriving import letters, subject_of
from clearbar.web.people.holding import Holder, Kept, Subject, SubjectKind, few_at_a_time, holds


@holds("letters")
class Letters(Holder):
    """Letters that arrived. Those that belong to a case go with it: cases take them along."""

    kinds: ClassVar[Mapping[str, Kept]] = {"letters": Kept("letters on which was decided", timedelta(days=365))}

    def find(self, reached: str) -> frozenset[str]:
        """By the address that somebody writes from, or by their pseudonym."""
        told = {of_customer(reached), subject_of(reached)}
        found = Arrival.objects.filter(subject__in=told).values_list("subject", flat=True)
        return frozenset(one for subject in found if (one := customer_of(subject)))

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What a customer wrote."""
        if subject.kind is not SubjectKind.CUSTOMER:
            return {}
        rows = list(Arrival.objects.filter(_theirs(subject)).order_by("at", "pk"))
        told = [
            {"arrived": one.arrival.at.isoformat(), "from": one.sender, "subject": one.subject, "text": one.text}
            for one in letters(rows)
        ]
        return {"letters": told} if told else {}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Deletes what a customer wrote, and the keys that it was sealed with. That their mails were taken stays as
        hashes of which nothing can be read. Of a person that they decided."""
        del at
        if subject.kind is not SubjectKind.CUSTOMER:
            return Arrival.objects.filter(by=subject.id).update(by="")
        return put_away(_theirs(subject))

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes letters that arrived before, but for those that wait for somebody."""
        del kind
        return few_at_a_time(Arrival.objects.filter(at__lt=before).exclude(state=Arrival.State.WAITS))


def put_away(which: Q) -> int:
    """Deletes letters and destroys their senders' keys; how many."""
    found = Arrival.objects.filter(which)
    for one in set(found.values_list("subject", flat=True)):
        destroy(one)
    return found.delete()[0]


def _theirs(customer: Subject) -> Q:
    wrote = {customer.sealed_for, *(subject_of(one) for one in customer.addresses)}
    return Q(subject__in=wrote) | Q(case__customer=customer.id) | Q(case__subject=customer.sealed_for)
