"""Writes of the pulse of staff: an answer is kept once for each person and quarter, and nothing joins the two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import F

from clearbar.model.question import FLOOR
from clearbar.web.audit.actions import ANONYMOUS, SYSTEM, record
from clearbar.web.audit.seals import destroy
from clearbar.web.followup import quarters
from clearbar.web.followup.models.pulse import PulseAnswer, PulseMark, PulseSalt
from clearbar.web.followup.queries.pulse import QUESTIONS, SALT_OF, mark_of
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Person
from clearbar.web.people.scope import Scope


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@transaction.atomic
def answer_pulse(*, scope: Scope, levels: Mapping[str, int], at: datetime) -> None:
    """Keeps what somebody answers in the quarter of `at`. Raises Refused where they have answered already."""
    person = Person.objects.filter(pk=scope.person, kind=Person.Kind.HUMAN).first()
    demand(person is not None)
    day = house_today(at)
    quarter = quarters.quarter_of(day)
    PulseSalt.objects.get_or_create(quarter=quarter, defaults={"secret": token_hex(32)})
    try:
        with transaction.atomic():
            PulseMark.objects.create(quarter=quarter, hash=mark_of(quarter, scope.person))
    except IntegrityError as clash:
        raise Refused("You have answered this quarter already. Each of us answers once.") from clash
    PulseAnswer.objects.create(quarter=quarter, team=_team(scope, at), **{name: levels[name] for name in QUESTIONS})
    record(actor=ANONYMOUS, verb="answered the pulse", thing=("pulse", quarter), at=at, anonymous=True)


@transaction.atomic
def close_quarters(*, at: datetime) -> int:
    """Destroys the salts and marks of quarters that are over: who answered then can be told no more. How many marks.

    Of the quarter that runs, all rows are written once more in one go: a database that numbers the transactions in
    which rows were written then gives them all the same number, and a mark and an answer are not found by it.
    """
    quarter = quarters.quarter_of(house_today(at))
    gone, _ = PulseMark.objects.exclude(quarter=quarter).delete()
    over = PulseSalt.objects.exclude(quarter=quarter)
    for past in over.values_list("quarter", flat=True):
        destroy(f"{SALT_OF}{past}")
    salts, _ = over.delete()
    PulseMark.objects.update(quarter=F("quarter"))
    PulseAnswer.objects.filter(quarter=quarter).update(team=F("team"))
    if salts:
        record(actor=SYSTEM, verb="closed the pulse", thing=("pulse", quarters.before(quarter)), at=at)
    return gone


def _team(scope: Scope, at: datetime) -> str:
    """The team that an answer is counted with: the first of theirs that can ever be told of; empty for none."""
    now = Membership.objects.filter(Membership.on(house_today(at)), person__kind=Person.Kind.HUMAN)
    for team in sorted(scope.teams):
        if now.filter(team=team).values("person").distinct().count() >= FLOOR:
            return team
    return ""
