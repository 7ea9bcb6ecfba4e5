"""What cases hold of a customer or a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, ClassVar

from django.db.models import Q

from clearbar.web.audit.seals import customer_of, destroy, of_customer, unseal
from clearbar.web.followup.holding_arriving import put_away
from clearbar.web.followup.models.recovery import GONE, Case, CaseMessage, CaseOffer, CaseTurn
from clearbar.web.followup.models.recovery_rules import CaseOwner
from clearbar.web.followup.queries.recovery_mark import mark_of
from clearbar.web.people.holding import Holder, Kept, Subject, few_at_a_time, holds

_KIND = "cases"


@holds("cases")
class Cases(Holder):
    """Cases. Of an erased customer the skeleton stays: when, where, what was done; no words, no contact, no link to
    what else is known of them."""

    kinds: ClassVar[Mapping[str, Kept]] = {_KIND: Kept("closed cases", timedelta(days=730))}

    def find(self, reached: str) -> frozenset[str]:
        """By how they are reached, of which there is a keyed hash; by pseudonym, or by the number of an interaction."""
        if not (told := reached.strip()):
            return frozenset()
        known = Q(reached=mark_of(told)) | Q(customer=told) | Q(subject=of_customer(told)) | Q(interaction=told)
        found = Case.objects.filter(known).values_list("subject", flat=True)
        return frozenset(one for subject in found if (one := customer_of(subject)))

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Of a customer what they said and were answered; of a person which cases they answered for. What a customer
        said of somebody is the customer's."""
        if not subject.is_person:
            return {"cases": [_of_customer(one) for one in _of(subject)]}
        found = Case.objects.filter(owner=subject.id).order_by("opened_at")
        return {"cases that you answer for": [_skeleton(one) for one in found]}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Takes a customer's words, contact and messages out of their cases; or a person out of what they did."""
        del at
        return _erase_person(subject.id) if subject.is_person else _erase_customer(subject)

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes cases that were closed before a time."""
        return few_at_a_time(Case.objects.filter(closed_at__lt=before)) if kind == _KIND else 0


def _of(customer: Subject) -> list[Case]:
    theirs = Q(customer=customer.id) | Q(subject=customer.sealed_for) | Q(response__in=customer.responses)
    theirs |= Q(interaction__in=customer.interactions) | Q(reached__in=[mark_of(one) for one in customer.addresses])
    return list(Case.objects.filter(theirs).order_by("opened_at"))


def _skeleton(case: Case) -> dict[str, Any]:
    return {
        "case": case.called, "opened": case.opened_at.isoformat(), "state": case.get_state_display(),
        "severity": case.severity, "closed": case.closed_at.isoformat() if case.closed_at else None,
    }  # fmt: skip


def _of_customer(case: Case) -> dict[str, Any]:
    told = [
        {"at": one.at.isoformat(), "from": "us" if one.ours else "you", "words": unseal(case.subject, one.words)}
        for one in case.messages.all()
    ]
    sealed = {name: unseal(case.subject, getattr(case, name)) for name in ("words", "wish", "contact")}
    offers = [
        {"offer": one.name, "amount": str(one.amount or ""), "currency": one.currency, "state": one.state}
        for one in case.offers.all()
    ]
    return {**_skeleton(case), **sealed, "messages": told, "offers": offers, "rated before": case.before,
            "rated after": case.after}  # fmt: skip


def _erase_customer(customer: Subject) -> int:
    found = _of(customer)
    for name in {one.subject for one in found}:
        destroy(name)
    put_away(Q(case__in=found))
    for case in found:
        CaseMessage.objects.filter(case=case).update(words=None, message_id=None)
        CaseTurn.objects.filter(case=case).update(reason=None)
        CaseTurn.objects.filter(case=case, by=case.subject).update(by="")
        Case.objects.filter(pk=case.pk).update(
            words=None, wish=None, contact=None, customer=None, response=None, interaction=None, reached="",
            subject=f"{GONE}{token_hex(8)}", version=case.version + 1,
        )  # fmt: skip
    return len(found)


def _erase_person(person: str) -> int:
    count = Case.objects.filter(person=person).update(person=None)
    for field in ("owner", "closed_by", "approved_by", "silent_by"):
        count += Case.objects.filter(**{field: person}).update(**{field: ""})
    count += CaseTurn.objects.filter(about=person).update(about="")
    for model in (CaseMessage, CaseTurn, CaseOffer):
        count += model._default_manager.filter(by=person).update(by="")
    count += CaseOffer.objects.filter(decided_by=person).update(decided_by="")
    return count + CaseOwner.objects.filter(person=person).delete()[0]
