"""Reads of calibrations: whose marks are in, and, once they are no longer blind, all of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import SystemRandom

from clearbar.model.book import Scale, Source
from clearbar.web.book.scorecards import Line, Scorecard
from clearbar.web.bridge.calibration import Agreed, Judged, agreed
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Person, Role
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.reviews import spans
from clearbar.web.reviews.models import Assignment, Calibration, Card, Consensus
from clearbar.web.reviews.permits import Permits, Whom, called, holders, names
from clearbar.web.reviews.queries.cards import card_of

RECENT = timedelta(days=60)
ROLES = (Role.LEADER, Role.REVIEWER, Role.COACH)


def is_open(calibration: Calibration, now: datetime) -> bool:
    """Whether marks are still blind: before the deadline, until everybody has submitted all."""
    if calibration.concluded_at or calibration.deadline <= now:
        return False
    wanted = calibration.seats.count() * len(calibration.interactions)
    return calibration.cards.exclude(submitted_at=None).count() < wanted


def own(scope: Scope) -> list[Calibration]:
    """Calibrations that one made or takes part in."""
    found = Calibration.objects.filter(seats__person=scope.person) | Calibration.objects.filter(by=scope.person)
    return list(found.distinct().order_by("-made_at"))


def offered(teams: list[str], now: datetime) -> list[str]:
    """Interactions of these teams that may be calibrated on, in an order by chance: of late, with something to look at,
    and such as nobody has still to review by themself."""
    waiting = Assignment.objects.filter(state=Assignment.State.OPEN).values("interaction")
    found = Interaction.objects.filter(team__in=teams, at__gte=now - RECENT, at__lte=now).exclude(source="watched")
    found = found.exclude(id__in=waiting).exclude(messages__isnull=True, recording="")
    ids = list(found.order_by("-at").values_list("id", flat=True)[:5000])
    SystemRandom().shuffle(ids)
    return ids


def able(teams: list[str]) -> list[tuple[str, str]]:
    """Who may take part for these teams."""
    return called(one for one in holders(*ROLES) if any(one.over(role, team) for role in ROLES for team in teams))


def kept_away(persons: list[str], interactions: list[Interaction], today: date) -> set[str]:
    """Those who must not rate one of these interactions."""
    permits = Permits.now()
    scopes = [scope_of(one, today) for one in Person.objects.filter(pk__in=persons)]
    return {
        scope.person for scope in scopes if any(permits.speaks_as(scope, Whom.of(one)) is None for one in interactions)
    }


@dataclass(frozen=True)
class Given:
    """What one rater marked on one standard."""

    by: str
    level: int | None
    name: str
    comment: str


@dataclass(frozen=True)
class Beside:
    """One standard with what everybody marked, in the order of the raters, and what was agreed on."""

    line: Line
    given: tuple[Given, ...]
    consensus: Consensus | None
    apart: bool
    """Whether they differ."""
    agreed: Agreed | None


@dataclass(frozen=True)
class Table:
    """One interaction of a calibration, side by side."""

    number: int
    interaction: Interaction
    scorecard: Scorecard
    raters: tuple[str, ...]
    lines: tuple[Beside, ...]
    said: tuple[spans.Shown, ...]


def side_by_side(calibration: Calibration) -> list[Table]:
    """All marks that were submitted. Whoever calls this has made sure that they are no longer blind."""
    cards = list(calibration.cards.exclude(submitted_at=None).select_related("version").order_by("rater"))
    known_as = names({one.rater for one in cards})
    known = {one.id: one for one in Interaction.objects.filter(id__in=calibration.interactions)}
    consensus = {(one.interaction, one.standard): one for one in calibration.consensus.all()}
    figures = agreed(judged(calibration.cards.all()))
    return [
        _table(
            number,
            known[name],
            calibration,
            [one for one in cards if one.interaction == name],
            known_as,
            consensus,
            figures,
        )
        for number, name in enumerate(calibration.interactions)
        if name in known
    ]


def _table(
    number: int, interaction: Interaction, calibration: Calibration, cards: list[Card], known_as: Mapping[str, str],
    consensus: Mapping[tuple[str, str], Consensus], figures: Mapping[str, Agreed],
) -> Table:  # fmt: skip
    journey = cards[0].journey if cards else ""
    scorecard = card_of(calibration.version, journey, Source.REVIEWER)
    lines = []
    for line in scorecard.lines:
        given = tuple(_given(line, card, known_as.get(card.rater, "")) for card in cards)
        levels = {one.level for one in given}
        lines.append(
            Beside(
                line, given, consensus.get((interaction.id, line.standard)), len(levels) > 1, figures.get(line.standard)
            )
        )
    said = tuple(spans.shown(interaction.messages, interaction.timezone))
    return Table(
        number, interaction, scorecard, tuple(known_as.get(one.rater, "") for one in cards), tuple(lines), said
    )


def _given(line: Line, card: Card, by: str) -> Given:
    mark = card.marks.get(line.standard, {})
    level = mark.get("level")
    return Given(by, level, line.named(level), mark.get("comment") or mark.get("reason") or "")


def judged(cards: object) -> list[Judged]:
    """The submitted marks of cards, for agreement."""
    found = []
    known: dict[tuple[int, str], Scorecard] = {}
    for card in cards.exclude(submitted_at=None).select_related("version"):  # type: ignore[attr-defined]
        about = (card.version_id, card.journey)
        if about not in known:
            known[about] = card_of(card.version, card.journey, Source.REVIEWER)
        for line in known[about].lines:
            if level := card.marks.get(line.standard, {}).get("level"):
                scale = Scale.YES_NO if len(line.options) == 2 else Scale.LEVELS
                found.append(Judged(card.interaction, line.standard, line.edition, scale, card.rater, level))
    return found


def overall() -> dict[str, Agreed]:
    """Agreement by standard over all calibrations that were concluded."""
    return dict(agreed(judged(Card.objects.exclude(calibration__concluded_at=None).exclude(calibration=None))))
