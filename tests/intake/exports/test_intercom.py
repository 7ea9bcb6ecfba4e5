from __future__ import annotations

import json
from typing import Any

import pytest

from tests.intake.exports.reading import Outcome, convert, inline, page, rated, said, sample

CONVERSATION: dict[str, Any] = json.loads(
    (sample("intercom", "conversations.jsonl").open().read().splitlines() or [b"{}"])[0]
)


def whole(given: Any = None) -> Outcome:
    return convert("intercom", [sample("intercom", "conversations.jsonl"), sample("intercom", "list.json")], given)


def changed(**members: Any) -> Outcome:
    return convert("intercom", inline(json.dumps({**CONVERSATION, **members})))


def test_the_first_message_stands_apart_and_machines_are_bots() -> None:
    outcome = whole()
    one = outcome.conversations["1295"]
    assert said(one) == [
        ("customer", "66f1c0aa", True, "Do you open on Sunday?"),
        ("bot", "980", True, "One moment."),
        ("agent", "274", False, "Third time she asks."),
        ("agent", "274", True, "We do, from ten."),
        ("customer", "66f1c0aa", True, ""),
    ]
    assert (one.owner, one.customer, one.team_of("274")) == ("274", "66f1c0aa", "5017691")
    assert one.messages[0].at.timestamp() == 1772442000
    assert not outcome.rejections


def test_what_was_redacted_is_not_read_but_its_time_is() -> None:
    outcome = whole()
    assert "4111" not in repr(outcome.raw)
    assert outcome.conversations["1295"].messages[-1].at.timestamp() == 1772442200
    assert outcome.left["texts that were redacted; their times are kept"] == 1


def test_a_rating_was_given_when_it_was_last_changed_and_an_empty_one_never() -> None:
    outcome = whole()
    (rating,) = outcome.conversations["1295"].ratings
    assert rated(outcome.conversations["1295"]) == [("overall", 4, "66f1c0aa", "274")]
    assert rating.at is not None and rating.at.timestamp() == 1772442960
    assert not outcome.conversations["1296"].ratings
    assert outcome.left["ratings asked for and not given"] == 1


def test_a_conversation_of_a_list_gives_its_rating_only() -> None:
    outcome = whole()
    one = outcome.conversations["1297"]
    assert not one.messages and rated(one) == [("overall", 2, "66f1c0cc", "275")]
    assert one.customer == "66f1c0cc"
    assert outcome.left["messages of conversations from a list, which gives no parts"] == 1


def test_parts_beyond_those_that_intercom_gives_are_counted() -> None:
    parts = {**CONVERSATION["conversation_parts"], "total_count": 512}
    assert changed(conversation_parts=parts).left["parts beyond the 500 that Intercom gives"] == 507


def test_an_open_conversation_was_last_seen_when_it_was_exported() -> None:
    found = whole({"exported_at": "2026-03-09T00:00:00Z"}).conversations
    assert found["1296"].seen_at.isoformat() == "2026-03-09T00:00:00+00:00"
    assert found["1295"].seen_at.timestamp() == 1772443000


@pytest.mark.parametrize("rating", [0, 6, 4.5, "SECRET"])
def test_a_rating_off_the_scale_is_told_and_the_conversation_stays(rating: Any) -> None:
    outcome = changed(conversation_rating={"rating": rating, "updated_at": 1772442960})
    assert outcome.codes == ["CX012"] and len(outcome.conversations["1295"].messages) == 5
    assert "SECRET" not in outcome.told


def test_a_deleted_conversation_is_left_out() -> None:
    gone = {"type": "conversation", "id": "9", "metrics_retained": True, "deleted_at": 1772442000}
    outcome = convert("intercom", page(conversations=[gone], type="conversations.list"))
    assert not outcome.conversations and outcome.left == {"deleted conversations": 1}


def test_a_part_without_a_time_is_told_and_the_others_stay() -> None:
    parts = [
        {**one, "created_at": None} if one["id"] == "13" else one
        for one in CONVERSATION["conversation_parts"]["conversation_parts"]
    ]
    outcome = changed(conversation_parts={"conversation_parts": parts})
    assert outcome.codes == ["CX009"] and len(outcome.conversations["1295"].messages) == 4


def test_names_and_addresses_stay_behind() -> None:
    outcome = whole()
    assert "Invented" not in repr(outcome.raw) and "@" not in repr(outcome.raw)
