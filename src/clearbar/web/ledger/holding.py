"""What the ledger holds of a person or a customer: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from types import MappingProxyType
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from clearbar.text.zones import day_and_week
from clearbar.web.ledger.confiding import confided
from clearbar.web.ledger.models import Asked, Comment, Gone, Happened, Interaction, Job, Rating, Revision, Synced
from clearbar.web.people.holding import Holder, Kept, Private, Subject, few_at_a_time, holds

ERASED = "(erased)"
"""What stands in the place of words and names that were erased."""
BY_THEM = frozenset({"agent", "bot"})
"""Roles of messages that somebody of the house wrote."""
SPEAK_BY_DAY = frozenset({"customer", "reviewer", "coach"})
"""Sources of which the day is told; of colleagues and vendors the week."""

LEAST_LETTERS = 6
"""A pseudonym of so many letters and figures stands for nothing else in a text."""


def without(text: str, names: Iterable[str]) -> str:
    """A text in which nobody is called by these names any more."""
    for name in sorted((one for one in names if len(one) > 2), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", ERASED, text, flags=re.IGNORECASE)
    return text


@holds("ledger")
class Ledger(Holder):
    """Conversations, ratings, what was written with them, who was asked, and what happened to whom."""

    kinds = MappingProxyType(
        {
            "conversations": Kept("words of conversations, and links to recordings", timedelta(days=730)),
            "comments": Kept("what was written with answers and reviews", timedelta(days=1095)),
            "customers": Kept("which customer an interaction and its ratings belong to", timedelta(days=1095)),
        }
    )
    private = (
        Private(
            "ledger_interaction", "key", {"messages": "null", "recording": "''"},
            ("select key, person from ledger_interaction",), ("select key, customer from ledger_interaction",),
        ),
        Private(
            "ledger_comment", "key", {"text": "''"},
            (
                "select key, person from ledger_comment",
                "select c.key, r.person from ledger_comment c join ledger_rating r on r.response = c.response",
            ),
            ("select c.key, r.customer from ledger_comment c join ledger_rating r on r.response = c.response",),
        ),
        Private(
            "ledger_revision", "id", {"reason": "''"},
            ("select v.id, r.person from ledger_revision v join ledger_rating r on r.key = v.rating_id",),
            ("select v.id, r.customer from ledger_revision v join ledger_rating r on r.key = v.rating_id",),
        ),
        Private("ledger_synced", "key", {"answer": "'{}'"}, ("select key, person from ledger_synced",)),
    )  # fmt: skip

    def find(self, reached: str) -> frozenset[str]:
        """By pseudonym, or by the number of an interaction."""
        had = Interaction.objects.filter(Q(id=reached) | Q(customer=reached)).exclude(customer=None)
        gave = Rating.objects.filter(customer=reached)
        return frozenset((*had.values_list("customer", flat=True), *gave.values_list("customer", flat=True)[:1]))  # type: ignore[arg-type]

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """A customer gets their conversations and answers; a person what was said of them, without who said it."""
        return _of_person(subject) if subject.is_person else _of_customer(subject)

    def erase(self, subject: Subject, at: datetime) -> int:
        """Of a customer everything; of a person their words, and whose the rest was."""
        del at
        count = _erase_person(subject) if subject.is_person else _erase_customer(subject)
        return count + _erase_jobs(subject)

    def forget(self, kind: str, before: datetime) -> int:
        """What is older loses its words, or its customer; what was counted stays."""
        week = day_and_week(before, "UTC")[1]
        if kind == "conversations":
            old = Interaction.objects.filter(at__lt=before).exclude(messages=None, recording="")
            return few_at_a_time(old, lambda few: few.update(messages=None, recording=""))
        if kind == "comments":
            return few_at_a_time(Comment.objects.filter(week__lt=week))
        old = Interaction.objects.filter(at__lt=before).exclude(customer=None)
        count = few_at_a_time(old, lambda few: few.update(customer=None))
        ratings = Rating.objects.filter(week__lt=week).exclude(customer=None)
        return count + few_at_a_time(ratings, lambda few: few.update(customer=None, revision=F("revision") + 1))


def _in_json(name: str) -> Q:
    """Rows whose `words`, the text of JSON data, have a name in them, the way either database writes it."""
    return Q(words__icontains=name) | Q(words__icontains=json.dumps(name)[1:-1])


def _erase_jobs(subject: Subject) -> int:
    """Deletes work that is about them. A pseudonym may be as short as "42", which stands in many a number, address and
    text of others, so that one counts only where it stands by itself."""
    whole = {subject.id, subject.sealed_for}
    in_texts = subject.addresses | ({subject.id} if len(subject.id) >= LEAST_LETTERS else set())
    calls = re.compile("|".join(rf"(?<![\w-]){re.escape(one)}(?![\w-])" for one in in_texts) or r"(?!)", re.IGNORECASE)
    named = Q()
    for name in whole | in_texts:
        named |= _in_json(name)
    jobs = Job.objects.annotate(words=Cast("body", TextField())).filter(named, every=None).only("body")
    theirs = [one.pk for one in jobs if any(said in whole or calls.search(said) for said in _strings(one.body))]
    return Job.objects.filter(pk__in=theirs).delete()[0]


def _strings(told: Any) -> Iterator[str]:
    """Every text in JSON data."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping | list):
        for one in told.values() if isinstance(told, Mapping) else told:
            yield from _strings(one)


def _of_customer(subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    given = Rating.objects.filter(customer=subject.id, source="customer")
    said = Comment.objects.filter(
        response__in=given.values("response"), kind__in=(Comment.Kind.OPEN, Comment.Kind.RIGHT)
    )
    had = Interaction.objects.filter(Q(customer=subject.id) | Q(id__in=subject.interactions))
    return {
        "conversations": list(had.values("id", "at", "site", "channel", "topic", "seconds", "recording", "messages")),
        "answers": list(given.values("standard", "level", "expected", "desired", "week", "day", "interaction")),
        "words": list(said.values("kind", "standard", "week", "text")),
        "asked": list(Asked.objects.filter(interaction__in=subject.interactions).values("week", "channel", "answered")),
    }


def _of_person(subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    # Told at once, or one by one, who asks again and again would know who said it.
    untold = Q(rated_at=None, mirrored=0)
    untold |= Q(source__in=[source for person, source in confided() if person == subject.id])
    every = Rating.objects.filter(person=subject.id)
    about = every.exclude(untold).order_by("week", "key")
    columns = ("response", "standard", "level", "expected", "source", "setting", "week", "day", "site", "disputed")
    said = [_told(row) for row in about.values(*columns)]
    words = Comment.objects.filter(
        Q(person=subject.id) | Q(person=None, response__in={row["response"] for row in said})
    ).exclude(response__in=every.filter(untold).values("response"))
    served = Interaction.objects.filter(person=subject.id)
    mine = [
        {**row, "messages": _written_by(row["messages"])} for row in served.values("id", "at", "channel", "messages")
    ]
    return {
        "ratings": said,
        "words": list(words.order_by("week", "key").values("response", "kind", "standard", "week", "text")),
        "conversations": mine,
        "happened": list(Happened.objects.filter(person=subject.id).values("kind", "day", "standard", "site")),
        "phone": list(Synced.objects.filter(person=subject.id).values("kind", "at")),
    }


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "day": row["day"] if row["source"] in SPEAK_BY_DAY else None}


def _written_by(messages: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """What the person wrote; what the customer wrote is the customer's."""
    return [one for one in messages or () if one.get("role") in BY_THEM]


def _erase_customer(subject: Subject) -> int:
    count = 0
    own = Rating.objects.filter(customer=subject.id, source="customer")
    responses = set(own.values_list("response", flat=True)) | subject.responses
    gone = list(own.values_list("rating", flat=True))
    Gone.objects.bulk_create([Gone(rating=one) for one in gone], ignore_conflicts=True)
    count += own.delete()[0]
    about = set(Rating.objects.filter(interaction__in=subject.interactions).values_list("response", flat=True))
    kinds = Q(response__in=responses) | Q(response__in=about, kind=Comment.Kind.QUOTE)
    count += Comment.objects.filter(kinds).delete()[0]
    for one in Comment.objects.filter(response__in=about):
        one.text = without(one.text, subject.names)
        one.save(update_fields=["text"])
    Asked.objects.filter(Q(interaction__in=subject.interactions) | Q(response__in=responses)).update(
        interaction=None, response=None, mirrored=False
    )
    unlinked = Rating.objects.filter(Q(customer=subject.id) | Q(interaction__in=subject.interactions))
    count += unlinked.filter(customer=subject.id).update(customer=None, revision=F("revision") + 1)
    had = Interaction.objects.filter(Q(customer=subject.id) | Q(id__in=subject.interactions))
    for key in had.values_list("pk", flat=True):
        count += _unname(key, subject.renamed)
    return count


def _unname(key: int, renamed: Mapping[str, str]) -> int:
    """Takes the words, the customer and the id from an interaction."""
    one = Interaction.objects.get(pk=key)
    was, new = one.id, renamed.get(one.id) or f"erased-{token_hex(16)}"
    one.id, one.messages, one.recording, one.customer = new, None, "", None
    one.save(update_fields=["id", "messages", "recording", "customer"])
    Rating.objects.filter(interaction=was).update(interaction=new, revision=F("revision") + 1)
    return 1


def _erase_person(subject: Subject) -> int:
    count = 0
    for one in Interaction.objects.filter(person=subject.id):
        one.messages = _unsaid(one.messages, subject.names)
        one.person, one.recording = None, ""
        one.save(update_fields=["messages", "person", "recording"])
        count += 1
    told = Comment.objects.filter(Q(person=subject.id) | Q(response__in=subject.responses))
    for comment in told:
        if comment.kind in {Comment.Kind.REVIEW, Comment.Kind.QUOTE}:
            comment.delete()
        else:
            comment.text, comment.person = without(comment.text, subject.names), None
            comment.save(update_fields=["text", "person"])
        count += 1
    Revision.objects.filter(Q(rating__person=subject.id) | Q(by=subject.id)).update(reason=ERASED)
    for revision in Revision.objects.annotate(words=Cast("was", TextField())).filter(_in_json(subject.id)):
        revision.was = {name: None if value == subject.id else value for name, value in revision.was.items()}
        revision.save(update_fields=["was"])
    bumped = F("revision") + 1
    count += Rating.objects.filter(person=subject.id).update(person=None, revision=bumped)
    count += Rating.objects.filter(rater=subject.id).update(rater=None, revision=bumped)
    count += Happened.objects.filter(person=subject.id).delete()[0]
    return count + Synced.objects.filter(person=subject.id).delete()[0]


def _unsaid(messages: Sequence[Mapping[str, Any]] | None, names: Iterable[str]) -> list[dict[str, Any]] | None:
    """The conversation without what the person wrote; what the customer wrote stays, without their name."""
    if messages is None:
        return None
    own = [dict(one) for one in messages]
    for one in own:
        if one.get("role") in BY_THEM:
            one |= {"text": ERASED, "author": None}
        else:
            one["text"] = without(str(one.get("text", "")), names)
    return own
