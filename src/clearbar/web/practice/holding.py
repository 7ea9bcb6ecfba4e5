"""What practice holds of a person: to hand it out, to erase it, to forget it in time. Candidates have their own day on
which they are erased, and their own page for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from clearbar.web.ledger.holding import ERASED
from clearbar.web.people.holding import Holder, Kept, Private, Subject, few_at_a_time, holds
from clearbar.web.practice.models.learn import (
    Given,
    Question,
    QuizAttempt,
    QuizExtra,
    QuizPreference,
    QuizResult,
    ReviewCard,
    Vote,
)
from clearbar.web.practice.models.present import Clip, LessonRead
from clearbar.web.practice.models.ready import Became, HeldBack
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal
from clearbar.web.practice.models.sign import Objection, Signature


@holds("practice")
class Practice(Holder):
    """Lessons read, signatures and objections, quizzes, rehearsals and who was held back."""

    kinds = MappingProxyType(
        {
            "rehearsals": Kept("what was said in rehearsals, and opinions of them", timedelta(days=730)),
            "answers": Kept("single answers to questions about standards", timedelta(days=730)),
        }
    )
    private = (
        Private("practice_rehearsal", "key", {"talk": "'{}'"}, ("select key, person from practice_rehearsal",)),
        Private(
            "practice_opinion", "key", {"marks": "'{}'", "comment": "''"},
            ("select o.key, r.person from practice_opinion o join practice_rehearsal r on r.key = o.rehearsal_id",),
        ),
        Private(
            "practice_objection", "id", {"words": "''", "answer": "''"},
            ("select id, person_id from practice_objection",),
        ),
        Private("practice_heldback", "id", {"reason": "''"}, ("select id, person_id from practice_heldback",)),
        Private(
            "practice_question", "key", {"body": "'{}'"}, (),
            (
                "select q.key, i.customer from practice_question q "
                "join ledger_interaction i on i.id = q.interaction and q.interaction <> ''",
            ),
        ),
    )  # fmt: skip

    def stays(self, subject: Subject, at: datetime) -> Sequence[str]:
        """Films: what is in them only a person can see."""
        del at
        sent = Clip.objects.filter(by=subject.id).count() if subject.is_person else 0
        films = "1 film or sound that they sent stays" if sent == 1 else f"{sent} films and sounds that they sent stay"
        return [f"{films}: look through them, and take those away in which they are seen or heard."] if sent else []

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Everything of a person, with what others said of their rehearsals."""
        if not subject.is_person:
            return {}
        mine = {"person": subject.id}
        practised = Rehearsal.objects.filter(**mine).order_by("begun_at")
        said = Opinion.objects.filter(rehearsal__person=subject.id).exclude(submitted_at=None)
        quizzed = QuizResult.objects.filter(**mine)
        objected = Objection.objects.filter(**mine)
        return {
            "lessons": list(LessonRead.objects.filter(**mine).values("standard", "edition", "at")),
            "signatures": list(Signature.objects.filter(**mine).values("standard", "edition", "at", "until")),
            "objections": list(objected.values("standard", "words", "at", "state", "answer", "settled_at")),
            "quizzes": list(quizzed.values("standard", "credit", "questions", "passed", "at")),
            "questions": list(Given.objects.filter(**mine).values("question__standard", "credit", "at")),
            "asked_again": list(ReviewCard.objects.filter(**mine).values("standard", "times", "due", "last_at")),
            "quiz_clock": list(QuizPreference.objects.filter(**mine).values("no_clock")),
            "rehearsals": list(practised.values("pinned__title", "way", "begun_at", "ended_at", "talk", "shown")),
            "opinions": list(said.values("rehearsal__begun_at", "source", "marks", "comment", "submitted_at")),
            "ready": list(Became.objects.filter(**mine).values("journey", "since", "until")),
            "held_back": list(HeldBack.objects.filter(**mine).values("journey", "reason", "at", "until", "ended_at")),
        }

    def erase(self, subject: Subject, at: datetime) -> int:
        """All of a person. Of a customer the questions that were made of their words."""
        del at
        if not subject.is_person:
            return _unquote(subject)
        count = 0
        for model in (
            LessonRead, Signature, Objection, QuizResult, Given, QuizAttempt, QuizExtra, QuizPreference, ReviewCard,
            Rehearsal, Became, HeldBack,
        ):  # fmt: skip
            count += model._default_manager.filter(person=subject.id).delete()[0]
        Rehearsal.objects.filter(partner=subject.id).update(partner="")
        return count + Vote.objects.filter(expert=subject.id).delete()[0]

    def forget(self, kind: str, before: datetime) -> int:
        """Of rehearsals the words; that they were, and what they showed, stays. One that was never ended is stopped:
        without what was said nobody can go on with it. Answers go."""
        if kind == "answers":
            return few_at_a_time(Given.objects.filter(at__lt=before))
        opinions = Opinion.objects.filter(submitted_at__lt=before).exclude(comment="")
        count = few_at_a_time(opinions, lambda few: few.update(comment=""))
        open_ones = Rehearsal.objects.filter(begun_at__lt=before, ended_at=None, stopped_at=None)
        few_at_a_time(open_ones, lambda few: few.update(stopped_at=before))
        talks = Rehearsal.objects.filter(begun_at__lt=before).exclude(talk={})
        return count + few_at_a_time(talks, lambda few: few.update(talk={}))


_NO_WORDS = frozenset({"id", "standard", "edition", "kind", "language", "about", "who"})
"""Parts of a question that are ids and names of kinds."""


def _unquote(subject: Subject) -> int:
    """Puts questions away that quote an erased conversation, without their words."""
    count = 0
    for question in Question.objects.filter(interaction__in=subject.interactions):
        question.body, question.interaction = _blank(question.body), ""
        question.state = Question.State.RETIRED
        question.save(update_fields=["body", "interaction", "state"])
        count += 1
    return count


def _blank(value: Any) -> Any:
    """The same shape without a word that somebody said or wrote."""
    if isinstance(value, dict):
        return {name: one if name in _NO_WORDS else _blank(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_blank(one) for one in value]
    return ERASED if isinstance(value, str) and value else value
