"""Writes about mystery shoppers: taken up, given a link, revoked, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from clearbar.web.audit.actions import ANONYMOUS, record
from clearbar.web.audit.seals import destroy
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.people.access import demand
from clearbar.web.people.models import Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.actions.walk import Refused
from clearbar.web.walks.models.plans import Assignment
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.plans import may_plan, shoppers_of

LASTS = timedelta(days=60)
"""So long a link opens their walks."""


@transaction.atomic
def take_up(*, scope: Scope, name: str, sites: Sequence[Site], is_adult: bool, at: datetime) -> Shopper:
    """Takes up a shopper by a nickname. Raises Refused unless who does it confirms that this is an adult."""
    demand(bool(sites) and may_plan(scope, [site.pk for site in sites]))
    if not is_adult:
        raise Refused("Only an adult is ever asked to walk.")
    made = Shopper.objects.create(name=name.strip(), expires=at, made_by=scope.person, made_at=at)
    made.sites.set(sites)
    _line(scope.person, "took up", made, at)
    return made


@transaction.atomic
def new_link(*, scope: Scope, shopper: Shopper, at: datetime) -> str:
    """The token of a new link, told once; an earlier link opens nothing any more."""
    demand(shoppers_of(scope).filter(pk=shopper.pk).exists())
    token = new_token()
    Shopper.objects.filter(pk=shopper.pk).update(hash=hash_of(token), expires=at + LASTS, revoked_at=None)
    _line(scope.person, "made a link for", shopper, at)
    return token


@transaction.atomic
def revoke(*, scope: Scope, shopper: Shopper, at: datetime) -> None:
    """Their link opens nothing any more, and what was asked of them is asked no more. Revoked twice, it is revoked."""
    demand(shoppers_of(scope).filter(pk=shopper.pk).exists())
    if Shopper.objects.filter(pk=shopper.pk, revoked_at=None).update(revoked_at=at, hash=None):
        Assignment.objects.filter(shopper=shopper, done_on=None).delete()
        _line(scope.person, "revoked the link of", shopper, at)


@transaction.atomic
def forget(*, scope: Scope, shopper: Shopper, at: datetime) -> None:
    """Forgets a shopper: nickname, link and what they were asked for. Their walks stay, and are nobody's."""
    demand(shoppers_of(scope).filter(pk=shopper.pk).exists())
    key, subject = shopper.pk, shopper.subject
    Shopper.objects.filter(pk=key).delete()
    destroy(subject)
    record(actor=scope.person, verb="forgot", thing=("shopper", key), at=at)


@transaction.atomic
def agree(*, shopper: Shopper, at: datetime) -> None:
    """A shopper says that they are an adult and agree. Said twice, it was said the first time."""
    if Shopper.objects.filter(pk=shopper.pk, adult_at=None).update(adult_at=at):
        _line(ANONYMOUS, "agreed", shopper, at)


def _line(actor: str, verb: str, shopper: Shopper, at: datetime) -> None:
    record(actor=actor, verb=verb, thing=("shopper", shopper.pk), at=at)
