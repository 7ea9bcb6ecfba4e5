"""What surveys hold of a person or a customer: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from clearbar.text.zones import day_and_week
from clearbar.web.audit.seals import customer_of, destroy, unseal_all
from clearbar.web.people.holding import Holder, Kept, Subject, few_at_a_time, holds
from clearbar.web.surveys.marks import mark_of
from clearbar.web.surveys.models import Contact, Invite, Said, Wish


@holds("surveys")
class Surveys(Holder):
    """Who was asked, how they are reached, and who wished to be contacted."""

    kinds = MappingProxyType(
        {
            "invitations": Kept("who was asked for an answer, and how they are reached", timedelta(days=365)),
            "wishes": Kept("how to reach who wished to be contacted", timedelta(days=365)),
        }
    )

    def find(self, reached: str) -> frozenset[str]:
        """By how they are reached: the keyed hash of what was typed."""
        mark = mark_of(reached.strip())
        asked = Invite.objects.filter(reached=mark).values_list("subject", flat=True) if mark else ()
        wished = Wish.objects.filter(reached=mark).values_list("subject", flat=True) if mark else ()
        return frozenset(one for subject in (*asked, *wished) if (one := customer_of(subject)))

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """A customer gets when they were asked, and how they are reached."""
        if subject.is_person:
            return {}
        asked, wished = list(_invites(subject)), list(_wishes(subject))
        contacts = [(one.subject, one.contact) for one in asked] + [(one.subject, one.contact) for one in wished]
        reached = unseal_all(contacts)
        told = [
            {"survey": one.survey.name, "at": one.asked_at, "language": one.language, "answered": one.spent, "to": to}
            for one, to in zip(asked, reached, strict=False)
        ]
        wishes = [{"week": one.week, "reach me at": to} for one, to in zip(wished, reached[len(asked) :], strict=True)]
        return {"invitations": told, "wishes": wishes}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Of a customer everything; of a person that they served."""
        del at
        if subject.is_person:
            named = Invite.objects.annotate(words=Cast("performers", TextField())).filter(words__contains=subject.id)
            for invite in named:
                invite.performers = {step: who for step, who in invite.performers.items() if who != subject.id}
                invite.save(update_fields=["performers"])
            return Invite.objects.filter(person=subject.id).update(person=None)
        asked, wished = list(_invites(subject)), list(_wishes(subject))
        known = [(one.subject, one.reached) for one in asked] + [(one.subject, one.reached) for one in wished]
        marks = {mark_of(f"customer:{subject.id}"), *(reached for _, reached in known if reached)}
        count = Contact.objects.filter(hash__in=marks).delete()[0]
        for one in {name for name, _ in known}:
            destroy(one)
        Said.objects.filter(response__in=subject.responses).delete()
        return count + _invites(subject).delete()[0] + _wishes(subject).delete()[0]

    def forget(self, kind: str, before: datetime) -> int:
        """Whole rows of who was asked long ago; of wishes the address."""
        if kind == "invitations":
            return few_at_a_time(Invite.objects.filter(asked_at__lt=before))
        old = Wish.objects.filter(week__lt=day_and_week(before, "UTC")[1]).exclude(contact=None, reached="")
        return few_at_a_time(old, lambda few: few.update(contact=None, reached=""))


def _invites(subject: Subject) -> QuerySet[Invite]:
    theirs = Q(subject=subject.sealed_for) | Q(customer=subject.id) | Q(interaction__in=subject.interactions)
    return Invite.objects.filter(theirs).select_related("survey").order_by("key")


def _wishes(subject: Subject) -> QuerySet[Wish]:
    return Wish.objects.filter(Q(subject=subject.sealed_for) | Q(response__in=subject.responses)).order_by("key")
