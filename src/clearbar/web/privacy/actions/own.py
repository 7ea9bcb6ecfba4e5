"""Handing out what is held of somebody: a read that leaves a line, since it shows more at once than any page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import of_customer
from clearbar.web.people.access import demand
from clearbar.web.people.models import Person, Role
from clearbar.web.people.scope import Scope
from clearbar.web.privacy.filed import filed
from clearbar.web.privacy.queries.own import held
from clearbar.web.privacy.queries.subjects import customer, person


@transaction.atomic
def hand_out_mine(*, scope: Scope, whose: Person, at: datetime) -> bytes:
    """The file of all that is held of who asks."""
    demand(scope.person == whose.pk)
    parts = held(person(whose.pk))
    record(actor=whose.pk, verb="took a file of their data", thing=("person", whose.pk), at=at, subject=whose.pk)
    return filed(parts, whose=whose.name, at=at)


@transaction.atomic
def hand_out_customer(*, scope: Scope, id: str, reached: str, at: datetime) -> bytes:
    """The file of all that is held of a customer, for an administrator to give to them."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    parts = held(customer(id, reached))
    record(actor=scope.person, verb="made a file of their data", thing=("customer", id), at=at, subject=of_customer(id))
    return filed(parts, whose=id, at=at)
