from __future__ import annotations

from typing import Any

import pytest

from tests.intake.exports.reading import Outcome, convert, page, rated, said, sample

FILES = ["messages.json", "conversations.json", "csat.json"]
MESSAGE = {
    "id": 1,
    "conversation_id": 5,
    "message_type": 1,
    "content": "Hi",
    "created_at": 1772442000,
    "private": False,
}


def whole(*names: str, given: Any = None) -> Outcome:
    return convert("chatwoot", [sample("chatwoot", name) for name in names or FILES], given)


def of(**members: Any) -> Outcome:
    return convert("chatwoot", page(payload=[{**MESSAGE, **members}]))


def test_messages_are_joined_with_their_conversation() -> None:
    outcome = whole()
    one = outcome.conversations["41"]
    assert said(one) == [
        ("customer", "contact-7", True, "Is my bike ready?"),
        ("bot", "bot-7", True, "I look it up."),
        ("agent", "7", False, "frame still cracked?"),
        ("agent", "7", True, "Yes, come by any time."),
        ("customer", "contact-7", True, ""),
    ]
    assert (one.owner, one.customer, one.team_of("7"), one.channel) == ("7", "contact-7", "2", "Channel::WebWidget")
    assert one.seen_at.timestamp() == 1772442400
    assert outcome.left["activity: assignments, labels, changes of status"] == 1 and not outcome.rejections


def test_the_order_of_the_files_does_not_matter() -> None:
    found = whole(*FILES[::-1]).conversations
    assert found == whole().conversations


def test_an_answer_that_stands_in_two_places_counts_once() -> None:
    for names in (FILES, FILES[::-1], FILES[:2]):
        assert rated(whole(*names).conversations["41"])[0][:3] == (
            "overall",
            5,
            "contact-7" if len(names) == 3 else None,
        )
        assert len(whole(*names).conversations["41"].ratings) == 1
    assert rated(whole().conversations["43"]) == [("overall", 2, "contact-9", None)]


def test_the_one_message_that_a_list_shows_is_not_taken_for_all() -> None:
    outcome = whole("conversations.json")
    assert not outcome.conversations["41"].messages
    assert outcome.left["messages of conversations whose messages are not in the export"] == 2


@pytest.mark.parametrize(
    ("members", "role", "author"),
    [
        ({"message_type": 0, "sender_type": "Contact", "sender_id": 3}, "customer", "contact-3"),
        ({"sender_type": "User", "sender_id": 3}, "agent", "3"),
        ({"sender": {"id": 3, "type": "user"}}, "agent", "3"),
        ({"sender_type": "AgentBot", "sender_id": 3}, "bot", "bot-3"),
        ({"sender": {"id": 3, "type": "agent_bot"}}, "bot", "bot-3"),
        ({"sender_type": "Captain::Assistant", "sender_id": 3}, "bot", "bot-3"),
        ({}, "system", None),
        ({"message_type": 3, "sender_id": 3}, "system", None),
        ({"message_type": "incoming", "sender_id": 3}, "customer", "contact-3"),
    ],
)
def test_who_sends_follows_from_kind_and_sender(members: dict[str, Any], role: str, author: str | None) -> None:
    assert said(of(**members).conversations["5"]) == [(role, author, True, "Hi")]


def test_deleted_texts_are_not_read() -> None:
    outcome = of(sender_id=3, content="SECRET", content_attributes={"deleted": True})
    assert said(outcome.conversations["5"]) == [("agent", "3", True, "")]


@pytest.mark.parametrize("members", [{"created_at": None}, {"created_at": "soon"}])
def test_a_message_without_a_time_is_told(members: dict[str, Any]) -> None:
    assert of(**members).codes == ["CX009"]


def test_a_message_of_no_conversation_is_told() -> None:
    assert of(conversation_id=None).codes == ["CX008"]


def test_the_answer_of_a_webhook_is_read() -> None:
    sent = {"event": "csat_survey_response_created", "id": 3, "rating": 1, "created_at": "2026-03-02T09:00:00Z"}
    outcome = convert("chatwoot", page(**sent, account_id=1, conversation={"id": 5}, contact={"id": 2}, message_id=8))
    assert rated(outcome.conversations["5"]) == [("overall", 1, "contact-2", None)]


def test_an_open_conversation_was_last_seen_when_it_was_exported() -> None:
    found = whole(given={"exported_at": "2026-03-09T00:00:00Z"}).conversations
    assert found["42"].seen_at.isoformat() == "2026-03-09T00:00:00+00:00"
    assert found["41"].seen_at.timestamp() == 1772442400


def test_names_and_addresses_stay_behind() -> None:
    assert "Invented" not in repr(whole().raw) and "@" not in repr(whole().raw) and "lovely" not in repr(whole().raw)
