"""Asterisk `queue_log`: calls that wait in queues become conversations without words.

A line is `time|call|queue|agent|event|parameters…`. A call's entry into a queue is a message of the customer, its
connection to somebody one of the agent; both without text. So a wait in the queue is a wait like any other: from
entering to being connected. Who hangs up first (ABANDON), or leaves unanswered (EXITWITHTIMEOUT, EXITWITHKEY,
EXITEMPTY), was not answered: the wait is open when last seen, a lower bound and never an answer. A call that leaves
one queue unanswered and enters the next goes on waiting; it is one interaction.

The topic is the queue. A caller's number becomes a pseudonym, and so does an agent who is not named by a number
(`PJSIP/8007` stays, `PJSIP/jane` does not).

Where the log begins in the middle of a call, the time of entering follows from the wait that the event tells:
`holdtime` of CONNECT, `waittime` of ABANDON and the exits.

Source: docs.asterisk.org, "Queue Logs" (events and their parameters).
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable
from clearbar.intake.exports.helpdesks import counted
from clearbar.intake.exports.maps import Map
from clearbar.intake.exports.records import authors, conversation, participants, slim
from clearbar.intake.exports.system import Given, Hide, Item, Source
from clearbar.intake.exports.times import needed, written

UNFINISHED = timedelta(hours=12)
"""A call of which nothing was heard for so long is over."""

_LONGEST_LINE = 1 << 16
_FIELDS = 5
_UNANSWERED = {"ABANDON": 2, "EXITWITHTIMEOUT": 2, "EXITWITHKEY": 3, "EXITEMPTY": 2}
"""Events that end a wait without an answer, each with the parameter that tells how long it was (from 0)."""
_ENDS = frozenset(
    {"COMPLETEAGENT", "COMPLETECALLER", "TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER", "AGENTDUMP", "SYSCOMPAT"}
)
_NUMBERED = re.compile(r"[A-Za-z0-9_]+/\d+(?:@[A-Za-z0-9_-]+)?(?:/n)?")
_NOBODY = frozenset({"", "NONE", "REALTIME", "MANAGER"})


@dataclass
class _Call:
    """One call as far as the log has told."""

    place: Place
    queue: str
    at: datetime
    caller: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Event:
    place: Place
    at: datetime
    call: str
    queue: str
    agent: str
    name: str
    parameters: tuple[str, ...]

    def before(self, index: int) -> datetime:
        """The time as many seconds before this event as a parameter tells."""
        told = self.parameters[index] if index < len(self.parameters) else ""
        return self.at - timedelta(seconds=int(told)) if told.isdecimal() and len(told) < 9 else self.at


def read(sources: Sequence[Source], given: Map, hide: Hide) -> Iterator[Item]:
    """One conversation a call, in the order in which calls are known to be over. Files are read in the order given,
    the oldest first."""
    calls: OrderedDict[str, _Call] = OrderedDict()
    left: Counter[str] = Counter()
    for source in sources:
        for event in _events(source, given):
            if not isinstance(event, _Event):
                yield event
                continue
            for name in _silent(calls, event.at):
                yield _given(name, calls.pop(name), given)
            _tell(calls, event, hide, left)
    for name, call in calls.items():
        yield _given(name, call, given)
    yield from counted(left)


def _silent(calls: OrderedDict[str, _Call], now: datetime) -> list[str]:
    """Calls that are over. Those heard of last stand last, so that looking stops at the first that goes on."""
    over: list[str] = []
    for name, call in calls.items():
        if now - call.at < UNFINISHED:
            break
        over.append(name)
    return over


def _events(source: Source, given: Map) -> Iterator[_Event | Any]:
    with source.open() as stream:
        number = 0
        while line := stream.readline(_LONGEST_LINE):
            number += 1
            place = Place(source.name, number)
            if not line.strip():
                continue
            try:
                yield _event(place, line.decode("utf-8", "replace").strip("\ufeff\r\n"), given)
            except Unusable as error:
                yield error.at(place)


def _event(place: Place, line: str, given: Map) -> _Event:
    parts = line.split("|")
    if len(parts) < _FIELDS:
        raise Unusable("CX005", "this is no line of a queue_log", "expected time|call|queue|agent|event|parameters")
    at = needed(parts[0], given.timezone, "time")
    return _Event(place, at, parts[1], parts[2], parts[3], parts[4].strip().upper(), tuple(parts[_FIELDS:]))


def _tell(calls: OrderedDict[str, _Call], event: _Event, hide: Hide, left: Counter[str]) -> None:
    if event.call in _NOBODY or event.name not in {"ENTERQUEUE", "CONNECT", *_UNANSWERED, *_ENDS}:
        left["events that say nothing of a caller's wait, such as RINGNOANSWER, PAUSE and QUEUESTART"] += 1
        return
    call = calls.setdefault(event.call, _Call(event.place, event.queue, event.at))
    calls.move_to_end(event.call)
    call.at = max(call.at, event.at)
    if event.name == "ENTERQUEUE":
        number = event.parameters[1].strip() if len(event.parameters) > 1 else ""
        call.caller = call.caller or (hide(number) if re.search(r"\d", number) else None)
        _entered(call, event.at)
    elif event.name == "CONNECT":
        _entered(call, event.before(0), once=True)
        call.messages.append({"role": "agent", "at": written(event.at), **slim({"author": _agent(event.agent, hide)})})
    elif event.name in _UNANSWERED:
        _entered(call, event.before(_UNANSWERED[event.name]), once=True)


def _entered(call: _Call, at: datetime, once: bool = False) -> None:
    """The customer is in the queue; `once`: unless that is known."""
    if not once or not call.messages:
        call.messages.append({"role": "customer", "at": written(at), **slim({"author": call.caller})})


def _agent(told: str, hide: Hide) -> str | None:
    if told.upper() in _NOBODY:
        return None
    return told if _NUMBERED.fullmatch(told) else hide(told)


def _given(name: str, call: _Call, given: Map) -> Given:
    owner = next((one.get("author") for one in reversed(call.messages) if one["role"] == "agent"), None)
    made = conversation(
        name,
        given,
        {"queue": call.queue},
        channel="telephone",
        topic=call.queue if call.queue not in _NOBODY else None,
        owner=owner,
        customer=call.caller,
        seen_at=written(call.at),
        participants=participants((call.caller, "customer", None), *authors(call.messages)),
        messages=call.messages,
    )
    return Given(made, call.place.file, call.place.line)
