"""Offers: what somebody may promise a customer at once, and what a leader agrees to first."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from clearbar.web.followup.actions.recovery import tell_owner, today_of
from clearbar.web.followup.actions.recovery_turns import Refused, Turn, taken_up, turned
from clearbar.web.followup.models.recovery import Case, CaseOffer
from clearbar.web.followup.models.recovery_rules import OfferKind
from clearbar.web.followup.queries.recovery_permits import may_decide, may_offer, sees
from clearbar.web.followup.queries.recovery_who import may_agree
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

_STATE = CaseOffer.State


@transaction.atomic
def offer(
    *, scope: Scope, case: Case, version: int, kind: OfferKind, amount: Decimal | None, at: datetime
) -> CaseOffer:  # fmt: skip
    """Notes an offer to the customer: made at once where it lies, with what of it was offered in this case without
    asking before, within one's own limit; else a leader is asked."""
    demand(sees(scope, case))
    kept = taken_up(case, Turn.OFFER, version)
    if not kind.in_use or kind.has_amount != (amount is not None) or (amount is not None and amount <= 0):
        raise Refused("Choose what is offered, and how much of it.")
    before = kept.offers.filter(kind=kind, state=_STATE.MADE).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    free = may_offer(scope, kind, amount and amount + before, kept.team)
    made = CaseOffer.objects.create(
        case=kept, name=kind.name, kind=kind, amount=amount, currency=kind.currency if kind.has_amount else "",
        state=_STATE.MADE if free else _STATE.ASKED, by=scope.person, at=at,
    )  # fmt: skip
    turned(kept, Turn.OFFER, by=scope.person, at=at, values=_values(made))
    if not free:
        tell(
            may_agree(kept.team, today_of(kept, at)) - {scope.person}, "An offer waits for your word",
            "Somebody wants to offer a customer more than they may without asking.",
            path=f"/followup/cases/{kept.pk}/", name=f"case-offer:{made.pk}", at=at, topic=Topic.CASE,
        )  # fmt: skip
    return made


@transaction.atomic
def decide(*, scope: Scope, offer: CaseOffer, agrees: bool, reason: str, at: datetime) -> CaseOffer:
    """A leader agrees to an offer or not. Raises Refused where that was decided meanwhile, and without a reason against
    it."""
    demand(may_decide(scope, offer.kind, offer.amount, offer.case, offer.by))
    kept = taken_up(offer.case, Turn.OFFER)
    told = CaseOffer.objects.select_for_update().get(pk=offer.pk)
    if told.state != _STATE.ASKED:
        raise Refused("Somebody decided on this offer meanwhile.")
    if not agrees and not reason.strip():
        raise Refused("Say why not, and what can be offered instead.")
    told.state = _STATE.AGREED if agrees else _STATE.REFUSED
    told.decided_by, told.decided_at = scope.person, at
    told.save()
    turned(kept, Turn.OFFER, by=scope.person, at=at, reason=reason, values=_values(told))
    said = "agreed" if agrees else "did not agree"
    text = f"A leader {said} to what you want to offer a customer."
    tell_owner(kept, at, "An offer was decided", text, f"offer-{told.pk}-decided")
    return told


def _values(offer: CaseOffer) -> dict[str, str]:
    amount = f"{offer.amount} {offer.currency}" if offer.amount is not None else ""
    return {"offer": offer.name, "amount": amount, "state": offer.state}
