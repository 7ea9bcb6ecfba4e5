"""What the company has learned: quizzes passed and not, standards that are due again, and questions that people wrote
beside those that the book gives by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from clearbar.model.book import Source
from clearbar.model.quiz import Kind, Question, Variant
from clearbar.web.book.scorecards import journey_of
from clearbar.web.bridge import learning
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import User
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.practice.actions import cards, questions, quizzes
from clearbar.web.practice.models.learn import About, QuizAttempt
from clearbar.web.practice.models.learn import Question as Row
from clearbar.web.practice.queries.due import due_items
from clearbar.web.practice.queries.quizzes import by_key, live, subject
from clearbar.web.practice.queries.told_talks import known_names, lines
from clearbar.web.reviews.actions import calibrations
from clearbar.web.reviews.queries.cards import card_of

if TYPE_CHECKING:
    from examples.demo.practising import Stage

Choose = Callable[[Question, Variant], list[str]]

CHOOSE, COLLECT, RIGHT = "choose-glasses", "collect-glasses", "put-right"
TRIED_TWICE = 3
"""Which of the others has tried one quiz twice and not passed yet."""
LISTENED = "choose.listened"


def learn(stage: Stage) -> None:
    """Questions first, then who answered them."""
    write(stage)
    for place, one in enumerate(stage.others):
        if place != TRIED_TWICE and place % 6 != 5:
            scope = stage.scope(one.person)
            pass_it(stage, scope, CHOOSE, stage.ago(50 - place, 16, 10), of_all=place % 4 > 0)
            if place % 3:
                pass_it(stage, scope, RIGHT, stage.ago(33 - place, 16, 30), of_all=place % 4 > 0)
    for place, scope in enumerate(stage.elsewhere):
        if place % 5 != 4:
            pass_it(stage, scope, CHOOSE, stage.ago(20 + place % 30, 16, place % 60))
        if place % 4 == 1:
            pass_it(stage, scope, RIGHT, stage.ago(10 + place % 25, 15, place % 60))
    tried = stage.scope(stage.others[TRIED_TWICE].person)
    for days, choose in ((20, wrong), (13, half)):
        attempt(stage, tried, RIGHT, choose, stage.ago(days, 17))
    attempt(stage, stage.floor, CHOOSE, half, stage.ago(41, 8, 40))
    attempt(stage, stage.floor, CHOOSE, right, stage.ago(38, 8, 40))
    attempt(stage, stage.floor, RIGHT, right, stage.ago(30, 8, 40))
    review(stage, stage.ago(9, 8, 45), 3)


def right(question: Question, variant: Variant) -> list[str]:
    """All that is right, as its key says."""
    shown = {one.id for one in variant.choices}
    if question.kind is Kind.ORDER:
        return [one.id for one in question.options if one.id in shown]
    best = [one.id for one in question.options if one.worth >= 1 and one.id in shown]
    return best[:1] if variant.most == 1 else best


def wrong(question: Question, variant: Variant) -> list[str]:
    """What is wholly wrong."""
    shown = {one.id for one in variant.choices}
    if question.kind is Kind.ORDER:
        return [one.id for one in question.options if one.id in shown][::-1]
    return [one.id for one in question.options if one.worth <= 0 and one.id in shown][:1]


def half(question: Question, variant: Variant) -> list[str]:
    """Right of every other question."""
    return (right if sum(map(ord, question.id)) % 2 else wrong)(question, variant)


def pass_it(stage: Stage, scope: Scope, journey: str, at: datetime, *, of_all: bool = False) -> None:
    """Somebody tries, as well as they know it; where that was not enough, once more two days later. With `of_all` it
    is not enough as long as one standard is missing."""

    def knows(question: Question, variant: Variant) -> list[str]:
        chance = sha256(f"{scope.person}:{question.id}".encode()).digest()
        hard = int(sha256(question.id.encode()).hexdigest(), 16) % 16
        return (wrong if chance[0] % 100 < hard and chance[1] % 3 else right)(question, variant)

    made = attempt(stage, scope, journey, knows, at)
    if not made.passed or (of_all and made.results.filter(passed=False).exists()):
        attempt(stage, scope, journey, right, at + timedelta(days=2))


def attempt(stage: Stage, scope: Scope, journey: str, choose: Choose, at: datetime) -> QuizAttempt:
    """A whole quiz about a journey, handed in after some minutes."""
    quiz = subject(stage.book, About.JOURNEY, journey)
    if quiz is None:
        raise SystemExit(f"the book has no journey {journey}")
    found = live(quiz.ids, {one.standard.edition for one in quiz.standards}, stage.book.language)
    made = quizzes.begin(scope=scope, quiz=quiz, rows=[row for rows in found.values() for row in rows], at=at)
    rows = by_key(made.items)
    for place, item in enumerate(made.items):
        question = learning.read(rows[item].body)
        chosen = choose(question, learning.variant(question, made.seed, made.number - 1))
        later = at + timedelta(seconds=40 * (place + 1))
        quizzes.give(scope=scope, attempt=made, place=place, chosen=chosen, at=later)
    return quizzes.hand_in(scope=scope, attempt=made, at=at + timedelta(minutes=9))


def review(stage: Stage, at: datetime, most: int) -> None:
    """The person who logs in as `floor` answered some of what was due; what they left is due today."""
    person = User.objects.get(username="floor").person
    for place, one in enumerate(due_items(person, at, most)):
        chosen = (wrong if place == 1 else right)(one.question, one.variant)
        cards.answer(
            scope=stage.floor, card=one.card, question=one.row, variant=one.variant.attempt, chosen=tuple(chosen),
            at=at + timedelta(seconds=30 * place),
        )  # fmt: skip


WRITTEN: tuple[dict[str, Any], ...] = (
    {
        "kind": "single",
        "standard": "choose.price-whole",
        "ask": "She has found her frame, and asks what it comes to. When does she read the whole sum?",
        "because": "A sum that still grows frightens everybody whose envelope does not.",
        "options": [
            {"text": "Before I ask whether she takes it: lenses, coating and fitting in one sum.", "right": "yes"},
            {"text": "At the till, when everything has been added up."},
            {"text": "As soon as she has decided: the lenses come on top of the frame."},
        ],
    },
    {
        "kind": "multiple",
        "standard": "collect.leave",
        "ask": "She is about to leave with her new glasses. What belongs to it?",
        "options": [
            {"text": "Showing on the glasses how the cloth is used.", "right": "yes"},
            {"text": "Saying that a refit costs nothing for as long as they live.", "right": "yes"},
            {"text": "Handing over the card that says so.", "right": "yes"},
            {"text": "Asking her for five stars on the way out."},
            {"text": "Selling her a second case."},
        ],
    },
    {
        "kind": "order",
        "standard": "right.way",
        "ask": "The left lens has come out for the second time. In which order do you go?",
        "steps": [
            "Listen until he has told all of it.",
            "Look for the cause together.",
            "Let him choose between two ways.",
            "Agree on what happens by when.",
        ],
    },
    {
        "kind": "deviation",
        "standard": "right.no-blame",
        "ask": "Which of our lines puts it on the customer?",
        "conversation": [
            {"customer": "The left arm has come off, and I only had them for a week."},
            {"staff": "I am sorry that it happened. What were you doing when it came off?"},
            {"customer": "Nothing. I took them off to sleep."},
            {
                "staff": "With one hand, then. One always takes them off with both.",
                "deviates": "It says whose doing it was.",
            },
            {"customer": "So it is my fault?"},
            {"staff": "We can mend the arm today, or lend you a frame until Friday. Which is better for you?"},
        ],
    },
)  # fmt: skip
SITUATION: dict[str, Any] = {
    "kind": "situation",
    "standard": "right.choice",
    "ask": "He wants his money back for scratched lenses. His card speaks of free fitting only. What first?",
    "options": [
        {"text": "Read the card with him, and say what it covers and what it does not."},
        {"text": "Offer both lenses at half the price, or one new lens for the worse side."},
        {"text": "Fetch the shop manager."},
        {"text": "Tell him that scratches are not covered."},
    ],
}
EFFECTS = {"coach": (5, 4, 2, 1), "leader": (4, 4, 2, 1), "owner": (5, 3, 2, 1)}
"""How well each would serve, as three people of the house said."""
PROPOSED: dict[str, Any] = {
    "kind": "situation",
    "standard": "choose.seen",
    "ask": "Three people wait at the door, and the one before you cannot decide between two frames. What do you do?",
    "options": [
        {"text": "Say who you are to the three, and when somebody has time for each of them."},
        {"text": "Leave both frames with her and come back in five minutes."},
        {"text": "Go on as before: who waits can see that you are busy."},
    ],
}


def write(stage: Stage) -> None:
    """A question of each kind: most from nothing, one keyed by experts, one about a chat that raters agreed on."""
    at = stage.ago(58, 15)
    for fields in WRITTEN:
        made = learning.written(fields, stage.book, stage.book.language)
        questions.write(scope=stage.coach, question=made, at=at)
    _keyed(stage, at)
    _judged(stage)
    proposed = _propose(stage, PROPOSED, stage.ago(4, 15))
    questions.vote(scope=stage.coach, row=proposed, effects=(5, 3, 1), at=stage.ago(4, 15, 10))


def _propose(stage: Stage, fields: dict[str, Any], at: datetime) -> Row:
    placed = stage.book.find(fields["standard"])
    if placed is None:
        raise SystemExit(f"the book has no standard {fields['standard']}")
    standard = placed.standard
    return questions.propose(
        scope=stage.coach, fields=fields, standard=standard.id, edition=standard.edition, language=stage.book.language,
        at=at,
    )  # fmt: skip


def _keyed(stage: Stage, at: datetime) -> None:
    row = _propose(stage, SITUATION, at)
    for username, effects in EFFECTS.items():
        expert = scope_of(User.objects.get(username=username).person, stage.today)
        questions.vote(scope=expert, row=row, effects=effects, at=at + timedelta(days=1))
    given = zip(*EFFECTS.values(), strict=True)
    options = [{**one, "ratings": list(rated)} for one, rated in zip(SITUATION["options"], given, strict=True)]
    made = learning.written({**SITUATION, "options": options}, stage.book, stage.book.language)
    questions.key(scope=stage.coach, row=row, question=made, at=at + timedelta(days=2))


def _judged(stage: Stage) -> None:
    """A calibration agreed on the level of a chat; the coach asks for that level."""
    chats = Interaction.objects.exclude(messages=None).filter(at__lt=stage.ago(56), topic__in=["varifocals"])
    chat = next(one for one in chats.order_by("-at")[:50] if 3 < len(lines(one, ())) < 20)
    _agree(stage, chat)
    told = [{one.who: one.text} for one in lines(chat, known_names())]
    fields = {
        "kind": "level", "standard": LISTENED, "ask": "How far does this conversation go?", "conversation": told,
        "levels": [3, 3],
    }  # fmt: skip
    made = learning.written(fields, stage.book, stage.book.language)
    questions.write(scope=stage.coach, question=made, interaction=chat.id, at=stage.ago(44, 15))


def _agree(stage: Stage, chat: Interaction) -> None:
    journey = journey_of(stage.book, chat.topic)
    made = calibrations.make(
        scope=stage.leader, title="How much asking is asking?", interactions=[chat],
        persons=[User.objects.get(username=one).person_id for one in ("reviewer", "coach")],
        deadline=stage.ago(48), version=stage.version, at=stage.ago(55),
    )  # fmt: skip
    card = card_of(stage.version, journey.id if journey else "", Source.REVIEWER)
    why = "She asked what the glasses are for, and only after two frames had been named."
    calibrations.conclude(
        scope=stage.leader, calibration=made, agreed={chat.id: {LISTENED: (3, why)}}, cards={chat.id: card},
        at=stage.ago(47),
    )  # fmt: skip
