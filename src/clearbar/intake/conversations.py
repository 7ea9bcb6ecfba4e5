"""Reading conversations: one JSON object a line becomes one `Conversation`, or a `Rejection` with all its faults.

The format stands in docs/conversations.md. Reading is lazy and keeps nothing but the ids that it has seen. No line,
however broken, raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from clearbar.intake.faults import fault_at, shape_faults
from clearbar.intake.shapes import ConversationShape
from clearbar.model.conversation import Conversation, GivenRating, Message, Participant
from clearbar.model.errors import Fault
from clearbar.model.evidence import Rejection

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes. A conversation is not longer; a file without line ends would otherwise be read into memory whole."""

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""`seen_at` of an interaction of which no time is known at all. Nothing is ever measured from it."""

_BOM = b"\xef\xbb\xbf"
_BY_TIME = attrgetter("at")


def read_conversations(lines: Iterable[bytes | str], file: str) -> Iterator[Conversation | Rejection]:
    """A conversation or a rejection for each line that is not blank, in the order of the lines.

    `file` names the source in faults. Messages come out in the order of time; those of the same time stay in the
    order in which they were written. `seen_at` is never before the last message.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        read = _read_line(_as_bytes(line), file, number, seen)
        if isinstance(read, Conversation):
            seen[read.interaction] = number
        if read is not None:
            yield read


def _as_bytes(line: bytes | str) -> bytes:
    """The line in UTF-8. Half of a surrogate pair, which is no character, becomes bytes that are not UTF-8."""
    raw = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
    return raw.removeprefix(_BOM)


def _read_line(raw: bytes, file: str, line: int, seen: Mapping[str, int]) -> Conversation | Rejection | None:
    if len(raw) > LONGEST_LINE:
        message = f"the line is longer than {LONGEST_LINE // 1024 // 1024} MiB"
        return Rejection(file, line, (fault_at(file, line, "CC010", message, "one conversation a line"),))
    if not raw or raw.isspace():
        return None
    try:
        shape = ConversationShape.model_validate_json(raw)
    except ValidationError as error:
        return Rejection(
            file, line, _sorted(shape_faults(error, raw, file, line) + _other_faults(raw, file, line, seen))
        )
    if shape.interaction in seen or (not shape.messages and any(one.at is None for one in shape.ratings)):
        return Rejection(file, line, _sorted(_other_faults(raw, file, line, seen)))
    return _conversation(shape)


def _sorted(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(set(faults)))


def _other_faults(raw: bytes, file: str, line: int, seen: Mapping[str, int]) -> list[Fault]:
    """What no single field shows. It reads the line once more without its shape, so that these faults are told beside
    those of the shape; a line that is no object at all has none."""
    try:
        sent = from_json(raw)
    except ValueError:
        return []
    return [*_timeless(sent, file, line), *_repeated(sent, file, line, seen)] if isinstance(sent, dict) else []


def _repeated(sent: Mapping[str, Any], file: str, line: int, seen: Mapping[str, int]) -> Iterator[Fault]:
    interaction = sent.get("interaction")
    if isinstance(interaction, str) and interaction in seen:
        hint = f"it came in line {seen[interaction]}, which stands"
        yield fault_at(file, line, "CC009", "interaction came before in this file", hint)


def _timeless(sent: Mapping[str, Any], file: str, line: int) -> Iterator[Fault]:
    ratings = sent.get("ratings")
    if sent.get("messages", []) != [] or not isinstance(ratings, list):
        return
    for index, rating in enumerate(ratings):
        if isinstance(rating, dict) and rating.get("at") is None:
            hint = "without messages a rating says itself when it was given"
            yield fault_at(file, line, "CC014", f"ratings[{index}].at is missing", hint)


def _conversation(shape: ConversationShape) -> Conversation:
    messages = [Message(one.role, one.text, one.at, one.author, one.public, one.step) for one in shape.messages]
    messages.sort(key=_BY_TIME)
    site = shape.site
    return Conversation(
        interaction=shape.interaction,
        messages=tuple(messages),
        seen_at=_seen_at(shape, messages),
        channel=shape.channel,
        topic=shape.topic,
        site=site.id if site else None,
        timezone=site.timezone if site else "UTC",
        owner=shape.owner,
        customer=shape.customer,
        participants=tuple(Participant(one.id, one.role, one.team) for one in shape.participants),
        ratings=tuple(GivenRating(**dict(one)) for one in shape.ratings),
    )


def _seen_at(shape: ConversationShape, messages: list[Message]) -> datetime:
    """When it was last seen: as told, but not before the last message. Without either, when it was last rated."""
    told = [] if shape.seen_at is None else [shape.seen_at]
    said = [message.at for message in messages[-1:]]
    rated = [rating.at for rating in shape.ratings if rating.at is not None]
    return max(told + said or rated, default=NO_TIME)
