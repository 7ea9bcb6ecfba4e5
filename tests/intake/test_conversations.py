from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from clearbar.intake import CODES, read_conversations
from clearbar.intake.conversations import LONGEST_LINE
from clearbar.intake.shapes import ConversationShape, MessageShape, ParticipantShape, RatingShape, SiteShape
from clearbar.model.book import Source
from clearbar.model.conversation import Conversation, Role
from clearbar.model.evidence import Rejection

PAGE = Path(__file__).parents[2] / "docs" / "conversations.md"
SECRET = "my card is 4111"
NINE = "2026-03-02T09:00:00Z"
VALID: dict[str, Any] = {
    "interaction": "i-1",
    "site": {"id": "s01", "timezone": "Europe/Amsterdam"},
    "seen_at": "2026-03-02T11:00:00+01:00",
    "participants": [{"id": "p-7", "role": "agent", "team": "t"}],
    "messages": [{"role": "customer", "at": NINE, "text": SECRET}, {"role": "agent", "at": NINE, "author": "p-7"}],
    "ratings": [{"standard": "overall", "source": "customer", "level": 4, "inclusion": 0.5}],
}


def read(*lines: bytes | str) -> list[Conversation | Rejection]:
    return list(read_conversations(lines, "day.jsonl"))


def read_one(sent: Any) -> Conversation | Rejection:
    (one,) = read(json.dumps(sent))
    return one


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    sent = copy.deepcopy(VALID)
    place: Any = sent
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    return sent


def codes(one: Conversation | Rejection) -> list[str]:
    assert isinstance(one, Rejection), one
    assert SECRET not in repr(one)
    assert all(fault.file == one.file and fault.line == one.line and fault.column >= 1 for fault in one.faults)
    return [fault.code for fault in one.faults]


def example() -> dict[str, Any]:
    text = PAGE.read_text(encoding="utf-8")
    sent: dict[str, Any] = json.loads(text.split("```json\n")[1].split("```")[0])
    return sent


def test_the_example_of_the_page_reads_as_it_says() -> None:
    one = read_one(example())
    assert isinstance(one, Conversation)
    assert (one.interaction, one.site, one.timezone, one.owner) == ("i-1", "s01", "Europe/Amsterdam", "p-7")
    assert one.seen_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert [message.role for message in one.messages] == [Role.CUSTOMER, Role.BOT, Role.AGENT, Role.AGENT]
    assert [message.public for message in one.messages] == [True, True, False, True]
    assert one.messages[3].step == "offer"
    assert one.team_of("p-7") == "s01-a"
    assert [(rating.level, rating.expected, rating.source) for rating in one.ratings] == [
        (4, 4, Source.CUSTOMER),
        (5, None, Source.REVIEWER),
    ]


def test_the_page_tells_every_key_and_every_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shapes: list[type[BaseModel]] = [ConversationShape, SiteShape, ParticipantShape, MessageShape, RatingShape]
    told = [section.split("\n## ")[0] for section in text.split("| key |")[1:]]
    for shape, table in zip(shapes, told, strict=True):
        rows = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
        keys = {row[1].strip(" `"): "required" in row[2] for row in rows}
        assert keys == {name: field.is_required() for name, field in shape.model_fields.items()}
    listed = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| CC")]
    assert {code.strip(): what.strip() for code, what in listed} == CODES


def test_only_the_interaction_is_required() -> None:
    one = read_one({"interaction": "i-1"})
    assert isinstance(one, Conversation)
    assert (one.messages, one.ratings, one.timezone) == ((), (), "UTC")


def test_messages_come_out_in_the_order_of_time_and_ties_as_written() -> None:
    messages = [
        {"role": "agent", "at": "2026-03-02T10:30:00+01:00", "text": "third"},
        {"role": "customer", "at": "2026-03-02T09:00:00+00:00", "text": "first"},
        {"role": "system", "at": "2026-03-02T10:00:00+01:00", "text": "second"},
    ]
    one = read_one({"interaction": "i-1", "messages": messages})
    assert isinstance(one, Conversation)
    assert [message.text for message in one.messages] == ["first", "second", "third"]
    assert one.seen_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_it_was_seen_no_earlier_than_its_last_message() -> None:
    one = read_one(changed("seen_at", to="2026-03-01T00:00:00Z"))
    assert isinstance(one, Conversation)
    assert one.seen_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_level", "level"),
    [(1, 1), (5, 5), (4.0, 4), (True, 4), (False, 2), ("poor", 1), ("Exemplary", 5)],
)
def test_a_level_is_a_number_a_name_or_a_yes(given_level: object, level: int) -> None:
    one = read_one(changed("ratings", 0, "level", to=given_level))
    assert isinstance(one, Conversation)
    assert one.ratings[0].level == level


@pytest.mark.parametrize(
    ("sent", "code", "says"),
    [
        ([], "CC004", "the line must be an object"),
        (changed("topics", to="x"), "CC002", "topics is not a known key\n    hint: did you mean `topic`?"),
        (
            changed("messages", 0, "txt", to="x"),
            "CC002",
            "messages[0].txt is not a known key\n    hint: did you mean `text`",
        ),
        (changed("site", "tz", to="x"), "CC002", "hint: known are id, timezone"),
        (changed("messages", 0, to={"role": "agent"}), "CC003", "messages[0].at is missing"),
        (changed("messages", 0, "text", to=None), "CC004", "messages[0].text must be a text"),
        (changed("messages", 0, "public", to="no"), "CC004", "messages[0].public must be true or false"),
        (changed("messages", to={}), "CC004", "messages must be a list"),
        (changed("messages", 0, "at", to=1_700_000_000), "CC004", "messages[0].at must be a time"),
        (changed("messages", 0, "at", to="2026-03-02T09:00:00"), "CC005", "hint: end it with Z or an offset"),
        (changed("site", "timezone", to="Europe/Amsterdm"), "CC006", "site.timezone"),
        (changed("site", "timezone", to="../../etc/passwd"), "CC006", "site.timezone"),
        (changed("site", "timezone", to="Europe"), "CC006", "site.timezone"),
        (changed("site", "timezone", to="a\0b"), "CC006", "site.timezone"),
        (changed("ratings", 0, "level", to=6), "CC007", "ratings[0].level is not a level"),
        (changed("ratings", 0, "level", to=3.5), "CC007", "level"),
        (changed("ratings", 0, "expected", to="fine"), "CC007", "ratings[0].expected"),
        (changed("ratings", 0, "level", to=10**400), "CC007", "level"),
        (changed("messages", 0, "role", to="clerk"), "CC008", "hint: one of customer, agent, bot, system"),
        (changed("ratings", 0, "source", to="boss"), "CC008", "one of customer, colleague"),
        (changed("ratings", 0, "setting", to="dream"), "CC008", "one of live, walk"),
        (changed("messages", 0, "at", to="1980-01-01T00:00:00Z"), "CC012", "leave it out"),
        (changed("messages", 0, "at", to="0001-01-01T00:00:00+01:00"), "CC012", "1990 to 2199"),
        (changed("messages", 0, "at", to="9999-12-31T23:59:59-05:00"), "CC012", "1990 to 2199"),
        (changed("messages", 0, "at", to="2026-02-30T09:00:00Z"), "CC012", "is not a time"),
        (changed("messages", 0, "at", to="1700000000"), "CC012", "is not a time"),
        (changed("ratings", 0, "inclusion", to=0), "CC013", "ratings[0].inclusion is too small"),
        (changed("ratings", 0, "inclusion", to=1.01), "CC013", "ratings[0].inclusion is too large"),
        (changed("ratings", 0, "millis", to=-1), "CC013", "ratings[0].millis is too small"),
        (changed("interaction", to=""), "CC013", "interaction is empty"),
        (changed("messages", to=[]), "CC014", "ratings[0].at is missing"),
    ],
)
def test_a_fault_is_told_with_its_place_and_hint(sent: Any, code: str, says: str) -> None:
    one = read_one(sent)
    assert codes(one) == [code]
    assert isinstance(one, Rejection)
    assert says in str(one.faults[0])


def test_every_fault_of_a_line_is_told_at_once() -> None:
    first = {"interaction": "i-1"}
    second = {"interaction": "i-1", "colour": 1, "site": {}, "ratings": [{"standard": "overall", "level": 9}]}
    _, one = read(json.dumps(first), json.dumps(second))
    assert sorted(codes(one)) == ["CC002", "CC003", "CC003", "CC007", "CC009", "CC014"]


def test_an_interaction_stands_once_in_a_file() -> None:
    bad, good = json.dumps({"interaction": "i-1", "x": 1}), json.dumps({"interaction": "i-1"})
    one, two, three = read(bad, good, good)
    assert codes(one) == ["CC002"]
    assert isinstance(two, Conversation)
    assert codes(three) == ["CC009"]
    assert isinstance(three, Rejection) and "line 2" in three.faults[0].hint


def test_blank_lines_byte_order_mark_and_windows_line_ends_are_tolerated() -> None:
    lines = (b"\xef\xbb\xbf" + b'{"interaction":"a"}\r\n', b"\r\n", b"", b"  \n", '\ufeff{"interaction":"b"}\n', b"{}")
    one, two, three = read(*lines)
    assert [isinstance(each, Conversation) for each in (one, two)] == [True, True]
    assert isinstance(three, Rejection) and three.line == 6


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (b'{"interaction": "a', "CC001", 18),
        (b'{"interaction": "a",}', "CC001", 21),
        (b'{"interaction": "a"} {"interaction": "b"}', "CC001", 22),
        (b'{"interaction": "\\ud800"}', "CC001", 24),
        (b'{"interaction": "\xff"}', "CC011", 18),
        ("\ud800", "CC011", 1),
        (b"\xff\xfe{\x00}\x00", "CC011", 1),
    ],
)
def test_a_broken_line_is_told_with_its_column(line: bytes | str, code: str, column: int) -> None:
    (one,) = read(line)
    assert codes(one) == [code]
    assert isinstance(one, Rejection)
    assert one.faults[0].column == column


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"interaction": ' + b"9" * 10_000 + b"}", b'{"a":' * 5_000])
def test_what_is_too_deep_or_too_long_a_number_is_told(line: bytes) -> None:
    (one,) = read(line)
    assert codes(one) == ["CC001"]


def test_a_file_that_was_cut_off_says_so() -> None:
    (one,) = read(json.dumps(VALID)[:-20])
    assert isinstance(one, Rejection)
    assert "cut off" in one.faults[0].hint


def test_numbers_that_are_none_are_refused() -> None:
    line = json.dumps(VALID).replace("0.5", "%s")
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        (one,) = read(line % number)
        assert codes(one) == ["CC013"], number


def test_a_line_without_end_is_not_read() -> None:
    (one,) = read(b" " * (LONGEST_LINE + 1))
    assert codes(one) == ["CC010"]


def test_a_key_that_may_be_private_is_not_repeated() -> None:
    one = read_one(changed("messages", 0, SECRET, to=1))
    assert codes(one) == ["CC002"]
    assert isinstance(one, Rejection)
    assert one.faults[0].message == "messages[0].(a key) is not a known key"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PLACEHOLDERS = ("0001-01-01T00:00:00+01:00", "1980-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "2026-03-02")
oddities = st.sampled_from(
    [None, True, -1, 0, 3.5, 10**30, "", "x" * 300, [], {}, [[]], "é\u2028", "agent", "Factory", NINE, *PLACEHOLDERS]
).map(deepcopy)  # a list put into a list of the next draw must not be the same one


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def assert_read(lines: list[bytes | str]) -> None:
    for one in read(*lines):
        if isinstance(one, Conversation):
            times = [message.at for message in one.messages]
            assert times == sorted(times) and all(at.utcoffset() == timedelta(0) for at in times)
            assert not times or one.seen_at >= times[-1]
        else:
            assert one.faults and set(codes(one)) <= set(CODES)


@given(st.lists(st.binary() | st.text(st.characters(codec=None)), max_size=5))
def test_any_bytes_become_a_conversation_or_a_rejection(lines: list[bytes | str]) -> None:
    assert_read(lines)


@given(json_values)
def test_any_json_becomes_a_conversation_or_a_rejection(value: Any) -> None:
    assert_read([json.dumps(value)])


@settings(max_examples=400)
@given(st.data())
def test_a_spoilt_conversation_becomes_a_conversation_or_a_rejection(data: st.DataObject) -> None:
    sent = example()
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(sorted(places(sent), key=repr)))
        place: Any = sent
        for part in path[:-1]:
            place = place[part]
        if data.draw(st.booleans()):
            place[path[-1]] = data.draw(oddities | json_values)
        elif isinstance(place, dict):
            place[data.draw(st.text() | st.sampled_from(["txt", "levl"]))] = place.pop(path[-1])
    raw = json.dumps(sent).encode()
    cut = data.draw(st.integers(0, len(raw)))
    assert_read([raw, raw, raw[:cut], raw[cut:]])
