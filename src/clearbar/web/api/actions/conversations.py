"""Conversations that programs send: without card, health and bank account numbers before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearbar.text.redact import BEFORE_STORAGE, redact
from clearbar.web.api.actions.answers import keep_answers
from clearbar.web.api.actions.interactions import demand_known, row_of
from clearbar.web.api.door import Caller
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.shapes import AnswerIn, ConversationIn, InteractionIn, MarkIn
from clearbar.web.audit.actions import record
from clearbar.web.ledger.models import Interaction


@dataclass(frozen=True)
class Clean:
    """The words of a conversation as they may be kept, and how many numbers were taken out."""

    messages: list[dict[str, Any]]
    redacted: int


def cleaned(sent: ConversationIn) -> Clean:
    """The messages without card, health and bank account numbers, in the order of time."""
    found = 0
    messages = []
    for one in sorted(sent.messages, key=lambda message: message.at):
        told = redact(one.text, kinds=BEFORE_STORAGE)
        found += len(told.found)
        row: dict[str, Any] = {"role": one.role, "author": one.author, "at": one.at.isoformat(), "text": told.text}
        messages.append(row | {"public": one.public, "step": one.step})
    return Clean(messages, found)


def keep_conversation(caller: Caller, sent: ConversationIn, clean: Clean, now: datetime) -> dict[str, Any]:
    """Keeps an interaction with its words; to one that is known it adds the words that are new. In a transaction."""
    site = sent.site.id if sent.site else None
    times = [message.at for message in sent.messages] or [one.at for one in sent.ratings if one.at]
    at = min(times, default=sent.seen_at)
    if at is None:
        raise Problem("conflict", reasons=[Reason("body.messages", "no time is known", "send messages, or `seen_at`")])
    shell = InteractionIn.model_construct(
        interaction=sent.interaction, at=at, site=site, team=_team_of(sent), person=sent.owner,
        customer=sent.customer, channel=sent.channel, topic=sent.topic,
        seconds=int((max(times) - at).total_seconds()) if times else None, recording="",
    )  # fmt: skip
    demand_known(caller, [("body", shell)])
    row = row_of(shell)
    _with_words(caller, row, clean.messages, now)
    answers = list(_answers(sent, row))
    kept = keep_answers(caller, answers, now, "body.ratings")["kept"] if answers else 0
    return {"interaction": row.id, "messages": len(clean.messages), "redacted": clean.redacted, "ratings": kept}


def _team_of(sent: ConversationIn) -> str | None:
    return next((one.team for one in sent.participants if one.id == sent.owner and one.team), None)


def _with_words(caller: Caller, row: Interaction, messages: list[dict[str, Any]], now: datetime) -> None:
    known = Interaction.objects.select_for_update().filter(id=row.id).first()
    before = (known.messages or []) if known else []
    if before != messages[: len(before)]:
        hint = "what was kept stands; a conversation may only go on"
        raise Problem("conflict", reasons=[Reason("body.messages", "begin other than those that are known", hint)])
    if known is None:
        row.messages = messages
        row.save(force_insert=True)
    elif len(messages) > len(before):
        Interaction.objects.filter(pk=known.pk).update(messages=messages)
    values = {"messages": len(messages)}
    record(
        actor=caller.scope.person, verb="sent", thing=("conversation", row.id), at=now, subject=row.person or "",
        values=values,
    )  # fmt: skip


def _answers(sent: ConversationIn, row: Interaction) -> Iterator[AnswerIn]:
    """The ratings of a conversation, put together into the answers that they came with."""
    last = max((message.at for message in sent.messages), default=row.at)
    together: dict[tuple[Any, ...], list[MarkIn]] = {}
    for one in sent.ratings:
        key = (one.source, one.at or last, one.setting, one.instrument, one.rater, one.inclusion, one.anonymous,
               one.response, one.person or sent.owner)  # fmt: skip
        mark = {name: getattr(one, name) for name in ("standard", "level", "expected", "desired", "millis")}
        together.setdefault(key, []).append(MarkIn.model_construct(**mark, person=None))
    for (source, at, setting, instrument, rater, inclusion, anonymous, _, person), marks in together.items():
        yield AnswerIn.model_construct(
            source=source, at=at, marks=marks, setting=setting, instrument=instrument, interaction=row.id,
            person=person, team=row.team, site=row.site, customer=row.customer, channel=row.channel,
            topic=row.topic, rater=rater, inclusion=inclusion, anonymous=anonymous,
        )  # fmt: skip
