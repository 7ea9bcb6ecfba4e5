"""What was practised: lessons and what belongs to them, signatures, quizzes and questions, who is ready."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearbar.model.readiness import Rule
from clearbar.web.book.queries import current, newest
from clearbar.web.bridge import learning
from clearbar.web.practice.actions import present, quizzes, ready, sign
from clearbar.web.practice.models.learn import Question, QuizAttempt, ReviewCard
from clearbar.web.practice.models.present import Clip
from clearbar.web.practice.queries.due import due_items
from clearbar.web.practice.queries.readiness import standings
from tests.web.conftest import NOW
from tests.web.practice.films import CAPTIONS, wav
from tests.web.practice.learning import as_form, bring_questions, take, worst
from tests.web.world.house import WORDS, World

LEAP_DAY = datetime(2024, 2, 29, 9, 0, tzinfo=NOW.tzinfo)
FILM = "/practice/lessons/put-right/ask/films/"
SINGLE = {
    "standard": "right.choice", "ask": "Somebody's frame broke. Whose choice is the remedy?", "language": "en",
    "text-0": "The customer's, between two ways at least", "right-0": "on", "because-0": "So says the promise.",
    "text-1": "The shop's, since it pays", "text-2": "Whoever is at the counter",
}  # fmt: skip
SITUATION = {
    "standard": "right.choice", "ask": "A customer is angry about a broken frame. What do you do first?",
    "language": "en", "text-0": "Ask what could make it right", "text-1": "Explain the warranty",
    "text-2": "Fetch the manager",
}  # fmt: skip
EFFECTS = {"effect-0": "5", "effect-1": "3", "effect-2": "1"}


class SentAgain(SimpleUploadedFile):
    """A file that can be sent more than once."""

    def read(self, *asked: Any, **more: Any) -> bytes:
        self.seek(0)
        content: bytes = super().read(*asked, **more)
        return content


def film() -> dict[str, Any]:
    """What a form that sends a film holds."""
    return {
        "title": "A fitting", "file": SentAgain("fitting.wav", wav()), "captions": SentAgain("said.vtt", CAPTIONS),
        "transcript": "",
    }  # fmt: skip


def client(world: World, name: str) -> Client:
    """Somebody at their browser."""
    made = Client()
    made.force_login(world.cast[name].user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return made


def presented(world: World) -> None:
    """A lesson that lea put into words of the house, and a film that cora sent."""
    book = current()
    assert book
    [placed] = [one for one in book.placed() if one.standard.id == "right.no-blame"]
    words = {"why": "Blame makes people leave.", "example": "", "question": "", "note": ""}
    present.write_lesson(
        scope=world.scope("lea"), standard=placed.standard, language=book.language, words=words, at=NOW
    )  # fmt: skip
    assert client(world, "cora").post(FILM, film()).status_code == 302
    clip, step = {"id": Clip.objects.get().pk}, {"journey": "put-right", "step": "ask"}
    world.kwargs |= {
        "lesson": step, "lesson-read": step, "clips": step, "lesson-edit": {"standard": "right.choice"},
        "clip": clip, "captions": clip, "clip-remove": clip, "paper": {"journey": "put-right", "what": "poster"},
        "paper@kit": {"journey": "put-right", "what": "kit"},
    }  # fmt: skip


def signed(world: World) -> None:
    """finn has signed one standard, and objects to another."""
    finn, version = world.scope("finn"), newest()
    assert version
    sign.sign(scope=finn, version=version, editions=[version.editions["right.mended"]], at=NOW, today=NOW.date())
    said = sign.object_to(
        scope=finn, version=version, standard="right.no-blame", words=WORDS["objection-of-finn"], at=NOW
    )
    world.kwargs |= {
        "object": {"standard": "right.choice"}, "settle": {"key": said.pk}, "withdraw-objection": {"key": said.pk},
    }  # fmt: skip
    world.typed["sign"] = {"edition": [version.editions["right.choice"]]}


def learned(world: World) -> None:
    """finn failed one quiz, in his only attempt, is at another, and is asked again about a standard."""
    version = newest()
    assert version
    bring_questions(version)
    quizzes.choose(scope=world.scope("ada"), at=NOW, pass_mark=80, attempts=1, days=1, seconds=60, minutes=5)
    finn = client(world, "finn")
    over = take(finn, "standard", "right.choice", worst)
    QuizAttempt.objects.filter(pk=over.pk).update(ended_at=LEAP_DAY)  # what came out is known by its day
    opened = int(finn.post("/practice/quiz/?standard=right.mended")["Location"].split("/")[3])
    attempt = QuizAttempt.objects.get(pk=opened)
    ReviewCard.objects.update_or_create(
        person="finn", standard="collect.fit", defaults={"edition": version.editions["collect.fit"], "due": NOW}
    )
    person = {"person": "finn"}
    world.kwargs |= {
        "learning": person, "quiz_another": person, "quiz_result": {"key": opened},
        "quiz_result@over": {"key": over.pk}, "quiz_question": {"key": opened, "number": 1},
    }  # fmt: skip
    world.typed |= {"quiz_question": _chosen(attempt), "due@finn": _due(world)}


def _chosen(attempt: QuizAttempt) -> dict[str, Any]:
    """What is typed to answer the first question of an attempt wrongly."""
    question = learning.read(Question.objects.get(pk=int(attempt.items[0])).body)
    return as_form(question.kind, worst(question, learning.variant(question, attempt.seed, attempt.number - 1)))


def _due(world: World) -> dict[str, Any]:
    """What is typed to answer what finn is asked first today."""
    item = due_items(world.cast["finn"], NOW)[0]
    chosen = as_form(item.question.kind, worst(item.question, item.variant))
    about = {"card": item.card.pk, "question": item.row.pk, "variant": item.variant.attempt}
    return {**about, "once": str(UUID(int=7)), **chosen}


def questions(world: World) -> None:
    """A question by cora, and a situation on which two experts have said something."""
    cora, lea = client(world, "cora"), client(world, "lea")
    assert cora.post("/practice/questions/new/single/", SINGLE).status_code == 302
    assert cora.post("/practice/questions/new/situation/", SITUATION).status_code == 302
    asked, waiting = Question.objects.get(made=False, state="live").pk, Question.objects.get(state="draft").pk
    for expert in (cora, lea):
        assert expert.post(f"/practice/questions/{waiting}/", EFFECTS).status_code == 302
    world.kwargs |= {
        "question": {"key": asked}, "question@waiting": {"key": waiting}, "question_ask": {"key": waiting},
        "question_away": {"key": asked}, "question_new": {"kind": "single"},
        "question_new@talk": {"kind": "deviation"}, "question_instead": {"kind": "single", "key": asked},
    }  # fmt: skip


def held_back(world: World) -> None:
    """A rule of the house; and finn, whom lea holds back from one journey with a reason."""
    rule = ready.write_rule(scope=world.scope("hugo"), journey="", role="", rule=Rule(times=3), at=NOW)
    found = standings(None, NOW.date(), persons=["finn"])
    [standing] = [one for one in found if one.journey.id == "collect-glasses"]
    ready.hold_back(
        scope=world.scope("lea"), standing=standing, reason=WORDS["held-back-finn"], until=NOW.date().replace(day=28),
        at=NOW, today=NOW.date(),
    )  # fmt: skip
    world.kwargs |= {
        "drop-rule": {"key": rule.pk}, "duties": {"journey": "choose-glasses"},
        "hold": {"person": "finn", "journey": "put-right"},
        "let-perform": {"person": "finn", "journey": "collect-glasses"},
    }  # fmt: skip
