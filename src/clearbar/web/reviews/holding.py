"""What reviews hold of a person or a customer: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from clearbar.text.zones import local_date
from clearbar.web.ledger.holding import ERASED, without
from clearbar.web.people.holding import Holder, Kept, Private, Subject, few_at_a_time, holds
from clearbar.web.people.models import Organisation
from clearbar.web.reviews.models import Assignment, Calibration, Card, Conflict, Consensus, Cycle, Dispute, Round, Seat

_OF_INTERACTION = "select c.key, i.{0} from reviews_card c join ledger_interaction i on i.id = c.interaction"
_ASSIGNED = "select a.key, i.{0} from reviews_assignment a join ledger_interaction i on i.id = a.interaction"
_AGREED = "select a.id, i.{0} from reviews_consensus a join ledger_interaction i on i.id = a.interaction"
TOLD = ("level", "na", "reason", "comment", "causes")


@holds("reviews")
class Reviews(Holder):
    """Scorecards, disputes, and who is drawn for what."""

    kinds = MappingProxyType(
        {
            "drafts": Kept("scorecards that were begun and never sent", timedelta(days=180)),
            "disputes": Kept("the words of disputes that were decided", timedelta(days=1095)),
        }
    )
    private = (
        Private(
            "reviews_card", "key", {"marks": "'{}'"},
            ("select key, person from reviews_card",), (_OF_INTERACTION.format("customer"),),
        ),
        Private(
            "reviews_dispute", "key", {"reason": "''", "answer": "''"}, ("select key, person from reviews_dispute",)
        ),
        Private(
            "reviews_assignment", "key", {"reason": "''"},
            ("select key, person from reviews_assignment",), (_ASSIGNED.format("customer"),),
        ),
        Private(
            "reviews_consensus", "id", {"reason": "''"}, (_AGREED.format("person"),), (_AGREED.format("customer"),)
        ),
        Private(
            "reviews_conflict", "id", {"reason": "''"},
            ("select id, reviewer from reviews_conflict", "select id, nullif(person, '') from reviews_conflict"),
        ),
    )  # fmt: skip

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What reviews say of a person, without who wrote them, and what the person objected."""
        if not subject.is_person:
            return {}
        zone = Organisation.the().timezone
        about = Card.objects.filter(person=subject.id).exclude(submitted_at=None)
        cards = [
            {
                "day": local_date(at, zone),
                "interaction": card.interaction,
                "source": card.source,
                "marks": _told(card),
            }
            for card in about.exclude(kind=Card.Kind.CALIBRATION).order_by("submitted_at")
            if (at := card.submitted_at)
        ]
        said = Dispute.objects.filter(person=subject.id).order_by("opened_at")
        wrote = Card.objects.filter(rater=subject.id).exclude(submitted_at=None)
        return {
            "reviews": cards,
            "disputes": list(
                said.values("standard", "was", "proposed", "reason", "opened_at", "state", "decided_at", "answer")
            ),
            "reviews_written": list(wrote.values("submitted_at", "journey")),
        }

    def erase(self, subject: Subject, at: datetime) -> int:
        """Comments and disputes go; levels stay where the ledger keeps them, without whose they were."""
        del at
        return _erase_person(subject) if subject.is_person else _erase_customer(subject)

    def forget(self, kind: str, before: datetime) -> int:
        """Drafts are deleted; of disputes the words."""
        if kind == "drafts":
            return few_at_a_time(Card.objects.filter(submitted_at=None, changed_at__lt=before))
        old = Dispute.objects.filter(decided_at__lt=before).exclude(reason=ERASED)
        return few_at_a_time(old, lambda few: few.update(reason=ERASED, answer=""))


def _told(card: Card) -> dict[str, dict[str, Any]]:
    return {
        standard: {name: mark[name] for name in TOLD if mark.get(name) not in (None, "", [])}
        for standard, mark in card.marks.items()
    }


def _bare(card: Card) -> None:
    """Leaves the levels of a card, and nothing that somebody wrote or quoted."""
    keep = ("level", "na", "causes")
    card.marks = {
        standard: {name: mark[name] for name in keep if name in mark} for standard, mark in card.marks.items()
    }


def _erase_person(subject: Subject) -> int:
    count = 0
    for card in Card.objects.filter(person=subject.id):
        _bare(card)
        card.person = None
        card.save(update_fields=["marks", "person"])
        count += 1
    for calibration in Card.objects.filter(interaction__in=subject.interactions, kind=Card.Kind.CALIBRATION):
        _bare(calibration)
        calibration.save(update_fields=["marks"])
    count += Dispute.objects.filter(person=subject.id).update(person=ERASED, reason=ERASED, answer="")
    count += Conflict.objects.filter(Q(reviewer=subject.id) | Q(person=subject.id)).delete()[0]
    Assignment.objects.filter(person=subject.id).exclude(reason="").update(reason=ERASED)
    count += Assignment.objects.filter(person=subject.id).update(person=None)
    count += Consensus.objects.filter(interaction__in=subject.interactions).update(reason=ERASED)
    Assignment.objects.filter(stratum=subject.id).update(stratum=ERASED)
    Seat.objects.filter(person=subject.id, calibration__concluded_at=None).delete()
    for cycle in Cycle.objects.annotate(words=Cast("reviewers", TextField())).filter(words__contains=subject.id):
        cycle.reviewers = [one for one in cycle.reviewers if one != subject.id]
        cycle.save(update_fields=["reviewers"])
    _rounds(subject.id, lambda one: {**one, "stratum": ERASED} if one.get("stratum") == subject.id else one)
    return count


def _erase_customer(subject: Subject) -> int:
    count = 0
    for card in Card.objects.filter(interaction__in=subject.interactions):
        for mark in card.marks.values():
            mark.pop("spans", None)
            if mark.get("comment"):
                mark["comment"] = without(str(mark["comment"]), subject.names)
        card.interaction = subject.renamed.get(card.interaction, ERASED)
        card.save(update_fields=["marks", "interaction"])
        count += 1
    for was, new in subject.renamed.items():
        count += Assignment.objects.filter(interaction=was).update(interaction=new)
        Assignment.objects.filter(interaction=new).exclude(reason="").update(reason=ERASED)
        Consensus.objects.filter(interaction=was).update(interaction=new, reason=ERASED)
        for calibration in Calibration.objects.annotate(words=Cast("interactions", TextField())).filter(
            words__contains=was
        ):
            calibration.interactions = [new if one == was else one for one in calibration.interactions]
            calibration.save(update_fields=["interactions"])
        _rounds(was, lambda one, was=was, new=new: {**one, "order": _swapped(one.get("order", ()), was, new)})
    for dispute in Dispute.objects.filter(response__in=subject.responses):
        dispute.reason, dispute.answer = without(dispute.reason, subject.names), without(dispute.answer, subject.names)
        dispute.save(update_fields=["reason", "answer"])
    return count


def _swapped(order: Iterable[Any], was: str, new: str) -> list[Any]:
    return [new if one == was else one for one in order]


def _rounds(word: str, change: Any) -> None:
    """Changes the strata of the rounds that name something."""
    for drawn in Round.objects.annotate(words=Cast("strata", TextField())).filter(words__contains=word):
        drawn.strata = [change(one) for one in drawn.strata]
        drawn.save(update_fields=["strata"])
