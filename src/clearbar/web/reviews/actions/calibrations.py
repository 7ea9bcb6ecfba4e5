"""Writes to calibrations: made, and concluded with a consensus.

Marks of a calibration never become ratings: they are given knowing that colleagues will look, on interactions that were
not drawn as reviews are. Only the consensus is kept as one review of the interaction, with an instrument of its own and
an unknown probability, so that design-based measures leave it out; and not on standards where a reviewer's rating of
that interaction stands already, which it would count twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from clearbar.model.book import Source
from clearbar.web.audit.actions import record
from clearbar.web.book.models import Version
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Mark
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.people.access import demand
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.actions.cards import Refused, answer_about
from clearbar.web.reviews.letters import tell
from clearbar.web.reviews.models import Calibration, Card, Consensus, Seat
from clearbar.web.reviews.permits import Permits, Whom
from clearbar.web.reviews.queries.calibrations import is_open

Agreed = Mapping[str, tuple[int | None, str]]
"""Standard → the level agreed on (None: not applicable), and why."""


def may_run(scope: Scope, team: str | None) -> bool:
    """Whether somebody calibrates reviewers on interactions of a team."""
    return any(scope.over(role, team) for role in (Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR))


@transaction.atomic
def make(
    *, scope: Scope, title: str, interactions: list[Interaction], persons: list[str], deadline: datetime,
    version: Version, at: datetime,
) -> Calibration:  # fmt: skip
    """A calibration, with a mail to those who take part."""
    demand(bool(interactions) and all(may_run(scope, one.team) for one in interactions))
    made = Calibration.objects.create(
        title=title, interactions=[one.id for one in interactions], version=version, deadline=deadline, by=scope.person,
        made_at=at,
    )  # fmt: skip
    Seat.objects.bulk_create(Seat(calibration=made, person=person) for person in persons)
    values = {"interactions": made.interactions, "persons": persons}
    record(actor=scope.person, verb="made", thing=("calibration", made.pk), at=at, subject=scope.person, values=values)
    tell(
        persons,
        "A calibration waits for your marks",
        _ASKED,
        f"calibration:{made.pk}",
        at,
        f"/reviews/calibrations/{made.pk}/",
    )
    return made


@transaction.atomic
def conclude(
    *,
    scope: Scope,
    calibration: Calibration,
    agreed: Mapping[str, Agreed],
    cards: Mapping[str, Scorecard],
    at: datetime,
) -> None:
    """Keeps what was agreed on: interaction → standard → level with its reason. Once; not while marks are still blind.
    `cards` are the scorecards of the interactions. Raises Refused."""
    found = list(Interaction.objects.filter(id__in=calibration.interactions))
    demand(all(may_run(scope, one.team) for one in found))
    if is_open(calibration, at):
        raise Refused("Marks are still blind: wait until everybody has submitted, or the deadline is over.")
    first = Calibration.objects.filter(pk=calibration.pk, concluded_at=None)
    if not first.update(concluded_at=at, concluded_by=scope.person):
        raise Refused("This calibration was concluded already.")
    for one in found:
        _keep(scope, calibration, one, agreed.get(one.id, {}), cards[one.id], at)
    record(
        actor=scope.person, verb="concluded", thing=("calibration", calibration.pk), at=at, subject=scope.person,
        values={name: len(marks) for name, marks in agreed.items()},
    )  # fmt: skip


def _keep(
    scope: Scope, calibration: Calibration, interaction: Interaction, agreed: Agreed, card: Scorecard, at: datetime
) -> None:
    Consensus.objects.bulk_create(
        Consensus(calibration=calibration, interaction=interaction.id, standard=name, level=level, reason=why)
        for name, (level, why) in agreed.items()
    )
    by_reviewer = Rating.objects.filter(interaction=interaction.id, source=Source.REVIEWER.value)
    rated = set(by_reviewer.values_list("standard", flat=True))
    lines = [line for line in card.lines if line.standard not in rated and agreed.get(line.standard, (None,))[0]]
    # What they agreed on stays all the same; as a rating it would be that of somebody who must keep away.
    if not lines or Permits.now().barred(scope, Whom.of(interaction)):
        return
    instrument = f"calibration/{card.version[:12]}"
    answer = answer_about(interaction, Source.REVIEWER, scope.person, instrument, None, at)
    marks = [Mark(line.standard, line.edition, int(agreed[line.standard][0] or 0)) for line in lines]
    response = ledger.keep_answer(answer=answer, marks=marks, actor=scope.person, response=token_hex(16))
    kept: dict[str, Any] = {line.standard: {"level": agreed[line.standard][0]} for line in lines}
    Card.objects.create(
        kind=Card.Kind.CALIBRATION, interaction=interaction.id, rater=scope.person, person=interaction.person,
        source=Source.REVIEWER.value, version=calibration.version, journey=card.journey.id if card.journey else "",
        marks=kept, begun_at=at, changed_at=at, submitted_at=at, response=response,
    )  # fmt: skip
    for line in lines:
        ledger.keep_comment(
            response=response, kind=Comment.Kind.REVIEW, text=agreed[line.standard][1], week=answer.week,
            standard=line.standard, person=interaction.person,
        )  # fmt: skip


_ASKED = (
    "You are asked to mark the same interactions as your colleagues, each for themself. Theirs are shown after yours."
)
