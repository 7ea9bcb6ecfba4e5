"""What was said in the house: conversations, surveys, and what customers answered."""

from __future__ import annotations

from datetime import timedelta

from clearbar.model.book import Source
from clearbar.web.api.models import ApiToken, Wrote
from clearbar.web.book.queries import current
from clearbar.web.ledger.actions import keep_answer, keep_comment
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.surveys import actions as surveys
from clearbar.web.surveys.given import Given
from clearbar.web.surveys.models import Invite, Survey, Way
from tests.web.conftest import NOW
from tests.web.world.house import DAYS, LAST_WEEK, WORDS, World

SERVING = [(name, "north") for name in ("finn", "gwen", "bot", "cora")]
SERVING += [(name, "south") for name in ("otto", "rita", "olga")]


def talks(world: World) -> None:
    """Three conversations of each, of last week; and one that is for calibrating."""
    for name, team in DAYS.items():
        for number in (1, 2, 3):
            talk(f"talk-{name}-{number}", name, team, WORDS[f"talk-of-{name}"])
    talk("talk-free", "gwen", "north", "good day", days=20)
    world.told |= {"interaction": "talk-finn-1", "person": "finn", "measure": "clearance", "number": "1"}


def talk(id_: str, person: str, team: str, words: str, days: int = 0) -> Interaction:
    said = [
        {"role": "customer", "author": "c1", "text": f"Hello, {words}.", "at": "2026-11-10T09:00:00+00:00"},
        {"role": "agent", "author": person, "text": "I am sorry to hear that.", "at": "2026-11-10T09:01:00+00:00"},
    ]
    return Interaction.objects.create(
        id=id_, site=f"s-{team}", team=team, person=person, customer="c1", channel="chat", topic="repair",
        timezone="Europe/Berlin", at=LAST_WEEK - timedelta(days=days), messages=said,
    )  # fmt: skip


def surveyed(world: World) -> None:
    lea = world.scope("lea")
    values = {
        "name": "Repairs in the north", "journey": "put-right", "audience": "customer", "team_id": "north",
        "languages": ["en", "de"], "standards": [], "anonymous": False,
    }  # fmt: skip
    survey = surveys.save(scope=lea, survey=None, values=values, now=NOW)
    waiting = surveys.invite(
        scope=lea, survey=survey, ask=surveys.Ask(to=WORDS["address-of-customer"], interaction="talk-finn-1"), now=NOW
    )
    ways = {
        kind: surveys.add_way(scope=lea, survey=survey, kind=kind, name=kind.value, now=NOW)
        for kind in (Way.Kind.POSTER, Way.Kind.KIOSK, Way.Kind.PAPER)
    }
    ways[Way.Kind.EMBED] = surveys.add_way(
        scope=world.scope("ada"), survey=survey, kind=Way.Kind.EMBED, name="shop", hosts=["https://shop.test"], now=NOW
    )
    world.told["survey"] = str(survey.pk)
    world.kwargs |= {
        "survey-link": {"token": waiting.link.rstrip("/").rpartition("/")[2]},
        "survey-poster": {"address": ways[Way.Kind.POSTER].address},
        "survey-kiosk": {"address": ways[Way.Kind.KIOSK].address},
        "survey-embed": {"address": ways[Way.Kind.EMBED].address},
        "survey-way": {"number": ways[Way.Kind.POSTER].pk},
        "survey-enter": {"number": ways[Way.Kind.PAPER].pk},
    }
    for name in ("survey", "survey-edit", "survey-switch", "survey-ask", "survey-add-way"):
        world.kwargs[name] = {"number": survey.pk}
    _answers(world, survey)


def _answers(world: World, survey: Survey) -> None:
    """Two customers answer the survey by their links, about finn and about gwen; both fall short."""
    book = current()
    assert book
    for name in ("finn", "gwen"):
        ask = surveys.Ask(customer=f"c-{name}", interaction=f"talk-{name}-2", inclusion=1.0)
        surveys.invite(scope=world.scope("lea"), survey=survey, ask=ask, now=NOW)
        given = _short(book.overall.edition, WORDS[f"heard-of-{name}"])
        kept = surveys.answer_link(
            invite=Invite.objects.get(customer=f"c-{name}"), given=given, instrument="link/en/1", now=NOW
        )
        world.told[f"heard-{name}"] = kept.response


def _short(edition: str, words: str) -> Given:
    """An answer that falls short."""
    return Given((Mark("overall", edition, 2, expected=4),), {}, "first", None, words, True)


def customers(world: World) -> None:
    """Six customers of each who serves, so that there are figures of both teams; one of them wrote about otto."""
    book = current()
    assert book
    for number in range(42):
        person, team = SERVING[number % len(SERVING)]
        about = Answer(
            source=Source.CUSTOMER, at=LAST_WEEK, timezone="Europe/Berlin", instrument="link/en/1", inclusion=1.0,
            person=person, team=team, site=f"s-{team}", customer=f"c-{number}", interaction=f"t-{number}",
        )  # fmt: skip
        response = keep_answer(
            answer=about, marks=[Mark("overall", book.overall.edition, number % 5 + 1, expected=4)], actor="customer"
        )
        if number == 4:  # the first of otto's
            keep_comment(
                response=response, kind=Comment.Kind.OPEN, text=WORDS["heard-of-otto"], week=about.week, person="otto"
            )
    world.told["rating"] = Rating.objects.get(response=world.told["heard-finn"]).rating
    sent = Rating.objects.filter(person="otto", source="customer").first()
    assert sent
    Wrote.objects.create(token=ApiToken.objects.get(name="house"), rating=sent.rating)
    world.told["sent"] = sent.rating
