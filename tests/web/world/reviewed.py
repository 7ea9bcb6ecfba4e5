"""What was reviewed: cycles, cards, a dispute, calibrations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from clearbar.model.book import Source
from clearbar.web.book.queries import newest
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.reviews.actions import calibrations, cards, cycles, disputes
from clearbar.web.reviews.models import Assignment, Calibration, Card, Cycle
from clearbar.web.reviews.queries.cards import card_of, journey_for
from tests.web.conftest import NOW
from tests.web.world.heard import talk
from tests.web.world.house import WORDS, World


def reviews(world: World) -> None:
    """rita is to review two of each; one of finn's she has given, which finn disputes, and one of gwen's and otto's."""
    for leader, team in (("lea", "north"), ("olga", "south")):
        cycle = _cycle(world, leader, team, f"two each, {team}")
        cycles.draw(cycle=cycle, at=NOW)
        world.told[f"cycle-{team}"] = str(cycle.pk)
    for name in ("finn", "gwen", "otto"):
        first, second = Assignment.objects.filter(person=name).order_by("interaction")
        world.told[f"review-{name}"] = str(_reviewed(world, first, WORDS[f"review-of-{name}"]).response)
        if name == "finn":
            world.kwargs |= {"review": {"key": second.pk}, "replace": {"key": second.pk}}
        else:
            world.kwargs[f"reviewed@{name}"] = {"response": world.told[f"review-{name}"]}
    waiting = _cycle(world, "lea", "north", "one more, undrawn")
    drawn = int(world.told["cycle-north"])
    world.kwargs |= {"cycle": {"key": drawn}, "end-cycle": {"key": drawn}, "draw-round": {"key": waiting.pk}}
    _dispute(world, world.told["review-finn"])


def _cycle(world: World, leader: str, team: str, name: str) -> Cycle:
    return cycles.begin_cycle(
        scope=world.scope(leader), at=NOW, name=name, every=Cycle.Every.WEEK, per=Cycle.Per.PERSON, quota=2,
        teams=[team], reviewers=["rita"], since=date(2026, 11, 1),
    )  # fmt: skip


def _reviewed(world: World, assignment: Assignment, words: str) -> Card:
    rita, version = world.scope("rita"), newest()
    assert version
    interaction = Interaction.objects.get(id=assignment.interaction)
    journey = journey_for(version, interaction)
    assert journey
    card = cards.begin(scope=rita, assignment=assignment, version=version, journey=journey.id, at=NOW)
    scorecard = card_of(version, journey.id, Source.REVIEWER)
    marks = {line.standard: {"level": 2, "comment": words} for line in scorecard.lines}
    return cards.submit(scope=rita, card=card, scorecard=scorecard, marks=marks, changed=0, at=NOW)


def _dispute(world: World, response: str) -> None:
    one, other = Rating.objects.filter(response=response).exclude(standard="overall").order_by("standard")
    said = disputes.open_dispute(
        scope=world.scope("finn"), rating=one, level=4, reason=WORDS["dispute-of-finn"], at=NOW
    )
    world.kwargs |= {
        "reviewed": {"response": response},
        "dispute": {"response": response, "standard": other.standard},
        "correct": {"response": response, "standard": other.standard},
        "decide": {"key": said.pk},
        "withdraw": {"key": said.pk},
    }


def calibrated(world: World) -> None:
    """One that waits for marks, and one in which rita and cora have marked, and which is over."""
    open_ = _made(world, "talk-alike", NOW, NOW + timedelta(days=3))
    over = _made(world, "talk-alike-too", NOW - timedelta(days=3), NOW - timedelta(days=1))
    for name in ("rita", "cora"):
        scope, at = world.scope(name), NOW - timedelta(days=2)
        alike = Interaction.objects.get(id="talk-alike-too")
        card = cards.begin_seat(scope=scope, calibration=over, interaction=alike, journey="put-right", at=at)
        scorecard = card_of(over.version, "put-right", Source.REVIEWER)
        marks = {line.standard: {"level": 4} for line in scorecard.lines}
        cards.submit(scope=scope, card=card, scorecard=scorecard, marks=marks, changed=0, at=at)
    world.kwargs |= {
        "calibration": {"key": open_.pk},
        "calibration@over": {"key": over.pk},
        "conclude": {"key": over.pk},
        "seat": {"key": open_.pk, "number": 0},
    }


def _made(world: World, id_: str, at: datetime, deadline: datetime) -> Calibration:
    alike, version = talk(id_, "gwen", "north", "good day", days=10), newest()
    assert version
    return calibrations.make(
        scope=world.scope("lea"), title=id_, interactions=[alike], persons=["rita", "cora"], deadline=deadline,
        version=version, at=at,
    )  # fmt: skip
